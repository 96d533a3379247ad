using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// A bank's answer to a recall (camt.029): the request that it names, whether the bank will not execute the file, and
/// the codes that it gives.
/// </summary>
/// <param name="RequestId">RslvdCase or OrgnlGrpInfAndSts/OrgnlMsgId: the id of our camt.055.</param>
/// <param name="IsAccepted">CNCL, or group status ACCR: nothing of the file is executed.</param>
/// <param name="Status">The code as the bank gave it, such as CNCL, RJCR, PDCR.</param>
/// <param name="EndToEndIds">The payments concerned; empty means the whole file.</param>
public sealed record RecallAnswer(
    string RequestId, bool IsAccepted, string Status, string? ReasonCode, IReadOnlyList<string> EndToEndIds);

/// <summary>
/// Applies a bank's answer to a recall. Accepted: the payments of which nothing is booked are cancelled, and their
/// money can be given back to the funds. Refused: they stand as they are. The same answer again changes nothing.
/// </summary>
public static class RecallPosting
{
    private const string RequestCode = "CUST";

    /// <summary>Takes the answer in the caller's transaction; returns how many payments it cancelled.</summary>
    /// <param name="fileId">The bank's file that holds the answer.</param>
    public static async Task<int> ApplyAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, Guid fileId, string institution,
        RecallAnswer answer, Instant now, CancellationToken cancellation)
    {
        var request = await session.Events.FetchLatest<InstructionFile>(
            InstructionFile.IdOf(answer.RequestId), cancellation);
        // A bank answers for its own files only.
        if (request?.Produced is not { Kind: InstructionKind.Recall, CoversMessageId: { } messageId } produced
            || produced.Institution != institution)
        {
            return 0;
        }

        var stream = await session.Events.FetchForWriting<InstructionFile>(
            InstructionFile.IdOf(messageId), cancellation);
        var decision = FileRecallDecisions.Answer(
            stream.Aggregate!, answer.IsAccepted, answer.Status, answer.ReasonCode, fileId, now);
        if (decision.Events.Count == 0) return 0;
        stream.AppendMany(decision.Events);
        return answer.IsAccepted
            ? await CancelAsync(session, copy, reference, fileId, messageId, answer, now, cancellation)
            : 0;
    }

    private static async Task<int> CancelAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, Guid fileId, string messageId,
        RecallAnswer answer, Instant now, CancellationToken cancellation)
    {
        var only = answer.EndToEndIds.ToHashSet(StringComparer.Ordinal);
        var states = await BatchStates.LockAsync(
            session, reference, await BatchesAsync(session, messageId, cancellation), cancellation);
        var cancelled = 0;
        foreach (var (id, batch) in states)
        {
            List<PaymentReason> payments =
            [
                .. batch.Payments.Where(p => p.IsInstructed && p.MessageId == messageId)
                    .Where(p => only.Count == 0 || only.Contains(p.Placed.EndToEndId))
                    .Select(p => new PaymentReason(p.Placed.No, answer.ReasonCode ?? RequestCode)),
            ];
            object[] events = [.. PaymentOutcomeDecisions.Cancel(batch, fileId, payments, now)];
            if (events.Length == 0) continue;
            copy.Append(id, events);
            cancelled += events.OfType<PaymentsCancelled>().Sum(e => e.Items.Length);
        }

        return cancelled;
    }

    private static async Task<Guid[]> BatchesAsync(
        IDocumentSession session, string messageId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select distinct batch_id from hub.batch_step where message_id = $1 and status = 'Released'");
        command.Parameters.Add(Parameter.Of(messageId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<Guid>();
        while (await reader.ReadAsync(cancellation)) found.Add(reader.GetGuid(0));
        return [.. found];
    }
}
