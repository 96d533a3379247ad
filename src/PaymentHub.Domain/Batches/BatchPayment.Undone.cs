namespace PaymentHub.Domain.Batches;

/// <summary>Evidence of a payment that a person took back.</summary>
public sealed partial record BatchPayment
{
    /// <summary>
    /// True where a debit of this amount can be taken back: what came back or was left uncollected rests on it.
    /// </summary>
    public bool CanUnsettle(Money amount) => Returned.IsZero && Uncollected.IsZero && Settled >= amount;

    /// <summary>True where money that came back can be taken back: nothing was made of it yet.</summary>
    public bool CanUnreturn(Money amount) =>
        Returned >= amount && Reissue is null && !IsWrittenBack && !IsPlannedAgain;

    /// <summary>
    /// A list made after the money came back pays its months again. Known to whoever judges the payment, not to its
    /// batch, because that list is a batch of its own.
    /// </summary>
    public bool IsPlannedAgain { get; init; }

    /// <summary>Without a debit of this amount; nobody knows any more whether the payee has the money.</summary>
    public BatchPayment Unsettled(Money amount)
    {
        PaymentBatch.Ensure(CanUnsettle(amount), "a debit is taken back while nothing rests on it");
        return this with { Settled = Settled - amount, Status = PaymentStatus.Unknown };
    }

    /// <summary>Without the return of this amount: the payee kept it.</summary>
    public BatchPayment Unreturned(Money amount)
    {
        PaymentBatch.Ensure(CanUnreturn(amount), "a return is taken back while nothing rests on it");
        var rest = Returned - amount;
        var isBack = rest.IsPositive || Uncollected.IsPositive;
        return this with
        {
            Returned = rest,
            ReasonCode = isBack ? ReasonCode : null,
            Status = isBack ? PaymentStatus.Returned
                : Settled < Amount ? PaymentStatus.Unknown
                : PaymentStatus.Settled,
        };
    }

    /// <summary>What other sources than the own one bear of a debit that is taken back: the last of it.</summary>
    public SourceShare[]? SourcesOfUnsettling(Money amount) =>
        SourceShares.Between(Placed.OtherSources, Amount, Settled - amount, Settled);

    /// <summary>The same of money that had come back.</summary>
    public SourceShare[]? SourcesOfUnreturning(Money amount) =>
        SourceShares.Between(Placed.OtherSources, Amount, Returned - amount, Returned);
}
