using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Storage;
using Wolverine.Marten;

namespace PaymentHub.Web;

/// <summary>
/// What an officer does from a page. Every act is the use case's own function, the one that its endpoint calls, so that
/// a page can neither do more nor skip a check.
/// </summary>
public sealed class OfficerActs(
    CurrentUser user, ActOnBatches act, NpgsqlDataSource source, IDocumentStore store, IMartenOutbox outbox,
    RateBooks books, ReferenceData reference, ReleaseTargets targets, HubSettings settings, IClock clock)
{
    /// <summary>Orders the plan of a month.</summary>
    public Task PlanAsync(YearMonth period, CancellationToken cancellation) =>
        PlanRun.RunAsync(period, user, store, outbox, reference, clock, cancellation);

    /// <summary>Acts on batches of one period; each is acted on or refused on its own.</summary>
    public Task<BatchActResult> RunAsync(
        BatchAct kind, YearMonth period, Guid[] batches, string? reason, CancellationToken cancellation)
    {
        var selection = new BatchSelection(PeriodIso.Format(period), BatchIds: batches);
        return kind switch
        {
            BatchAct.Submit => SubmitBatches.RunAsync(selection, period, user, act, source, clock, cancellation),
            BatchAct.Approve => ApproveBatches.RunAsync(
                selection, period, user, act, source, clock, settings, cancellation),
            BatchAct.Return => ApproveBatches.RunReturnAsync(
                new ReturnBatches(selection.Period, batches, reason ?? ""), period, user, act, source, clock,
                cancellation),
            _ => ReleaseBatches.RunAsync(
                selection, period, user, source, store, outbox, targets, clock, cancellation),
        };
    }

    /// <summary>Holds one payment, or sets it free.</summary>
    public Task<HoldResult> HoldAsync(Guid batch, int no, bool hold, string? reason, CancellationToken cancellation) =>
        HoldPayment.RunAsync(batch, no, hold, reason ?? "", user, act, source, clock, cancellation);

    /// <summary>Gives the money of a payment that will not be made back to the funds of its sources.</summary>
    public Task<HoldResult> GiveBackAsync(Guid batch, int no, string? reason, CancellationToken cancellation) =>
        GiveBackPayment.RunAsync(batch, no, reason ?? "", user, act, source, clock, cancellation);

    /// <summary>Makes a failed payment again.</summary>
    public Task<ReissueResult> ReissueAsync(Guid batch, int no, string? reason, CancellationToken cancellation) =>
        ReissuePayment.RunAsync(
            batch, no, reason ?? "", user, store, source, books, reference, settings, clock, cancellation);
}
