using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Funds;
using PaymentHub.Reference;
using PaymentHub.Web;

namespace PaymentHub.Funds;

/// <summary>What a decision at the end of a budget year says of one fund; the amount in đồng.</summary>
public sealed record YearEndBody(
    string? Commune, string? Programme, string? Source, long Amount, string? DecisionNumber);

/// <summary>
/// The end of a budget year: unpromised money is carried over by decision (chuyển nguồn) or cancelled (hủy dự toán).
/// </summary>
public sealed class CloseFundYear : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/fund-years/{year:int}/carry-over", HandleCarryAsync).RequirePermission(Permissions.LedgerClose)
            .WithTags("Funds").Answers("CarryFundOver", StatusCodes.Status204NoContent);
        api.MapPost("/fund-years/{year:int}/cancel", HandleCancelAsync).RequirePermission(Permissions.LedgerClose)
            .WithTags("Funds").Answers("CancelFundRest", StatusCodes.Status204NoContent);
    }

    /// <summary>Carries unpromised money of a year that is over into the next year's fund.</summary>
    /// <remarks>Chuyển nguồn sang năm sau theo quyết định.</remarks>
    public static async Task<IResult> HandleCarryAsync(
        int year, YearEndBody body, ActOnFundYear act, CancellationToken cancellation) =>
        AnswerOf(await act.CarryAsync(year, body, cancellation));

    /// <summary>Cancels unpromised money of a year that is over.</summary>
    /// <remarks>Hủy dự toán còn lại của năm đã hết.</remarks>
    public static async Task<IResult> HandleCancelAsync(
        int year, YearEndBody body, ActOnFundYear act, CancellationToken cancellation) =>
        AnswerOf(await act.CancelAsync(year, body, cancellation));

    private static IResult AnswerOf((bool Found, Refusal? Refusal) result) => result switch
    {
        (false, _) => Problems.NotFound("nguồn kinh phí này", "such fund"),
        (_, { } refusal) => Problems.Of(refusal),
        _ => Results.NoContent(),
    };
}

/// <summary>The acts themselves, for the API and for the page.</summary>
public sealed class ActOnFundYear(IDocumentStore store, IClock clock, CurrentUser user, ReferenceData reference)
{
    public Task<(bool Found, Refusal? Refusal)> CarryAsync(
        int year, YearEndBody body, CancellationToken cancellation) =>
        DecideAsync(year, body, async (session, key, amount, number, now) =>
        {
            var from = await session.Events.FetchForWriting<Fund>(key.Id, cancellation);
            var next = key with { FiscalYear = year + 1 };
            var into = await session.Events.FetchForWriting<Fund>(next.Id, cancellation);
            var (leaves, comes) = BudgetYearDecisions.CarryOver(
                from.Aggregate, into.Aggregate, key, amount, number, user.UserName, now);
            if (leaves.Refusal is { } refusal) return refusal;
            from.AppendMany(leaves.Events);
            into.AppendMany(comes.Events);
            return null;
        }, cancellation);

    public Task<(bool Found, Refusal? Refusal)> CancelAsync(
        int year, YearEndBody body, CancellationToken cancellation) =>
        DecideAsync(year, body, async (session, key, amount, number, now) =>
        {
            var fund = await session.Events.FetchForWriting<Fund>(key.Id, cancellation);
            var decision = BudgetYearDecisions.Cancel(fund.Aggregate, key, amount, number, user.UserName, now);
            if (decision.Refusal is { } refusal) return refusal;
            fund.AppendMany(decision.Events);
            return null;
        }, cancellation);

    private async Task<(bool Found, Refusal? Refusal)> DecideAsync(
        int year, YearEndBody body,
        Func<IDocumentSession, FundKey, Money, string, Instant, Task<Refusal?>> decide,
        CancellationToken cancellation)
    {
        var commune = body.Commune ?? "";
        if (!reference.Communes.ContainsKey(commune) || !user.Can(Permissions.LedgerClose, commune, null))
            return (false, null);
        var key = new FundKey(commune, body.Programme ?? "", body.Source ?? "", year);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var refusal = await decide(
            session, key, new Money(body.Amount), body.DecisionNumber ?? "", clock.GetCurrentInstant());
        if (refusal is null) await session.SaveChangesAsync(cancellation);
        return (true, refusal);
    }
}
