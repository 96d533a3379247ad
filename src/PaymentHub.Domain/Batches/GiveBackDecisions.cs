using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// Money that will not be paid goes back to the funds of its sources (hoàn dự toán): of an approved payment that never
/// left, or of one that failed whole and is not made again.
/// </summary>
public static class GiveBackDecisions
{
    /// <summary>Voids a payment before its release, or writes a failed one back.</summary>
    public static Decision GiveBack(PaymentBatch batch, int no, string reason, string user, Instant now)
    {
        if (PaymentBatchDecisions.ReasonIsMissing(reason)) return new ReasonMissing();
        if (no < 0 || no >= batch.Payments.Length) return new PaymentNotFound(no);
        if (PaymentBatchDecisions.DutyOf(batch, user) is { } held)
            return new SegregationOfDuties(user, Duty.Approver, held);
        var payment = batch.Payments[no];
        if (payment.Status == PaymentStatus.Placed && batch.Status >= BatchStatus.Approved)
        {
            return Decision.Accept(batch.WithSources(
                new PaymentsVoided(now, user, [no], payment.Amount, reason.Trim())));
        }

        if (payment.Status == PaymentStatus.Voided || payment.IsWrittenBack) return Decision.AlreadyDone;
        if (payment.Payable.IsZero) return new NothingToGiveBack(no);
        return payment.Payable < payment.Amount
            ? new PartlyReturned(no)
            : Decision.Accept(batch.WithSources(
                new PaymentsWrittenBack(now, user, [no], payment.Amount, reason.Trim())));
    }
}
