using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Misuse;
using PaymentHub.Web;

namespace PaymentHub.Misuse;

/// <summary>What an inspector concludes, and why.</summary>
public sealed record CaseConclusion(CaseOutcome Outcome, string? Reason);

/// <summary>Money ordered back from the payee of a dossier, in đồng, by a numbered decision.</summary>
public sealed record RecoveryOrder(string? Dossier, long Amount, string? DecisionNumber);

/// <summary>Money that came back, in đồng, with the voucher's or the bank's reference.</summary>
public sealed record RecoveryReceipt(long Amount, string? Reference);

/// <summary>Concludes a case (kết luận vụ việc) and follows the money that has to come back (truy thu).</summary>
public sealed class DecideCase : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/cases/{caseId:guid}/decide", DecideAsync).RequirePermission(Permissions.CasesDecide)
            .WithTags("Misuse").Answers("DecideCase", StatusCodes.Status204NoContent);
        api.MapPost("/cases/{caseId:guid}/order-recovery", OrderAsync).RequirePermission(Permissions.CasesDecide)
            .WithTags("Misuse").Answers("OrderRecovery", StatusCodes.Status204NoContent);
        api.MapPost("/cases/{caseId:guid}/record-recovery", RecordAsync).RequirePermission(Permissions.CasesDecide)
            .WithTags("Misuse").Answers("RecordRecovery", StatusCodes.Status204NoContent);
    }

    /// <summary>Concludes an open case with a reason that is kept for ever.</summary>
    /// <remarks>Kết luận vụ việc.</remarks>
    public static async Task<IResult> DecideAsync(
        Guid caseId, CaseConclusion body, ActOnCase act, CancellationToken cancellation) =>
        Answer(await act.DecideAsync(caseId, body, cancellation));

    /// <summary>Records that money was ordered back from the payee of a dossier.</summary>
    /// <remarks>Ghi quyết định truy thu.</remarks>
    public static async Task<IResult> OrderAsync(
        Guid caseId, RecoveryOrder body, ActOnCase act, CancellationToken cancellation) =>
        Answer(await act.OrderAsync(caseId, body, cancellation));

    /// <summary>Records money that came back; the same voucher counts once.</summary>
    /// <remarks>Ghi tiền đã thu hồi.</remarks>
    public static async Task<IResult> RecordAsync(
        Guid caseId, RecoveryReceipt body, ActOnCase act, CancellationToken cancellation) =>
        Answer(await act.RecordAsync(caseId, body, cancellation));

    private static IResult Answer(Refusal? refusal) => refusal switch
    {
        null => Results.NoContent(),
        CaseUnknown => Problems.NotFound("vụ việc này", "such case"),
        _ => Problems.Of(refusal),
    };
}

/// <summary>Applies the decisions on a case; one outside the user's scope is as unknown as one that is not.</summary>
public sealed class ActOnCase(CurrentUser user, NpgsqlDataSource source, IDocumentStore store, IClock clock)
{
    /// <returns>Why it was refused, or null.</returns>
    public Task<Refusal?> DecideAsync(Guid caseId, CaseConclusion said, CancellationToken cancellation) =>
        RunAsync(caseId, state => MisuseCaseDecisions.Decide(
            said.Outcome, said.Reason, state, clock.GetCurrentInstant(), user.UserName), cancellation);

    /// <inheritdoc cref="DecideAsync"/>
    public Task<Refusal?> OrderAsync(Guid caseId, RecoveryOrder order, CancellationToken cancellation) =>
        RunAsync(caseId, state => MisuseCaseDecisions.OrderRecovery(
            order.Dossier?.Trim() ?? "", new Money(order.Amount), order.DecisionNumber ?? "", state,
            clock.GetCurrentInstant(), user.UserName), cancellation);

    /// <inheritdoc cref="DecideAsync"/>
    public Task<Refusal?> RecordAsync(Guid caseId, RecoveryReceipt receipt, CancellationToken cancellation) =>
        RunAsync(caseId, state => MisuseCaseDecisions.ReceiveRecovery(
            new Money(receipt.Amount), receipt.Reference ?? "", state, clock.GetCurrentInstant(), user.UserName),
        cancellation);

    private async Task<Refusal?> RunAsync(
        Guid caseId, Func<MisuseCase?, Decision> decide, CancellationToken cancellation)
    {
        if (await ReadCases.FindAsync(source, user, caseId, cancellation) is null) return new CaseUnknown();
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<MisuseCase>(caseId, cancellation);
        var decision = decide(stream.Aggregate);
        if (decision.Refusal is { } refusal) return refusal;
        if (decision.Events.Count == 0) return null;
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }
}
