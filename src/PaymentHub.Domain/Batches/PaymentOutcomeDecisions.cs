using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// What evidence from institutions does to the payments of a batch. Evidence may skip, repeat or reorder steps, so each
/// function takes what still applies and leaves the rest out; the caller accounts for the rest as breaks.
/// </summary>
public static class PaymentOutcomeDecisions
{
    /// <summary>Payments of a status report that are accepted; repeated or late reports change nothing.</summary>
    public static IEnumerable<object> Accept(PaymentBatch batch, Guid fileId, IEnumerable<int> nos, Instant now)
    {
        var moving = nos.Distinct()
            .Where(no => batch.Payments[no].Status is PaymentStatus.Instructed or PaymentStatus.Unknown)
            .Order().ToArray();
        return moving.Chunk(PaymentBatch.ChunkSize)
            .Select(chunk => new PaymentsAccepted(now, fileId, chunk, AmountOf(batch, chunk)));
    }

    /// <summary>
    /// Payments that the institution refused. One with a debit already booked stays settled: the bank contradicts
    /// itself.
    /// </summary>
    public static IEnumerable<object> Reject(
        PaymentBatch batch, Guid fileId, IEnumerable<PaymentReason> items, Instant now) =>
        Chunks(batch, items, NothingBooked).Select(chunk =>
            batch.WithSources(new PaymentsRejected(now, fileId, chunk, AmountOf(batch, chunk))));

    /// <summary>Payments whose fate the institution itself does not know yet.</summary>
    public static IEnumerable<object> Suspect(
        PaymentBatch batch, Guid fileId, IEnumerable<PaymentReason> items, Instant now) =>
        Chunks(batch, items, p => NothingBooked(p) && p.Status != PaymentStatus.Unknown).Select(chunk =>
            new PaymentsUnknown(now, fileId, chunk, AmountOf(batch, chunk)));

    /// <summary>Payments that the institution confirms as cancelled before any debit.</summary>
    public static IEnumerable<object> Cancel(
        PaymentBatch batch, Guid fileId, IEnumerable<PaymentReason> items, Instant now) =>
        Chunks(batch, items, NothingBooked).Select(chunk =>
            batch.WithSources(new PaymentsCancelled(now, fileId, chunk, AmountOf(batch, chunk))));

    /// <summary>Links returned or rejected payments to the payments that take their place.</summary>
    public static Decision Reissue(
        PaymentBatch batch, IReadOnlyList<ReissuedPayment> items, string reason, string user, Instant now)
    {
        if (PaymentBatchDecisions.ReasonIsMissing(reason)) return new ReasonMissing();
        if (items.Count == 0) return Decision.AlreadyDone;
        if (PaymentBatchDecisions.YearIsClosed(batch, now))
            return new Funds.BudgetYearClosed(batch.Prepared.Period.Year);
        Money amount = default;
        var named = new HashSet<int>();
        foreach (var item in items)
        {
            if (item.No < 0 || item.No >= batch.Payments.Length) return new PaymentNotFound(item.No);
            var payment = batch.Payments[item.No];
            if (payment.Payable.IsZero || !named.Add(item.No)) return new NotReissuable(item.No);
            if (payment.Payable < payment.Amount) return new PartlyReturned(item.No);
            amount += payment.Payable;
        }

        return Decision.Accept(batch.WithSources(
            new PaymentsReissued(now, user, [.. items], amount, reason.Trim())));
    }

    private static bool NothingBooked(BatchPayment payment) =>
        payment.Status is PaymentStatus.Instructed or PaymentStatus.Accepted or PaymentStatus.Unknown
        && payment.Settled.IsZero;

    private static IEnumerable<PaymentReason[]> Chunks(
        PaymentBatch batch, IEnumerable<PaymentReason> items, Func<BatchPayment, bool> applies) =>
        items.DistinctBy(i => i.No).Where(i => applies(batch.Payments[i.No])).OrderBy(i => i.No)
            .Chunk(PaymentBatch.ChunkSize);

    private static Money AmountOf(PaymentBatch batch, int[] nos) => nos.Sum(no => batch.Payments[no].Amount);

    private static Money AmountOf(PaymentBatch batch, PaymentReason[] items) =>
        items.Sum(i => batch.Payments[i.No].Amount);
}
