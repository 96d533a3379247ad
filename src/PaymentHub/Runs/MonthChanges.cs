using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// One difference of a dossier from the month before, in đồng. The cause of a stop has its words where the catalogue
/// names it.
/// </summary>
public sealed record ChangeItem(
    string Dossier, string Commune, string Programme, long Before, long After, long Effect, string Reason,
    string? Cause, string? CauseVi, string? CauseEn)
{
    /// <summary>What it is about: Regular, Arrears, OneOff, Recovered, or Account, which moves no money.</summary>
    public string Part { get; init; } = "";

    /// <summary>The paying institution.</summary>
    public string Institution { get; init; } = "";

    /// <summary>The beneficiary; for documents of those who may print them, never in an answer.</summary>
    [JsonIgnore]
    public string FullName { get; init; } = "";

    /// <summary>The beneficiary with all but the last word of the name masked.</summary>
    public string? Payee { get; init; }

    public string ReasonVi { get; init; } = "";

    public string ReasonEn { get; init; } = "";

    /// <summary>Masked; only where the account changed.</summary>
    public string? AccountBefore { get; init; }

    /// <inheritdoc cref="AccountBefore"/>
    public string? Account { get; init; }
}

/// <summary>The changes of one reason: how many, and their money effect.</summary>
public sealed record ChangeSum(string Programme, string Reason, long Count, long Effect)
{
    public string ReasonVi { get; init; } = "";

    public string ReasonEn { get; init; } = "";
}

/// <summary>
/// The difference between a month and the month before: <see cref="Before"/> plus the effects of all changes is
/// <see cref="After"/>, to the đồng. <see cref="Basis"/>: Lists, where the communes are planned; Rules before that, and
/// then only the months' own amounts are compared; Mixed where some are planned.
/// </summary>
public sealed record MonthChangesPage(
    string Period, string ComparedWith, string Basis, long Before, long After, bool AddsUp,
    IReadOnlyList<ChangeSum> Reasons, IReadOnlyList<ChangeItem> Items, long Total);

/// <summary>What the changes are limited to; a null part does not limit.</summary>
public sealed record ChangeFilter(string? Commune = null, string? Programme = null, string? Reason = null);

/// <summary>
/// What is listed for a month other than for the month before, dossier by dossier with the reason and the money effect
/// (danh sách tăng, giảm).
/// </summary>
public sealed class MonthChanges(
    IDocumentStore store, NpgsqlDataSource source, RateBooks books, ReferenceData reference, HubSettings settings,
    CurrentUser user, IClock clock) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/changes", HandleAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<MonthChangesPage>("ListMonthChanges");

    /// <summary>
    /// Every dossier that is listed other than the month before, with the reason; sums by programme and reason.
    /// </summary>
    /// <remarks>Danh sách tăng, giảm so với tháng trước kèm lý do và số tiền.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? commune, string? programme, string? reason, int? page, int? size,
        MonthChanges changes, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        var filter = new ChangeFilter(Set(commune), Set(programme), Set(reason));
        return Results.Ok(await changes.PageAsync(month, filter, PageOf.From(page, size), cancellation));
    }

    /// <summary>
    /// One page for the API and for the pages. Sums are of the communes and programme, of every reason.
    /// </summary>
    public async Task<MonthChangesPage> PageAsync(
        YearMonth month, ChangeFilter filter, PageOf page, CancellationToken cancellation)
    {
        var planned = await ReadRuns.PlannedCommunesAsync(source, month, cancellation);
        var communes = await OfAsync(month, filter.Commune, planned, cancellation);
        var all = communes.SelectMany(c => c.Items).OrderBy(i => i.Commune, StringComparer.Ordinal)
            .ThenBy(i => i.Programme, StringComparer.Ordinal).ThenBy(i => i.Dossier, StringComparer.Ordinal)
            .ThenBy(i => i.Part, StringComparer.Ordinal).ToList();
        all.RemoveAll(i => filter.Programme is not null && i.Programme != filter.Programme);
        var sums = communes.SelectMany(c => c.Sums)
            .Where(s => filter.Programme is null || s.Key == filter.Programme).ToList();
        var (before, after) = (sums.Sum(s => s.Value.Before), sums.Sum(s => s.Value.After));
        var shown = all.Where(i => filter.Reason is null || i.Reason == filter.Reason).ToList();
        return new MonthChangesPage(
            PeriodIso.Format(month), PeriodIso.Format(month.PlusMonths(-1)), BasisOf(communes), before, after,
            before + all.Sum(i => i.Effect) == after,
            SumsOf(all),
            [.. shown.Skip(page.Offset).Take(page.Size)], shown.Count);
    }

    private async Task<IReadOnlyCollection<CommuneChanges>> OfAsync(
        YearMonth month, string? commune, HashSet<string> planned, CancellationToken cancellation)
    {
        var visible = user.CommuneFilter(Permissions.RunsView) ?? [.. reference.Communes.Keys];
        string[] communes = commune is not null ? [.. visible.Where(c => c == commune)] : visible;
        var rates = books.Current.KnownAt(clock.GetCurrentInstant(), settings.IsDemo);
        var found = new ConcurrentBag<CommuneChanges>();
        await Parallel.ForEachAsync(communes, cancellation, async (code, stop) =>
        {
            await using var session = store.LightweightSession();
            found.Add(planned.Contains(code)
                ? await CommuneChanges.OfListsAsync(session, code, month, rates, stop)
                : await CommuneChanges.OfRulesAsync(session, code, month, rates, stop));
        });
        return found;
    }

    private static string BasisOf(IReadOnlyCollection<CommuneChanges> communes) =>
        communes.All(c => c.FromLists) ? "Lists" : communes.Any(c => c.FromLists) ? "Mixed" : "Rules";

    private static List<ChangeSum> SumsOf(IEnumerable<ChangeItem> items) =>
    [
        .. items.GroupBy(i => (i.Programme, i.Reason)).OrderBy(g => g.Key.Programme, StringComparer.Ordinal)
            .ThenBy(g => g.Key.Reason, StringComparer.Ordinal)
            .Select(g => new ChangeSum(g.Key.Programme, g.Key.Reason, g.Count(), g.Sum(i => i.Effect))
            {
                ReasonVi = g.First().ReasonVi,
                ReasonEn = g.First().ReasonEn,
            }),
    ];

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
