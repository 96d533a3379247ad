namespace PaymentHub.Domain.Batches;

/// <summary>Where the batch stands.</summary>
public enum BatchStatus
{
    Placed,
    Submitted,
    Approved,
    Released,
}

/// <summary>
/// A payment batch (lô chi trả): the consistency boundary of paying. At most <see cref="MaxPayments"/> payments of one
/// commune, programme and paying institution.
/// </summary>
public sealed partial record PaymentBatch : IFold<PaymentBatch>
{
    /// <summary>More payments than this go into a further batch of the same key with the next number.</summary>
    public const int MaxPayments = 5_000;

    /// <summary>Payments or lines in one event.</summary>
    public const int ChunkSize = 1_000;

    public required Guid Id { get; init; }

    public required BatchPrepared Prepared { get; init; }

    public BatchStatus Status { get; init; }

    /// <summary>Indexed by the payment's number.</summary>
    public BatchPayment[] Payments { get; init; } = [];

    public PlacedLine[] Lines { get; init; } = [];

    public string? Submitter { get; init; }

    public string[] Approvers { get; init; } = [];

    /// <summary>Hash of what was submitted; every approval signs it and release recomputes it.</summary>
    public string? SubmittedHash { get; init; }

    public string? MessageId { get; init; }

    public BatchKey Key =>
        new(Prepared.Period, Prepared.Commune, Prepared.Programme, Prepared.Institution, Prepared.Number);

    /// <summary>Payments that take part: neither removed before submission nor voided.</summary>
    public IEnumerable<BatchPayment> Live =>
        Payments.Where(p => p.Status is not PaymentStatus.Removed and not PaymentStatus.Voided);

    public static PaymentBatch? Evolve(PaymentBatch? state, Guid id, object @event) => @event switch
    {
        BatchPrepared e => new PaymentBatch { Id = id, Prepared = e },
        _ when state is null => null,
        PaymentsPlaced e => state.Place(e),
        PaymentRemoved e => state.Change(e.No, p => p with { Status = PaymentStatus.Removed }),
        PaymentHeld e => state.Change(e.No, p => p with { HeldBecause = e.Reason }),
        HoldReleased e => state.Change(e.No, p => p with { HeldBecause = null }),
        BatchSubmitted e => state with
        {
            Status = BatchStatus.Submitted,
            Submitter = e.ByUser,
            SubmittedHash = e.ContentHash,
            Approvers = [],
        },
        BatchReturnedToPlanner => state with
        {
            Status = BatchStatus.Placed,
            Submitter = null,
            SubmittedHash = null,
            Approvers = [],
        },
        BatchReleased e => state with { Status = BatchStatus.Released, MessageId = e.MessageId },
        PaymentsAccepted e => state.Move(e.Nos, PaymentStatus.Accepted, e.Amount),
        PaymentsUnknown e => state.Move(e.Items, PaymentStatus.Unknown, e.Amount),
        _ => state.EvolveMoney(@event),
    };

    private PaymentBatch EvolveMoney(object @event) => Divided(@event) switch
    {
        BatchApproved e => this with
        {
            Status = e.IsFinal ? BatchStatus.Approved : BatchStatus.Submitted,
            Approvers = [.. Approvers, e.ByUser],
        },
        PaymentsInstructed e => Move(e.Nos, PaymentStatus.Instructed, e.Amount, e.MessageId),
        PaymentsVoided e => Move(e.Nos, PaymentStatus.Voided, e.Amount),
        PaymentsRejected e => Move(e.Items, PaymentStatus.Rejected, e.Amount),
        PaymentsCancelled e => Move(e.Items, PaymentStatus.Cancelled, e.Amount),
        PaymentsSettled e => Settle(e),
        PaymentsReturned e => Return(e),
        SettlementsUndone e => Undo(e),
        ReturnsUndone e => Undo(e),
        PaymentsReissued e => Reissue(e),
        PaymentsWrittenBack e => WriteBack(e),
        _ => this,
    };

