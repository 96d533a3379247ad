using NodaTime;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;

namespace PaymentHub.Domain.Batches;

/// <summary>How many signatures a batch needs.</summary>
/// <param name="SecondApproverAbove">A batch of more than this many đồng needs two approvers.</param>
public sealed record ApprovalPolicy(Money SecondApproverAbove)
{
    /// <summary>
    /// Two billion đồng: a quarter of the largest commune's month, so that the large batches are seen twice.
    /// </summary>
    public static ApprovalPolicy Default => new(new Money(2_000_000_000));

    public int SignaturesFor(Money amount) => amount > SecondApproverAbove ? 2 : 1;
}

/// <summary>The decisions on a payment batch up to its release. Pure: facts in, events or a refusal out.</summary>
public static class PaymentBatchDecisions
{
    private const int MinReasonLength = 5;

    public static Decision Hold(PaymentBatch batch, int no, string reason, string user, Instant now)
    {
        if (ReasonIsMissing(reason)) return new ReasonMissing();
        if (no < 0 || no >= batch.Payments.Length) return new PaymentNotFound(no);
        var payment = batch.Payments[no];
        if (payment.Status != PaymentStatus.Placed) return new WrongPaymentStatus(no, payment.Status);
        return payment.IsHeld ? Decision.AlreadyDone : Decision.Accept(new PaymentHeld(now, user, no, reason.Trim()));
    }

    public static Decision ReleaseHold(PaymentBatch batch, int no, string reason, string user, Instant now)
    {
        if (ReasonIsMissing(reason)) return new ReasonMissing();
        if (no < 0 || no >= batch.Payments.Length) return new PaymentNotFound(no);
        var payment = batch.Payments[no];
        if (payment.Status != PaymentStatus.Placed) return new WrongPaymentStatus(no, payment.Status);
        return payment.IsHeld ? Decision.Accept(new HoldReleased(now, user, no, reason.Trim())) : Decision.AlreadyDone;
    }

    public static Decision Submit(PaymentBatch batch, string user, Instant now)
    {
        if (batch.Status == BatchStatus.Submitted && batch.Submitter == user) return Decision.AlreadyDone;
        if (batch.Status != BatchStatus.Placed) return new WrongBatchStatus(batch.Status, BatchStatus.Placed);
        var (count, amount) = Sum(batch);
        if (count == 0) return new NothingToPay();
        AssertLinesMakePayments(batch);
        return Decision.Accept(new BatchSubmitted(now, user, count, amount, BatchContent.Hash(batch)));
    }

    public static Decision Approve(PaymentBatch batch, ApprovalPolicy policy, string user, Instant now)
    {
        if (batch.Approvers.Contains(user, StringComparer.Ordinal)) return Decision.AlreadyDone;
        if (batch.Status != BatchStatus.Submitted) return new WrongBatchStatus(batch.Status, BatchStatus.Submitted);
        if (YearIsClosed(batch, now)) return new BudgetYearClosed(batch.Prepared.Period.Year);
        if (DutyOf(batch, user) is { } held) return new SegregationOfDuties(user, Duty.Approver, held);
        var hash = BatchContent.Hash(batch);
        if (hash != batch.SubmittedHash) return new ContentChanged(batch.SubmittedHash!, hash);
        var (count, amount) = Sum(batch);
        var isFinal = batch.Approvers.Length + 1 >= policy.SignaturesFor(amount);
        return Decision.Accept(batch.WithSources(new BatchApproved(now, user, count, amount, hash, isFinal)));
    }

    public static Decision ReturnToPlanner(PaymentBatch batch, string reason, string user, Instant now)
    {
        if (ReasonIsMissing(reason)) return new ReasonMissing();
        if (batch.Status != BatchStatus.Submitted) return new WrongBatchStatus(batch.Status, BatchStatus.Submitted);
        if (DutyOf(batch, user) is { } held) return new SegregationOfDuties(user, Duty.Approver, held);
        return Decision.Accept(new BatchReturnedToPlanner(now, user, reason.Trim()));
    }

