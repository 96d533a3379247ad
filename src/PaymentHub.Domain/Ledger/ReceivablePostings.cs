using static PaymentHub.Domain.Ledger.LedgerAccount;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// The postings of money that must come back. At any time what the budget is due is what is still demanded and what was
/// given up: a loss stays visible.
/// </summary>
internal static class ReceivablePostings
{
    /// <summary>Null for an event that is none of these.</summary>
    public static Posting[]? Of(object @event) => @event switch
    {
        ReceivableOpened e => Legs(Recoverable, RecoveryDue, e.Receivable, e.Amount),
        ReceivableCollected e => Legs(RecoveryDue, Recoverable, e.Receivable, e.Amount),
        ReceivableWrittenOff e => Legs(WrittenOff, Recoverable, e.Receivable, e.Amount),
        _ => null,
    };

    private static Posting[] Legs(LedgerAccount debit, LedgerAccount credit, Guid receivable, Money amount)
    {
        var sub = receivable.ToString("N");
        return [new Posting(debit, sub, null, amount), new Posting(credit, sub, null, -amount)];
    }
}
