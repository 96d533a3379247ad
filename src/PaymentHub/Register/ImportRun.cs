using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>One import at work: the file's defects, then its rows in transactions of a bounded size.</summary>
public sealed class ImportRun(
    IDocumentStore store, FactTables tables, NpgsqlDataSource source, IClock clock, ImportItem import, FileKind kind,
    RegisterReference reference, ProgrammeRules rules, Func<string, IReadOnlyList<AreaTerm>> tableAreas)
{
    private TrialEvents? _trial = import.Options.IsDryRun ? new TrialEvents() : null;
    private readonly HashSet<int> _refused = [];
    private int _findings = import.Findings;
    private int _changes;

    /// <summary>
    /// Records every defect of the file. A file with defects is refused whole: its other rows are tried, so that what
    /// the register has against them is told too, and nothing is stored.
    /// </summary>
    public async Task ExamineAsync(FileContent content, CancellationToken cancellation)
    {
        var rows = new FileRows(kind, content, import.Options);
        var examination = new Examination(kind, reference, import.Communes);
        var findings = examination.ExamineAsync(rows.Read()).Select(Noted);
        _findings = await ImportReport.ExaminedAsync(
            source, import, examination, findings, rows.Sample().Detected, cancellation);
        if (examination.HasErrors) _trial ??= new TrialEvents();
    }

    /// <summary>
    /// Applies the rows behind the last processed one; a trial run applies nothing and reports all. While one
    /// transaction is saved the next is decided; where they touch the same stream it is decided again.
    /// </summary>
    public async Task ApplyAsync(FileContent content, CancellationToken cancellation)
    {
        var processed = import.Processed;
        var rows = new FileRows(kind, content, import.Options).Read().Where(r => r.Number > 1).Skip(processed);
        var (saving, before) = (Task.CompletedTask, (ChunkWork?)null);
        try
        {
            var chunks = Ahead.SelectAsync(rows.Chunk(ApplyImportHandler.RowsPerTransaction), RecordsOf);
            await foreach (var chunk in chunks.WithCancellation(cancellation))
            {
                var status = await ImportTable.StatusAsync(source, import.ImportId, cancellation);
                if (status != ImportStatus.Running) return;
                processed += chunk.Rows;
                if (!kind.IsDecidedAhead) await saving;
                var work = await DecideAsync(chunk, cancellation);
                await saving;
                if (_trial is null && kind.IsDecidedAhead && before?.Touches(work) == true)
                    work = await DecideAsync(chunk, cancellation);
                var upTo = processed;
                (saving, before) = (Task.Run(() => SaveAsync(work, upTo, cancellation), cancellation), work);
            }
        }
        finally
        {
            await saving;
        }
    }

    private async Task<ChunkWork> DecideAsync(Records chunk, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.LastModifiedBy = import.ByUser;
        session.CorrelationId = import.ImportId.ToString();
        var work = new ChunkWork(session, import, clock.GetCurrentInstant(), _trial, cancellation)
        {
            Rules = rules,
            ReferenceAreas = tableAreas,
            NewStreams = new EventCopy(tables, import.ImportId.ToString(), null),
        };
        foreach (var (row, question, cells) in chunk.Questions)
        {
            work.Result.Questions.Add((question, cells));
            work.Result.Count(row, question.Name, RowOutcome.SetAside);
        }

        await kind.ApplyAsync(work, chunk.List);
        return work;
    }

    private async Task SaveAsync(ChunkWork work, int processed, CancellationToken cancellation)
    {
        await using var session = work.Session;
        var result = work.Result;
        if (_trial is null) work.NewStreams!.JoinTo(session);
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

    // The trial's session is never saved; only its report is. Of a refused file nothing will be applied.
    private async Task ReportAsync(ChunkResult result, int processed, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        if (!import.Options.IsDryRun) result = result.RefusalsOnly();
        ImportTable.QueueProcessed(session, import.ImportId, processed, result);
        ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(ReportOf(result));
        await session.SaveChangesAsync(cancellation);
    }

    private Records RecordsOf(ArrangedRow[] rows)
    {
        var records = new Records(rows.Length, new List<object>(rows.Length), []);
        foreach (var row in rows)
        {
            if (row.Cells is not { } cells) continue;
            var read = kind.Read(row.Number, cells, reference);
            if (read.Record is { } record && !_refused.Contains(row.Number)) records.List.Add(record);
            if (read.Question is { } question) records.Questions.Add((row.Number, question, cells));
        }

        return records;
    }

    private sealed record Records(
        int Rows, List<object> List, List<(int Row, PlaceQuestion Question, string[] Cells)> Questions);

    // Rows that are right are tried; the others are refused already.
    private RowFinding Noted(RowFinding finding)
    {
        if (finding.Severity == Severity.Error) _refused.Add(finding.Row);
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
