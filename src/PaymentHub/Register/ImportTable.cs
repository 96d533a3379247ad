using System.Text.Json;
using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>How far an import has come.</summary>
public enum ImportStatus
{
    Received,
    Running,
    Completed,

    /// <summary>Applied, but some rows were refused because of what the register holds.</summary>
    CompletedWithRefusals,

    Refused,
    Cancelled,

    /// <summary>A fault of the service or its database ended it; what was applied stays, and it can go on.</summary>
    Failed,
}

/// <summary>
/// A file handed in and what became of it. <paramref name="Processed"/> counts data rows, so that a broken-off
/// application goes on behind the last row of its last transaction.
/// </summary>
public sealed record ImportItem(
    Guid ImportId, ImportKind Kind, string FileName, string Sha256, string ByUser, string[]? Communes,
    ImportStatus Status, int Rows, int Processed, ImportCounts Counts, int Findings, ImportOptions Options,
    TextCoding? Detected)
{
    /// <summary>The code of the fault that ended a failed import.</summary>
    public string? Failure { get; init; }
}

/// <summary>What became of the rows of an import.</summary>
public sealed record ImportCounts(int Added, int Corrected, int Ended, int Unchanged, int Refused, int SetAside)
{
    public static ImportCounts None { get; } = new(0, 0, 0, 0, 0, 0);
}

/// <summary>The rows of <c>hub.import</c>.</summary>
public static class ImportTable
{
    private const string Columns = """
        import_id, kind, file_name, sha256, by_user, communes, status, rows, processed, added, corrected, ended,
        unchanged, refused, set_aside, finding_count, dry_run, source, mapping::text, coding, places_as_of,
        detected_coding, failure
        """;

    /// <summary>The same bytes of the same kind, read the same way, are the same import.</summary>
    public static Guid IdOf(ImportKind kind, string sha256, ImportOptions options) => options == ImportOptions.None
        ? Keys.GuidOf("import", kind.ToString(), sha256)
        : Keys.GuidOf(
            "import", kind.ToString(), sha256, options.Source ?? "", MappingJson(options.Mapping) ?? "",
            options.Coding.ToString(), $"{options.PlacesAsOf}");

    public static void QueueReceived(IDocumentSession session, ImportItem item, Instant now) => session.QueueSqlCommand(
        """
        insert into hub.import (import_id, kind, file_name, sha256, by_user, at, communes, status, dry_run, source,
          mapping, coding, places_as_of)
        values (?, ?, ?, ?, ?, ?::timestamptz, nullif(?, '{}'::text[]), 'Received', ?::boolean, nullif(?, ''),
          nullif(?, '')::jsonb, ?, nullif(?, '')::date)
        """,
        item.ImportId, item.Kind.ToString(), item.FileName, item.Sha256, item.ByUser,
        InstantPattern.ExtendedIso.Format(now), item.Communes ?? [], item.Options.IsDryRun.ToString(),
        item.Options.Source ?? "", MappingJson(item.Options.Mapping) ?? "", item.Options.Coding.ToString(),
        item.Options.PlacesAsOf is { } day ? LocalDatePattern.Iso.Format(day) : "");

    /// <summary>
    /// Counts a transaction's rows in that transaction, so that a repeated attempt goes on where it ended.
    /// </summary>
    public static void QueueProcessed(IDocumentSession session, Guid id, int processed, ChunkResult result) =>
        session.QueueSqlCommand(
            """
            update hub.import set processed = ?, added = added + ?, corrected = corrected + ?, ended = ended + ?,
              unchanged = unchanged + ?, refused = refused + ?, set_aside = set_aside + ?,
              finding_count = finding_count + ? where import_id = ?
            """,
            processed, result[RowOutcome.Added], result[RowOutcome.Corrected], result[RowOutcome.Ended],
            result[RowOutcome.Unchanged], result[RowOutcome.Refused], result[RowOutcome.SetAside],
            result.Refusals.Count, id);