    /// <summary>
    /// Releases what is not held into the file <paramref name="messageId"/>. <paramref name="deadPayments"/> are the
    /// payments that a death known by now forbids; they are held first and stay out of the file. A batch whose held
    /// payments were set free after its release may be released again for those alone.
    /// </summary>
    public static Decision Release(
        PaymentBatch batch, string messageId, IReadOnlyDictionary<int, string> deadPayments, string user, Instant now)
    {
        if (batch.Status == BatchStatus.Released && batch.MessageId == messageId) return Decision.AlreadyDone;
        var isWaiting = batch.Status == BatchStatus.Released && AwaitsRelease(batch).Any();
        if (batch.Status != BatchStatus.Approved && !isWaiting)
        {
            return new WrongBatchStatus(batch.Status, BatchStatus.Approved);
        }

        if (YearIsClosed(batch, now)) return new BudgetYearClosed(batch.Prepared.Period.Year);
        var held = DutyOf(batch, user)
            ?? (batch.Approvers.Contains(user, StringComparer.Ordinal) ? Duty.Approver : null);
        if (held is not null) return new SegregationOfDuties(user, Duty.Treasurer, held);
        var hash = BatchContent.Hash(batch);
        if (hash != batch.SubmittedHash) return new ContentChanged(batch.SubmittedHash!, hash);
        return Decision.Accept([.. ReleaseEvents(batch, messageId, deadPayments, hash, user, now)]);
    }

    /// <summary>The duty this user already has on the batch, approvals aside, or null.</summary>
    public static string? DutyOf(PaymentBatch batch, string user)
    {
        if (batch.Prepared.ByUser == user) return Duty.Planner;
        if (batch.Submitter == user) return Duty.Submitter;
        return batch.Prepared.Importers.Contains(user, StringComparer.Ordinal) ? Duty.Importer : null;
    }

    private static IEnumerable<BatchPayment> AwaitsRelease(PaymentBatch batch) =>
        batch.Payments.Where(p => p.Status == PaymentStatus.Placed && !p.IsHeld);

    private static IEnumerable<object> ReleaseEvents(
        PaymentBatch batch, string messageId, IReadOnlyDictionary<int, string> dead, string hash, string user,
        Instant now)
    {
        var going = new List<int>();
        Money amount = default, heldAmount = default;
        var heldCount = 0;
        foreach (var payment in batch.Live.Where(p => p.Status == PaymentStatus.Placed))
        {
            var no = payment.Placed.No;
            var because = payment.HeldBecause ?? dead.GetValueOrDefault(no);
            if (because is null)
            {
                going.Add(no);
                amount += payment.Amount;
                continue;
            }

            heldCount++;
            heldAmount += payment.Amount;
            if (!payment.IsHeld) yield return new PaymentHeld(now, user, no, because);
        }

        yield return new BatchReleased(now, user, messageId, going.Count, amount, heldCount, heldAmount, hash);
        foreach (var chunk in going.Chunk(PaymentBatch.ChunkSize))
        {
            yield return batch.WithSources(new PaymentsInstructed(
                now, messageId, chunk, chunk.Sum(no => batch.Payments[no].Amount)));
        }
    }

    private static (int Count, Money Amount) Sum(PaymentBatch batch)
    {
        var count = 0;
        Money amount = default;
        foreach (var payment in batch.Live)
        {
            count++;
            amount += payment.Amount;
        }

        return (count, amount);
    }

    private static void AssertLinesMakePayments(PaymentBatch batch)
    {
        var sums = new long[batch.Payments.Length];
        foreach (var line in batch.Lines) sums[line.No] += line.Amount.Dong;
        foreach (var payment in batch.Payments)
        {
            if (sums[payment.Placed.No] != payment.Amount.Dong)
            {
                throw new InvalidOperationException(
                    $"Payment {payment.Placed.EndToEndId} is {payment.Amount} but its lines sum to "
                        + $"{sums[payment.Placed.No]}.");
            }
        }
    }

    /// <summary>True where the budget that the batch draws on takes nothing more.</summary>
    internal static bool YearIsClosed(PaymentBatch batch, Instant now) =>
        BudgetYear.IsClosed(batch.Prepared.Period.Year, EntryDates.DayOf(now));

    internal static bool ReasonIsMissing(string? reason) => (reason?.Trim().Length ?? 0) < MinReasonLength;
}
