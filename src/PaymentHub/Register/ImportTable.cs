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
    Refused,
}

/// <summary>One defect as clients read it.</summary>
public sealed record ImportFinding(
    int Row, string Column, string Rule, string Severity, string ValueClass, string TextVi, string TextEn)
{
    public static ImportFinding Of(RowFinding f) => new(
        f.Row, f.Column, f.Rule, f.Severity == Domain.Register.Severity.Error ? "error" : "warning", f.ValueClass,
        f.TextVi, f.TextEn);
}

/// <summary>A file handed in and what became of it.</summary>
public sealed record ImportItem(
    Guid ImportId, ImportKind Kind, string FileName, string Sha256, string ByUser, string[]? Communes,
    ImportStatus Status, int Rows, int Processed, int Added, int Corrected, int Unchanged, int Refused,
    IReadOnlyList<ImportFinding> Findings);

/// <summary>The rows of <c>hub.import</c>.</summary>
public static class ImportTable
{
    /// <summary>The same bytes of the same kind are the same import.</summary>
    public static Guid IdOf(ImportKind kind, string sha256) => Keys.GuidOf("import", kind.ToString(), sha256);

    public static void QueueReceived(IDocumentSession session, ImportItem item, Instant now) => session.QueueSqlCommand(
        """
        insert into hub.import (import_id, kind, file_name, sha256, by_user, at, communes, status)
        values (?, ?, ?, ?, ?, ?::timestamptz, nullif(?, '{}'::text[]), 'Received')
        """,
        item.ImportId, item.Kind.ToString(), item.FileName, item.Sha256, item.ByUser,
        InstantPattern.ExtendedIso.Format(now),
        item.Communes ?? []);

    /// <summary>Records that the file was read: refused with all findings, or running with its warnings.</summary>
    public static async Task ExaminedAsync(
        NpgsqlDataSource source, Guid id, ImportContent content, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "update hub.import set status = $2, rows = $3, refused = $4, findings = $5::jsonb where import_id = $1");
        command.Parameters.Add(Parameter.Of(id));
        var status = content.HasErrors ? ImportStatus.Refused : ImportStatus.Running;
        command.Parameters.Add(Parameter.Of(status.ToString()));
        command.Parameters.Add(Parameter.Of(content.Rows));
        command.Parameters.Add(Parameter.Of(content.RefusedRows));
        command.Parameters.Add(Parameter.Of(Json(content.Findings)));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Counts a transaction's rows in that transaction, so that a repeated attempt goes on where it ended.
    /// </summary>
    public static void QueueProcessed(IDocumentSession session, Guid id, int processed, ChunkResult result) =>
        session.QueueSqlCommand(
            """
            update hub.import set processed = ?, added = added + ?, corrected = corrected + ?,
              unchanged = unchanged + ?, refused = refused + ?, findings = findings || ?::jsonb where import_id = ?
            """,
            processed, result.Added, result.Corrected, result.Unchanged, result.Refusals.Count,
            Json(result.Refusals), id);

    public static async Task CompletedAsync(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "update hub.import set status = 'Completed' where import_id = $1");
        command.Parameters.Add(Parameter.Of(id));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<ImportItem?> FindAsync(NpgsqlDataSource source, Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select import_id, kind, file_name, sha256, by_user, communes, status, rows, processed, added, corrected,
              unchanged, refused, findings::text
            from hub.import where import_id = $1
            """);
        command.Parameters.Add(Parameter.Of(id));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) return null;
        return new ImportItem(
            r.GetGuid(0), Enum.Parse<ImportKind>(r.GetString(1)), r.GetString(2), r.GetString(3), r.GetString(4),
            await r.IsDBNullAsync(5, cancellation) ? null : r.GetFieldValue<string[]>(5),
            Enum.Parse<ImportStatus>(r.GetString(6)), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9), r.GetInt32(10),
            r.GetInt32(11), r.GetInt32(12),
            JsonSerializer.Deserialize<List<ImportFinding>>(r.GetString(13), JsonSerializerOptions.Web)!);
    }

    private static string Json(IEnumerable<RowFinding> findings) =>
        JsonSerializer.Serialize(findings.Select(ImportFinding.Of), JsonSerializerOptions.Web);
}
