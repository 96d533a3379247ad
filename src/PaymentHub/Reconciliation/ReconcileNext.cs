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
        ReconcileNext message, IDocumentSession session, FileReadings readings, ReferenceData reference,
        FactTables tables, IClock clock, CancellationToken cancellation)
    {
        if (!await LockAsync(session, message.Institution, cancellation)) return message.DelayedFor(StepBack);
        var waiting = await WaitingAsync(session, message.Institution, cancellation);
        if (waiting is not { } file) return null;
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        await PostAsync(file, session, copy, readings, reference, clock, cancellation);
        copy.JoinTo(session);

        // Always another look: a file accepted while this one was posted is not in sight of this transaction, and its
        // own message has stepped back.
        return message;
    }

    private static async Task PostAsync(
        Guid fileId, IDocumentSession session, EventCopy copy, FileReadings readings, ReferenceData reference,
        IClock clock, CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForWriting<SettlementFile>(fileId, cancellation);
        var received = stream.Aggregate!.Received;
        session.LastModifiedBy = received.ByUser;
        var now = clock.GetCurrentInstant();
        var read = await readings.OfAsync(received, cancellation);
        stream.AppendMany(received.Format switch
        {
            BankFileFormat.StatusReport => await StatusesAsync(
                session, copy, reference, received.Institution, fileId, read, now, cancellation),
            BankFileFormat.Notice => [new FileReconciled(now, (int)read.Reading.Entries, 0, 0)],
            _ => await EntriesAsync(session, copy, reference, received, fileId, read, now, cancellation),
        });
    }

    private static async Task<object[]> StatusesAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, string institution, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var posted = await StatusPosting.ApplyAsync(
            session, copy, reference, institution, fileId, read, now, cancellation);
        return
        [
            .. posted.Contradictions.Chunk(PaymentBatch.ChunkSize).Select(c => new AnswersContradicted(now, c)),
            new FileReconciled(now, posted.Lines, posted.Found, 0),
        ];
    }

    private static async Task<object[]> EntriesAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, FileReceived received, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var isCash = received.Format == BankFileFormat.CashReport;
        var account = isCash ? received.Institution : reference.Institutions[received.Institution].Account;
        var source = new EntrySource(fileId, received.Institution, account, isCash)
        {
            Books = await Ledger.Books.HoldAsync(session, now, cancellation),
        };
        var (entries, known) = await KnownEntries.SplitAsync(
            session, source, received.Format, read.Entries, cancellation);
        var facts = await MatchFactRows.LoadAsync(session, source, entries, reference, cancellation);
        var result = EntryMatching.Match(source, entries, facts, now);
        await AppendAsync(session, copy, source, result, read.Statements, now, cancellation);
        return
        [
            .. known.Chunk(PaymentBatch.ChunkSize).Select(c => new EntriesKnown(now, account, c)),
            .. result.Matches.Chunk(PaymentBatch.ChunkSize).Select(c => EntriesMatched.Of(
                now, account, c, EntryMatching.RuleVersion)),
            .. result.Breaks.Chunk(PaymentBatch.ChunkSize).Select(c => new BreaksFound(now, account, isCash, c)),
            new FileReconciled(
                now, read.Entries.Count, result.Matches.Length, result.Breaks.Length, known.Length),
        ];
    }

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
            account.AppendOne(new AccountOpened(now, source.Institution, source.Account, !source.FromAdvance));
        }

        // A notification may have told entries of the account before; only a statement says what was there.
        if (account.Aggregate?.LastStatement is null && statements is [{ Opening.IsZero: false } first, ..])
            account.AppendOne(BroughtForward(source, first, now));
        account.AppendMany([.. result.ForAccount, .. booked]);
    }

    private static BalanceBroughtForward BroughtForward(EntrySource source, StatementFacts first, Instant now)
    {
        var day = first.From ?? first.To ?? Domain.Ledger.EntryDates.DayOf(now);
        return new BalanceBroughtForward(now, source.FileId, day, source.Account, first.Opening)
        {
            BookedOn = source.Books.BookedOn(day),
        };
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
