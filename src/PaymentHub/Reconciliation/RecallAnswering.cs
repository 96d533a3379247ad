using Marten;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Records what a bank answered to a recall (camt.029, or pain.002 with CANC), after the payments that it gives back
/// were cancelled: granted, granted in part or refused. The same answer again changes nothing.
/// </summary>
internal static class RecallAnswering
{
    public static async Task ApplyAsync(
        IDocumentSession session, StatusReport report, IReadOnlyDictionary<Guid, PaymentBatch> states,
        string institution, Guid fileId, Instant now, CancellationToken cancellation)
    {
        var payments = states.Values.SelectMany(b => b.Payments).Where(p => p.MessageId is not null)
            .GroupBy(p => p.MessageId!, StringComparer.Ordinal);
        foreach (var ofFile in payments)
        {
            var answers = report.Answers.Where(a => a.OriginalMessageId == ofFile.Key).ToList();
            var lines = ofFile.SelectMany(report.LinesOf).ToList();
            string[] told =
            [
                .. answers.SelectMany(StatusesOf).Concat(lines.Select(l => l.Status)).OfType<string>().Distinct(),
            ];
            if (!told.Any(FileRecallDecisions.IsAnswer)) continue;
            var stream = await session.Events.FetchForWriting<InstructionFile>(
                InstructionFile.IdOf(ofFile.Key), cancellation);
            // A bank answers for its own files only.
            if (stream.Aggregate is not { Produced: { } produced } file || produced.Institution != institution)
                continue;
            var reason = answers.Select(a => a.Reason?.Code).Concat(lines.Select(l => l.ReasonCode))
                .FirstOrDefault(c => c is not null);
            stream.AppendMany(FileRecallDecisions.Answer(
                file, told, reason, ofFile.Count(),
                ofFile.Count(p => p.Status == PaymentStatus.Cancelled), fileId, now).Events);
        }
    }

    private static IEnumerable<string?> StatusesOf(IncomingAnswer answer) =>
        answer.Batches.Select(b => b.Status).Prepend(answer.Status);
}
