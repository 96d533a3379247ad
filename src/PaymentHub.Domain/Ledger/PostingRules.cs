using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Reconciliation;
using static PaymentHub.Domain.Ledger.LedgerAccount;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// Double entry: which postings a money event yields. A pure function of the event and its stream, used when the event
/// is stored and again when everything is replayed; each result balances to zero.
/// </summary>
public static class PostingRules
{
    /// <summary>Balanced postings, or none for an event that moves no money.</summary>
    /// <exception cref="InvalidOperationException">The legs of a source do not sum to zero, which is a defect of this
    /// class.</exception>
    public static IReadOnlyList<Posting> Of(object @event, Guid stream)
    {
        if (@event is BatchMoney money) return OfBatch(money, stream);
        return Balanced(BankPostings(@event) ?? PeoplePostings(@event) ?? FundPostings(@event)
            ?? ReceivablePostings.Of(@event) ?? [], @event);
    }

    private static Posting[] OfBatch(BatchMoney money, Guid batch)
    {
        var whole = Balanced(BatchPostings(money, batch), money);
        return money.OtherSources is { } others ? Balanced(Divided(whole, others), money) : whole;
    }

    // Each leg in the parts of its sources: the batch's own one first.
    private static Posting[] Divided(Posting[] whole, SourceShare[] others)
    {
        var legs = new List<Posting>(whole.Length * (others.Length + 1));
        foreach (var leg in whole)
        {
            var own = SourceShares.Own(Money.Max(leg.Amount, -leg.Amount), others);
            if (own.IsPositive) legs.Add(leg with { Amount = leg.Amount.IsPositive ? own : -own });
            legs.AddRange(others.Select(o => leg with
            {
                Amount = leg.Amount.IsPositive ? o.Amount : -o.Amount,
                Source = o.Source,
            }));
        }

        return [.. legs];
    }

    internal static Posting[] Balanced(Posting[] postings, object @event)
    {
        var balances = postings.All(p => p.Source is null)
            ? postings.Sum(p => p.Amount).IsZero
            : postings.GroupBy(p => p.Source).All(g => g.Sum(p => p.Amount).IsZero);
        return balances
            ? postings
            : throw new InvalidOperationException($"Postings of {@event.GetType().Name} do not balance.");
    }

    private static Posting[] BatchPostings(BatchMoney @event, Guid batch) => @event switch
    {
        BatchApproved { IsFinal: true } e => Pair(Obligation, Payable, batch, e.Amount),
        PaymentsVoided e => Pair(Payable, Obligation, batch, e.Amount),
        PaymentsInstructed e => Pair(Payable, InTransit, batch, e.Amount),
        PaymentsRejected e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsCancelled e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsReissued e => Pair(ReturnedHeld, Obligation, batch, e.Amount),
        PaymentsWrittenBack e => Pair(ReturnedHeld, Obligation, batch, e.Amount),
        PaymentsSettled e =>
        [
            new Posting(InTransit, null, batch, e.Amount),
            new Posting(e.FromAdvance ? Advances : Bank, e.PaidFrom, batch, -e.Amount),
            .. Pair(FundSpent, FundReserved, batch, e.Amount),
        ],
        SettlementsUndone e => Negated(
        [
            new Posting(InTransit, null, batch, e.Amount),
            new Posting(e.FromAdvance ? Advances : Bank, e.PaidFrom, batch, -e.Amount),
            .. Pair(FundSpent, FundReserved, batch, e.Amount),
        ]),
        ReturnsUndone e => Negated(
        [
            new Posting(Bank, e.PaidFrom, batch, e.Amount),
            new Posting(ReturnedHeld, null, batch, -e.Amount),
            .. Pair(FundReserved, FundSpent, batch, e.Amount),
        ]),
        PaymentsReturned { FromAdvance: true } e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsReturned e =>
        [
            new Posting(Bank, e.PaidFrom, batch, e.Amount),
            new Posting(ReturnedHeld, null, batch, -e.Amount),
            .. Pair(FundReserved, FundSpent, batch, e.Amount),
        ],
        _ => [],
    };

    private static Posting[]? BankPostings(object @event) => @event switch
    {
        BalanceBroughtForward e => Legs(Bank, e.Account, OpeningBalance, e.Account, e.Amount),
        FundingReceived e => Legs(Bank, e.Account, TreasuryFunding, null, e.Amount),
        ChargeBooked e => Legs(Charges, null, Bank, e.Account, e.Amount),
        AdvanceGiven e => Legs(Advances, e.ToInstitution, Bank, e.Account, e.Amount),
        AdvanceReturned e => Legs(Bank, e.Account, Advances, e.FromInstitution, e.Amount),
        BreaksFound e => [.. e.Breaks.SelectMany(b => BreakPostings(e, b))],
        _ => null,
    };

