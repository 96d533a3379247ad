using Marten;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Entitlements;
using PaymentHub.Programmes;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// A decision to take an over-payment from later months (trừ dần): in all, a month at most, and from which month.
/// </summary>
public sealed record NetCommand(long Total, long MonthlyLimit, YearMonth From, DecisionPaper Paper);

/// <summary>
/// Records a signed decision to net a recovery against later months. Nothing is ever deducted without one; the total
/// may not exceed what is over-paid, a month no more than the catalogue's share of it.
/// </summary>
public sealed class NetRecovery : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/entitlements/{dossier}/net", HandleAsync).WithTags("Entitlements").Decides("NetRecovery");

    /// <summary>Lets an over-payment be taken from later months by a signed decision.</summary>
    /// <remarks>Trừ dần khoản chi vượt vào các tháng sau theo quyết định.</remarks>
    public static async Task<IResult> HandleAsync(
        string dossier, NetCommand body, DecideEntitlement decide, IDocumentStore store,
        RateBooks books, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var rates = books.Current.KnownAt(now, settings.IsDemo);
        var (overpaid, monthly) = await StandingAsync(dossier, body.From, store, rates, cancellation);
        var plan = new NettingPlan(new Money(body.Total), new Money(body.MonthlyLimit), body.From, body.Paper.Number);
        return await decide.NetAsync(dossier, plan, overpaid, monthly, body.Paper, cancellation);
    }

    // What is over-paid up to the month before, and what the month itself is worth.
    private static async Task<(Money Overpaid, Money Monthly)> StandingAsync(
        string dossier, YearMonth from, IDocumentStore store, Domain.Programmes.RateView rates,
        CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var id = Entitlement.IdOf(dossier);
        var state = await session.Events.AggregateStreamAsync<Entitlement>(id, token: cancellation);
        if (state is null) return default;
        var claims = (await CommuneClaims.ReadAsync(session, [state.PersonId], null, cancellation)).Of(state.PersonId);
        var recovery = AmountDue.Compute(claims, rates, from).Lines
            .Where(l => l.EntitlementId == id && l.Kind is DueKind.Recovery or DueKind.Netting).Sum(l => l.Amount);
        var month = AmountDue.Months(claims, rates, from).Where(m => m.EntitlementId == id && m.Month == from)
            .Sum(m => m.Due);
        return (recovery, month);
    }
}
