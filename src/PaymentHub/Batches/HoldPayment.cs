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

/// <summary>What became of a hold or of its release: the batch may lie outside the user's scope.</summary>
public readonly record struct HoldResult(bool Found, Refusal? Refusal);

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
        AnswerAsync(RunAsync(batchId, no, hold: true, body.Reason, user, act, source, clock, cancellation));

    /// <summary>Sets a held payment free with a reason.</summary>
    /// <remarks>Bỏ tạm giữ một khoản chi kèm lý do.</remarks>
    public static Task<IResult> ReleaseAsync(
        Guid batchId, int no, HoldReason body, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock,
        CancellationToken cancellation) =>
        AnswerAsync(RunAsync(batchId, no, hold: false, body.Reason, user, act, source, clock, cancellation));

    /// <summary>Holds the payment or sets it free, for the API and for the pages.</summary>
    public static async Task<HoldResult> RunAsync(
        Guid batchId, int no, bool hold, string reason, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batch = await BatchSelection.OneAsync(connection, user, Permissions.BatchesHold, batchId, cancellation);
        if (batch is null) return new HoldResult(Found: false, null);
        Refusal? refusal = null;
        await act.RunAsync(user, [batch], state =>
        {
            var now = clock.GetCurrentInstant();
            var decision = hold
                ? PaymentBatchDecisions.Hold(state, no, reason, user.UserName, now)
                : PaymentBatchDecisions.ReleaseHold(state, no, reason, user.UserName, now);
            refusal = decision.Refusal;
            return decision;
        }, cancellation);
        return new HoldResult(Found: true, refusal);
    }

    private static async Task<IResult> AnswerAsync(Task<HoldResult> act) => await act switch
    {
        { Found: false } => Problems.NotFound("lô chi trả này", "such batch"),
        { Refusal: { } refusal } => Problems.Of(refusal),
        _ => Results.NoContent(),
    };
}