    /// <summary>
    /// Ends an import that runs; one that was cancelled meanwhile stays so. Of a refused file no row was applied.
    /// </summary>
    public static async Task CompletedAsync(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            update hub.import i set status = case
                when not exists (
                  select from hub.import_finding f where f.import_id = i.import_id and f.severity = 'error')
                then 'Completed'
                when dry_run or only_tried then 'Refused'
                else 'CompletedWithRefusals' end,
              processed = case when only_tried then 0 else processed end
            where import_id = $1 and status = 'Running'
            """);
        command.Parameters.Add(Parameter.Of(id));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Puts a trial run, or the trial of a file with defects, back to its beginning: what it decided was nowhere
    /// stored, so it cannot go on in the middle.
    /// </summary>
    public static async Task RestartAsync(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            with begun as (
              update hub.import set status = 'Received', processed = 0, added = 0, corrected = 0, ended = 0,
                unchanged = 0, refused = 0, set_aside = 0, finding_count = 0
              where import_id = $1 and (dry_run or only_tried) and status = 'Running' returning import_id)
            delete from hub.import_change where import_id in (select import_id from begun)
            """);
        command.Parameters.Add(Parameter.Of(id));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Ends an import by a fault; one that was cancelled meanwhile stays so.</summary>
    public static async Task FailedAsync(
        NpgsqlDataSource source, Guid id, string failure, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "update hub.import set status = 'Failed', failure = $2 "
            + "where import_id = $1 and status in ('Received', 'Running')");
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(failure));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Sets the status where it is one of those before; false where it is not.</summary>
    public static async Task<bool> TurnAsync(
        NpgsqlDataSource source, Guid id, ImportStatus[] from, ImportStatus to, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "update hub.import set status = $3, failure = null where import_id = $1 and status = any($2)");
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(from.Select(s => s.ToString()).ToArray()));
        command.Parameters.Add(Parameter.Of(to.ToString()));
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    public static async Task<ImportStatus> StatusAsync(
        NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select status from hub.import where import_id = $1");
        command.Parameters.Add(Parameter.Of(id));
        return Enum.Parse<ImportStatus>((string)(await command.ExecuteScalarAsync(cancellation))!);
    }

    public static async Task<ImportItem?> FindAsync(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select {Columns} from hub.import where import_id = $1");
        command.Parameters.Add(Parameter.Of(id));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? ItemOf(r) : null;
    }

    private static ImportItem ItemOf(NpgsqlDataReader r) => new(
        r.GetGuid(0), Enum.Parse<ImportKind>(r.GetString(1)), r.GetString(2), r.GetString(3), r.GetString(4),
        r.IsDBNull(5) ? null : r.GetFieldValue<string[]>(5), Enum.Parse<ImportStatus>(r.GetString(6)), r.GetInt32(7),
        r.GetInt32(8),
        new ImportCounts(
            r.GetInt32(9), r.GetInt32(10), r.GetInt32(11), r.GetInt32(12), r.GetInt32(13), r.GetInt32(14)),
        r.GetInt32(15),
        new ImportOptions(
            r.GetBoolean(16), r.IsDBNull(17) ? null : r.GetString(17),
            r.IsDBNull(18) ? null : MappingOf(r.GetString(18)),
            Enum.Parse<TextCoding>(r.GetString(19)), r.IsDBNull(20) ? null : r.GetFieldValue<LocalDate>(20)),
        r.IsDBNull(21) ? null : Enum.Parse<TextCoding>(r.GetString(21)))
    { Failure = r.IsDBNull(22) ? null : r.GetString(22) };

    private static ColumnMapping MappingOf(string json) =>
        JsonSerializer.Deserialize<ColumnMapping>(json, JsonSerializerOptions.Web)!;

    private static string? MappingJson(ColumnMapping? mapping) =>
        mapping is null ? null : JsonSerializer.Serialize(mapping, JsonSerializerOptions.Web);
}
