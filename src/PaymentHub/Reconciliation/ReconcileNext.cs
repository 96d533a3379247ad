using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine;

namespace PaymentHub.Reconciliation;

/// <summary>Post the oldest accepted file of the institution that is not posted yet.</summary>
public sealed record ReconcileNext(string Institution);

/// <summary>
/// Posts an institution's files one by one in the order of their receipt: a return must not come before its payment.
/// Each file is one transaction, so a crash leaves it whole or not at all, and the durable message does it again. While
/// one file is posted, messages for the same institution step back instead of keeping a worker waiting.
/// </summary>
public static class ReconcileNextHandler
{
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(2);

    /// <returns>The message for the institution's next file; none once no file waits.</returns>
    public static async Task<object?> Handle(
        ReconcileNext message, IDocumentSession session, RawFiles files, RecentReadings readings,
        ReferenceData reference, FactTables tables, IClock clock, CancellationToken cancellation)
    {
        if (!await LockAsync(session, message.Institution, cancellation)) return message.DelayedFor(StepBack);
        var waiting = await WaitingAsync(session, message.Institution, cancellation);
        if (waiting is not { } file) return null;
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        await PostAsync(file, message.Institution, session, copy, files, readings, reference, clock, cancellation);
        copy.JoinTo(session);

        // Always another look: a file accepted while this one was posted is not in sight of this transaction, and its
        // own message has stepped back.
        return message;
    }

    private static async Task PostAsync(
        Guid fileId, string institution, IDocumentSession session, EventCopy copy, RawFiles files,
        RecentReadings readings, ReferenceData reference, IClock clock, CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForWriting<SettlementFile>(fileId, cancellation);
        var file = stream.Aggregate!;
        session.LastModifiedBy = file.Received.ByUser;
        var now = clock.GetCurrentInstant();
        if (file.Received.Format == BankFileFormat.StatusReport)
        {
            var report = await BytesAsync(files, file, cancellation);
            var count = await StatusPosting.ApplyAsync(session, copy, reference, fileId, report, now, cancellation);
            stream.AppendOne(new FileReconciled(now, count, count, 0));
            return;
        }

        var isCash = file.Received.Format == BankFileFormat.CashReport;
        var read = readings.Take(file.Received.Sha256) ?? ReadAgain(await BytesAsync(files, file, cancellation), file);
        var account = isCash ? institution : reference.Institutions[institution].Account;
        var source = new EntrySource(fileId, institution, account, isCash)
        {
            Books = await Ledger.Books.HoldAsync(session, now, cancellation),
        };
        var facts = await MatchFactRows.LoadAsync(session, source, read.Entries, reference, cancellation);
        var result = EntryMatching.Match(source, read.Entries, facts, now);
        await AppendAsync(session, copy, source, result, read.Statements, now, cancellation);
        foreach (var chunk in result.Matches.Chunk(PaymentBatch.ChunkSize))
        {
            stream.AppendOne(EntriesMatched.Of(now, account, chunk, EntryMatching.RuleVersion));
        }

        foreach (var chunk in result.Breaks.Chunk(PaymentBatch.ChunkSize))
        {
            stream.AppendOne(new BreaksFound(now, account, isCash, chunk));
        }

        stream.AppendOne(new FileReconciled(now, read.Entries.Count, result.Matches.Length, result.Breaks.Length));
    }

    private static ReadBankFile ReadAgain(byte[] bytes, SettlementFile file) =>
        file.Received.Format == BankFileFormat.CashReport
            ? EntryReading.CashReport(bytes, file.Received.FileName)
            : EntryReading.Statement(bytes, file.Received.Sha256);

    private static async Task<byte[]> BytesAsync(
        RawFiles files, SettlementFile file, CancellationToken cancellation) =>
        await files.ReadAsync(file.Received.Sha256, cancellation)
            ?? throw new InvalidDataException($"The bytes of {file.Received.FileName} are missing.");

    private static async Task AppendAsync(
        IDocumentSession session, EventCopy copy, EntrySource source, MatchResult result, StatementFacts[] statements,
        Instant now, CancellationToken cancellation)
    {
        // The streams are locked since their facts were read, so nothing can have come between.
        foreach (var (batch, events) in result.ByBatch) copy.Append(batch, events);

        object[] booked = [.. statements.Select(s => new StatementBooked(now, source.FileId, s))];
        if (result.ForAccount.Length + booked.Length == 0) return;
        var account = await session.Events.FetchForWriting<PayerAccount>(
            PayerAccount.IdOf(source.Institution), cancellation);
        if (account.Aggregate is null)
        {
            account.AppendOne(new AccountOpened(
                now, source.Institution, source.Account, !source.FromAdvance,
                statements.FirstOrDefault() is { Opening.IsZero: false } first ? first.Opening : null)
            {
                OpeningOn = statements.FirstOrDefault()?.From,
                BookedOn = statements.FirstOrDefault()?.From is { } day ? source.Books.BookedOn(day) : null,
            });
        }

        account.AppendMany([.. result.ForAccount, .. booked]);
    }

    private static async Task<bool> LockAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock(hashtext($1))");
        command.Parameters.Add(Parameter.Of("reconcile/" + institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetBoolean(0);
    }

    private static async Task<Guid?> WaitingAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select s.file_id from hub.bank_file_step s
            where s.institution = $1 and s.status = 'Received'
              and exists (select 1 from hub.bank_file_step a where a.file_id = s.file_id and a.status = 'Accepted')
              and not exists (
                select 1 from hub.bank_file_step r where r.file_id = s.file_id and r.status = 'Reconciled')
            order by s.at, s.file_id limit 1
            """);
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetGuid(0) : null;
    }
}
