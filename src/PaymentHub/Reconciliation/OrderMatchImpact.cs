using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Web;
using Wolverine.Marten;

namespace PaymentHub.Reconciliation;

/// <summary>The version of the rules to try; without one that in force.</summary>
public sealed record MatchImpactRequest(int? RuleVersion);

/// <summary>The ordered preview.</summary>
public sealed record MatchImpactAccepted(Guid ImpactId);

/// <summary>The reason of a proposal or a refusal.</summary>
public sealed record MatchImpactReason(string? Reason);

/// <summary>
/// Orders a preview of what a version of the matching rules makes of the bank entries of the last twelve months, stops
/// it, goes on with it, and lets two people apply it. The preview changes nothing.
/// </summary>
public sealed class OrderMatchImpact : IUseCase
{
    private const string Path = "/match-impacts/{impactId:guid}";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/match-impacts", OrderAsync).RequirePermission(Permissions.BreaksResolve)
            .WithTags("Reconciliation").Answers<MatchImpactAccepted>(
                "OrderMatchImpact", StatusCodes.Status202Accepted);
        Act(api.MapPost(Path + "/cancel", CancelAsync), Permissions.BreaksResolve, "CancelMatchImpact");
        Act(api.MapPost(Path + "/resume", ResumeAsync), Permissions.BreaksResolve, "ResumeMatchImpact");
        Act(api.MapPost(Path + "/propose", ProposeAsync), Permissions.BreaksResolve, "ProposeMatchImpact");
        Act(api.MapPost(Path + "/confirm", ConfirmAsync), Permissions.BreaksConfirm, "ConfirmMatchImpact");
        Act(api.MapPost(Path + "/decline", DeclineAsync), Permissions.BreaksConfirm, "DeclineMatchImpact");
    }

    /// <summary>Orders a preview; it is looked at file by file in the background.</summary>
    /// <remarks>Xem trước tác động của một phiên bản quy tắc khớp trên 12 tháng gần nhất; không thay đổi gì.</remarks>
    public static async Task<IResult> OrderAsync(
        MatchImpactRequest body, ActOnMatchImpact act, CancellationToken cancellation)
    {
        var (id, refusal) = await act.OrderAsync(body.RuleVersion, cancellation);
        return refusal is null
            ? Results.Accepted($"/api/match-impacts/{id}", new MatchImpactAccepted(id))
            : Problems.Of(refusal);
    }

    /// <summary>Stops the preview; what was found stays.</summary>
    /// <remarks>Dừng việc xem trước; phần đã xem vẫn giữ.</remarks>
    public static Task<IResult> CancelAsync(Guid impactId, ActOnMatchImpact act, CancellationToken cancellation) =>
        AnswerAsync(act.StopAsync(impactId, cancellation));

    /// <summary>Goes on behind the last file.</summary>
    /// <remarks>Xem tiếp từ tệp đã dừng.</remarks>
    public static Task<IResult> ResumeAsync(Guid impactId, ActOnMatchImpact act, CancellationToken cancellation) =>
        AnswerAsync(act.ResumeAsync(impactId, cancellation));

    /// <summary>Proposes to apply the differences, as the first of two people.</summary>
    /// <remarks>Đề nghị áp dụng các khác biệt (người thứ nhất).</remarks>
    public static Task<IResult> ProposeAsync(
        Guid impactId, MatchImpactReason body, ActOnMatchImpact act, CancellationToken cancellation) =>
        AnswerAsync(act.ProposeAsync(impactId, body.Reason, cancellation));

    /// <summary>Agrees as the second person; the differences are applied in the background.</summary>
    /// <remarks>Đồng ý áp dụng (người thứ hai).</remarks>
    public static Task<IResult> ConfirmAsync(Guid impactId, ActOnMatchImpact act, CancellationToken cancellation) =>
        AnswerAsync(act.ConfirmAsync(impactId, cancellation));

    /// <summary>Declines a proposal.</summary>
    /// <remarks>Không đồng ý áp dụng.</remarks>
    public static Task<IResult> DeclineAsync(
        Guid impactId, MatchImpactReason body, ActOnMatchImpact act, CancellationToken cancellation) =>
        AnswerAsync(act.DeclineAsync(impactId, body.Reason, cancellation));

    private static void Act(RouteHandlerBuilder act, string permission, string operation) =>
        act.RequirePermission(permission).WithTags("Reconciliation")
            .Answers(operation, StatusCodes.Status204NoContent);

    private static async Task<IResult> AnswerAsync(Task<Refusal?> act) => await act switch
    {
        null => Results.NoContent(),
        BreakUnknown => Problems.NotFound("bản xem trước này", "such preview"),
        { } refusal => Problems.Of(refusal),
    };
}

