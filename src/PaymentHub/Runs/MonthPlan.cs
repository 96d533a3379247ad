using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Reference;
using PaymentHub.Web;

namespace PaymentHub.Runs;

/// <summary>
/// A part of the month's plan in đồng: <see cref="Regular"/> + <see cref="Arrears"/> + <see cref="CarriedOver"/> +
/// <see cref="OneOff"/> + <see cref="Recovered"/> (below zero) = <see cref="Amount"/>. Parts by which the plan is not
/// grouped are null. A dossier that is in two parts counts in both. <see cref="Area"/> is one word for all attributes
/// of a commune's area (codes joined by "+", or NONE), so that areas add up too.
/// </summary>
public sealed record PlanItem(
    string? Area, string? Commune, string? CommuneName, string? Programme, string? Institution, string? Method,
    long Dossiers, long Payments, long Regular, long Arrears, long CarriedOver, long OneOff, long Recovered,
    long Amount, long HeldPayments, long HeldAmount);

/// <summary>
/// What one budget (nguồn kinh phí) bears of a part of the plan, in đồng, and what of it belongs to held payments. All
/// parts sum to the plan's amount; a payment that two budgets bear counts in both. A payment says what each budget
/// bears of it, its lines do not, so the kinds of money (regular, arrears and so on) are not divided.
/// </summary>
public sealed record PlanSource(
    string Source, string? Area, string? Commune, string? CommuneName, string? Programme, string? Institution,
    string? Method, long Payments, long Amount, long HeldPayments, long HeldAmount);

/// <summary>Money of earlier lists that was never paid out and is on no list since.</summary>
public sealed record UnpaidEarlier(long Payments, long Amount);

/// <summary>
/// The plan of a month. <see cref="AddsUp"/>: the lines of each part sum to the amounts of its payments, and all parts
/// to the total, and so do the <see cref="Sources"/> of funds: all of them, by the parts that were asked for where
/// source is one of these, otherwise by programme.
/// </summary>
public sealed record MonthPlanPage(
    string Period, bool AddsUp, PlanItem Total, UnpaidEarlier Unpaid, IReadOnlyList<PlanItem> Items, long Count,
    IReadOnlyList<PlanSource> Sources);

/// <summary>How the plan is limited and grouped: any of area, commune, programme, channel and source.</summary>
public sealed record PlanQuery(
    string? Commune = null, string? Programme = null, string? Institution = null, bool ByCommune = true,
    bool ByProgramme = true, bool ByChannel = true)
{
    /// <summary>An attribute, PRIORITY or NONE: only communes of that area.</summary>
    public string? Area { get; init; }

    public bool ByArea { get; init; }

    public bool BySource { get; init; }
}

