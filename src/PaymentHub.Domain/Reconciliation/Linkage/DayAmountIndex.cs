namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Right rows by amount and day: those of one amount within days, and those near an amount within days.</summary>
internal sealed class DayAmountIndex
{
    private readonly LinkSide _side;
    private readonly int[] _byAmount;
    private readonly Dictionary<int, int[]> _byDay;

    public DayAmountIndex(LinkSide side)
    {
        _side = side;
        var known = Enumerable.Range(0, side.Count).Where(i => side.Amounts[i] >= 0).ToArray();
        _byAmount = [.. known.OrderBy(i => side.Amounts[i]).ThenBy(i => side.Days[i]).ThenBy(i => i)];
        _byDay = known.GroupBy(i => side.Days[i]).ToDictionary(
            g => g.Key, g => g.OrderBy(i => side.Amounts[i]).ThenBy(i => i).ToArray());
    }

    /// <summary>Rows of exactly that amount, dated within the window after the day where dates are known.</summary>
    public IEnumerable<int> Equal(long amount, int day, (int From, int To) window, int most)
    {
        var from = day == LinkSide.NoDay ? int.MinValue : day + window.From;
        var at = First(_byAmount, i => _side.Amounts[i] < amount || (_side.Amounts[i] == amount && _side.Days[i] < from));
        for (; at < _byAmount.Length && most > 0; at++, most--)
        {
            var row = _byAmount[at];
            if (_side.Amounts[row] != amount) yield break;
            if (day != LinkSide.NoDay && _side.Days[row] > day + window.To) yield break;
            yield return row;
        }
    }

    /// <summary>Rows whose amounts are within the ratios (natural logarithm) of one, dated within the window.</summary>
    public IEnumerable<int> Near(
        long amount, (double From, double To) ratio, int day, (int From, int To) window, int most)
    {
        var from = (long)Math.Floor(amount * Math.Exp(ratio.From));
        var to = (long)Math.Ceiling(amount * Math.Exp(ratio.To));
        if (day == LinkSide.NoDay)
        {
            foreach (var row in Within(_byAmount, from, to).Take(most)) yield return row;
            yield break;
        }

        for (var d = window.From; d <= window.To && most > 0; d++)
        {
            if (!_byDay.TryGetValue(day + d, out var rows)) continue;
            foreach (var row in Within(rows, from, to).Take(most))
            {
                most--;
                yield return row;
            }
        }
    }

    private IEnumerable<int> Within(int[] rows, long from, long to)
    {
        for (var at = First(rows, i => _side.Amounts[i] < from); at < rows.Length; at++)
        {
            if (_side.Amounts[rows[at]] > to) yield break;
            yield return rows[at];
        }
    }

    private static int First(int[] rows, Func<int, bool> isBefore)
    {
        var (low, high) = (0, rows.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (isBefore(rows[middle])) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
