using Marten;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Ledger;
using PaymentHub.Reference;
using PaymentHub.Storage;
using Wolverine;

namespace PaymentHub.Reconciliation;

/// <summary>Apply the next differences of a preview that two people agreed on.</summary>
public sealed record ApplyMatchImpact(Guid Impact);

/// <summary>
/// Takes the lost matches back first, then makes the gained ones, so that a payment that changes its entry is free by
/// then. Each entry is a transaction of its own, with the events that a person's act would give and what was done with
/// the difference; what later facts or people do not allow any more is refused and stays as it is.
/// </summary>
public sealed class ApplyMatchImpactHandler(
    IDocumentStore store, FactTables tables, ReferenceData reference, IClock clock)
{
    private const int AtOnce = 50;
    private static readonly TimeSpan StepBack = TimeSpan.FromSeconds(2);

    /// <returns>The message itself while something is left.</returns>
    public async Task<object?> Handle(ApplyMatchImpact message, CancellationToken cancellation)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            switch (await OneAsync(message.Impact, cancellation))
            {
                case null: return message.DelayedFor(StepBack);
                case false: return null;
            }
        }

        return message;
    }

    /// <returns>False at the end; null where the institution is busy.</returns>
    private async Task<bool?> OneAsync(Guid id, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = Reconsidering.ByUser;
        await PaymentStates.LockAsync(session, [id], cancellation);
        var stream = await session.Events.FetchForWriting<MatchImpact>(id, cancellation);
        if (stream.Aggregate is not { Status: MatchImpactStatus.Applying } impact) return false;
        var now = clock.GetCurrentInstant();
        var next = await ImpactWork.NextAsync(session, id, cancellation);
        if (next.Count == 0)
        {
            stream.AppendOne(new MatchImpactApplied(now));
            await session.SaveChangesAsync(cancellation);
            return false;
        }

        if (!await ActOnBreak.LockAsync(session, next[0].Institution, cancellation)) return null;
        stream.AppendOne(await ApplyAsync(session, impact, next, now, cancellation));
        await session.SaveChangesAsync(cancellation);
        return true;
    }

    private async Task<MatchDifferencesApplied> ApplyAsync(
        IDocumentSession session, MatchImpact impact, IReadOnlyList<ImpactTask> tasks, Instant now,
        CancellationToken cancellation)
    {
        var copy = new EventCopy(tables, session.CorrelationId, session.CausationId);
        var streams = new BreakStreams(session, copy, Reconsidering.ByUser, now);
        var work = new ImpactAct(session, streams, reference, impact, now);
        if (tasks[0].IsToMake) tasks = await ImpactWork.TogetherAsync(session, tasks, cancellation);
        int[] nos = [.. tasks.Select(t => t.No)];
        var refusal = tasks[0].IsToMake
            ? await work.MakeAsync(tasks, cancellation)
            : await work.TakeBackAsync(tasks[0], cancellation);
        copy.JoinTo(session);
        return refusal is not null
            ? new MatchDifferencesApplied(now, [], [], [.. nos.Select(n => new RefusedDifference(n, refusal.Code))])
            : tasks[0].IsToMake
                ? new MatchDifferencesApplied(now, [], nos, [])
                : new MatchDifferencesApplied(now, nos, [], []);
    }
}

/// <summary>One act of applying, inside a transaction that holds the institution's turn.</summary>
internal sealed class ImpactAct(
    IDocumentSession session, BreakStreams streams, ReferenceData reference, MatchImpact impact, Instant now)
{
    // The people who answer for it stand in the reason; the rules' own user marks that no person judged this entry.
    private string Reason =>
        $"{impact.Proposed!.Reason} (quy tắc phiên bản {impact.Ordered.RuleVersion}; "
        + $"đề nghị: {impact.Proposed.ByUser}; đồng ý: {impact.Confirmed!.ByUser})";

    /// <summary>Takes a match back: one of the file's posting, or the whole later judgement of a break.</summary>
    public async Task<Refusal?> TakeBackAsync(ImpactTask task, CancellationToken cancellation)
    {
        if (task.BeforeBreak is { } id) return await ReopenAsync(task, id, cancellation);
        await PaymentStates.LockAsync(session, [task.FileId], cancellation);
        var found = await ActOnMatch.FindAsync(
            session, reference, task.FileId, task.Institution,
            new MatchToTakeBack(task.Entry, task.BeforeOrder, null), cancellation);
        var facts = await FactsAsync(task, task.BeforeOrder is { } order ? [order] : [], cancellation);
        var result = MatchDecisions.Undo(found, facts.Payments, Reason, Reconsidering.ByUser, now);
        if (result.Refusal is { } refusal) return refusal;
        result = result.In(await Books.HoldAsync(session, now, cancellation));
        session.Events.Append(task.FileId, result.ForBreak);
        await streams.AppendMoneyAsync(task.Institution, result, cancellation);
        return null;
    }

    /// <summary>Makes the matches of an entry whose open money is theirs.</summary>
    public async Task<Refusal?> MakeAsync(IReadOnlyList<ImpactTask> tasks, CancellationToken cancellation)
    {
        var amount = tasks.Sum(t => t.Amount);
        var first = tasks[0];
        if (await ImpactWork.BreakOfAsync(session, first, amount, cancellation) is not { } id)
            return new ImpactDecidedByPeople();
        var state = (await streams.OpenAsync(id, cancellation))!;
        var facts = await FactsAsync(first, [.. tasks.Select(t => t.AfterOrder).OfType<string>()], cancellation);
        Explanation[] parts =
        [
            .. tasks.Select(t => new Explanation(
                KindOf(t), t.Amount, t.After?.Batch, t.After?.No, t.AfterOrder)),
        ];
        var result = MatchImpactDecisions.Match(
            state, parts, first.AfterRule!.Value, impact.Ordered.RuleVersion, facts, now);
        if (result.Refusal is { } refusal) return refusal;
        await streams.AppendAsync(state, result.In(await Books.HoldAsync(session, now, cancellation)), cancellation);
        return null;
    }

    private static ExplanationKind KindOf(ImpactTask task) => task switch
    {
        { AfterRule: MatchRule.FeeSchedule } => ExplanationKind.Charge,
        { IsReturn: true } => ExplanationKind.Return,
        _ => ExplanationKind.Payment,
    };

    private async Task<Refusal?> ReopenAsync(ImpactTask task, Guid id, CancellationToken cancellation)
    {
        var state = (await streams.OpenAsync(id, cancellation))!;
        // Its other shares were taken back with the first one.
        if (state is { Status: BreakStatus.Open, IsForPeople: false }) return null;
        if (state.Resolved is not { ByUser: Reconsidering.ByUser } resolved) return new ImpactDecidedByPeople();
        var facts = await FactsAsync(
            task, [.. resolved.Parts.Select(p => p.EndToEndId).OfType<string>()], cancellation);
        var result = BreakDecisions.Reopen(state, Reason, facts, Reconsidering.ByUser, now);
        if (result.Refusal is { } refusal) return refusal;
        await streams.AppendAsync(state, result.In(await Books.HoldAsync(session, now, cancellation)), cancellation);
        return null;
    }

    private Task<ExplanationFacts> FactsAsync(ImpactTask task, string[] orders, CancellationToken cancellation) =>
        ExplanationFactRows.LoadAsync(
            session, task.Institution, reference.Institutions[task.Institution].IsPost, orders, streams.States,
            reference, cancellation);
}
