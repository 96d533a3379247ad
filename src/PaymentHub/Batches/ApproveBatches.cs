using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Funds;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Batches;

/// <summary>
/// An approver signs batches (duyệt chi): one act may cover a commune's whole month, and every batch gets its own event
/// with the signed hash. The last needed signature reserves, in the same transaction, the fund of each source that
/// bears a part of the batch, or of none.
/// </summary>
public sealed class ApproveBatches : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/batches/approve", HandleAsync).RequirePermission(Permissions.BatchesApprove).WithTags("Batches")
            .RequireSecondFactor().Answers<BatchActResult>("ApproveBatches");
        api.MapPost("/batches/return", ReturnAsync).RequirePermission(Permissions.BatchesApprove).WithTags("Batches")
            .Answers<BatchActResult>("ReturnBatches");
    }

    /// <summary>Signs the selected batches; each is signed or refused on its own.</summary>
    /// <remarks>Duyệt các lô đã chọn; lô nào không duyệt được thì nêu lý do.</remarks>
    public static async Task<IResult> HandleAsync(
        BatchSelection selection, CurrentUser user, ActOnBatches act, NpgsqlDataSource source, IClock clock,
        HubSettings settings, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(selection.Period, out var period)) return PeriodProblem.Result;
        return Results.Ok(await RunAsync(selection, period, user, act, source, clock, settings, cancellation));
    }

    /// <summary>The act itself, for the API and for the pages.</summary>
    public static async Task<BatchActResult> RunAsync(
        BatchSelection selection, YearMonth period, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, HubSettings settings, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batches = await selection.ResolveAsync(
            connection, user, Permissions.BatchesApprove, period, cancellation);
        return await act.RunAsync(
            user,
            batches,
            session => new FundStreams(session),
            (funds, batch) => ApproveAsync(
                funds, batch, settings.Approval, user.UserName, clock.GetCurrentInstant(), cancellation),
            cancellation);
    }

    /// <summary>Sends batches back to the planner with a reason.</summary>
    /// <remarks>Trả lô về người lập kèm lý do.</remarks>
    public static async Task<IResult> ReturnAsync(
        ReturnBatches command, CurrentUser user, ActOnBatches act, NpgsqlDataSource source, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(command.Period, out var period)) return PeriodProblem.Result;
        return Results.Ok(await RunReturnAsync(command, period, user, act, source, clock, cancellation));
    }

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<BatchActResult> RunReturnAsync(
        ReturnBatches command, YearMonth period, CurrentUser user, ActOnBatches act, NpgsqlDataSource source,
        IClock clock, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var batches = await new BatchSelection(command.Period, BatchIds: command.BatchIds).ResolveAsync(
            connection, user, Permissions.BatchesApprove, period, cancellation);
        return await act.RunAsync(user, batches, batch => PaymentBatchDecisions.ReturnToPlanner(
            batch, command.Reason, user.UserName, clock.GetCurrentInstant()), cancellation);
    }

    private static async Task<Decision> ApproveAsync(
        FundStreams funds, PaymentBatch batch, ApprovalPolicy policy, string user, Instant now,
        CancellationToken cancellation)
    {
        var decision = PaymentBatchDecisions.Approve(batch, policy, user, now);
        if (decision.Events.OfType<BatchApproved>().SingleOrDefault() is not { IsFinal: true } approved)
        {
            return decision;
        }

        // A re-issue pays money again that its first batch reserved and that came back.
        if (batch.Prepared.Kind == BatchKind.Reissue) return decision;
        var p = batch.Prepared;
        var own = new FundKey(p.Commune, p.Programme, p.Source, p.Period.Year);
        var refusal = await funds.DecideAsync(
            [.. FundDecisions.Needs(own, approved.Amount, approved.OtherSources)],
            (fund, need) => FundDecisions.Reserve(fund, need.Fund, batch.Id, need.Amount, user, now), cancellation);
        return refusal is null ? decision : refusal;
    }
}

/// <summary>Batches to send back, and why.</summary>
public sealed record ReturnBatches(string Period, Guid[] BatchIds, string Reason);
