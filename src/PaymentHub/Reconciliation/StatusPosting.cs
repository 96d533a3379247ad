using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.BankExchange;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>What a file of statuses came to: its lines, those that name our payments, contradictions.</summary>
public sealed record PostedStatuses(int Lines, int Found, ContradictedAnswer[] Contradictions);

/// <summary>
/// Applies a status report. A line's status wins over its batch's, a batch's over the group's; a rejected batch without
/// lines rejects all its payments. An end-to-end id is ours alone, so a line counts wherever the bank put it: one that
/// answers a list knows no batches, and an interbank status names another message.
/// </summary>
public static class StatusPosting
{
    internal static async Task<PostedStatuses> ApplyAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, string institution, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var batches = await BatchesOfAsync(session, institution, read, cancellation);
        var states = await BatchStates.LockAsync(session, reference, [.. batches.Select(b => b.Id)], cancellation);
        var lines = read.Lines.Where(l => l.EndToEndId is not null).ToLookup(l => l.EndToEndId!);
        var contradictions = new List<ContradictedAnswer>();
        var found = 0;
        foreach (var (id, paymentInformationId) in batches)
        {
            var batch = states[id];
            var answers = AnswersTo(batch, paymentInformationId, read.Answers, lines).ToList();
            found += batch.Payments.Count(p => lines.Contains(p.Placed.EndToEndId));
            var told = PaymentAnswers.Apply(batch, fileId, answers, now);
            if (told.Events.Length > 0) copy.Append(id, told.Events);
            contradictions.AddRange(told.Contradictions);
        }

        return new PostedStatuses(read.Lines.Count, found, [.. contradictions]);
    }

    // What went out and was told of: the lines that name the payment, else what is said of its batch or its file.
    private static IEnumerable<PaymentAnswer> AnswersTo(
        PaymentBatch batch, string paymentInformationId, IReadOnlyList<IncomingAnswer> answers,
        ILookup<string, AnswerLine> lines)
    {
        foreach (var payment in batch.Payments.Where(p => p.MessageId is not null))
        {
            var no = payment.Placed.No;
            var own = lines[payment.Placed.EndToEndId].ToList();
            if (own.Count > 0)
            {
                foreach (var line in own) yield return new PaymentAnswer(no, line.Status, line.ReasonCode);
                continue;
            }

            foreach (var answer in answers.Where(a => a.OriginalMessageId == payment.MessageId))
            {
                var told = answer.Batches.FirstOrDefault(b => b.PaymentInformationId == paymentInformationId);
                var reason = told?.Reason ?? answer.Reason;
                yield return new PaymentAnswer(no, told?.Status ?? answer.Status, reason?.Code);
            }
        }
    }

    // A bank speaks of its own orders only: the report's sender and the batch's institution must be the same.
    private static async Task<List<(Guid Id, string PaymentInformationId)>> BatchesOfAsync(
        IDocumentSession session, string institution, ReadBankFile read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select b.batch_id, b.pmtinf_id from hub.batch b
            where b.institution = $3 and b.batch_id in (
                select s.batch_id from hub.batch_step s where s.message_id = any($1)
                union select p.batch_id from hub.payment p where p.end_to_end_id = any($2))
            order by b.batch_id
            """);
        command.Parameters.Add(Parameter.Of([.. read.Answers.Select(a => a.OriginalMessageId).OfType<string>()]));
        command.Parameters.Add(Parameter.Of([.. read.Lines.Select(l => l.EndToEndId).OfType<string>().Distinct()]));
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<(Guid Id, string PaymentInformationId)>();
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetGuid(0), reader.GetString(1)));
        return found;
    }
}
