using Marten;
using Marten.Events;
using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Batches;

/// <summary>
/// A step of a batch that a person made: its name, who, when, and why or with which file. Amounts are đồng; the steps
/// that name no amount have none.
/// </summary>
public sealed record BatchMoment(
    string What, Instant At, string ByUser, string? Why = null, int? Count = null, long? Amount = null,
    string? MessageId = null, int? PaymentNo = null);

/// <summary>Who did what with a batch and when, from its own events; the payments' chunks are left out.</summary>
public static class BatchHistory
{
    /// <summary>The steps in the order in which they happened.</summary>
    public static async Task<IReadOnlyList<BatchMoment>> OfAsync(
        IQuerySession session, Guid batch, CancellationToken cancellation)
    {
        var events = await session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId == batch)
            .Where(e => e.EventTypesAre(
                typeof(BatchPrepared), typeof(BatchSubmitted), typeof(BatchApproved), typeof(BatchReturnedToPlanner),
                typeof(BatchReleased), typeof(BatchReleaseRefused), typeof(PaymentHeld), typeof(HoldReleased)))
            .OrderBy(e => e.Version)
            .ToListAsync(cancellation);
        return [.. events.Select(e => MomentOf(e.Data)).OfType<BatchMoment>()];
    }

    private static BatchMoment? MomentOf(object data) => data switch
    {
        BatchPrepared e => new("Prepared", e.At, e.ByUser),
        BatchSubmitted e => new("Submitted", e.At, e.ByUser, Count: e.Count, Amount: e.Amount.Dong),
        BatchApproved { IsFinal: false } e => new("Signed", e.At, e.ByUser, Count: e.Count, Amount: e.Amount.Dong),
        BatchApproved e => new("Approved", e.At, e.ByUser, Count: e.Count, Amount: e.Amount.Dong),
        BatchReturnedToPlanner e => new("Returned", e.At, e.ByUser, e.Reason),
        BatchReleased e => new(
            "Released", e.At, e.ByUser, Count: e.Count, Amount: e.Amount.Dong, MessageId: e.MessageId),
        BatchReleaseRefused e => new("ReleaseRefused", e.At, e.ByUser, e.Code, MessageId: e.MessageId),
        PaymentHeld e => new("Held", e.At, e.ByUser, e.Reason, PaymentNo: e.No),
        HoldReleased e => new("HoldReleased", e.At, e.ByUser, e.Reason, PaymentNo: e.No),
        _ => null,
    };
}
