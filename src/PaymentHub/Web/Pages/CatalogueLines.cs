using NodaTime;
using PaymentHub.Domain.Programmes;
using PaymentHub.Programmes;

namespace PaymentHub.Web.Pages;

/// <summary>
/// One row of the catalogue as people read it. <see cref="Until"/> is the last day it prices: its own end, or the day
/// before the next row of its group; null where it goes on.
/// </summary>
public sealed record CatalogueLine(
    string Group, string Name, string Value, string? Base, LocalDate From, LocalDate? Until, LocalDate InForce,
    string LegalBasis, bool Verified, bool IsCurrent);

/// <summary>
/// A group, or a base amount, with its rows through time; the price of the month in đồng where it depends on nothing
/// else, and what the province adds to it.
/// </summary>
public sealed record CatalogueGroup(
    string Group, string Name, long? Amount, long? TopUp, IReadOnlyList<CatalogueLine> Lines);

/// <summary>Turns the catalogue into rows with a beginning and an end.</summary>
public static class CatalogueLines
{
    /// <summary>The rows of a programme; a table by injury percent is one row for each of its dates.</summary>
    public static IReadOnlyList<CatalogueGroup> Of(ProgrammeItem programme, YearMonth month) =>
    [
        .. programme.Groups.Select(g => (Group: g, Lines: Of(g, month).ToList())).Select(g => new CatalogueGroup(
            g.Group.Group, g.Lines.Count > 0 ? g.Lines[^1].Name : "", g.Group.Amount, g.Group.TopUp, g.Lines)),
    ];

    /// <summary>The base amounts.</summary>
    public static IReadOnlyList<CatalogueGroup> Of(IEnumerable<BaseItem> bases, YearMonth month) =>
    [
        .. bases.GroupBy(b => b.Kind).Select(g => new CatalogueGroup(g.Key, g.Key, null, null, [
            .. g.Select((b, i) => Dated(
                new CatalogueLine(
                    b.Kind, b.Kind, Shown.Money(b.Amount), null, b.AppliesFrom,
                    g.Skip(i + 1).FirstOrDefault()?.AppliesFrom.PlusDays(-1), b.InForceFrom, b.LegalBasis, b.Verified,
                    false),
                month)),
        ])),
    ];

    /// <summary>The first and the last day that a drawing of these rows shows: whole years.</summary>
    public static (LocalDate First, LocalDate Last) AxisOf(IReadOnlyCollection<CatalogueLine> lines, YearMonth month)
    {
        var first = lines.Count == 0 ? month.Year : Math.Min(month.Year, lines.Min(l => l.From.Year));
        var last = lines.Count == 0 ? month.Year : Math.Max(month.Year, lines.Max(l => l.From.Year));
        return (new LocalDate(first, 1, 1), new LocalDate(last + 1, 12, 31));
    }

    private static IEnumerable<CatalogueLine> Of(GroupItem group, YearMonth month)
    {
        // Of rows recorded twice for the same day the later one stands.
        var dated = group.Rates.GroupBy(r => r.AppliesFrom).OrderBy(g => g.Key)
            .Select(g => g.GroupBy(r => r.InjuryPercent).Select(p => p.MaxBy(r => r.RecordedAt)!).ToList()).ToList();
        for (var i = 0; i < dated.Count; i++)
        {
            var row = dated[i][0];
            LocalDate? next = i + 1 < dated.Count ? dated[i + 1][0].AppliesFrom.PlusDays(-1) : null;
            yield return Dated(
                new CatalogueLine(
                    group.Group, Shown.Text(group.NameVi, group.NameEn is { Length: > 0 } en ? en : group.NameVi),
                    ValueOf(dated[i]), row.BaseKind, row.AppliesFrom, Earlier(row.Ends, next), row.InForceFrom,
                    row.LegalBasis, dated[i].TrueForAll(r => r.Verified), false),
                month);
        }
    }

    private static string ValueOf(List<RateItem> rows)
    {
        if (rows.Count == 1) return ValueOf(rows[0]);
        var amounts = rows.Select(r => long.Parse(r.Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var (low, high) = (rows.Min(r => r.InjuryPercent), rows.Max(r => r.InjuryPercent));
        return $"{Shown.Money(amounts.Min())} – {Shown.Money(amounts.Max())} ({low}–{high} %)";
    }

    private static string ValueOf(RateItem row)
    {
        if (!Hundredths.TryParse(row.Value, out var value)) return row.Value;
        var number = (value.Count / 100m).ToString("0.##", System.Globalization.CultureInfo.CurrentCulture);
        return row.ValueKind switch
        {
            nameof(ValueKind.Amount) => Shown.Money(value.Count / 100),
            nameof(ValueKind.Coefficient) => $"× {number}",
            nameof(ValueKind.PercentOfContribution) => $"{number} % × 22 %",
            nameof(ValueKind.QuantityKg) => $"{number} kg",
            _ => $"{number} %",
        };
    }

    private static CatalogueLine Dated(CatalogueLine line, YearMonth month)
    {
        var day = month.OnDayOfMonth(1);
        return line with { IsCurrent = line.From <= day && !(line.Until < day) };
    }

    private static LocalDate? Earlier(LocalDate? a, LocalDate? b) => a is null || b < a ? b : a;
}