/// <summary>
/// What a month pays (kế hoạch chi của tháng) by area, commune, programme, channel and source of funds: its own
/// amounts, arrears, unpaid money carried over from earlier months (NĐ 20/2021 Điều 34), one-off amounts and what
/// recovery decisions take off. Re-issues within the month are not planned again.
/// </summary>
public sealed class MonthPlan : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{period}/plan", HandleAsync).RequirePermission(Permissions.RunsView).WithTags("Runs")
            .Answers<MonthPlanPage>("GetMonthPlan");

    /// <summary>
    /// The plan of a month by the parts named in <c>by</c> (area, commune, programme, channel, source, separated by
    /// commas; commune, programme and channel without it), with the total of what is asked for. With format csv or xlsx
    /// all parts as a file.
    /// </summary>
    /// <remarks>Kế hoạch chi của tháng theo địa bàn, xã, chương trình và kênh chi trả.</remarks>
    public static async Task<IResult> HandleAsync(
        string period, string? commune, string? programme, string? institution, string? area, string? by,
        string? format, int? page, int? size, CurrentUser user, NpgsqlDataSource source, ReferenceData reference,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        if (area is { Length: > 0 } && !reference.Areas.Knows(area)) return AreaProblem.Result(reference.Areas);
        if (PartUnknown(by) is { } unknown) return unknown;
        var query = QueryOf(commune, programme, institution, by) with { Area = Set(area) };
        var stretch = string.IsNullOrEmpty(format) ? PageOf.From(page, size) : new PageOf(1, int.MaxValue);
        var plan = await PageAsync(month, query, stretch, user, source, reference, cancellation);
        return string.IsNullOrEmpty(format)
            ? Results.Ok(plan)
            : TableFile.Answer(
                query.BySource ? PlanTable.SourceRows(plan, reference) : PlanTable.Rows(plan, reference),
                $"ke-hoach-chi-{period}", TableFile.IsWorkbook(format));
    }

    /// <summary>What an address asks for.</summary>
    public static PlanQuery QueryOf(string? commune, string? programme, string? institution, string? by)
    {
        string[] parts = by is { Length: > 0 } ? by.Split(',') : ["commune", "programme", "channel"];
        return new PlanQuery(
            Set(commune), Set(programme), Set(institution), parts.Contains("commune"), parts.Contains("programme"),
            parts.Contains("channel"))
        {
            ByArea = parts.Contains("area"),
            BySource = parts.Contains("source"),
        };
    }

    /// <summary>The plan for the API and for the page.</summary>
    public static async Task<MonthPlanPage> PageAsync(
        YearMonth month, PlanQuery query, PageOf page, CurrentUser user, NpgsqlDataSource source,
        ReferenceData reference, CancellationToken cancellation)
    {
        var first = month.OnDayOfMonth(1);
        var within = query.Area is { } area ? reference.Areas.Among(reference.Communes.Keys, area, first) : null;
        var parts = await PlanQueries.PartsAsync(source, month, query, within, user, cancellation);
        var total = PlanParts.Sum(parts, null);
        var groups = InOrder(parts.GroupBy(p => KeyOf(p.Commune, p.Programme, p.Institution, p.Method, query,
            reference, first)), g => g.Key, g => g.First().Commune, reference, first);
        var items = groups.Select(g => PlanParts.Sum([.. g], new PlanItem(
            g.Key.Area, g.Key.Commune, g.Key.Commune is { } c ? reference.Communes[c].Name : null, g.Key.Programme,
            g.Key.Institution, g.Key.Method, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).ToList();
        var sources = await SourcesAsync(month, query, within, user, source, reference, cancellation);
        var addsUp = sources.Sum(s => s.Amount) == total.Amount && parts.TrueForAll(p => p.OfLines == p.Amount)
            && items.Sum(i => i.Amount) == total.Amount
            && items.TrueForAll(i => i.Regular + i.Arrears + i.CarriedOver + i.OneOff + i.Recovered == i.Amount);
        var unpaid = await PlanQueries.UnpaidAsync(source, month, query, within, user, cancellation);
        return new MonthPlanPage(
            PeriodIso.Format(month), addsUp, total, unpaid with { Amount = unpaid.Amount - total.CarriedOver },
            [.. items.Skip(page.Offset).Take(page.Size)], items.Count, sources);
    }

    private readonly record struct PartKey(
        string? Area, string? Commune, string? Programme, string? Institution, string? Method);

    private static PartKey KeyOf(
        string commune, string programme, string institution, string method, PlanQuery query,
        ReferenceData reference, LocalDate first) => new(
        query.ByArea ? reference.Areas.GroupOf(commune, first) : null, query.ByCommune ? commune : null,
        query.ByProgramme ? programme : null, query.ByChannel ? institution : null,
        query.ByChannel ? method : null);

    // Communes with priority come first.
    private static IOrderedEnumerable<T> InOrder<T>(
        IEnumerable<T> groups, Func<T, PartKey> key, Func<T, string> commune, ReferenceData reference,
        LocalDate first) => groups
        .OrderBy(g => (key(g).Area ?? key(g).Commune) is not null
            && reference.Areas.HasPriority(commune(g), first) ? 0 : 1)
        .ThenBy(g => key(g).Area, StringComparer.Ordinal).ThenBy(g => key(g).Commune, StringComparer.Ordinal)
        .ThenBy(g => key(g).Programme, StringComparer.Ordinal)
        .ThenBy(g => key(g).Institution, StringComparer.Ordinal).ThenBy(g => key(g).Method, StringComparer.Ordinal);

    private static async Task<List<PlanSource>> SourcesAsync(
        YearMonth month, PlanQuery query, string[]? within, CurrentUser user, NpgsqlDataSource source,
        ReferenceData reference, CancellationToken cancellation)
    {
        var first = month.OnDayOfMonth(1);
        var parts = await PlanQueries.SourcesAsync(source, month, query, within, user, cancellation);
        var by = query.BySource
            ? query
            : query with { ByArea = false, ByCommune = false, ByProgramme = true, ByChannel = false };
        var groups = parts.GroupBy(p => (
            Key: KeyOf(p.Commune!, p.Programme!, p.Institution!, p.Method!, by, reference, first), p.Source));
        var ordered = InOrder(groups, g => g.Key.Key, g => g.First().Commune!, reference, first)
            .ThenBy(g => g.Key.Source, StringComparer.Ordinal);
        return
        [
            .. ordered.Select(g => new PlanSource(
                g.Key.Source, g.Key.Key.Area, g.Key.Key.Commune,
                g.Key.Key.Commune is { } c ? reference.Communes[c].Name : null, g.Key.Key.Programme,
                g.Key.Key.Institution, g.Key.Key.Method, g.Sum(p => p.Payments), g.Sum(p => p.Amount),
                g.Sum(p => p.HeldPayments), g.Sum(p => p.HeldAmount))),
        ];
    }

    private static readonly string[] PartWords = ["area", "commune", "programme", "channel", "source"];

    private static IResult? PartUnknown(string? by) =>
        by is not { Length: > 0 } || Array.TrueForAll(by.Split(','), w => PartWords.Contains(w))
            ? null
            : Problems.BadRequest(
                "plan-part-unknown",
                $"Kế hoạch chỉ chia được theo: {string.Join(", ", PartWords)}.",
                $"A plan is split by any of {string.Join(", ", PartWords)}.");

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>
/// The smallest part of a plan. <see cref="Amount"/> is the sum of its payments, <see cref="OfLines"/> of their lines.
/// </summary>
internal sealed record PlanPart(
    string Commune, string Programme, string Institution, string Method, long Dossiers, long Payments, long Regular,
    long Arrears, long CarriedOver, long OneOff, long Recovered, long Amount, long HeldPayments, long HeldAmount)
{
    public long OfLines => Regular + Arrears + CarriedOver + OneOff + Recovered;
}

/// <summary>Sums of parts.</summary>
internal static class PlanParts
{
    /// <summary>The sum, named like <paramref name="named"/>; null names nothing.</summary>
    public static PlanItem Sum(IReadOnlyCollection<PlanPart> parts, PlanItem? named) => new(
        named?.Area, named?.Commune, named?.CommuneName, named?.Programme, named?.Institution, named?.Method,
        parts.Sum(p => p.Dossiers), parts.Sum(p => p.Payments), parts.Sum(p => p.Regular), parts.Sum(p => p.Arrears),
        parts.Sum(p => p.CarriedOver), parts.Sum(p => p.OneOff), parts.Sum(p => p.Recovered),
        parts.Sum(p => p.Amount), parts.Sum(p => p.HeldPayments), parts.Sum(p => p.HeldAmount));
}
