using System.Collections.Concurrent;
using System.Text;
using CsvHelper;
using Marten;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
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
/// What a draft costs in one commune and programme, in đồng: the month before and after, and what earlier months would
/// owe or give back.
/// </summary>
public sealed record WhatIfItem(
    string? Commune, string? CommuneName, string Programme, long MonthBefore, long MonthAfter, long BackPay,
    long PeopleAffected)
{
    /// <summary>What the month costs more, or less.</summary>
    public long Difference => MonthAfter - MonthBefore;
}

/// <summary>What a draft would change; nothing of it is stored.</summary>
public sealed record WhatIfResult(
    string Month, long People, long PeopleAffected, long MonthBefore, long MonthAfter, long BackPay,
    IReadOnlyList<WhatIfItem> Programmes, IReadOnlyList<WhatIfItem> Communes, IReadOnlyList<string> Rows);

/// <summary>How many communes of all are computed.</summary>
public sealed record WhatIfSoFar(int Communes, int Total);

/// <summary>Why a draft cannot be read.</summary>
public sealed record DraftUnreadable(string WhyVi, string WhyEn) : Refusal(
    "draft-unreadable",
    $"Không đọc được tệp dự thảo mức hưởng: {WhyVi}",
    $"The draft file cannot be read: {WhyEn}");

/// <summary>
/// Applies draft rates or rules to the whole register without storing anything (thử nghiệm mức hưởng dự thảo).
/// </summary>
public sealed class WhatIf : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/what-if", HandleAsync).RequirePermission(Permissions.RunsPlan).WithTags("Runs").TakesFile()
            .Answers<WhatIfResult>("WhatIf");

    /// <summary>
    /// What a draft (a file in the form of one of the reference files) would cost in a month by programme and commune,
    /// and how many people it touches.
    /// </summary>
    /// <remarks>Thử tính mức hưởng dự thảo trên toàn bộ danh sách, không lưu.</remarks>
    public static async Task<IResult> HandleAsync(
        string month, HttpRequest request, CurrentUser user, IDocumentStore store, RateBooks books,
        ReferenceData reference, HubSettings settings, IClock clock, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(month, out var period)) return PeriodProblem.Result;
        var (_, bytes) = await UploadLimits.ReadAsync(request, cancellation);
        var (result, refusal) = await RunAsync(
            period, Encoding.UTF8.GetString(bytes), user, store, books, reference, settings, clock, cancellation);
        return refusal is null ? Results.Ok(result) : Problems.Of(refusal);
    }

    /// <summary>The answer for the API and for the pages; <paramref name="soFar"/> hears of each commune.</summary>
    public static async Task<(WhatIfResult? Result, Refusal? Refusal)> RunAsync(
        YearMonth month, string draft, CurrentUser user, IDocumentStore store, RateBooks books,
        ReferenceData reference, HubSettings settings, IClock clock, CancellationToken cancellation,
        IProgress<WhatIfSoFar>? soFar = null)
    {
        var now = clock.GetCurrentInstant();
        List<RatePublication> offered;
        try
        {
            offered = RateFiles.ReadDraft(draft);
        }
        catch (UnreadableDraftException e)
        {
            return (null, new DraftUnreadable(e.Vi, e.Message));
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException or CsvValidationException)
        {
            return (null, new DraftUnreadable($"tệp không đúng dạng CSV hoặc thiếu cột ({e.Message})", e.Message));
        }

        var (book, refusal) = DraftRates.Apply(books.Tables, offered, now, now.InZone(HubClock.Zone).Date);
        if (refusal is not null) return (null, refusal);
        var comparison = new WhatIfComparison(
            books.Current.KnownAt(now, settings.IsDemo), book!.KnownAt(now, settings.IsDemo), month);
        var communes = user.CommuneFilter(Permissions.RunsPlan) ?? [.. reference.Communes.Keys];
        var items = new ConcurrentBag<WhatIfItem>();
        var done = 0;
        await Parallel.ForEachAsync(communes, cancellation, async (commune, stop) =>
        {
            await using var session = store.LightweightSession();
            var claims = await CommuneClaims.ReadAsync(session, commune, stop);
            foreach (var item in comparison.Add(claims, commune))
                items.Add(item with { CommuneName = reference.Communes[commune].Name });
            soFar?.Report(new WhatIfSoFar(Interlocked.Increment(ref done), communes.Length));
        });
        return (comparison.Result(items, RowsOf(offered)), null);
    }

    private static List<string> RowsOf(List<RatePublication> offered) =>
    [
        .. offered.SelectMany(o => o.Rates).Select(r => $"{r.Programme}/{r.Group}@{r.AppliesFrom:uuuu'-'MM'-'dd}"),
        .. offered.SelectMany(o => o.Bases).Select(b => $"{b.Kind}@{b.AppliesFrom:uuuu'-'MM'-'dd}"),
        .. offered.SelectMany(o => o.Percents).Select(p =>
            $"{p.Group}/{p.InjuryPercent}@{p.AppliesFrom:uuuu'-'MM'-'dd}"),
        .. offered.SelectMany(o => o.Rules).Select(r =>
            $"{r.Kind} {r.Code} {r.Programme}/{r.Group}@{r.AppliesFrom:uuuu'-'MM'-'dd}"),
    ];
}

