namespace PaymentHub.Domain.Batches;

/// <summary>Where one payment stands; see <c>src/ARCHITECTURE.md</c> for the life of a payment.</summary>
public enum PaymentStatus
{
    Placed,
    Removed,
    Voided,
    Instructed,
    Accepted,
    Unknown,
    Rejected,
    Cancelled,
    Settled,
    Returned,
}

/// <summary>
/// One payment of the batch as the events tell it. A partial settlement splits the amount, never the payment: what is
/// neither settled nor returned is still in transit.
/// </summary>
public sealed partial record BatchPayment(PlacedPayment Placed, PaymentStatus Status)
{
    /// <summary>Money debited from our account, or cash signed for, also when it came back later.</summary>
    public Money Settled { get; init; }

    /// <summary>Settled money that came back.</summary>
    public Money Returned { get; init; }

    /// <summary>Cash that nobody collected: it never left the advance, so it was never settled either.</summary>
    public Money Uncollected { get; init; }

    /// <summary>The file that took the payment out, or null before that; a status report answers one file.</summary>
    public string? MessageId { get; init; }

    /// <summary>Why the payment is held, or null.</summary>
    public string? HeldBecause { get; init; }

    /// <summary>The ISO 20022 reason of the last refusal, cancellation or return, or null.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The one payment that takes this one's place after a rejection or return, if any.</summary>
    public ReissuedPayment? Reissue { get; init; }

    /// <summary>The money of the failed payment went back to its funds, so it is not made again.</summary>
    public bool IsWrittenBack { get; init; }

    public Money Amount => Placed.Amount;

    public bool IsHeld => HeldBecause is not null;

    /// <summary>Money may have moved and nothing final is known of at least a part of it.</summary>
    public bool IsInstructed => Status is PaymentStatus.Instructed or PaymentStatus.Accepted or PaymentStatus.Unknown
        or PaymentStatus.Settled or PaymentStatus.Returned;

    /// <summary>Instructed money that has neither been debited nor come back uncollected.</summary>
    public Money Outstanding => IsInstructed ? Amount - Settled - Uncollected : Money.Zero;

    /// <summary>Money that was debited and did not come back.</summary>
    public Money Kept => Settled - Returned;

    /// <summary>
    /// What the payee may be paid again: rejected, cancelled or returned money of a payment with nothing in transit.
    /// </summary>
    public Money Payable => Reissue is not null || IsWrittenBack ? Money.Zero : Status switch
    {
        PaymentStatus.Rejected or PaymentStatus.Cancelled => Amount,
        PaymentStatus.Returned when Outstanding.IsZero => Returned + Uncollected,
        _ => Money.Zero,
    };

    /// <summary>What other sources than the batch's own one bear of the next money that settles.</summary>
    public SourceShare[]? SourcesOfSettling(Money amount) =>
        SourceShares.Between(Placed.OtherSources, Amount, Settled, Settled + amount);

    /// <summary>
    /// The same of the next money that comes back: what was settled first comes back first, and uncollected cash is
    /// what would have been handed out last. So neither depends on the order of the others.
    /// </summary>
    public SourceShare[]? SourcesOfReturning(Money amount, bool fromAdvance) => fromAdvance
        ? SourceShares.Between(
            Placed.OtherSources, Amount, Amount - Uncollected - amount, Amount - Uncollected)
        : SourceShares.Between(Placed.OtherSources, Amount, Returned, Returned + amount);

    /// <summary>After a step that takes the whole payment.</summary>
    public BatchPayment Moved(PaymentStatus to) => this with { Status = to };

    /// <summary>After a debit or a hand-out of this amount; a part leaves the rest in transit.</summary>
    public BatchPayment SettledBy(Money amount)
    {
        var settled = Settled + amount;
        PaymentBatch.Ensure(settled + Uncollected <= Amount, "a payment never settles for more than its amount");
        var stays = Status == PaymentStatus.Returned || settled < Amount;
        return this with { Settled = settled, Status = stays ? Status : PaymentStatus.Settled };
    }

    /// <summary>
    /// After money came back: settled money to our account, or, <paramref name="fromAdvance"/>, cash that was never
    /// collected.
    /// </summary>
    public BatchPayment ReturnedBy(Money amount, string code, bool fromAdvance)
    {
        PaymentBatch.Ensure(amount <= (fromAdvance ? Outstanding : Kept), "only money that left can come back");
        return this with
        {
            Uncollected = fromAdvance ? Uncollected + amount : Uncollected,
            Returned = fromAdvance ? Returned : Returned + amount,
            Status = PaymentStatus.Returned,
            ReasonCode = code,
        };
    }
}
