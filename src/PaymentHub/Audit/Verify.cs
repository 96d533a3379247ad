using JasperFx.Events;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Ledger;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Audit;

/// <summary>How one table compares with the replay of all events.</summary>
public sealed record TableComparison(string Table, long Rows, long Replayed, bool Differs, string? FirstDifference);

/// <summary>
/// The comparison of every table with the events, and the checks of the ledger: its own, and every identity of each
/// month with a plan (<c>month/identity</c>). It holds when no table differs and every check holds.
/// </summary>
public sealed record VerifyAnswer(
    bool Holds, IReadOnlyList<TableComparison> Tables, IReadOnlyList<Identity> Checks);

/// <summary>
/// Replays every event into a scratch schema through the same classes that filled the live tables, and compares each
/// table both ways. A row that somebody altered by hand is named.
/// </summary>
public sealed class Verify : IUseCase
{
    // A page of events that place payments, a thousand in each, must still fit into memory.
    private const int EventsPerPage = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/verify", HandleAsync).RequirePermission(Permissions.AuditVerify).WithTags("Audit")
            .Answers<VerifyAnswer>("Verify");

    /// <summary>
    /// Replays all events, compares every table, names the first difference of each, and checks the whole ledger; with
    /// an instant (ISO 8601 with offset) the ledger's standing identities as they were known then.
    /// </summary>
    /// <remarks>Dựng lại mọi bảng từ sự kiện, so sánh, và kiểm tra toàn sổ cái.</remarks>
    public static async Task<IResult> HandleAsync(
        string? knownAt, IDocumentStore store, FactTables tables, NpgsqlDataSource source,
        CancellationToken cancellation) =>
        KnownAtProblem.TryRead(knownAt, out var instant)
            ? Results.Ok(instant is { } past
                ? await PastAsync(source, past, cancellation)
                : await RunAsync(store, tables, source, cancellation))
            : KnownAtProblem.Result;

    /// <summary>Replay, comparison and checks.</summary>
    public static async Task<VerifyAnswer> RunAsync(
        IDocumentStore store, FactTables tables, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var compared = await CompareAsync(store, tables, source, cancellation);
        var checks = await ChecksAsync(source, null, cancellation);
        return new VerifyAnswer(compared.All(t => !t.Differs) && checks.All(c => c.Holds), compared, checks);
    }

    /// <summary>The checks alone, as of what was known at an instant.</summary>
    public static async Task<VerifyAnswer> PastAsync(
        NpgsqlDataSource source, Instant knownAt, CancellationToken cancellation)
    {
        var checks = await ChecksAsync(source, knownAt, cancellation);
        return new VerifyAnswer(checks.All(c => c.Holds), [], checks);
    }

    private static async Task<List<Identity>> ChecksAsync(
        NpgsqlDataSource source, Instant? knownAt, CancellationToken cancellation)
    {
        var checks = await LedgerChecks.RunAsync(source, cancellation, knownAt);
        foreach (var month in await LedgerChecks.MonthsAsync(source, cancellation))
        {
            var (_, identities) = await TieOut.ComputeAsync(
                source, communes: null, month, cancellation, anew: true, knownAt);
            checks.AddRange(identities.Select(i => i with { Dimension = $"{PeriodIso.Format(month)}/{i.Dimension}" }));
        }

        return checks;
    }

    private static async Task<List<TableComparison>> CompareAsync(
        IDocumentStore store, FactTables tables, NpgsqlDataSource source, CancellationToken cancellation)
    {
        var schema = $"verify_{Guid.NewGuid():N}";
        await using var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await ExecuteAsync(connection, $"create schema {schema}", cancellation);
            foreach (var table in tables.All)
            {
                await ExecuteAsync(
                    connection,
                    $"create table {schema}.{table.Name} (like {FactTables.LiveSchema}.{table.Name})", cancellation);
            }

            await ReplayAsync(store, tables, connection, schema, cancellation);
            var found = new List<TableComparison>();
            foreach (var table in tables.All) found.Add(await CompareAsync(connection, schema, table, cancellation));
            return found;
        }
        finally
        {
            await ExecuteAsync(connection, $"drop schema if exists {schema} cascade", CancellationToken.None);
        }
    }

    private static async Task ReplayAsync(
        IDocumentStore store, FactTables tables, NpgsqlConnection connection, string schema,
        CancellationToken cancellation)
    {
        await using var session = store.QuerySession();
        var from = 0L;
        while (true)
        {
            var page = await session.Events.QueryAllRawEvents().Where(e => e.Sequence > from)
                .OrderBy(e => e.Sequence).Take(EventsPerPage).ToListAsync(cancellation);
            if (page.Count == 0) return;
            IReadOnlyList<IEvent> events = [.. page];
            await tables.WriteAsync(connection, schema, events, cancellation);
            from = page[^1].Sequence;
        }
    }

    private static async Task<TableComparison> CompareAsync(
        NpgsqlConnection connection, string schema, FactTable table, CancellationToken cancellation)
    {
        var live = $"select {table.Columns} from {FactTables.LiveSchema}.{table.Name}";
        var replay = $"select {table.Columns} from {schema}.{table.Name}";
        await using var command = new NpgsqlCommand($"""
            select (select count(*) from ({live}) l), (select count(*) from ({replay}) r),
                (select 'in the table only: ' || row_to_json(d)::text from (({live}) except all ({replay}) limit 1) d),
                (select 'in the events only: ' || row_to_json(d)::text from (({replay}) except all ({live}) limit 1) d)
            """, connection) { CommandTimeout = 600 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var difference = reader.IsDBNull(2) ? reader.IsDBNull(3) ? null : reader.GetString(3) : reader.GetString(2);
        return new TableComparison(
            table.Name, reader.GetInt64(0), reader.GetInt64(1), difference is not null, difference);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
