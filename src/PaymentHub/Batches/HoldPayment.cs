using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>Why a payment is held or set free.</summary>
public sealed record HoldReason(string Reason);

/// <summary>Holds one payment (tạm giữ) until it is instructed, or sets it free again.</summary>
public sealed class HoldPayment : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/batches/{batchId:guid}/payments/{no:int}/hold", HoldAsync)
            .RequirePermission(Permissions.BatchesHold).WithTags("Batches")
            .Answers("HoldPayment", StatusCodes.Status204NoContent);
        api.MapPost("/batches/{batchId:guid}/payments/{no:int}/release-hold", ReleaseAsync)
            .RequirePermission(Permissions.BatchesHold).WithTags("Batches")
            .Answers("ReleaseHold", StatusCodes.Status204NoContent);
    }

    /// <summary>Holds one payment with a reason; possible until it is instructed.</summary>
    /// <remarks>Tạm giữ một khoản chi kèm lý do.</remarks>
    public static Task<IResult> HoldAsync(
        Guid batchId, int no, HoldReason body, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock,
        CancellationToken cancellation) =>
        ActAsync(batchId, user, act, source, batch => PaymentBatchDecisions.Hold(
            batch, no, body.Reason, user.UserName, clock.GetCurrentInstant()), cancellation);

    /// <summary>Sets a held payment free with a reason.</summary>
    /// <remarks>Bỏ tạm giữ một khoản chi kèm lý do.</remarks>
    public static Task<IResult> ReleaseAsync(
        Guid batchId, int no, HoldReason body, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock,
        CancellationToken cancellation) =>
        ActAsync(batchId, user, act, source, batch => PaymentBatchDecisions.ReleaseHold(
            batch, no, body.Reason, user.UserName, clock.GetCurrentInstant()), cancellation);

    private static async Task<IResult> ActAsync(
        Guid batchId, CurrentUser user, ActOnBatches act, NpgsqlDataSource source, Func<PaymentBatch, Decision> decide,
        CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batch = await BatchSelection.OneAsync(connection, user, Permissions.BatchesHold, batchId, cancellation);
        if (batch is null) return Problems.NotFound("lô chi trả này", "such batch");
        Refusal? refusal = null;
        await act.RunAsync(user, [batch], state =>
        {
            var decision = decide(state);
            refusal = decision.Refusal;
            return decision;
        }, cancellation);
        return refusal is null ? Results.NoContent() : Problems.Of(refusal);
    }
}
