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
/// Applies a status report, and an answer to a recall. A line's status wins over its batch's, a batch's over the
/// group's; a rejected batch without lines rejects all its payments, and what "accepted in part" says of those that are
/// not listed is decided by <see cref="UnlistedPayments"/>. An end-to-end id is ours alone, so a line counts wherever
/// the bank put it: one that answers a list knows no batches, and an interbank status names another message.
/// </summary>
public static class StatusPosting
{
    internal static async Task<PostedStatuses> ApplyAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, string institution, Guid fileId,
        ReadBankFile read, Instant now, CancellationToken cancellation)
    {
        var answers = await AnswersAsync(session, institution, read, cancellation);
        var batches = await BatchesOfAsync(session, institution, answers, read, cancellation);
        var states = await BatchStates.LockAsync(session, reference, [.. batches.Select(b => b.Id)], cancellation);
        var report = new StatusReport(answers, batches, states, read);
        var contradictions = new List<ContradictedAnswer>();
        var found = 0;
        foreach (var (id, _) in batches)
        {
            var batch = states[id];
            found += batch.Payments.Count(p => report.Lists(p));
            var told = PaymentAnswers.Apply(batch, fileId, [.. report.AnswersTo(batch)], now);
            contradictions.AddRange(told.Contradictions);
            if (told.Events.Length == 0) continue;
            copy.Append(id, told.Events);
            states[id] = told.Events.Aggregate(batch, (b, e) => PaymentBatch.Evolve(b, id, e)!);
        }

        await RecallAnswering.ApplyAsync(session, report, states, institution, fileId, now, cancellation);
        return new PostedStatuses(read.Lines.Count, found, [.. contradictions]);
    }

    // An answer to a recall may name the request only; what was asked back is then what it answers.
    private static async Task<List<IncomingAnswer>> AnswersAsync(
        IDocumentSession session, string institution, ReadBankFile read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select message_id, covers_message_id from hub.instruction_file
            where institution = $2 and kind = 'Recall' and message_id = any($1)
            """);
        command.Parameters.Add(Parameter.Of(
            [.. read.Answers.SelectMany(a => new[] { a.RequestId, a.OriginalMessageId }).OfType<string>()]));
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var covered = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) covered[reader.GetString(0)] = reader.GetString(1);
        return [.. read.Answers.Select(a => (CoveredBy(a.RequestId) ?? CoveredBy(a.OriginalMessageId)) is { } message
            ? a with { OriginalMessageId = message }
            : a)];

        string? CoveredBy(string? request) => request is null ? null : covered.GetValueOrDefault(request);
    }

    // A bank speaks of its own orders only: the report's sender and the batch's institution must be the same.
    private static async Task<List<(Guid Id, string PaymentInformationId)>> BatchesOfAsync(
        IDocumentSession session, string institution, List<IncomingAnswer> answers, ReadBankFile read,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select b.batch_id, b.pmtinf_id from hub.batch b
            where b.institution = $3 and b.batch_id in (
                select s.batch_id from hub.batch_step s where s.message_id = any($1)
                union select p.batch_id from hub.payment p where p.end_to_end_id = any($2))
            order by b.batch_id
            """);
        command.Parameters.Add(Parameter.Of([.. answers.Select(a => a.OriginalMessageId).OfType<string>()]));
        command.Parameters.Add(Parameter.Of([.. read.Lines.Select(l => l.EndToEndId).OfType<string>().Distinct()]));
        command.Parameters.Add(Parameter.Of(institution));
        await using var reader = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<(Guid Id, string PaymentInformationId)>();
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetGuid(0), reader.GetString(1)));
        return found;
    }
}
