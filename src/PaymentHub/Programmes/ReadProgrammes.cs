using NodaTime;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Programmes;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Programmes;

/// <summary>
/// One effective-dated row of the price of a group: the value by its kind, from when it applies and is in force.
/// </summary>
public sealed record RateItem(
    int? InjuryPercent, string? BaseKind, string ValueKind, string Value, LocalDate AppliesFrom, LocalDate? Ends,
    LocalDate InForceFrom, string LegalBasis, bool Verified, Instant RecordedAt);

/// <summary>A rule about the group, with its value in the words of the rule file.</summary>
public sealed record RuleItem(
    string Kind, string Code, string Group, string Value, LocalDate AppliesFrom, LocalDate? Ends,
    LocalDate InForceFrom, string TextVi, string TextEn, string LegalBasis, bool Verified);

/// <summary>
/// A group of a programme. <see cref="Amount"/> is the price of the month asked, in đồng; null where it depends on the
/// injury percent or there is none. <see cref="CarriedForward"/>: a later row exists but is unverified.
/// </summary>
public sealed record GroupItem(
    string Group, string NameVi, string NameEn, string Unit, long? Amount, long? TopUp, bool CarriedForward,
    IReadOnlyList<RateItem> Rates, IReadOnlyList<RuleItem> Rules);

/// <summary>The share of one budget in percent.</summary>
public sealed record SourceItem(string Source, int Percent, string LegalBasis, bool Verified);

/// <summary>A programme of the catalogue (chương trình) with its sources of funding and groups.</summary>
public sealed record ProgrammeItem(
    string Programme, string NameVi, string NameEn, string PaidTo, string LegalBasis,
    IReadOnlyList<SourceItem> Sources, IReadOnlyList<GroupItem> Groups);

/// <summary>One effective-dated base amount (mức chuẩn), in đồng.</summary>
public sealed record BaseItem(
    string Kind, long Amount, LocalDate AppliesFrom, LocalDate InForceFrom, string LegalBasis, bool Verified);

/// <summary>The catalogue as known on a date, priced for a month.</summary>
public sealed record Catalogue(
    string Month, LocalDate KnownOn, IReadOnlyList<ProgrammeItem> Programmes, IReadOnlyList<BaseItem> Bases,
    IReadOnlyList<RuleItem> GeneralRules);

/// <summary>The programme catalogue (danh mục chương trình) as effective-dated data.</summary>
public sealed class ReadProgrammes : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/programmes", Handle).RequirePermission(Permissions.RunsView).WithTags("Programmes")
            .Answers<Catalogue>("ListProgrammes");

    /// <summary>
    /// Every programme with groups, rates, rules and sources of funding through time; amounts are those of the month.
    /// </summary>
    /// <remarks>Danh mục chương trình, nhóm đối tượng, mức hưởng và nguồn kinh phí theo thời gian.</remarks>
    public static IResult Handle(string? month, RateBooks books, HubSettings settings, IClock clock)
    {
        var today = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var period = today.ToYearMonth();
        if (month is { Length: > 0 } && !Domain.Batches.PeriodIso.TryParse(month, out period))
            return PeriodProblem.Result;
        return Results.Ok(Of(books, period, clock.GetCurrentInstant(), settings.IsDemo));
    }

    /// <summary>The catalogue for the API and for the pages.</summary>
    public static Catalogue Of(RateBooks books, YearMonth month, Instant now, bool acceptUnverified)
    {
        var view = books.Current.KnownAt(now, acceptUnverified);
        var rates = books.Tables.SelectMany(t => t.Rates).ToLookup(r => (r.Row.Programme, r.Row.Group));
        var programmes = rates.Select(g => g.Key.Programme).Distinct().Order(StringComparer.Ordinal)
            .Select(p => ProgrammeOf(p, rates, view, month));
        var bases = books.Tables.SelectMany(t => t.Bases).Select(b => b.Row)
            .OrderBy(b => b.Kind, StringComparer.Ordinal).ThenBy(b => b.AppliesFrom)
            .Select(b => new BaseItem(
                b.Kind, b.Amount.Dong, b.AppliesFrom, b.InForceFrom, b.LegalBasis, b.Verified));
        return new Catalogue(
            Domain.Batches.PeriodIso.Format(month), view.Date, [.. programmes], [.. bases],
            [.. view.Rules.Rows.Where(r => r.Programme.Length == 0).Select(RuleOf)]);
    }

    private static ProgrammeItem ProgrammeOf(
        string programme, ILookup<(string Programme, string Group), Recorded<RateRow>> rates, RateView view,
        YearMonth month)
    {
        var row = view.Rules.Latest(RuleKind.Programme, programme, "");
        return new ProgrammeItem(
            programme, row?.TextVi ?? programme, row?.TextEn ?? programme, row?.Value ?? "PERSON",
            row?.LegalBasis ?? "",
            [.. view.Rules.SharesOf(programme, month).Select(s => new SourceItem(
                s.Source, s.Percent, s.Rule.LegalBasis, s.Rule.Verified))],
            [.. rates.Where(g => g.Key.Programme == programme).OrderBy(g => g.Key.Group, StringComparer.Ordinal)
                .Select(g => GroupOf(g.Key.Group, [.. g], view, month))]);
    }

    private static GroupItem GroupOf(
        string group, Recorded<RateRow>[] rows, RateView view, YearMonth month)
    {
        var last = rows[^1].Row;
        var quote = view.For(last.Programme, group, null).At(month) as RateQuote;
        var kinds = view.Rules.Rows.Where(r => r.Kind is not (RuleKind.Programme or RuleKind.Source)
            && r.Covers(last.Programme, group));
        return new GroupItem(
            group, last.NameVi, last.NameEn, last.Unit.ToString(), quote?.Total.Dong, quote?.TopUp?.Amount.Dong,
            quote?.CarriedForward ?? false,
            [.. rows.OrderBy(r => r.Row.InjuryPercent).ThenBy(r => r.Row.AppliesFrom).ThenBy(r => r.At)
                .Select(r => RateOf(r.Row, r.At))],
            [.. kinds.Select(RuleOf)]);
    }

    private static RateItem RateOf(RateRow r, Instant at) => new(
        r.InjuryPercent, r.BaseKind, r.Kind.ToString(), r.Value.ToString(), r.AppliesFrom, r.Ends, r.InForceFrom,
        r.LegalBasis, r.Verified, at);

    private static RuleItem RuleOf(RuleRow r) => new(
        r.Kind.ToString(), r.Code, r.Group, r.Value, r.AppliesFrom, r.Ends, r.InForceFrom, r.TextVi, r.TextEn,
        r.LegalBasis, r.Verified);
}