    // What people say of unexplained money, and what they take back.
    private static Posting[]? PeoplePostings(object @event) => @event switch
    {
        BreakResolved e => Negated(Unexplainable(e.FromAdvance, e.Account, e.IsDebit, e.Moved)),
        BreakReopened e => Unexplainable(e.FromAdvance, e.Account, e.IsDebit, e.Moved),
        MatchUndone e => Of(e.Break, Unexplainable(e.FromAdvance, e.Account, e.Break.IsDebit, e.Break.Amount)),
        MovementUndone e => Negated(e.Kind switch
        {
            MatchKind.Funding => Legs(Bank, e.Account, TreasuryFunding, null, e.Amount),
            MatchKind.Charge => Legs(Charges, null, Bank, e.Account, e.Amount),
            MatchKind.Advance => Legs(Advances, e.Counterpart, Bank, e.Account, e.Amount),
            MatchKind.AdvanceReturned => Legs(Bank, e.Account, Advances, e.Counterpart, e.Amount),
            _ => throw new InvalidOperationException($"{e.Kind} is no movement of an account alone."),
        }),
        _ => null,
    };

    private static Posting[] Negated(Posting[] legs) =>
        Array.ConvertAll(legs, leg => leg with { Amount = -leg.Amount });

    private static Posting[]? FundPostings(object @event) => @event switch
    {
        AppropriationGranted e => OfBudget(
            Legs(Undistributed, e.Appropriation.Code, LedgerAccount.Appropriation, e.Appropriation.Code, e.Amount),
            e.Appropriation.Source),
        AppropriationDistributed e =>
            OfFund(Legs(Allotment, e.Fund.Code, Undistributed, e.Appropriation.Code, e.Amount), e.Fund),
        FundAllotted e => OfFund(Legs(FundAvailable, e.Fund.Code, Allotment, e.Fund.Code, e.Amount), e.Fund),
        FundCarriedOver e => OfFund(Legs(CarriedOver, e.Into.Code, FundAvailable, e.Fund.Code, e.Amount), e.Fund),
        FundCarriedIn e => OfFund(Legs(FundAvailable, e.Fund.Code, CarriedOver, e.Fund.Code, e.Amount), e.Fund),
        FundCancelled e => OfFund(Legs(Allotment, e.Fund.Code, FundAvailable, e.Fund.Code, e.Amount), e.Fund),
        FundsReserved e => OfFund(Legs(FundReserved, null, FundAvailable, e.Fund.Code, e.Amount, e.Batch), e.Fund),
        ReservationReleased e =>
            OfFund(Legs(FundAvailable, e.Fund.Code, FundReserved, null, e.Amount, e.Batch), e.Fund),
        _ => null,
    };

    private static Posting[] OfFund(Posting[] legs, FundKey fund) => OfBudget(legs, fund.Source);

    private static Posting[] OfBudget(Posting[] legs, string source) =>
        Array.ConvertAll(legs, leg => leg with { Source = source });

    private static Posting[] BreakPostings(BreaksFound found, FoundBreak item) =>
        Of(item, Unexplainable(found.FromAdvance, found.Account, item.IsDebit, item.Amount));

    private static Posting[] Of(IValueDated item, Posting[] legs) =>
        Array.ConvertAll(legs, leg => leg with { Item = item });

    private static Posting[] Unexplainable(bool fromAdvance, string own, bool isDebit, Money amount)
    {
        if (amount.IsZero) return [];
        var account = fromAdvance ? Advances : Bank;
        return isDebit ? Legs(Unexplained, own, account, own, amount) : Legs(account, own, Unexplained, own, amount);
    }

    private static Posting[] Pair(LedgerAccount debit, LedgerAccount credit, Guid batch, Money amount) =>
        Legs(debit, null, credit, null, amount, batch);

    private static Posting[] Legs(
        LedgerAccount debit, string? debitSub, LedgerAccount credit, string? creditSub, Money amount,
        Guid? batch = null) =>
    [
        new Posting(debit, debitSub, batch, amount),
        new Posting(credit, creditSub, batch, -amount),
    ];
}
