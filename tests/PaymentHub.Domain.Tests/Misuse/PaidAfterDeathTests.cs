using CsCheck;
using NodaTime;
using PaymentHub.Domain.Misuse;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class PaidAfterDeathTests
{
    private static readonly Guid Person = Keys.GuidOf("person", "a");
    private static readonly Instant Known = Instant.FromUtc(2026, 9, 1, 0, 0);

    private static readonly KnownDeath Death = new(
        Person, PersonalId.Parse("051060000118"), new LocalDate(2026, 8, 9), Known, "21/TLKT");

    private static PaidLine Line(
        int month, PayeeRelation relation = PayeeRelation.Self, bool afterKnown = false) => new(
        Person, "QN-1", "E2E" + month, new(2026, month), new(2026, month), new Money(540_000), "970405", "1234567890",
        relation, false, afterKnown ? Known + Duration.FromHours(1) : Known - Duration.FromDays(10));

    [Fact]
    public void A_line_for_a_month_after_the_month_of_death_is_flagged_whoever_receives()
    {
        foreach (var relation in Enum.GetValues<PayeeRelation>())
        {
            var finding = PaidAfterDeath.Detect([Line(9, relation)], [Death]).ShouldHaveSingleItem();
            finding.Detector.ShouldBe("PAID_AFTER_DEATH");
            finding.Dossiers.ShouldBe(["QN-1"]);
            finding.EndToEndIds.ShouldBe(["E2E9"]);
            finding.Amount.ShouldBe(new Money(540_000));
        }
    }

    [Fact]
    public void The_month_of_death_itself_is_due_while_nobody_knew() =>
        PaidAfterDeath.Detect([Line(8), Line(7)], [Death]).ShouldBeEmpty();

    [Fact]
    public void Once_known_nothing_goes_to_the_dead_persons_own_account()
    {
        PaidAfterDeath.Detect([Line(7, afterKnown: true)], [Death]).Count.ShouldBe(1);
        PaidAfterDeath.Detect([Line(7, PayeeRelation.Guardian, afterKnown: true)], [Death]).ShouldBeEmpty();
        PaidAfterDeath.Detect([Line(7, afterKnown: true) with { Account = null }], [Death]).ShouldBeEmpty();
    }

    [Fact]
    public void Arrears_to_a_recorded_heir_are_lawful_but_only_up_to_the_month_of_death()
    {
        var toHeir = Line(7, afterKnown: true) with { ToRecordedHeir = true, To = new(2026, 8) };
        PaidAfterDeath.Detect([toHeir], [Death]).ShouldBeEmpty();
        PaidAfterDeath.Detect([toHeir with { To = new(2026, 9) }], [Death]).Count.ShouldBe(1);
    }

    [Fact]
    public void All_lines_of_one_person_are_one_finding_and_another_person_is_untouched()
    {
        var other = Line(9) with { PersonId = Keys.GuidOf("person", "b"), EndToEndId = "X" };
        var finding = PaidAfterDeath.Detect([Line(10), Line(9), other], [Death]).ShouldHaveSingleItem();
        finding.EndToEndIds.ShouldBe(["E2E10", "E2E9"]);
        finding.Amount.ShouldBe(new Money(1_080_000));
        finding.Evidence.Length.ShouldBe(3);
    }

    [Fact]
    public void Texts_mask_the_identification_number()
    {
        var finding = PaidAfterDeath.Detect([Line(9)], [Death]).Single();
        finding.Evidence.ShouldAllBe(e => !e.TextVi.Contains("051060000118") && !e.TextEn.Contains("051060000118"));
        finding.Evidence.ShouldContain(e => e.TextVi.Contains("051*******18"));
    }

    [Fact]
    public void Order_of_facts_never_matters_and_a_later_month_only_adds_evidence() =>
        Gen.Shuffle(new[] { 6, 7, 8, 9, 10, 11 }).Holds(months =>
        {
            var lines = months.Select(m => Line(m)).ToArray();
            var whole = PaidAfterDeath.Detect(lines, [Death]).Single();
            var sorted = PaidAfterDeath.Detect(lines.OrderBy(l => l.From), [Death]).Single();
            var part = PaidAfterDeath.Detect(lines.Where(l => l.From.Month < 11), [Death]).Single();
            return whole.Key == part.Key
                && whole.Evidence.SequenceEqual(sorted.Evidence)
                && part.Evidence.All(e => whole.Evidence.Contains(e));
        });
}
