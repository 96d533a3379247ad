using Npgsql;
using NpgsqlTypes;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>One defect as clients read it.</summary>
public sealed record ImportFinding(
    int Row, string Column, string Rule, string Severity, string ValueClass, string TextVi, string TextEn);

/// <summary>The defects and changes of an import, as rows of their own.</summary>
public static class ImportReport
{
    /// <summary>Lines of changes that a report keeps; the counts are always complete.</summary>
    public const int MostChanges = 20_000;

    // Findings that are written at once, so that memory does not grow with a file full of defects.
    private const int Together = 5_000;

    /// <summary>
    /// Records that a file was read: every defect, and whether it is refused. Doing it again replaces what was
    /// recorded.
    /// </summary>
    /// <returns>How many defects there are; those found later are numbered behind them.</returns>
    public static async Task<int> ExaminedAsync(
        NpgsqlDataSource source, ImportItem import, Examination examination, IAsyncEnumerable<RowFinding> findings,
        TextCoding detected, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var clear = new NpgsqlCommand("delete from hub.import_finding where import_id = $1", connection))
        {
            clear.Parameters.Add(Parameter.Of(import.ImportId));
            await clear.ExecuteNonQueryAsync(cancellation);
        }

        var count = 0;
        await foreach (var some in findings.Chunk(Together).WithCancellation(cancellation))
        {
            await WriteAsync(connection, import.ImportId, count, some, cancellation);
            count += some.Length;
        }

        await using var command = new NpgsqlCommand("""
            update hub.import set status = 'Running', only_tried = $2::boolean, rows = $3, refused = $4,
              finding_count = $5, detected_coding = $6
            where import_id = $1 and status <> 'Cancelled'
            """, connection);
        command.Parameters.Add(Parameter.Of(import.ImportId));
        command.Parameters.Add(Parameter.Of($"{examination.HasErrors && !import.Options.IsDryRun}"));
        command.Parameters.Add(Parameter.Of(examination.Rows));
        command.Parameters.Add(Parameter.Of(examination.RefusedRows));
        command.Parameters.Add(Parameter.Of(count));
        command.Parameters.Add(Parameter.Of(detected.ToString()));
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return count;
    }

    /// <summary>Adds the refusals and changes of one transaction, on its own connection.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection, Guid importId, int findings, ChunkResult result, int changesLeft,
        CancellationToken cancellation)
    {
        await WriteAsync(connection, importId, findings, result.Refusals, cancellation);
        if (result.Changes.Count == 0 || changesLeft <= 0) return;
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy hub.import_change (import_id, row, key, outcome, field, before, after) from stdin (format binary)",
            cancellation);
        foreach (var change in result.Changes.Take(changesLeft))
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(importId, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(change.Row, NpgsqlDbType.Integer, cancellation);
            var outcome = change.Outcome.ToString();
            foreach (var text in new[] { change.Key, outcome, change.Field, change.Before, change.After })
            {
                if (text is null) await copy.WriteNullAsync(cancellation);
                else await copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);
            }
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>One page of the defects in the order of the rows.</summary>
    public static async Task<List<ImportFinding>> FindingsAsync(
        NpgsqlDataSource source, Guid importId, int offset, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select row, col, rule, severity, value_class, text_vi, text_en from hub.import_finding
            where import_id = $1 order by row, no limit $2 offset $3
            """);
        command.Parameters.Add(Parameter.Of(importId));
        command.Parameters.Add(Parameter.Of(limit));
        command.Parameters.Add(Parameter.Of(offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ImportFinding>();
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new ImportFinding(
                r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5),
                r.GetString(6)));
        }

        return found;
    }

    /// <summary>One page of the changes in the order of the rows, and how many lines the report has.</summary>
    public static async Task<(List<RowChange> Items, long Total)> ChangesAsync(
        NpgsqlDataSource source, Guid importId, int offset, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select row, key, outcome, field, before, after, count(*) over () from hub.import_change
            where import_id = $1 order by row, field limit $2 offset $3
            """);
        command.Parameters.Add(Parameter.Of(importId));
        command.Parameters.Add(Parameter.Of(limit));
        command.Parameters.Add(Parameter.Of(offset));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var found = new List<RowChange>();
        var total = 0L;
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new RowChange(
                r.GetInt32(0), r.GetString(1), Enum.Parse<RowOutcome>(r.GetString(2)), r.GetString(3),
                r.IsDBNull(4) ? null : r.GetString(4), r.IsDBNull(5) ? null : r.GetString(5)));
            total = r.GetInt64(6);
        }

        return (found, total);
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, Guid importId, int first, IReadOnlyList<RowFinding> findings,
        CancellationToken cancellation)
    {
        if (findings.Count == 0) return;
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy hub.import_finding (import_id, no, row, col, rule, severity, value_class, text_vi, text_en)
            from stdin (format binary)
            """, cancellation);
        for (var i = 0; i < findings.Count; i++)
        {
            var f = findings[i];
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(importId, NpgsqlDbType.Uuid, cancellation);
            await copy.WriteAsync(first + i, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(f.Row, NpgsqlDbType.Integer, cancellation);
            var severity = f.Severity == Severity.Error ? "error" : "warning";
            foreach (var text in new[] { f.Column, f.Rule, severity, f.ValueClass, f.TextVi, f.TextEn })
                await copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);
        }

        await copy.CompleteAsync(cancellation);
    }
}
