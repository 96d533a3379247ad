using System.Collections.Concurrent;
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
/// How one dossier differs from the month before, in đồng. Reasons: those of the rules, and Moved where the commune
/// changes. The cause has its words where the catalogue names it.
/// </summary>
public sealed record ChangeItem(
    string Dossier, string Commune, string Programme, long Before, long After, long Effect, string Reason,
    string? Cause, string? CauseVi, string? CauseEn);

/// <summary>The changes of one reason: how many, and their money effect.</summary>
public sealed record ChangeSum(string Programme, string Reason, long Count, long Effect);

/// <summary>
/// The difference between a month and the month before: <see cref="Before"/> plus the effects of all changes is
/// <see cref="After"/>, to the đồng.
/// </summary>
public sealed record MonthChangesPage(
    string Period, string ComparedWith, long Before, long After, bool AddsUp, IReadOnlyList<ChangeSum> Reasons,
    IReadOnlyList<ChangeItem> Items, long Total);

/// <summary>
/// What is due for a month other than for the month before, decision by decision with the reason and the money effect
/// (danh sách tăng, giảm).
/// </summary>
public sealed class MonthChanges : IUseCase
{
    private const string Moved = "Moved";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/changes", HandleAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<MonthChangesPage>("ListMonthChanges");

    /// <summary>
    /// Every decision whose amount differs from the month before, with the reason; sums by programme and reason.
    /// </summary>
    /// <remarks>Danh sách tăng, giảm so với tháng trước kèm lý do và số tiền.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? commune, int? page, int? size, CurrentUser user, IDocumentStore store,
        RateBooks books, ReferenceData reference, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var visible = user.CommuneFilter(Permissions.RunsView) ?? [.. reference.Communes.Keys];
        string[] communes = commune is { Length: > 0 } ? [.. visible.Where(c => c == commune)] : visible;
        var rates = books.Current.KnownAt(clock.GetCurrentInstant(), settings.IsDemo);
        var found = new ConcurrentBag<CommuneChanges>();
        await Parallel.ForEachAsync(communes, cancellation, async (code, stop) =>
        {
            await using var session = store.LightweightSession();
            found.Add(CommuneChanges.Of(await CommuneClaims.ReadAsync(session, code, stop), rates, month, code));
        });
        return Results.Ok(PageOf(found, month, Batches.PageOf.From(page, size)));
    }

    private static MonthChangesPage PageOf(
        IReadOnlyCollection<CommuneChanges> communes, YearMonth month, PageOf page)
    {
        var items = communes.SelectMany(c => c.Items).OrderBy(i => i.Commune, StringComparer.Ordinal)
            .ThenBy(i => i.Programme, StringComparer.Ordinal).ThenBy(i => i.Dossier, StringComparer.Ordinal).ToList();
        var (before, after) = (communes.Sum(c => c.Before), communes.Sum(c => c.After));
        return new MonthChangesPage(
            PeriodIso.Format(month), PeriodIso.Format(month.PlusMonths(-1)), before, after,
            before + items.Sum(i => i.Effect) == after,
            [.. items.GroupBy(i => (i.Programme, i.Reason)).OrderBy(g => g.Key.Programme, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Reason, StringComparer.Ordinal)
                .Select(g => new ChangeSum(g.Key.Programme, g.Key.Reason, g.Count(), g.Sum(i => i.Effect)))],
            [.. items.Skip(page.Offset).Take(page.Size)], items.Count);
    }

    private sealed record CommuneChanges(List<ChangeItem> Items, long Before, long After)
    {
        public static CommuneChanges Of(CommuneClaims claims, RateView rates, YearMonth month, string commune)
        {
            var earlier = month.PlusMonths(-1);
            var items = new List<ChangeItem>();
            var (before, after) = (0L, 0L);
            foreach (var (person, decisions) in claims.ByPerson)
            {
                var all = claims.Of(person);
                var months = AmountDue.Months(all, rates, month).ToLookup(m => m.EntitlementId);
                var changes = MonthDifference.Of(all, rates, month).ToDictionary(c => c.EntitlementId);
                foreach (var decision in decisions)
                {
                    var wasHere = decision.CommuneIn(earlier) == commune;
                    var isHere = decision.CommuneIn(month) == commune;
                    var was = months[decision.Id].Where(m => wasHere && m.Month == earlier).Sum(m => m.Due.Dong);
                    var now = months[decision.Id].Where(m => isHere && m.Month == month).Sum(m => m.Due.Dong);
                    (before, after) = (before + was, after + now);
                    if (was == now) continue;
                    var change = wasHere == isHere ? changes.GetValueOrDefault(decision.Id) : null;
                    items.Add(ItemOf(decision, commune, was, now, change, rates));
                }
            }

            return new CommuneChanges(items, before, after);
        }

        private static ChangeItem ItemOf(
            Entitlement decision, string commune, long was, long now, MonthChange? change, RateView rates)
        {
            var cause = change?.Cause is { } code ? rates.Rules.CauseOf(code) : null;
            return new ChangeItem(
                decision.Dossier, commune, change?.Programme ?? decision.Terms.Programme, was, now, now - was,
                change?.Reason.ToString() ?? Moved, change?.Cause, cause?.TextVi, cause?.TextEn);
        }
    }
}