/// <summary>
/// Applies what people decide on previews; they concern every institution, so a scope of some is not enough.
/// </summary>
public sealed class ActOnMatchImpact(CurrentUser user, IDocumentStore store, IMartenOutbox outbox, IClock clock)
{
    private const int Months = 12;

    /// <summary>True where the user may act so on a preview.</summary>
    public bool May(string permission) =>
        user.Can(permission) && user.InstitutionFilter(permission) is null && user.CommuneFilter(permission) is null;

    /// <returns>The preview, or why it was refused.</returns>
    public async Task<(Guid Id, Refusal? Refusal)> OrderAsync(int? ruleVersion, CancellationToken cancellation)
    {
        if (!May(Permissions.BreaksResolve)) return (Guid.Empty, new BreakUnknown());
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        var now = clock.GetCurrentInstant();
        var from = Domain.Ledger.EntryDates.DayOf(now).PlusMonths(-Months);
        var decision = MatchImpactDecisions.Order(
            ruleVersion ?? EntryMatching.RuleVersion, from, await ImpactSteps.CountAsync(session, from, cancellation),
            user.UserName, now);
        if (decision.Refusal is { } refusal) return (Guid.Empty, refusal);
        var id = Guid.CreateVersion7();
        session.Events.StartStream<MatchImpact>(id, decision.Events);
        await outbox.PublishAsync(new JudgeMatchImpact(id));
        await session.SaveChangesAsync(cancellation);
        return (id, null);
    }

    /// <returns>Why it was refused, or null.</returns>
    public Task<Refusal?> StopAsync(Guid id, CancellationToken cancellation) => RunAsync(
        id, Permissions.BreaksResolve, (s, now) => MatchImpactDecisions.Stop(s, user.UserName, now), null,
        cancellation);

    /// <inheritdoc cref="StopAsync"/>
    public Task<Refusal?> ResumeAsync(Guid id, CancellationToken cancellation) => RunAsync(
        id, Permissions.BreaksResolve, (s, now) => MatchImpactDecisions.Resume(s, user.UserName, now),
        new JudgeMatchImpact(id), cancellation);

    /// <inheritdoc cref="StopAsync"/>
    public Task<Refusal?> ProposeAsync(Guid id, string? reason, CancellationToken cancellation) => RunAsync(
        id, Permissions.BreaksResolve, (s, now) => MatchImpactDecisions.Propose(s, reason, user.UserName, now), null,
        cancellation);

    /// <inheritdoc cref="StopAsync"/>
    public Task<Refusal?> ConfirmAsync(Guid id, CancellationToken cancellation) => RunAsync(
        id, Permissions.BreaksConfirm, (s, now) => MatchImpactDecisions.Confirm(s, user.UserName, now),
        new ApplyMatchImpact(id), cancellation);

    /// <inheritdoc cref="StopAsync"/>
    public Task<Refusal?> DeclineAsync(Guid id, string? reason, CancellationToken cancellation) => RunAsync(
        id, Permissions.BreaksConfirm, (s, now) => MatchImpactDecisions.Decline(s, reason, user.UserName, now), null,
        cancellation);

    private async Task<Refusal?> RunAsync(
        Guid id, string permission, Func<MatchImpact, Instant, Decision> decide, object? then,
        CancellationToken cancellation)
    {
        // The event store takes no stream without an id.
        if (!May(permission) || id == Guid.Empty) return new BreakUnknown();
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        outbox.Enroll(session);
        // The work takes the stream only for the moment in which it records a step.
        await PaymentStates.LockAsync(session, [id], cancellation);
        var stream = await session.Events.FetchForWriting<MatchImpact>(id, cancellation);
        if (stream.Aggregate is not { } state) return new BreakUnknown();
        var decision = decide(state, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return refusal;
        if (decision.Events.Count == 0) return null;
        stream.AppendMany(decision.Events);
        if (then is not null) await outbox.PublishAsync(then);
        await session.SaveChangesAsync(cancellation);
        return null;
    }
}
