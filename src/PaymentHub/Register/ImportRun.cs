using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>One import at work: the file's defects, then its rows in transactions of a bounded size.</summary>
public sealed class ImportRun(
    IDocumentStore store, FactTables tables, NpgsqlDataSource source, IClock clock, ImportItem import, FileKind kind,
    RegisterReference reference)
{
    private readonly TrialEvents? _trial = import.Options.IsDryRun ? new TrialEvents() : null;
    private readonly HashSet<int> _refused = [];
    private int _findings = import.Findings;
    private int _changes;

    /// <summary>Records every defect of the file; false where it is refused because of them.</summary>
    public async Task<bool> ExamineAsync(byte[] bytes, CancellationToken cancellation)
    {
        var rows = new FileRows(kind, bytes, import.Options);
        var examination = new Examination(kind, reference, import.Communes);
        var findings = examination.Examine(rows.Read()).Select(Noted);
        await ImportReport.ExaminedAsync(
            source, import, examination, findings, rows.Sample().Detected, cancellation);
        return !examination.HasErrors || import.Options.IsDryRun;
    }

    /// <summary>Applies the rows behind the last processed one; a trial run applies nothing and reports all.</summary>
    public async Task ApplyAsync(byte[] bytes, CancellationToken cancellation)
    {
        var processed = import.Processed;
        var rows = new FileRows(kind, bytes, import.Options).Read().Where(r => r.Number > 1);
        foreach (var chunk in rows.Skip(processed).Chunk(ApplyImportHandler.RowsPerTransaction))
        {
            if (await ImportTable.StatusAsync(source, import.ImportId, cancellation) != ImportStatus.Running) return;
            processed += chunk.Length;
            await ApplyAsync(chunk, processed, cancellation);
        }
    }

    private async Task ApplyAsync(ArrangedRow[] rows, int processed, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = import.ByUser;
        session.CorrelationId = import.ImportId.ToString();
        var work = new ChunkWork(session, import, clock.GetCurrentInstant(), _trial, cancellation)
        {
            NewStreams = new NewStreams(store, tables, import.ImportId.ToString()),
        };
        await kind.ApplyAsync(work, RecordsOf(rows, work));
        var result = work.Result;
        if (_trial is null && !work.NewStreams.IsEmpty)
            ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(work.NewStreams);
        if (_trial is null) await SaveAsync(session, result, processed, cancellation);
        else await ReportAsync(result, processed, cancellation);
        _findings += result.Refusals.Count;
        _changes += result.Changes.Count;
    }

    private async Task SaveAsync(
        IDocumentSession session, ChunkResult result, int processed, CancellationToken cancellation)
    {
        result.QueueRows(session);
        PlaceQuestions.Queue(session, import.ImportId, result.Questions);
        ImportTable.QueueProcessed(session, import.ImportId, processed, result);
        // Added rows are in the events; a report of them all would be as large as the register.
        result.Changes.RemoveAll(c => c.Outcome is RowOutcome.Added);
        var reports = result.Refusals.Count + result.Changes.Count > 0;
        if (reports) ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(ReportOf(result));
        await session.SaveChangesAsync(cancellation);
    }

    private ReportParticipant ReportOf(ChunkResult result) =>
        new(import.ImportId, _findings, result, ImportReport.MostChanges - _changes);

    // The trial's session is never saved; only its report is.
    private async Task ReportAsync(ChunkResult result, int processed, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        ImportTable.QueueProcessed(session, import.ImportId, processed, result);
        ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(ReportOf(result));
        await session.SaveChangesAsync(cancellation);
    }

    private List<object> RecordsOf(ArrangedRow[] rows, ChunkWork work)
    {
        var records = new List<object>(rows.Length);
        foreach (var row in rows)
        {
            if (row.Cells is not { } cells) continue;
            var read = kind.Read(row.Number, cells, reference);
            if (read.Record is { } record && !_refused.Contains(row.Number)) records.Add(record);
            if (read.Question is not { } question) continue;
            work.Result.Questions.Add((question, cells));
            work.Result.Count(row.Number, question.Name, RowOutcome.SetAside);
        }

        return records;
    }

    // A trial run goes on with the rows that are right; the others are refused already.
    private RowFinding Noted(RowFinding finding)
    {
        if (finding.Severity == Severity.Error && _trial is not null) _refused.Add(finding.Row);
        return finding;
    }

    private sealed class ReportParticipant(Guid importId, int findings, ChunkResult result, int changesLeft)
        : ITransactionParticipant
    {
        public Task BeforeCommitAsync(
            NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation) =>
            ImportReport.AddAsync(connection, importId, findings, result, changesLeft, cancellation);
    }
}
