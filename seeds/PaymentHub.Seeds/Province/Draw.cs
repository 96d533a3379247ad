using Bogus;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Repeatable random draws for one named stream. Each commune and each planted story has a stream of its own, so a
/// change in one of them leaves all the others byte for byte as they were.
/// </summary>
internal sealed class Draw(int seed, string stream)
{
    private readonly Randomizer random = new(Mix(seed, stream));

    /// <summary>A whole number of the closed range.</summary>
    public int Between(int from, int to) => from >= to ? from : random.Number(from, to);

    public bool Percent(int percent) => random.Number(1, 100) <= percent;

    public bool PerMille(int perMille) => random.Number(1, 1000) <= perMille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Between(0, items.Count - 1)];

    public T Pick<T>(WeightedTable<T> table) => table.At(random.Number(0, table.Total - 1));

    /// <summary>Text in which every # became a digit.</summary>
    public string Digits(string pattern) => random.Replace(pattern);

    private static int Mix(int seed, string stream)
    {
        unchecked
        {
            var hash = 2166136261u ^ (uint)seed;
            foreach (var letter in stream)
                hash = (hash ^ letter) * 16777619u;
            hash ^= hash >> 15;
            hash *= 0x85ebca6bu;
            return (int)(hash ^ (hash >> 13));
        }
    }
}

/// <summary>Items drawn in proportion to their whole-number weights.</summary>
internal sealed class WeightedTable<T>
{
    private readonly T[] items;
    private readonly int[] upTo;

    public WeightedTable(IEnumerable<(T Item, int Weight)> entries)
    {
        var positive = entries.Where(entry => entry.Weight > 0).ToArray();
        items = [.. positive.Select(entry => entry.Item)];
        upTo = new int[items.Length];
        for (var i = 0; i < items.Length; i++)
            upTo[i] = Total += positive[i].Weight;
        if (Total == 0)
            throw new InvalidOperationException("A weighted table needs at least one positive weight.");
    }

    public int Total { get; }

    public IReadOnlyList<T> Items => items;

    public T At(int point)
    {
        var index = Array.BinarySearch(upTo, point + 1);
        return items[index >= 0 ? index : ~index];
    }
}
