using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;

namespace PaymentHub.Domain.Tests.Cases;

/// <summary>
/// One worked case of a case file: what the register knows about a person, the month planned, and the lines a welfare
/// officer expects by the law. README.md beside the files explains the columns and the words of the cells.
/// </summary>
public sealed record WorkedCase(
    string File, string Number, string Story, string Born, string Died, string Pension, string Decisions, string Paid,
    string KnownOn, string Period, string Expected, string Article)
{
    public override string ToString() => $"{File} {Number}: {Story}";
}

/// <summary>Reads case files and turns their words into what the engine computes from.</summary>
internal static class CaseFile
{
    private static readonly YearMonthPattern MonthPattern = YearMonthPattern.CreateWithInvariantCulture("MM'/'uuuu");
    private static readonly LocalDatePattern DatePattern =
        LocalDatePattern.CreateWithInvariantCulture("dd'/'MM'/'uuuu");

    public static IEnumerable<WorkedCase> All()
    {
        var folder = Path.Combine(ReferenceRates.Root(), "tests", "PaymentHub.Domain.Tests", "Cases");
        foreach (var path in Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadAllLines(path, Encoding.UTF8).Skip(1).Where(l => l.Length > 0))
            {
                var f = ReferenceRates.Fields(line);
                f.Count.ShouldBe(11, line);
                yield return new WorkedCase(
                    Path.GetFileNameWithoutExtension(path), f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8],
                    f[9], f[10]);
            }
        }
    }

    public static (YearMonth Month, int Together) PeriodOf(string text)
    {
        var parts = text.Split('+');
        return (Month(parts[0]), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) + 1 : 1);
    }

    public static PersonClaims PersonOf(WorkedCase story, ProgrammeRules rules)
    {
        var born = story.Born.Length == 4 ? new LocalDate(int.Parse(story.Born, CultureInfo.InvariantCulture), 1, 1)
            : story.Born.Length > 0 ? Date(story.Born) : (LocalDate?)null;
        var shared = new List<SharedClaim>();
        var decisions = Entries(story.Decisions).SelectMany(d => CaseDecision.Of(d, born, rules, shared)).ToList();
        return new PersonClaims(
            decisions, [.. Entries(story.Paid).SelectMany(PaidOf)],
            story.Died.Length > 0 ? Date(story.Died).ToYearMonth() : null)
        {
            Born = born,
            Pensions = [.. Entries(story.Pension).Select(PensionOf)],
            Shared = shared,
        };
    }

    public static string[] Entries(string cell) => cell.Split('|', StringSplitOptions.TrimEntries
        | StringSplitOptions.RemoveEmptyEntries);

    public static YearMonth Month(string text) => MonthPattern.Parse(text).GetValueOrThrow();

    public static LocalDate Date(string text) => DatePattern.Parse(text).GetValueOrThrow();

    public static string Text(YearMonth month) => MonthPattern.Format(month);

    /// <summary>A range of months, of which the end may be open: <c>07/2026..10/2026</c>.</summary>
    public static (YearMonth First, YearMonth? Last) Range(string text)
    {
        var ends = text.Split("..");
        if (ends.Length == 1) return (Month(ends[0]), Month(ends[0]));
        return (Month(ends[0]), ends[1].Length == 0 ? null : Month(ends[1]));
    }

    public static Money Dong(string digits) =>
        new(long.Parse(digits.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    private static IEnumerable<CommittedMonth> PaidOf(string entry)
    {
        var words = entry.Split(' ');
        var (first, last) = Range(words[1]);
        for (var month = first; month <= last!.Value; month = month.PlusMonths(1))
            yield return new CommittedMonth(Entitlement.IdOf(words[0]), month, Dong(words[2]));
    }

    private static PensionFact PensionOf(string entry)
    {
        var words = entry.Split(' ');
        var (from, last) = Range(words[0]);
        return new PensionFact(from, last?.PlusMonths(1), Dong(words[1]));
    }
}
