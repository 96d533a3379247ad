using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.Domain;
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
/// one file is posted, messages for the same institution step back instead of keeping a worker waiting. Before each
/// file, breaks that newer facts decide are resolved.
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
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        session.LastModifiedBy = Reconsidering.ByUser;
        if (!await ReconsiderBreaks.NextAsync(
                session, copy, message.Institution, reference, clock.GetCurrentInstant(), cancellation))
        {
            var waiting = await WaitingAsync(session, message.Institution, cancellation);
            if (waiting is not { } file) return null;
            await PostAsync(file, session, copy, readings, reference, tables, clock, cancellation);
        }

        copy.JoinTo(session);

        // Always another look: a file accepted while this one was posted is not in sight of this transaction, and its
        // own message has stepped back.
        return message;
    }

    private static async Task PostAsync(
        Guid fileId, IDocumentSession session, EventCopy copy, FileReadings readings, ReferenceData reference,
        FactTables tables, IClock clock, CancellationToken cancellation)
    {
        // Nobody else appends to an accepted file: this institution's turn is ours.
        var file = await session.Events.AggregateStreamAsync<SettlementFile>(fileId, token: cancellation);
        var received = file!.Received;
        session.LastModifiedBy = received.ByUser;
        var now = clock.GetCurrentInstant();
        var read = await readings.OfAsync(received, cancellation);
        session.Events.Append(fileId, received.Format switch
        {
            BankFileFormat.StatusReport => await StatusesAsync(
                session, copy, reference, received.Institution, fileId, read, now, cancellation),
            BankFileFormat.Notice => [new FileReconciled(now, (int)read.Reading.Entries, 0, 0)],
            _ => [await EntriesAsync(session, tables, reference, file, fileId, read, now, cancellation)],
        });
    }

    private static async Task<object[]> StatusesAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, string institution, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var posted = await StatusPosting.ApplyAsync(
            session, copy, reference, institution, fileId, read, now, cancellation);
        var own = reference.Institutions[institution];
        return
        [
            .. posted.Contradictions.Chunk(PaymentBatch.ChunkSize).Select(c => new AnswersContradicted(now, c)),
            .. CasesOf(posted.Contradictions, now).Chunk(PaymentBatch.ChunkSize).Select(c => new BreaksFound(
                now, own.IsPost ? institution : own.Account, own.IsPost, c)),
            new FileReconciled(now, posted.Lines, posted.Found, 0),
        ];
    }

    // Each is a case of the queue of exceptions, with an owner, a day and a decision; no money is in question.
    private static IEnumerable<FoundBreak> CasesOf(ContradictedAnswer[] answers, Instant now) =>
        answers.Select((a, i) => new FoundBreak(
            i, Domain.Ledger.EntryDates.DayOf(now), BreakKind.AnswerContradicted, Money.Zero, IsDebit: true,
            $"{a.Told} {a.Code}".TrimEnd(), a.EndToEndId, null, [a.EndToEndId]));

    private static async Task<object> EntriesAsync(
        IDocumentSession session, FactTables tables, ReferenceData reference, SettlementFile file, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var received = file.Received;
        var isCash = received.Format == BankFileFormat.CashReport;
        var account = isCash ? received.Institution : reference.Institutions[received.Institution].Account;
        var source = new EntrySource(fileId, received.Institution, account, isCash)
        {
            Books = await Ledger.Books.HoldAsync(session, now, cancellation),
        };
        return await new EntryPosting(session, reference, tables, source, read, now, file.Released)
            .RunAsync(cancellation);
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
