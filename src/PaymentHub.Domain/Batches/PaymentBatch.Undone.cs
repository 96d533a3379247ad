namespace PaymentHub.Domain.Batches;

/// <summary>Evidence that a person took back.</summary>
public sealed partial record PaymentBatch
{
    private PaymentBatch Undo(SettlementsUndone e) => Undo(e.Items, e.Amount, (p, item) => p.Unsettled(item.Amount));

    private PaymentBatch Undo(ReturnsUndone e) => Undo(e.Items, e.Amount, (p, item) => p.Unreturned(item.Amount));

    private PaymentBatch Undo(
        UndonePayment[] items, Money stated, Func<BatchPayment, UndonePayment, BatchPayment> undo)
    {
        var payments = (BatchPayment[])Payments.Clone();
        foreach (var item in items)
        {
            var after = undo(payments[item.No], item);
            Ensure(after.Status == item.Stands, $"payment {item.No} stands at {after.Status}, not at {item.Stands}");
            payments[item.No] = after;
        }

        Ensure(items.Sum(i => i.Amount) == stated, "what is taken back sums to the stated amount");
        return this with { Payments = payments };
    }

    private SourceShare[]? SourcesOf(SettlementsUndone e) =>
        SourcesOfUndone(e.Items, (p, amount) => (p.SourcesOfUnsettling(amount), p.Unsettled(amount)));

    private SourceShare[]? SourcesOf(ReturnsUndone e) =>
        SourcesOfUndone(e.Items, (p, amount) => (p.SourcesOfUnreturning(amount), p.Unreturned(amount)));

    private SourceShare[]? SourcesOfUndone(
        UndonePayment[] items, Func<BatchPayment, Money, (SourceShare[]? Parts, BatchPayment After)> undo)
    {
        var stands = new Dictionary<int, BatchPayment>();
        var parts = new List<SourceShare[]?>();
        foreach (var item in items)
        {
            var (part, after) = undo(stands.GetValueOrDefault(item.No, Payments[item.No]), item.Amount);
            parts.Add(part);
            stands[item.No] = after;
        }

        return SourceShares.Sum(parts);
    }
}
