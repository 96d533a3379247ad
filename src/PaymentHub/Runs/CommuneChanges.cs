using Marten;
using NodaTime;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Runs;

namespace PaymentHub.Runs;

/// <summary>What a programme's lists of two months pay, in đồng.</summary>
internal readonly record struct TwoMonths(long Before, long After);

/// <summary>
/// How one commune's month differs from the month before, in đồng, with the sums of both months by programme.
/// </summary>
internal sealed record CommuneChanges(
    List<ChangeItem> Items, IReadOnlyDictionary<string, TwoMonths> Sums, bool FromLists)
{
    /// <summary>
    /// The lists as batches hold them. Reasons are computed for those only whose own amount differs, so that a month
    /// like the one before costs no computation of the whole register.
    /// </summary>
    public static async Task<CommuneChanges> OfListsAsync(
        IQuerySession session, string commune, YearMonth month, RateView rates, CancellationToken cancellation)
    {
        var listed = await ListedRows.ReadAsync(session, commune, month, cancellation);
        var changed = listed.Where(d => d.Differs).ToList();
        var rules = await RuleReasons.ReadAsync(
            session, [.. changed.Where(d => d.Before.Regular != d.After.Regular).Select(d => d.Person).Distinct()],
            rates, month, cancellation);
        var items = new List<ChangeItem>();
        foreach (var dossier in changed)
        {
            var differences = ListDifference.Of(
                dossier.Before, dossier.After, rules.ChangeOf(dossier.Entitlement),
                rules.HasMoved(dossier.Entitlement, commune), dossier.AccountChanged,
                rules.NotDueOf(dossier.Entitlement));
            items.AddRange(differences.Select(change => ItemOf(dossier, commune, change, rates)));
        }

        return new CommuneChanges(items, SumsOf(listed), true);
    }

    /// <summary>What would be listed by the rules, before the month is planned: the month's own amounts.</summary>
    public static async Task<CommuneChanges> OfRulesAsync(
        IDocumentSession session, string commune, YearMonth month, RateView rates, CancellationToken cancellation)
    {
        var claims = await CommuneClaims.ReadAsync(session, commune, cancellation);
        var earlier = month.PlusMonths(-1);
        var items = new List<ChangeItem>();
        var dossiers = new List<ListedDossier>();
        foreach (var (person, decisions) in claims.ByPerson)
        {
            var all = claims.Of(person);
            var months = AmountDue.Months(all, rates, month).ToLookup(m => m.EntitlementId);
            var changes = MonthDifference.Of(all, rates, month).ToDictionary(c => c.EntitlementId);
            foreach (var decision in decisions)
            {
                var (wasHere, isHere) = (decision.CommuneIn(earlier) == commune, decision.CommuneIn(month) == commune);
                var was = months[decision.Id].Where(m => wasHere && m.Month == earlier).Sum(m => m.Due);
                var now = months[decision.Id].Where(m => isHere && m.Month == month).Sum(m => m.Due);
                var dossier = DossierOf(claims, person, decision, was, now);
                dossiers.Add(dossier);
                items.AddRange(ListDifference
                    .Of(dossier.Before, dossier.After, changes.GetValueOrDefault(decision.Id), wasHere != isHere, false)
                    .Select(change => ItemOf(dossier, commune, change, rates)));
            }
        }

        return new CommuneChanges(items, SumsOf(dossiers), false);
    }

    private static Dictionary<string, TwoMonths> SumsOf(IEnumerable<ListedDossier> dossiers) => dossiers
        .GroupBy(d => d.Programme).ToDictionary(g => g.Key, g => new TwoMonths(
            g.Sum(d => d.Before.Total).Dong, g.Sum(d => d.After.Total).Dong));

    private static ListedDossier DossierOf(
        CommuneClaims claims, Guid person, Entitlement decision, Money was, Money now)
    {
        var payout = claims.Payouts.GetValueOrDefault(decision.Dossier);
        return new ListedDossier(
            decision.Id, person, decision.Dossier, decision.Terms.Programme, payout?.Institution ?? "",
            claims.Names.GetValueOrDefault(person, ""),
            new ListedMoney(was, default, default, default), new ListedMoney(now, default, default, default), false,
            null, null);
    }

    private static ChangeItem ItemOf(ListedDossier d, string commune, ListChange change, RateView rates)
    {
        var cause = change.Cause is { } code ? rates.Rules.CauseOf(code) : null;
        var isAccount = change.Part == ListPart.Account;
        return new ChangeItem(
            d.Dossier, commune, d.Programme, change.Before.Dong, change.After.Dong, change.Effect.Dong, change.Reason,
            change.Cause, cause?.TextVi, cause?.TextEn)
        {
            Part = change.Part.ToString(),
            Institution = d.Institution,
            FullName = d.FullName,
            Payee = d.FullName.Length == 0 ? null : "*** " + d.FullName[(d.FullName.LastIndexOf(' ') + 1)..],
            ReasonVi = ListReasons.Vietnamese(change.Reason),
            ReasonEn = ListReasons.English(change.Reason),
            AccountBefore = isAccount ? d.AccountBefore : null,
            Account = isAccount ? d.Account : null,
        };
    }
}

/// <summary>How the amounts due of some people differ by the rules, and which of their decisions moved.</summary>
internal sealed class RuleReasons
{
    private readonly Dictionary<Guid, MonthChange> _changes = [];
    private readonly Dictionary<Guid, (string Before, string Now)> _communes = [];
    private readonly Dictionary<Guid, (DifferenceReason Reason, string? Cause)> _notDue = [];

    public static async Task<RuleReasons> ReadAsync(
        IQuerySession session, Guid[] people, RateView rates, YearMonth month, CancellationToken cancellation)
    {
        var reasons = new RuleReasons();
        if (people.Length == 0) return reasons;
        var claims = await CommuneClaims.ReadAsync(session, people, null, cancellation);
        foreach (var (person, decisions) in claims.ByPerson)
        {
            var all = claims.Of(person);
            foreach (var change in MonthDifference.Of(all, rates, month))
                reasons._changes[change.EntitlementId] = change;
            foreach (var (id, reason, cause) in MonthDifference.NotDue(all, rates, month))
                reasons._notDue[id] = (reason, cause);
            foreach (var d in decisions)
                reasons._communes[d.Id] = (d.CommuneIn(month.PlusMonths(-1)), d.CommuneIn(month));
        }

        return reasons;
    }

    public MonthChange? ChangeOf(Guid entitlement) => _changes.GetValueOrDefault(entitlement);

    /// <summary>Why nothing is due for the month, or null where something is.</summary>
    public (DifferenceReason Reason, string? Cause)? NotDueOf(Guid entitlement) =>
        _notDue.TryGetValue(entitlement, out var why) ? why : null;

    /// <summary>Whether it left or entered the commune with this month.</summary>
    public bool HasMoved(Guid entitlement, string commune) =>
        _communes.TryGetValue(entitlement, out var c) && c.Before != c.Now && (c.Before == commune || c.Now == commune);
}
