namespace PaymentHub.Domain.Batches;

/// <summary>
/// Every đồng of an approved batch in exactly one place (DESIGN §4, identity <i>orders</i>):
/// approved = held + awaiting release + voided + in transit + unknown + rejected + cancelled + settled and kept +
/// returned.
/// </summary>
public sealed record BatchTotals(
    Money Approved, Money Held, Money AwaitingRelease, Money Voided, Money InTransit, Money Unknown, Money Rejected,
    Money Cancelled, Money SettledAndKept, Money Returned)
{
    /// <summary>The sum of the right-hand side.</summary>
    public Money Accounted => Held + AwaitingRelease + Voided + InTransit + Unknown + Rejected + Cancelled
        + SettledAndKept + Returned;

    public bool Holds => Approved == Accounted;

    public static BatchTotals Of(PaymentBatch batch)
    {
        var t = new BatchTotals(
            default, default, default, default, default, default, default, default, default, default);
        foreach (var payment in batch.Payments)
        {
            if (payment.Status == PaymentStatus.Removed) continue;
            t = t with { Approved = t.Approved + payment.Amount };
            t = Add(t, payment);
        }

        return t;
    }

    private static BatchTotals Add(BatchTotals t, BatchPayment p) => p.Status switch
    {
        PaymentStatus.Placed when p.IsHeld => t with { Held = t.Held + p.Amount },
        PaymentStatus.Placed => t with { AwaitingRelease = t.AwaitingRelease + p.Amount },
        PaymentStatus.Voided => t with { Voided = t.Voided + p.Amount },
        PaymentStatus.Rejected => t with { Rejected = t.Rejected + p.Amount },
        PaymentStatus.Cancelled => t with { Cancelled = t.Cancelled + p.Amount },
        PaymentStatus.Unknown => AddKept(t, p) with { Unknown = t.Unknown + p.Outstanding },
        _ => AddKept(t, p) with { InTransit = t.InTransit + p.Outstanding },
    };

    private static BatchTotals AddKept(BatchTotals t, BatchPayment p) => t with
    {
        SettledAndKept = t.SettledAndKept + p.Kept,
        Returned = t.Returned + p.Returned + p.Uncollected,
    };
}
