using Marten;
using NodaTime;
using PaymentHub.BankFormats.Pain002;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Applies a status report. A line's status wins over its batch's, a batch's over the group's; PART says nothing of
/// what is not listed beyond "accepted", and a rejected batch without lines rejects all its payments.
/// </summary>
public static class StatusPosting
{
    public static async Task<int> ApplyAsync(
        IDocumentSession session, EventCopy copy, ReferenceData reference, Guid fileId, byte[] bytes, Instant now,
        CancellationToken cancellation)
    {
        using var stream = new MemoryStream(bytes);
        var report = Pain002Reader.Read(stream).Report!;
        var batches = await BatchesOfAsync(session, fileId, report, cancellation);
        var states = await BatchStates.LockAsync(session, reference, [.. batches.Select(b => b.Id)], cancellation);
        var originals = report.Batches.ToLookup(b => b.OriginalPaymentInformationId);
        // An end-to-end id is ours alone, so a line counts wherever the bank put it: one that answers a list knows no
        // batches.
        var lines = report.Batches.SelectMany(b => b.Lines).ToLookup(l => l.EndToEndId);
        var count = 0;
        foreach (var (id, paymentInformationId) in batches)
        {
            var batch = states[id];
            var original = originals[paymentInformationId].FirstOrDefault();
            var verdicts = Verdicts(report, original, lines, batch);
            object[] events =
            [
                .. PaymentOutcomeDecisions.Accept(batch, fileId, verdicts.Accepted, now),
                .. PaymentOutcomeDecisions.Reject(batch, fileId, verdicts.Rejected, now),
                .. PaymentOutcomeDecisions.Suspect(batch, fileId, verdicts.Unknown, now),
                .. PaymentOutcomeDecisions.Cancel(batch, fileId, verdicts.Cancelled, now),
            ];
            if (events.Length > 0) copy.Append(id, events);
            count += original?.Lines.Count ?? 0;
        }

        return count;
    }

    private sealed record StatusVerdicts(
        List<int> Accepted, List<PaymentReason> Rejected, List<PaymentReason> Unknown, List<PaymentReason> Cancelled);

    private static StatusVerdicts Verdicts(
        Pain002Report report, OriginalBatch? original, ILookup<string, StatusLine> lines, PaymentBatch batch)
    {
        var found = new StatusVerdicts([], [], [], []);
        var batchStatus = original?.Status ?? report.GroupStatus;
        var reasons = original?.Reasons.Count > 0 ? original.Reasons : report.Reasons;
        var batchReason = reasons.Count > 0 ? reasons[0].Code : null;
        foreach (var payment in batch.Payments.Where(p => p.IsInstructed && p.MessageId == report.OriginalMessageId))
        {
            var line = lines[payment.Placed.EndToEndId].FirstOrDefault();
            var status = line?.Status ?? (batchStatus == "PART" ? "ACSP" : batchStatus);
            var reason = new PaymentReason(payment.Placed.No, line?.ReasonCode ?? batchReason ?? "NARR");
            Sort(found, payment.Placed.No, status, reason);
        }

        return found;
    }

    private static void Sort(StatusVerdicts found, int no, string? status, PaymentReason reason)
    {
        switch (status)
        {
            // A time-out reported as a rejection is not known to have failed (AB01, AB03, AB05 and the like).
            case "RJCT" when reason.Code.StartsWith("AB", StringComparison.Ordinal): found.Unknown.Add(reason); break;
            case "RJCT": found.Rejected.Add(reason); break;
            case "CANC": found.Cancelled.Add(reason); break;
            case "BLCK": found.Unknown.Add(reason); break;
            case "ACCP" or "ACSP" or "ACSC" or "ACCC" or "CPUC" or "ACFC" or "ACFW"
                or "ACWC" or "ACWP" or "ACPD" or "ACIS":
                found.Accepted.Add(no);
                break;
            default: break;
        }
    }

    // A bank speaks of its own orders only: the report's sender and the batch's institution must be the same.
    private static async Task<List<(Guid Id, string PaymentInformationId)>> BatchesOfAsync(
        IDocumentSession session, Guid fileId, Pain002Report report, CancellationToken cancellation)
    {
        await using var command = new Npgsql.NpgsqlCommand("""
            select distinct b.batch_id, b.pmtinf_id from hub.batch b
            join hub.batch_step s on s.batch_id = b.batch_id
            join hub.bank_file_step f on f.institution = b.institution and f.file_id = $2
            where s.message_id = $1
            """);
        command.Parameters.Add(Parameter.Of(report.OriginalMessageId));
        command.Parameters.Add(Parameter.Of(fileId));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var found = new List<(Guid Id, string PaymentInformationId)>();
        while (await reader.ReadAsync(cancellation)) found.Add((reader.GetGuid(0), reader.GetString(1)));
        return found;
    }
}
