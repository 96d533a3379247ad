namespace PaymentHub.Domain.Reconciliation;

/// <summary>Whether some of the amounts make the sum.</summary>
public enum SubsetStand
{
    /// <summary>No choice makes it, which is proved.</summary>
    None,

    /// <summary>Exactly one choice makes it, which is proved.</summary>
    One,

    /// <summary>At least two choices make it; choosing among equal amounts is a choice too.</summary>
    Several,

    /// <summary>The choices are too many to be looked through.</summary>
    NotDetermined,
}

/// <summary>The answer; the places of the amounts, ascending, where exactly one choice makes the sum.</summary>
public sealed record SubsetAnswer(SubsetStand Stand, int[] Places);

/// <summary>
/// Which of some amounts make a sum, in whole đồng and exactly: the amounts are halved, the sums of each half listed,
/// and the lists met in the middle (Horowitz and Sahni 1974). Equal amounts count as one with a multiplicity, so that
/// thousands of equal allowances stay a short list. The answer does not depend on the order of the amounts.
/// </summary>
public static class SubsetSum
{
    /// <summary>The sums of one half that are listed at most: some 36 different amounts in all.</summary>
    public const int MostSums = 1 << 18;

    /// <summary>The choices of one or more amounts that make the sum, which is above zero.</summary>
    public static SubsetAnswer Find(IReadOnlyList<Money> amounts, Money sum, int mostSums = MostSums)
    {
        if (!sum.IsPositive) throw new ArgumentOutOfRangeException(nameof(sum));
        var groups = Enumerable.Range(0, amounts.Count).Where(i => amounts[i].IsPositive && amounts[i] <= sum)
            .GroupBy(i => amounts[i].Dong).OrderBy(g => g.Key)
            .Select(g => new Group(g.Key, [.. g])).ToArray();
        if (Halved(groups, mostSums) is not { } middle) return new SubsetAnswer(SubsetStand.NotDetermined, []);
        var low = Sums(groups[..middle], sum.Dong);
        var high = Sums(groups[middle..], sum.Dong);
        Found? only = null;
        foreach (var (part, one) in high)
        {
            if (!low.TryGetValue(sum.Dong - part, out var other)) continue;
            if (only is not null || !one.IsUnique || !other.IsUnique)
                return new SubsetAnswer(SubsetStand.Several, []);
            only = new Found(other.Counts, one.Counts);
        }

        return only is null
            ? new SubsetAnswer(SubsetStand.None, [])
            : new SubsetAnswer(SubsetStand.One, PlacesOf(groups, middle, only));
    }

    private sealed record Group(long Amount, int[] Places);

    /// <summary>How a sum is made: how many of each group, and whether there is no other way.</summary>
    private readonly record struct Way(int[] Counts, bool IsUnique);

    private sealed record Found(int[] Low, int[] High);

    // Where both halves stay within the limit; null where no cut does.
    private static int? Halved(Group[] groups, int mostSums)
    {
        for (var middle = groups.Length / 2; middle <= groups.Length; middle++)
        {
            if (SizeOf(groups[middle..]) > mostSums) continue;
            return SizeOf(groups[..middle]) <= mostSums ? middle : null;
        }

        return null;
    }

    private static long SizeOf(Group[] half)
    {
        var size = 1L;
        foreach (var group in half)
        {
            size *= group.Places.Length + 1;
            if (size > int.MaxValue) return size;
        }

        return size;
    }

    private static Dictionary<long, Way> Sums(Group[] half, long most)
    {
        var sums = new Dictionary<long, Way> { [0] = new(new int[half.Length], true) };
        for (var g = 0; g < half.Length; g++)
        {
            foreach (var (sum, way) in sums.ToArray())
            {
                for (var taken = 1; taken <= half[g].Places.Length; taken++)
                {
                    var next = sum + (taken * half[g].Amount);
                    if (next > most) break;
                    // Some of several equal amounts: which of them nobody can say.
                    var isChoice = taken < half[g].Places.Length;
                    sums[next] = sums.TryGetValue(next, out var known)
                        ? known with { IsUnique = false }
                        : new Way(With(way.Counts, g, taken), way.IsUnique && !isChoice);
                }
            }
        }

        return sums;
    }

    private static int[] With(int[] counts, int group, int taken)
    {
        var changed = (int[])counts.Clone();
        changed[group] = taken;
        return changed;
    }

    private static int[] PlacesOf(Group[] groups, int middle, Found found) =>
    [
        .. groups.Where((_, i) => (i < middle ? found.Low[i] : found.High[i - middle]) > 0)
            .SelectMany(g => g.Places).Order(),
    ];
}
