namespace PaymentHub.Domain.Batches;

/// <summary>
/// How the money of the batch divides among the sources that bear it. Each step says its parts beside its amount, so
/// that the ledger and the funds need nothing but the event; folding makes them again and compares.
/// </summary>
public sealed partial record PaymentBatch
{
    /// <summary>True where another source than the batch's own one bears a part of any payment.</summary>
    public bool IsDivided { get; init; }

    /// <summary>The step with what other sources bear of it.</summary>
    public T WithSources<T>(T step)
        where T : BatchMoney =>
        IsDivided ? step with { OtherSources = SourcesOf(step) } : step;

    private object Divided(object @event)
    {
        if (@event is not BatchMoney step) return @event;
        Ensure(
            SourceShares.AreSame(step.OtherSources, IsDivided ? SourcesOf(step) : null),
            "the sources of a step are those of its payments");
        return step;
    }

    private SourceShare[]? SourcesOf(BatchMoney step) => step switch
    {
        BatchApproved => SourceShares.Sum(Live.Select(p => p.Placed.OtherSources)),
        PaymentsInstructed e => SourcesOf(e.Nos),
        PaymentsVoided e => SourcesOf(e.Nos),
        PaymentsWrittenBack e => SourcesOf(e.Nos),
        PaymentsRejected e => SourcesOf(e.Items.Select(i => i.No)),
        PaymentsCancelled e => SourcesOf(e.Items.Select(i => i.No)),
        PaymentsReissued e => SourcesOf(e.Items.Select(i => i.No)),
        PaymentsSettled e => SourcesOf(e),
        PaymentsReturned e => SourcesOf(e),
        SettlementsUndone e => SourcesOf(e),
        ReturnsUndone e => SourcesOf(e),
        _ => null,
    };

    private SourceShare[]? SourcesOf(IEnumerable<int> nos) =>
        SourceShares.Sum(nos.Select(no => Payments[no].Placed.OtherSources));

    private SourceShare[]? SourcesOf(PaymentsSettled e)
    {
        var stands = new Dictionary<int, BatchPayment>();
        var parts = new List<SourceShare[]?>();
        foreach (var item in e.Items)
        {
            var payment = stands.GetValueOrDefault(item.No, Payments[item.No]);
            parts.Add(payment.SourcesOfSettling(item.Amount));
            stands[item.No] = payment.SettledBy(item.Amount);
        }

        return SourceShares.Sum(parts);
    }

    private SourceShare[]? SourcesOf(PaymentsReturned e)
    {
        var stands = new Dictionary<int, BatchPayment>();
        var parts = new List<SourceShare[]?>();
        foreach (var item in e.Items)
        {
            var payment = stands.GetValueOrDefault(item.No, Payments[item.No]);
            parts.Add(payment.SourcesOfReturning(item.Amount, e.FromAdvance));
            stands[item.No] = payment.ReturnedBy(item.Amount, item.Code, e.FromAdvance);
        }

        return SourceShares.Sum(parts);
    }
}
