using NodaTime;
using Npgsql;

namespace PaymentHub.Batches;

/// <summary>The periods (kỳ chi trả) that have batches.</summary>
public static class KnownPeriods
{
    /// <summary>All of them, the latest first.</summary>
    public static async Task<List<YearMonth>> ListAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        // Hops from one period to the next in the index instead of reading every batch.
        await using var command = source.CreateCommand("""
            with recursive known as (
                (select period from hub.batch order by period desc limit 1)
                union all
                select (select b.period from hub.batch b where b.period < k.period order by b.period desc limit 1)
                from known k where k.period is not null)
            select period from known where period is not null
            """);
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<YearMonth>();
        while (await r.ReadAsync(cancellation)) found.Add(r.GetFieldValue<LocalDate>(0).ToYearMonth());
        return found;
    }
}
