using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// A month not received: how it was sent (Cash or Transfer), and why it came back: the reported code and the words of
/// the rule by which it counts.
/// </summary>
public sealed record NotReceived(string Month, string Method, string? Reason, string ReasonVi, string ReasonEn);

/// <summary>
/// A decision that the law asks for: Suspend from the month on, or End with it as the first month no longer entitled;
/// or Ask, a request to determine again what the register contradicts (cause AREA or HOUSEHOLD).
/// </summary>
public sealed record ProposalItem(
    string Dossier, string Commune, string Decision, string Month, string Cause, string? CauseVi, string? CauseEn,
    string LegalBasis)
{
    /// <summary>The months that came back, the earliest first: what whoever signs has to look at.</summary>
    public IReadOnlyList<NotReceived> Months { get; init; } = [];
}

/// <summary>The decisions that uncollected money and contradicted conditions ask for.</summary>
public sealed record Proposals(string Month, IReadOnlyList<ProposalItem> Items);

/// <summary>
/// Decisions that uncollected money asks the authority to sign (đề nghị tạm dừng, thôi hưởng), and requests to
/// determine again where area or household are not what the group is for: nothing is suspended by itself.
/// </summary>
public sealed class ProposeDecisions : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/entitlements/proposals", HandleAsync).RequirePermission(Permissions.EntitlementsDecide)
            .WithTags("Entitlements").Answers<Proposals>("ListProposals");

    /// <summary>
    /// Who did not collect for three months, or did not answer a request in time, or not for three more months, and
    /// whose commune or household is not what the group is for, as of a month.
    /// </summary>
    /// <remarks>Đề nghị tạm dừng, thôi hưởng, hoặc yêu cầu xác định lại địa bàn và loại hộ, kèm căn cứ.</remarks>
    public static async Task<IResult> HandleAsync(
        string month, CurrentUser user, IDocumentStore store, RateBooks books, ReferenceData reference,
        HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(month, out var period)) return PeriodProblem.Result;
        var now = clock.GetCurrentInstant();
        var (rules, today) = (books.Current.KnownAt(now, settings.IsDemo).Rules, now.InZone(HubClock.Zone).Date);
        var items = new List<ProposalItem>();
        var communes = user.CommuneFilter(Permissions.EntitlementsDecide) ?? [.. reference.Communes.Keys];
        var day = period.OnDayOfMonth(1);
        var stated = reference.Communes.Keys.SelectMany(c => AttributesOf(c, day, reference)).ToHashSet();
        foreach (var commune in communes.Order(StringComparer.Ordinal))
        {
            await using var session = store.LightweightSession();
            var claims = await CommuneClaims.ReadAsync(session, commune, cancellation);
            var uncollected = await UncollectedMonths.ReadAsync(
                session, [.. claims.ByPerson.Keys], rules, cancellation);
            var households = await KnownHouseholds.ReadAsync(session, [.. claims.ByPerson.Keys], day, cancellation);
            var areas = AttributesOf(commune, day, reference).ToHashSet();
            foreach (var decision in claims.ByPerson.Values.SelectMany(d => d))
            {
                if (decision.CommuneIn(period) != commune) continue;
                var known = new KnownConditions(areas, stated, households.GetValueOrDefault(decision.PersonId));
                items.AddRange(ConditionRule.Unmet(decision, period, known, rules)
                    .Select(row => AskFor(row, decision.Dossier, commune, month)));
                List<UncollectedMonth> months = uncollected.GetValueOrDefault(decision.Id) ?? [];
                var set = months.Select(m => m.Month).ToHashSet();
                if (UncollectedRule.Of(decision, set, period, rules, today) is { } proposed)
                    items.Add(ItemOf(proposed, commune, months, rules));
            }
        }

        return Results.Ok(new Proposals(month, items));
    }

    private static IEnumerable<string> AttributesOf(string commune, LocalDate day, ReferenceData reference) =>
        reference.Areas.Of(commune, day).Select(a => a.Attribute);

    private static ProposalItem AskFor(RuleRow row, string dossier, string commune, string month) => new(
        dossier, commune, "Ask", month, row.Code, row.TextVi, row.TextEn, row.LegalBasis);

    private static ProposalItem ItemOf(
        ProposedDecision proposed, string commune, List<UncollectedMonth> months, ProgrammeRules rules)
    {
        var cause = rules.CauseOf(proposed.Cause);
        return new ProposalItem(
            proposed.Dossier, commune, proposed.Ends ? "End" : "Suspend", PeriodIso.Format(proposed.Month),
            proposed.Cause, cause?.TextVi, cause?.TextEn, proposed.LegalBasis)
        {
            Months = proposed.Cause == UncollectedRule.Unanswered
                ? []
                : [.. months.Where(m => m.Month < proposed.Month).Select(m => NotReceivedOf(m, rules))],
        };
    }

    private static NotReceived NotReceivedOf(UncollectedMonth month, ProgrammeRules rules)
    {
        var rule = rules.NotReceivedBy(month.Method == "Cash", month.Reason);
        return new NotReceived(
            PeriodIso.Format(month.Month), month.Method, month.Reason, rule?.TextVi ?? "", rule?.TextEn ?? "");
    }
}
