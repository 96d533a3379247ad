namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Right rows by amount and day: those of one amount, and those near an amount, within days.</summary>
internal sealed class DayAmountIndex
{
    private readonly int[] _byAmount;
    private readonly long[] _amounts;
    private readonly int[] _days;
    private readonly int _firstDay;
    private readonly (int[] Rows, long[] Amounts)[] _byDay;

    public DayAmountIndex(LinkSide side)
    {
        var known = Enumerable.Range(0, side.Count).Where(i => side.Amounts[i] >= 0).ToArray();
        _byAmount = [.. known.OrderBy(i => side.Amounts[i]).ThenBy(i => side.Days[i]).ThenBy(i => i)];
        _amounts = [.. _byAmount.Select(i => side.Amounts[i])];
        _days = [.. _byAmount.Select(i => side.Days[i])];
        var dated = _byAmount.Where(i => side.Days[i] != LinkSide.NoDay).ToLookup(i => side.Days[i]);
        if (dated.Count == 0)
        {
            _byDay = [];
            return;
        }

        var days = dated.Select(g => g.Key).Order().ToArray();
        _firstDay = Math.Max(days[0], days[days.Length / 2] - (MaxDays / 2));
        var count = Math.Min(days[^1] - _firstDay + 1, MaxDays);
        _byDay = [.. Enumerable.Range(_firstDay, count).Select(d => dated[d].ToArray())
            .Select(rows => (rows, rows.Select(i => side.Amounts[i]).ToArray()))];
    }

    // A mistyped year must not cost memory: rows far from the middle are found by their other keys.
    private const int MaxDays = 40_000;

    /// <summary>Rows of exactly that amount, dated within the window after the day where dates are known.</summary>
    public void AddEqual(long amount, int day, (int From, int To) window, int most, List<int> found)
    {
        var from = day == LinkSide.NoDay ? int.MinValue : day + window.From;
        var to = day == LinkSide.NoDay ? int.MaxValue : day + window.To;
        for (var at = FirstFrom(_amounts, amount); at < _amounts.Length && _amounts[at] == amount && most > 0; at++)
        {
            // Days rise within an amount, so a long run before the window is leapt over.
            if (_days[at] < from && _days[at] != LinkSide.NoDay) at = Leap(at, amount, from);
            if (at >= _amounts.Length || _amounts[at] != amount || _days[at] > to) return;
            found.Add(_byAmount[at]);
            most--;
        }
    }

    /// <summary>Rows whose amounts are within the ratios (natural logarithm) of one, dated within the window.</summary>
    public void AddNear(
        long amount, (double From, double To) ratio, int day, (int From, int To) window, int most, List<int> found)
    {
        var from = (long)Math.Floor(amount * Math.Exp(ratio.From));
        var to = (long)Math.Ceiling(amount * Math.Exp(ratio.To));
        if (day == LinkSide.NoDay)
        {
            AddWithin(_byAmount, _amounts, from, to, most, found);
            return;
        }

        // Nearer days first, so that what is left out where there are too many is the less likely part.
        var farthest = Math.Max(Math.Abs(window.From), Math.Abs(window.To));
        for (var d = 0; d <= farthest && most > 0; d++)
        {
            if (d <= window.To && d >= window.From) most -= AddDay(day + d, from, to, most, found);
            if (d > 0 && -d >= window.From && -d <= window.To) most -= AddDay(day - d, from, to, most, found);
        }
    }

    private int AddDay(int day, long from, long to, int most, List<int> found)
    {
        var at = day - _firstDay;
        if (at < 0 || at >= _byDay.Length || most <= 0) return 0;
        return AddWithin(_byDay[at].Rows, _byDay[at].Amounts, from, to, most, found);
    }

    private static int AddWithin(int[] rows, long[] amounts, long from, long to, int most, List<int> found)
    {
        var start = FirstFrom(amounts, from);
        var at = start;
        for (; at < amounts.Length && amounts[at] <= to && at - start < most; at++) found.Add(rows[at]);
        return at - start;
    }

    private int Leap(int at, long amount, int from)
    {
        var (low, high) = (at, FirstFrom(_amounts, amount + 1));
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_days[middle] < from) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int FirstFrom(long[] amounts, long amount)
    {
        var (low, high) = (0, amounts.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (amounts[middle] < amount) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
