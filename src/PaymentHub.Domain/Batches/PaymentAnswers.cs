using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Batches;

/// <summary>What an ISO status says of a payment, as far as its life is concerned.</summary>
public enum AnswerMeaning
{
    /// <summary>Nothing that moves a payment: received, pending, unknown to us.</summary>
    Nothing,
    Accepted,
    Rejected,

    /// <summary>The institution does not know itself.</summary>
    Unknown,
    Cancelled,
}

/// <summary>What an institution tells of the payment with this number of a batch.</summary>
public sealed record PaymentAnswer(int No, string? Status, string? ReasonCode);

/// <summary>What answers do to one batch, and what they contradict.</summary>
public sealed record AnsweredPayments(object[] Events, ContradictedAnswer[] Contradictions);

/// <summary>
/// Answers of institutions move payments, in any order and any number of times. What still applies is applied, what was
/// known already changes nothing, and what cannot be true beside the record is a case for a person and moves nothing.
/// </summary>
public static class PaymentAnswers
{
    private const string NoReason = "NARR";

    /// <summary>The meaning of a status; of a rejection, the reason decides with it.</summary>
    public static AnswerMeaning MeaningOf(string? status, string? reason) => status switch
    {
        // A time-out reported as a rejection is not known to have failed (AB01, AB03, AB05 and the like).
        "RJCT" when reason?.StartsWith("AB", StringComparison.Ordinal) == true => AnswerMeaning.Unknown,
        "RJCT" => AnswerMeaning.Rejected,
        // ACCR and CNCL answer a recall: the money did not and will not leave.
        "CANC" or "ACCR" or "CNCL" => AnswerMeaning.Cancelled,
        "BLCK" => AnswerMeaning.Unknown,
        "ACCP" or "ACSP" or "ACSC" or "ACCC" or "CPUC" or "ACFC" or "ACFW" or "ACWC" or "ACWP" or "ACPD" or "ACIS"
            => AnswerMeaning.Accepted,
        _ => AnswerMeaning.Nothing,
    };

    /// <summary>Applies the answers of one file to one batch.</summary>
    public static AnsweredPayments Apply(
        PaymentBatch batch, Guid fileId, IReadOnlyList<PaymentAnswer> answers, Instant now)
    {
        var moving = new Dictionary<AnswerMeaning, List<PaymentReason>>();
        var contradictions = new List<ContradictedAnswer>();
        foreach (var told in answers.GroupBy(a => a.No))
        {
            var payment = batch.Payments[told.Key];
            var meanings = told.Select(a => MeaningOf(a.Status, a.ReasonCode))
                .Where(m => m != AnswerMeaning.Nothing).Distinct().ToList();
            if (meanings.Count == 0) continue;
            var answer = told.Last(a => MeaningOf(a.Status, a.ReasonCode) == meanings[^1]);
            if (meanings.Count > 1 || Contradicts(payment, meanings[0]))
                contradictions.Add(new ContradictedAnswer(
                    batch.Id, told.Key, payment.Placed.EndToEndId, answer.Status!, answer.ReasonCode, payment.Status,
                    payment.Amount));
            else
                Of(moving, meanings[0]).Add(new PaymentReason(told.Key, answer.ReasonCode ?? NoReason));
        }

        return new AnsweredPayments(EventsOf(batch, fileId, moving, now), [.. contradictions]);
    }

    /// <summary>Whether an answer of this meaning cannot be true beside what is recorded of the payment.</summary>
    public static bool Contradicts(BatchPayment payment, AnswerMeaning told) => told switch
    {
        AnswerMeaning.Rejected or AnswerMeaning.Cancelled => payment.Kept.IsPositive,
        AnswerMeaning.Accepted => payment.Status is PaymentStatus.Rejected or PaymentStatus.Cancelled,
        _ => false,
    };

    private static object[] EventsOf(
        PaymentBatch batch, Guid fileId, Dictionary<AnswerMeaning, List<PaymentReason>> moving, Instant now) =>
    [
        .. PaymentOutcomeDecisions.Accept(batch, fileId, Of(moving, AnswerMeaning.Accepted).Select(a => a.No), now),
        .. PaymentOutcomeDecisions.Reject(batch, fileId, Of(moving, AnswerMeaning.Rejected), now),
        .. PaymentOutcomeDecisions.Suspect(batch, fileId, Of(moving, AnswerMeaning.Unknown), now),
        .. PaymentOutcomeDecisions.Cancel(batch, fileId, Of(moving, AnswerMeaning.Cancelled), now),
    ];

    private static List<PaymentReason> Of(
        Dictionary<AnswerMeaning, List<PaymentReason>> moving, AnswerMeaning meaning)
    {
        if (!moving.TryGetValue(meaning, out var list)) moving[meaning] = list = [];
        return list;
    }
}
