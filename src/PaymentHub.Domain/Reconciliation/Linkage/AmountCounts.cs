namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>How often amounts of one side's rows come by chance.</summary>
internal sealed class AmountCounts
{
    // A coincidence is possible even where this file has none.
    private const double LeastRows = 0.05;

    // The row that is judged is no coincidence of itself; a little less, so that one row alone stays possible.
    private const double Own = 0.7;
    private const double Around = 0.011;

    private static readonly double Factor = Math.Exp(Around);

    private readonly long[] _sorted;
    private readonly int _rows;

    /// <summary>Counts amounts without sign; those below zero are unknown.</summary>
    public AmountCounts(long[] amounts)
    {
        _rows = Math.Max(1, amounts.Length);
        _sorted = [.. amounts.Where(a => a >= 0)];
        Array.Sort(_sorted);
        Likeness = LikenessOf(_sorted);
    }

    /// <summary>The chance that two rows have the same amount, in 1,000,000ths.</summary>
    public long Likeness { get; }

    /// <summary>log2 of the share of other rows between two amounts.</summary>
    public float LogBetween(long from, long to) => LogShare(RowsBetween(from, to) - Own);

    /// <summary>log2 of the share of rows that have an amount, give or take the slack, by chance.</summary>
    public float LogCoincidences(long amount, long slack)
    {
        // The row's own partner is no coincidence: where the amount is there once, its neighbourhood tells how many to
        // expect.
        var there = RowsBetween(amount - slack, amount + slack) - 1;
        var (from, to) = ((long)Math.Ceiling(amount / Factor), (long)(amount * Factor));
        var expected = (double)RowsBetween(from, to) * (1 + (2 * slack)) / Math.Max(1, to - from + 1);
        return LogShare(Math.Max(there, expected));
    }

    /// <summary>For each of the amounts its place among the different ones, and these.</summary>
    public (int[] Places, long[] Amounts) Distinct(long[] amounts)
    {
        long[] different = [-1, .. _sorted.Distinct()];
        return ([.. amounts.Select(a => Array.BinarySearch(different, Math.Max(a, -1)))], different);
    }

    private float LogShare(double rows) => (float)Math.Log2(Math.Max(rows, LeastRows) / _rows);

    private static long LikenessOf(long[] sorted)
    {
        var pairs = 0L;
        for (int i = 0, run = 0; i < sorted.Length; i++)
        {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 0;
            pairs += run;
        }

        var all = Math.Max(1, (long)sorted.Length * (sorted.Length - 1) / 2);
        return (long)(1e6 * pairs / all);
    }

    private int RowsBetween(long from, long to) => to < from ? 0 : FirstAbove(to) - FirstAbove(from - 1);

    private int FirstAbove(long amount)
    {
        var (low, high) = (0, _sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_sorted[middle] <= amount) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
