using System.Globalization;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Cases;

/// <summary>
/// The law's own examples and those a welfare officer would check a system with. Amounts were computed from the
/// decrees, not by the engine.
/// </summary>
public class WorkedCaseTests
{
    private static readonly LocalDate Known = new(2026, 10, 22);

    public static TheoryData<WorkedCase> Cases => [.. CaseFile.All()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_person_is_owed_what_the_law_says(WorkedCase story)
    {
        var known = story.KnownOn.Length > 0 ? CaseFile.Date(story.KnownOn) : Known;
        var rates = CaseTopUps.Book.KnownOn(known, acceptUnverified: true);
        var (period, together) = CaseFile.PeriodOf(story.Period);

        var due = AmountDue.Compute(CaseFile.PersonOf(story, rates.Rules), rates, period, together);

        Told(due, story.Expected.Contains('[', StringComparison.Ordinal))
            .ShouldBe([.. CaseFile.Entries(story.Expected)], story.ToString());
    }

    [Fact]
    public void There_are_at_least_120_cases_each_with_its_article()
    {
        var cases = CaseFile.All().ToList();

        cases.Count.ShouldBeGreaterThanOrEqualTo(120);
        cases.ShouldAllBe(c => c.Article.Length > 5 && c.Story.Length > 10);
        cases.Select(c => c.Number).ShouldBeUnique();
    }

    [Fact]
    public void Every_group_of_the_rate_files_occurs()
    {
        var used = CaseFile.All().SelectMany(c => CaseFile.Entries(c.Decisions))
            .Select(d => d.Split(';')[0].Split(' ')[1]).ToHashSet();

        var groups = ReferenceRates.Rates.Select(r => $"{r.Programme}/{r.Group}")
            .Concat(ReferenceRates.Percents.Select(p => $"{ProgrammeCode.Merit}/{p.Group}")).Distinct();
        groups.Where(g => !used.Contains(g)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_line_of_every_case_can_be_told_in_both_languages_from_its_stored_code()
    {
        foreach (var story in CaseFile.All())
        {
            var known = story.KnownOn.Length > 0 ? CaseFile.Date(story.KnownOn) : Known;
            var rates = CaseTopUps.Book.KnownOn(known, acceptUnverified: true);
            var (period, together) = CaseFile.PeriodOf(story.Period);
            foreach (var line in AmountDue.Compute(
                CaseFile.PersonOf(story, rates.Rules), rates, period, together).Lines)
            {
                foreach (var language in Enum.GetValues<ExplanationLanguage>())
                    DueText.Explain(line.Explanation.Code, CaseTopUps.Book, language)
                        .ShouldAllBe(s => s.EndsWith('.'), story.ToString());
                DueExplanation.MonthsOf(line.Explanation.Code).ShouldBe(line.Months);
            }
        }
    }

    private static string[] Told(PersonDue due, bool withFunding)
    {
        if (due.Lines.Count == 0) return ["không"];
        return [.. due.Lines.Select(l => Told(l, withFunding))];
    }

    private static string Told(DueLine line, bool withFunding)
    {
        var kind = line.Hold == HoldReason.AwaitsAnswer ? "chờ" : line.Hold is not null ? "giữ" : line.Kind switch
        {
            DueKind.Regular => "thường kỳ",
            DueKind.Arrears => "truy lĩnh",
            DueKind.OneOff => "chi một lần",
            DueKind.Netting => "trừ dần",
            _ => "truy thu",
        };
        var months = line.FirstMonth == line.LastMonth
            ? CaseFile.Text(line.FirstMonth)
            : $"{CaseFile.Text(line.FirstMonth)}..{CaseFile.Text(line.LastMonth)}";
        var funding = withFunding
            ? $" [{string.Join(", ", line.Funding.Select(f => $"{f.Source} {Dotted(f.Amount)}"))}]"
            : "";
        return $"{line.Dossier} {kind} {months} {line.Programme}/{line.Group} {Dotted(line.Amount)}{funding}";
    }

    private static string Dotted(Money amount) =>
        amount.Dong.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '.');
}
