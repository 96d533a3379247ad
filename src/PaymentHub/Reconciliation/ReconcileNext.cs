using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Post the oldest accepted file of the institution that is not posted yet.</summary>
public sealed record ReconcileNext(string Institution);

/// <summary>
/// Posts an institution's files one by one in the order of their receipt: a return must not come before its payment.
/// Each file is one transaction, so a crash leaves it whole or not at all, and the durable message does it again.
/// </summary>
public static class ReconcileNextHandler
{
    public static async Task Handle(
        ReconcileNext message, IDocumentSession session, RawFiles files, ReferenceData reference, IClock clock,
        CancellationToken cancellation)
    {
        await LockAsync(session, message.Institution, cancellation);
        if (await OldestAsync(session, message.Institution, cancellation) is not { } fileId) return;
        var stream = await session.Events.FetchForWriting<SettlementFile>(fileId, cancellation);
        var file = stream.Aggregate!;
        session.LastModifiedBy = file.Received.ByUser;
        var bytes = await files.ReadAsync(file.Received.Sha256, cancellation)
            ?? throw new InvalidDataException($"The bytes of {file.Received.FileName} are missing.");
        var now = clock.GetCurrentInstant();
        if (file.Received.Format == BankFileFormat.StatusReport)
        {
            var count = await StatusPosting.ApplyAsync(session, reference, fileId, bytes, now, cancellation);
            stream.AppendOne(new FileReconciled(now, count, count, 0));
            return;
        }

        var isCash = file.Received.Format == BankFileFormat.CashReport;
        var read = isCash
            ? EntryReading.CashReport(bytes, file.Received.FileName)
            : EntryReading.Statement(bytes);
        var account = isCash ? message.Institution : reference.Institutions[message.Institution].Account;
        var source = new EntrySource(fileId, message.Institution, account, isCash);
        var facts = await MatchFactRows.LoadAsync(session, source, read.Entries, reference, cancellation);
        var result = EntryMatching.Match(source, read.Entries, facts, now);
        await AppendAsync(session, source, result, read.Statements, now, cancellation);
        foreach (var chunk in result.Matches.Chunk(PaymentBatch.ChunkSize))
        {
            stream.AppendOne(new EntriesMatched(now, account, chunk));
        }

        foreach (var chunk in result.Breaks.Chunk(PaymentBatch.ChunkSize))
        {
            stream.AppendOne(new BreaksFound(now, account, isCash, chunk));
        }

        stream.AppendOne(new FileReconciled(now, read.Entries.Count, result.Matches.Length, result.Breaks.Length));
    }

    private static async Task AppendAsync(
        IDocumentSession session, EntrySource source, MatchResult result, StatementFacts[] statements, Instant now,
        CancellationToken cancellation)
    {
        // The streams are locked since their facts were read, so nothing can have come between.
        foreach (var (batch, events) in result.ByBatch) session.Events.Append(batch, events);

        object[] booked = [.. statements.Select(s => new StatementBooked(now, source.FileId, s))];
        if (result.ForAccount.Length + booked.Length == 0) return;
        var account = await session.Events.FetchForWriting<PayerAccount>(
            PayerAccount.IdOf(source.Institution), cancellation);
        if (account.Aggregate is null)
        {
            account.AppendOne(new AccountOpened(now, source.Institution, source.Account, !source.FromAdvance));
        }

        account.AppendMany([.. result.ForAccount, .. booked]);
    }

    private static async Task LockAsync(IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select 1 from pg_advisory_xact_lock(hashtext($1))");
        command.Parameters.Add(Parameter.Of("reconcile/" + institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
    }

    private static async Task<Guid?> OldestAsync(
        IDocumentSession session, string institution, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select s.file_id from hub.bank_file_step s
            where s.institution = $1 and s.status = 'Received'
              and exists (select 1 from hub.bank_file_step a where a.file_id = s.file_id and a.status = 'Accepted')
              and not exists (select 1 from hub.bank_file_step r where r.file_id = s.file_id and r.status = 'Reconciled')
            order by s.at, s.file_id limit 1
            """);
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetGuid(0) : null;
    }
}
