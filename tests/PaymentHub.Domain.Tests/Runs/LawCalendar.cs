using System.Globalization;
using NodaTime.Text;
using PaymentHub.Domain.Runs;
using PaymentHub.Domain.Tests.Programmes;

namespace PaymentHub.Domain.Tests.Runs;

/// <summary>The holidays and deadlines of the reference tables, as the service reads them.</summary>
internal static class LawCalendar
{
    public static WorkingCalendar Days { get; } = new(ReferenceRates.Rows("public-holidays.csv").Select(DayOf));

    public static DeadlineRule[] Rules { get; } =
    [
        .. ReferenceRates.Rows("month-deadlines.csv").Select(r => new DeadlineRule(
            r["code"], r["only_month"].Length == 0 ? null : Number(r["only_month"]), Number(r["month_offset"]),
            Number(r["last_day"]), Enum.Parse<OffDayRule>(r["off_day_rule"], ignoreCase: true), r["vi_text"],
            r["en_text"], r["legal_basis"], r["verified"] == "verified", r["note"])),
    ];

    private static SpecialDay DayOf(Dictionary<string, string> r) => new(
        LocalDatePattern.Iso.Parse(r["day"]).Value,
        Enum.Parse<SpecialDayKind>(r["kind"].Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        r["vi_name"], r["en_name"], r["legal_basis"], r["verified"] == "verified");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
