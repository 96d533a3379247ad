using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Ledger;

/// <summary>
/// Which months are open for booking. Who posts facts of a bank takes the lock together with others who post; who shuts
/// or opens a month takes it alone, so that no posting into a month can come after its books were shut.
/// </summary>
public static class Books
{
    // Any constant serves, as long as every node uses the same one.
    private const long LockKey = 7_205_962_091;

    /// <summary>The open months, fixed until the session's transaction ends.</summary>
    public static async Task<OpenBooks> HoldAsync(
        IDocumentSession session, Instant now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock_shared({LockKey})");
        await using (await session.ExecuteReaderAsync(command, cancellation))
        {
        }

        await using var asked = new NpgsqlCommand(Shut);
        await using var reader = await session.ExecuteReaderAsync(asked, cancellation);
        var shut = new HashSet<YearMonth>();
        while (await reader.ReadAsync(cancellation))
            shut.Add((await reader.GetFieldValueAsync<LocalDate>(0, cancellation)).ToYearMonth());
        return new OpenBooks(shut, EntryDates.DayOf(now));
    }

    /// <summary>Waits until nobody posts, and keeps others from posting until the transaction ends.</summary>
    public static async Task TakeAloneAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({LockKey})", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private const string Shut = """
        select period from (
            select distinct on (period) period, status from hub.period_step order by period, version desc) s
        where status <> 'Open'
        """;
}
