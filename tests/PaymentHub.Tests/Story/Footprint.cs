using PaymentHub.Tests.Harness;

namespace PaymentHub.Tests.Story;

/// <summary>
/// How many rows every table of the product holds: what a refused request may not change. Messages and the counters of
/// the message store are left out, because they come and go by themselves.
/// </summary>
public static class Footprint
{
    /// <summary>Rows by table, of the read tables and of the events.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> FootprintAsync(this Hub hub)
    {
        var tables = (await hub.AskAsync<string[]>(
            """
            select array_agg(format('%I.%I', schemaname, tablename) order by 1)
            from pg_tables where schemaname in ('hub', 'events', 'access')
            """))!;
        var counting = string.Join(
            " union all ", tables.Select((table, i) => $"select {i} as i, count(*) as n from {table}"));
        var counts = (await hub.AskAsync<long[]>($"select array_agg(n order by i) from ({counting}) c"))!;
        return tables.Zip(counts).ToDictionary(t => t.First, t => t.Second);
    }

    /// <summary>The tables that have more or fewer rows than before, with the difference.</summary>
    public static IReadOnlyDictionary<string, long> ChangedSince(
        this IReadOnlyDictionary<string, long> after, IReadOnlyDictionary<string, long> before) => after
        .Where(t => before[t.Key] != t.Value)
        .ToDictionary(t => t.Key, t => t.Value - before[t.Key]);
}
