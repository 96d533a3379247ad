using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Funds;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>Why money goes back to its funds; at least five characters.</summary>
public sealed record GiveBackReason(string Reason);

/// <summary>
/// An approver gives the money of a payment back to the funds of its sources (hoàn dự toán): before its release, or
/// after it failed whole and is not made again.
/// </summary>
public sealed class GiveBackPayment : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/batches/{batchId:guid}/payments/{no:int}/give-back", HandleAsync)
            .RequirePermission(Permissions.BatchesApprove).WithTags("Batches")
            .Answers("GiveBackPayment", StatusCodes.Status204NoContent);

    /// <summary>
    /// Gives a payment's money back to the funds of its sources; it will not be made, or not again.
    /// </summary>
    /// <remarks>Hoàn dự toán của một khoản sẽ không chi, hoặc không chi lại; mỗi nguồn nhận phần mình.</remarks>
    public static async Task<IResult> HandleAsync(
        Guid batchId, int no, GiveBackReason body, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, CancellationToken cancellation) =>
        await RunAsync(batchId, no, body.Reason, user, act, source, clock, cancellation) switch
        {
            { Found: false } => Problems.NotFound("lô chi trả này", "such batch"),
            { Refusal: { } refusal } => Problems.Of(refusal),
            _ => Results.NoContent(),
        };

    /// <summary>The act itself.</summary>
    public static async Task<HoldResult> RunAsync(
        Guid batchId, int no, string reason, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batch = await BatchSelection.OneAsync(connection, user, Permissions.BatchesApprove, batchId, cancellation);
        if (batch is null) return new HoldResult(Found: false, null);
        Refusal? refusal = null;
        await act.RunAsync(
            user, [batch], session => new FundStreams(session),
            async (funds, state) =>
            {
                var now = clock.GetCurrentInstant();
                var decision = await GiveBackAsync(funds, state, no, reason ?? "", user.UserName, now, cancellation);
                refusal = decision.Refusal;
                return decision;
            },
            cancellation);
        return new HoldResult(Found: true, refusal);
    }

    private static async Task<Decision> GiveBackAsync(
        FundStreams funds, PaymentBatch batch, int no, string reason, string user, Instant now,
        CancellationToken cancellation)
    {
        var decision = GiveBackDecisions.GiveBack(batch, no, reason, user, now);
        if (decision.Events.OfType<BatchMoney>().SingleOrDefault() is not { } back) return decision;
        var p = batch.Prepared;
        var own = new FundKey(p.Commune, p.Programme, p.Source, p.Period.Year);
        var refusal = await funds.DecideAsync(
            [.. FundDecisions.Needs(own, batch.Payments[no].Amount, back.OtherSources)],
            (fund, need) => FundDecisions.GiveBack(fund, need, batch.Id, reason.Trim(), user, now), cancellation);
        return refusal is null ? decision : refusal;
    }
}
