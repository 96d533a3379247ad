using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>
/// Says beside the events of one transaction what other sources than a batch's own one bear of them. Events must come
/// in the order in which the batch will fold them, because a part of a payment begins where the one before it ended.
/// </summary>
internal sealed class MatchSources(IReadOnlyDictionary<PaymentRef, BatchPayment> payments)
{
    private readonly Dictionary<PaymentRef, BatchPayment> _moved = [];

    public PaymentsSettled With(Guid batch, PaymentsSettled step)
    {
        List<SourceShare[]?>? parts = null;
        foreach (var item in step.Items)
        {
            if (DividedOf(new PaymentRef(batch, item.No)) is not { } payment) continue;
            (parts ??= []).Add(payment.SourcesOfSettling(item.Amount));
            _moved[new PaymentRef(batch, item.No)] = payment.SettledBy(item.Amount);
        }

        return parts is null ? step : step with { OtherSources = SourceShares.Sum(parts) };
    }

    public PaymentsReturned With(Guid batch, PaymentsReturned step)
    {
        List<SourceShare[]?>? parts = null;
        foreach (var item in step.Items)
        {
            if (DividedOf(new PaymentRef(batch, item.No)) is not { } payment) continue;
            (parts ??= []).Add(payment.SourcesOfReturning(item.Amount, step.FromAdvance));
            _moved[new PaymentRef(batch, item.No)] = payment.ReturnedBy(item.Amount, item.Code, step.FromAdvance);
        }

        return parts is null ? step : step with { OtherSources = SourceShares.Sum(parts) };
    }

    public SettlementsUndone With(Guid batch, SettlementsUndone step) => step with
    {
        OtherSources = OfUndone(
            batch, step.Items, (p, amount) => (p.SourcesOfUnsettling(amount), p.Unsettled(amount))),
    };

    public ReturnsUndone With(Guid batch, ReturnsUndone step) => step with
    {
        OtherSources = OfUndone(
            batch, step.Items, (p, amount) => (p.SourcesOfUnreturning(amount), p.Unreturned(amount))),
    };

    private SourceShare[]? OfUndone(
        Guid batch, UndonePayment[] items, Func<BatchPayment, Money, (SourceShare[]? Parts, BatchPayment After)> undo)
    {
        List<SourceShare[]?>? parts = null;
        foreach (var item in items)
        {
            if (DividedOf(new PaymentRef(batch, item.No)) is not { } payment) continue;
            var (part, after) = undo(payment, item.Amount);
            (parts ??= []).Add(part);
            _moved[new PaymentRef(batch, item.No)] = after;
        }

        return parts is null ? null : SourceShares.Sum(parts);
    }

    private BatchPayment? DividedOf(PaymentRef payment)
    {
        var stands = payments[payment];
        if (stands.Placed.OtherSources is null) return null;
        return _moved.GetValueOrDefault(payment, stands);
    }
}
