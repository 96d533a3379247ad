using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Batches;

/// <summary>An act on batches.</summary>
public enum BatchAct
{
    /// <summary>The planner hands the batch in (trình duyệt).</summary>
    Submit,

    /// <summary>An approver signs (duyệt chi).</summary>
    Approve,

    /// <summary>An approver sends the batch back (trả lại người lập).</summary>
    Return,

    /// <summary>The treasurer lets the money go (phát lệnh chi).</summary>
    Release,
}

/// <summary>
/// Whether this user could act on a batch now: <see cref="Refusal"/> says why not, <see cref="IsDone"/> that this user
/// already did it.
/// </summary>
public sealed record BatchOffer(BatchAct Act, Refusal? Refusal, bool IsDone)
{
    public bool IsOpen => Refusal is null && !IsDone;

    /// <summary>The batch waits for this act, but another person must do it.</summary>
    public bool IsBarred => Refusal is SegregationOfDuties;
}

/// <summary>
/// What a user may do with a batch. The decisions themselves are asked, and their events dropped, so that a page never
/// offers what the act would refuse.
/// </summary>
public static class BatchOffers
{
    // Only a reason's presence is judged here; the person writes the real one.
    private const string SomeReason = "-----";

    private static readonly (BatchAct Act, string Permission)[] Acts =
    [
        (BatchAct.Submit, Permissions.BatchesSubmit),
        (BatchAct.Approve, Permissions.BatchesApprove),
        (BatchAct.Return, Permissions.BatchesApprove),
        (BatchAct.Release, Permissions.BatchesRelease),
    ];

    /// <summary>The permission that an act needs.</summary>
    public static string PermissionOf(BatchAct act) => Acts.Single(a => a.Act == act).Permission;

    /// <summary>The offers of the acts that the user's roles permit on this batch; empty where there is none.</summary>
    public static async Task<IReadOnlyList<BatchOffer>> OfAsync(
        IQuerySession session, CurrentUser user, BatchItem batch, ApprovalPolicy policy, IClock clock,
        CancellationToken cancellation)
    {
        var permitted = Acts.Where(a => user.Can(a.Permission, batch.Commune, batch.Institution)).ToList();
        if (permitted.Count == 0) return [];
        var state = await session.Events.AggregateStreamAsync<PaymentBatch>(batch.BatchId, token: cancellation);
        if (state is null) return [];
        var now = clock.GetCurrentInstant();
        return [.. permitted.Select(p => OfferOf(p.Act, Try(p.Act, state, policy, user.UserName, now)))];
    }

    private static BatchOffer OfferOf(BatchAct act, Decision decision) =>
        new(act, decision.Refusal, !decision.IsRefused && decision.Events.Count == 0);

    private static Decision Try(
        BatchAct act, PaymentBatch batch, ApprovalPolicy policy, string user, Instant now) => act switch
        {
            BatchAct.Submit => PaymentBatchDecisions.Submit(batch, user, now),
            BatchAct.Approve => PaymentBatchDecisions.Approve(batch, policy, user, now),
            BatchAct.Return => PaymentBatchDecisions.ReturnToPlanner(batch, SomeReason, user, now),
            _ => PaymentBatchDecisions.Release(batch, "", new Dictionary<int, string>(), user, now),
        };
}