    private PaymentBatch Place(PaymentsPlaced e)
    {
        var payments = new BatchPayment[Payments.Length + e.Payments.Length];
        Payments.CopyTo(payments, 0);
        foreach (var placed in e.Payments)
        {
            Ensure(
                placed.No < payments.Length && payments[placed.No] is null, "payment numbers run from 0 without a gap");
            Ensure(SourceShares.AreOf(placed.Amount, placed.OtherSources), "the sources bear a payment exactly");
            payments[placed.No] = new BatchPayment(placed, PaymentStatus.Placed) { HeldBecause = placed.HeldBecause };
        }

        return this with
        {
            Payments = payments,
            Lines = [.. Lines, .. e.Lines],
            IsDivided = IsDivided || Array.Exists(e.Payments, p => p.OtherSources is not null),
        };
    }

    private PaymentBatch Change(int no, Func<BatchPayment, BatchPayment> change)
    {
        var payments = (BatchPayment[])Payments.Clone();
        payments[no] = change(payments[no]);
        return this with { Payments = payments };
    }

    private PaymentBatch Move(int[] nos, PaymentStatus to, Money stated, string? messageId = null)
    {
        var payments = (BatchPayment[])Payments.Clone();
        var moved = 0L;
        foreach (var no in nos)
        {
            moved += payments[no].Amount.Dong;
            payments[no] = payments[no].Moved(to) with { MessageId = messageId ?? payments[no].MessageId };
        }

        Ensure(moved == stated.Dong, $"{to}: the payments sum to {moved}, the event states {stated}");
        return this with { Payments = payments };
    }

    private PaymentBatch Move(PaymentReason[] items, PaymentStatus to, Money stated)
    {
        var moved = Move(Array.ConvertAll(items, i => i.No), to, stated);
        foreach (var (no, code) in items) moved.Payments[no] = moved.Payments[no] with { ReasonCode = code };
        return moved;
    }

    private PaymentBatch Settle(PaymentsSettled e)
    {
        var payments = (BatchPayment[])Payments.Clone();
        foreach (var item in e.Items) payments[item.No] = payments[item.No].SettledBy(item.Amount);
        Ensure(e.Items.Sum(i => i.Amount) == e.Amount, "the settled items sum to the stated amount");
        return this with { Payments = payments };
    }

    private PaymentBatch Return(PaymentsReturned e)
    {
        var payments = (BatchPayment[])Payments.Clone();
        foreach (var item in e.Items)
        {
            payments[item.No] = payments[item.No].ReturnedBy(item.Amount, item.Code, e.FromAdvance);
        }

        Ensure(e.Items.Sum(i => i.Amount) == e.Amount, "the returned items sum to the stated amount");
        return this with { Payments = payments };
    }

    private PaymentBatch Reissue(PaymentsReissued e)
    {
        var payments = (BatchPayment[])Payments.Clone();
        foreach (var item in e.Items)
        {
            Ensure(payments[item.No].Reissue is null, "a payment is re-issued at most once");
            payments[item.No] = payments[item.No] with { Reissue = item };
        }

        return this with { Payments = payments };
    }

    private PaymentBatch WriteBack(PaymentsWrittenBack e)
    {
        var payments = (BatchPayment[])Payments.Clone();
        foreach (var no in e.Nos)
        {
            Ensure(payments[no].Payable == payments[no].Amount, "only a payment that failed whole is written back");
            payments[no] = payments[no] with { IsWrittenBack = true };
        }

        return this with { Payments = payments };
    }

    /// <summary>
    /// A stored fact contradicts the ones before it: the stream is damaged and nothing may be built on it.
    /// </summary>
    internal static void Ensure(bool holds, string rule)
    {
        if (!holds) throw new InvalidOperationException($"Payment batch stream is inconsistent: {rule}.");
    }
}
