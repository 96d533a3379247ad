namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Finds the fees that explain why amounts of pairs differ: percentages with a fixed part that make many differences
/// equal to the unit. A rate whose neighbours explain nearly as much is chance and not taken.
/// </summary>
internal static class FeeRules
{
    private const int MaxRules = 16;
    private const int MaxRate = 1_000;
    private const int LeastPairs = 10;
    private const double LeastShare = 0.002;
    private const double OverNeighbours = 3;
    private const int Slots = 1 << 14;

    /// <summary>Rules for pairs of (left, right) amounts, the most common first.</summary>
    public static List<FeeRule> Find(IReadOnlyList<(long Left, long Right)> pairs)
    {
        var least = Math.Max(LeastPairs, (int)(pairs.Count * LeastShare));
        var found = new List<FeeRule>();
        var open = pairs.Where(p => p.Left != p.Right && p.Left > 0 && p.Right > 0).ToList();
        foreach (var onRight in new[] { false, true })
        {
            while (found.Count < MaxRules && open.Count >= least)
            {
                var side = open.Where(p => onRight ? p.Left < p.Right : p.Left > p.Right)
                    .Select(p => onRight ? (Gross: p.Right, Net: p.Left) : (Gross: p.Left, Net: p.Right)).ToList();
                if (Best(side, least) is not var (rate, part, count)) break;
                var rule = new FeeRule(rate, part, onRight, (double)count / pairs.Count);
                found.Add(rule);
                open.RemoveAll(p => Math.Abs(rule.Of(p.Left) - p.Right) <= 1);
            }
        }

        return [.. found.OrderByDescending(r => r.Share).ThenBy(r => r.BasisPoints).ThenBy(r => r.Fixed)];
    }

    private static (int Rate, long Fixed, int Count)? Best(List<(long Gross, long Net)> pairs, int least)
    {
        var (keys, counts) = (new long[Slots], new int[Slots]);
        (int Rate, long Fixed, int Count)? best = null;
        for (var rate = 0; rate <= MaxRate; rate++)
        {
            Array.Clear(counts);
            foreach (var (gross, net) in pairs)
            {
                var rest = gross - net - (((gross * rate) + 5_000) / 10_000);
                if (rest < 0) continue;
                var count = Count(keys, counts, rest);
                if (count >= least && count > (best?.Count ?? 0)) best = (rate, rest, count);
            }
        }

        if (best is not { } found) return null;
        return IsSharp(pairs, found.Rate, found.Fixed) ? found : SharpElsewhere(pairs, found.Rate, least);
    }

    // The commonest difference may be chance among small amounts; a rate without a fixed part is asked for once more.
    private static (int Rate, long Fixed, int Count)? SharpElsewhere(
        List<(long Gross, long Net)> pairs, int but, int least)
    {
        (int Rate, long Fixed, int Count)? best = null;
        for (var rate = 1; rate <= MaxRate; rate++)
        {
            var count = rate == but ? 0 : Explained(pairs, rate, 0);
            if (count >= least && count > (best?.Count ?? 0) && IsSharp(pairs, rate, 0)) best = (rate, 0, count);
        }

        return best;
    }

    /// <summary>True where the rule explains far more than the same rate with another fixed part.</summary>
    private static bool IsSharp(List<(long Gross, long Net)> pairs, int rate, long part)
    {
        var around = 0;
        for (var d = 3; d <= 12; d++) around += Explained(pairs, rate, part - d) + Explained(pairs, rate, part + d);
        return Explained(pairs, rate, part) > OverNeighbours * Math.Max(1, around / 20.0) + 5;
    }

    private static int Explained(List<(long Gross, long Net)> pairs, int rate, long part) =>
        pairs.Count(p => Math.Abs(p.Gross - p.Net - (((p.Gross * rate) + 5_000) / 10_000) - part) <= 1);

    private static int Count(long[] keys, int[] counts, long key)
    {
        unchecked
        {
            var at = (int)(((ulong)key * 0x9E3779B97F4A7C15UL) >> 50);
            while (counts[at] > 0 && keys[at] != key) at = (at + 1) & (Slots - 1);
            keys[at] = key;
            return ++counts[at];
        }
    }
}