/// <summary>Compares two catalogues over the people of communes; safe for several communes at once.</summary>
internal sealed class WhatIfComparison(RateView before, RateView after, YearMonth month)
{
    private long _people;
    private long _affected;

    /// <summary>The sums of one commune by programme.</summary>
    public IReadOnlyList<WhatIfItem> Add(CommuneClaims claims, string commune)
    {
        var sums = new SortedDictionary<string, WhatIfItem>(StringComparer.Ordinal);
        foreach (var (person, decisions) in claims.ByPerson)
        {
            var own = decisions.Where(d => d.CommuneIn(month) == commune).Select(d => d.Id).ToHashSet();
            if (own.Count == 0) continue;
            Interlocked.Increment(ref _people);
            var all = claims.Of(person);
            var changed = new HashSet<string>();
            var (was, will) = (AmountDue.Months(all, before, month), AmountDue.Months(all, after, month));
            Add(sums, was, own, changed, -1);
            Add(sums, will, own, changed, 1);
            var touched = Differing(was, will, own);
            foreach (var programme in touched)
                sums[programme] = sums[programme] with { PeopleAffected = sums[programme].PeopleAffected + 1 };
            if (touched.Count > 0) Interlocked.Increment(ref _affected);
        }

        return [.. sums.Values.Select(s => s with { Commune = commune })];
    }

    public WhatIfResult Result(IReadOnlyCollection<WhatIfItem> items, IReadOnlyList<string> rows)
    {
        var programmes = items.GroupBy(i => i.Programme).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new WhatIfItem(
                null, null, g.Key, g.Sum(i => i.MonthBefore), g.Sum(i => i.MonthAfter), g.Sum(i => i.BackPay),
                g.Sum(i => i.PeopleAffected))).ToList();
        return new WhatIfResult(
            PeriodIso.Format(month), _people, _affected, programmes.Sum(p => p.MonthBefore),
            programmes.Sum(p => p.MonthAfter), programmes.Sum(p => p.BackPay), programmes,
            [.. items.OrderBy(i => i.Commune, StringComparer.Ordinal).ThenBy(i => i.Programme, StringComparer.Ordinal)],
            rows);
    }

    private void Add(
        SortedDictionary<string, WhatIfItem> sums, IReadOnlyList<MonthDue> months, HashSet<Guid> own,
        HashSet<string> programmes, int sign)
    {
        foreach (var m in months)
        {
            if (!own.Contains(m.EntitlementId)) continue;
            programmes.Add(m.Programme);
            var item = sums.GetValueOrDefault(m.Programme, new WhatIfItem(null, null, m.Programme, 0, 0, 0, 0));
            sums[m.Programme] = m.Month < month ? item with { BackPay = item.BackPay + (sign * m.Due.Dong) }
                : sign < 0 ? item with { MonthBefore = item.MonthBefore + m.Due.Dong }
                : item with { MonthAfter = item.MonthAfter + m.Due.Dong };
        }
    }

    // Somebody is affected where any month's due differs, even where the sum happens to be equal.
    private static HashSet<string> Differing(
        IReadOnlyList<MonthDue> before, IReadOnlyList<MonthDue> after, HashSet<Guid> own)
    {
        var was = before.Where(m => own.Contains(m.EntitlementId))
            .ToDictionary(m => (m.EntitlementId, m.Month), m => (m.Programme, m.Due));
        var touched = new HashSet<string>();
        foreach (var m in after.Where(m => own.Contains(m.EntitlementId)))
        {
            if (!was.Remove((m.EntitlementId, m.Month), out var old)) touched.Add(m.Programme);
            else if (old != (m.Programme, m.Due)) touched.Add(m.Programme);
        }

        foreach (var (_, (programme, due)) in was)
            if (!due.IsZero) touched.Add(programme);
        return touched;
    }
}
