using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using static PaymentHub.Domain.Ledger.LedgerAccount;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// Double entry: which postings a money event yields. A pure function of the event and its stream, used when the event
/// is stored and again when everything is replayed; each result balances to zero.
/// </summary>
public static class PostingRules
{
    /// <summary>Balanced postings, or none for an event that moves no money.</summary>
    /// <exception cref="InvalidOperationException">The legs do not sum to zero, which is a defect of this
    /// class.</exception>
    public static IReadOnlyList<Posting> Of(object @event, Guid stream)
    {
        var postings = BatchPostings(@event, stream) ?? BankPostings(@event) ?? FundPostings(@event) ?? [];
        if (!postings.Sum(p => p.Amount).IsZero)
        {
            throw new InvalidOperationException($"Postings of {@event.GetType().Name} do not balance.");
        }

        return postings;
    }

    private static Posting[]? BatchPostings(object @event, Guid batch) => @event switch
    {
        BatchApproved { IsFinal: true } e => Pair(Obligation, Payable, batch, e.Amount),
        PaymentsVoided e => Pair(Payable, Obligation, batch, e.Amount),
        PaymentsInstructed e => Pair(Payable, InTransit, batch, e.Amount),
        PaymentsRejected e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsCancelled e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsReissued e => Pair(ReturnedHeld, Obligation, batch, e.Amount),
        PaymentsSettled e =>
        [
            new Posting(InTransit, null, batch, e.Amount),
            new Posting(e.FromAdvance ? Advances : Bank, e.PaidFrom, batch, -e.Amount),
            .. Pair(FundSpent, FundReserved, batch, e.Amount),
        ],
        PaymentsReturned { FromAdvance: true } e => Pair(InTransit, ReturnedHeld, batch, e.Amount),
        PaymentsReturned e =>
        [
            new Posting(Bank, e.PaidFrom, batch, e.Amount),
            new Posting(ReturnedHeld, null, batch, -e.Amount),
            .. Pair(FundReserved, FundSpent, batch, e.Amount),
        ],
        _ => null,
    };

    private static Posting[]? BankPostings(object @event) => @event switch
    {
        FundingReceived e => Money(Bank, e.Account, TreasuryFunding, null, e.Amount),
        ChargeBooked e => Money(Charges, null, Bank, e.Account, e.Amount),
        AdvanceGiven e => Money(Advances, e.ToInstitution, Bank, e.Account, e.Amount),
        AdvanceReturned e => Money(Bank, e.Account, Advances, e.FromInstitution, e.Amount),
        BreaksFound e => [.. e.Breaks.SelectMany(b => BreakPostings(e, b))],
        _ => null,
    };

    private static Posting[]? FundPostings(object @event) => @event switch
    {
        FundAllotted e => Money(FundAvailable, e.Fund.Code, Allotment, e.Fund.Code, e.Amount),
        FundsReserved e => Money(FundReserved, null, FundAvailable, e.Fund.Code, e.Amount, e.Batch),
        ReservationReleased e => Money(FundAvailable, e.Fund.Code, FundReserved, null, e.Amount, e.Batch),
        _ => null,
    };

    private static Posting[] BreakPostings(BreaksFound found, FoundBreak item)
    {
        var account = found.FromAdvance ? Advances : Bank;
        return item.IsDebit
            ? Money(Unexplained, found.Account, account, found.Account, item.Amount)
            : Money(account, found.Account, Unexplained, found.Account, item.Amount);
    }

    private static Posting[] Pair(LedgerAccount debit, LedgerAccount credit, Guid batch, Money amount) =>
        Money(debit, null, credit, null, amount, batch);

    private static Posting[] Money(
        LedgerAccount debit, string? debitSub, LedgerAccount credit, string? creditSub, Money amount,
        Guid? batch = null) =>
    [
        new Posting(debit, debitSub, batch, amount),
        new Posting(credit, creditSub, batch, -amount),
    ];
}
