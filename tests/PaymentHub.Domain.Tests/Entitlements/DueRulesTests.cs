using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

public class DueRulesTests
{
    private const string A = "QN-21025-00000A";
    private const string B = "QN-21025-00000B";

    [Fact]
    public void Nothing_is_due_before_the_first_entitled_month()
    {
        Claims(Decision(A, "TCXH", "K6.C", Month(2026, 12))).Due().Lines.ShouldBeEmpty();
        Claims(Decision(A, "TCXH", "K6.C", November)).Due().ToPay.Dong.ShouldBe(810_000);
    }

    [Fact]
    public void The_end_month_is_the_first_month_no_longer_paid()
    {
        Claims(Decision(A, "TCXH", "K6.C", Month(2026, 10), until: November)).Due().Lines
            .ShouldHaveSingleItem().LastMonth.ShouldBe(Month(2026, 10));
    }

    [Fact]
    public void The_month_of_death_is_still_due_and_goes_to_the_heir()
    {
        var due = (Claims(Decision(A, "TCXH", "K6.C", November)) with { MonthOfDeath = November }).Due();

        due.Lines.ShouldHaveSingleItem().PayableToHeir.ShouldBeTrue();
        due.ToPay.Dong.ShouldBe(810_000);
        (Claims(Decision(A, "TCXH", "K6.C", November)) with { MonthOfDeath = Month(2026, 10) })
            .Due().Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Money_for_the_insurance_fund_never_goes_to_an_heir()
    {
        var due = (Claims(Decision(A, "BHYT", "BT", November)) with { MonthOfDeath = November }).Due();

        due.Lines.ShouldHaveSingleItem().PayableToHeir.ShouldBeFalse();
    }

    [Fact]
    public void A_wounded_person_is_paid_by_percent_and_several_merit_lines_are_legal()
    {
        var due = Claims(
            Decision(A, "NCC", "TB", November, percent: 100),
            Decision(B, "NCC", "TB81.PC", November)).Due();

        due.Lines.Select(l => l.Amount.Dong).ShouldBe([8_941_000, 1_511_000]);
        due.Suppressions.ShouldBeEmpty();
    }

    [Fact]
    public void Months_without_a_price_make_one_held_line_and_never_none()
    {
        var due = Claims(Decision(A, "NCC", "TB", Month(2026, 9))).Due();

        var held = due.Lines.ShouldHaveSingleItem();
        (held.Hold, held.Amount, held.FirstMonth, held.LastMonth)
            .ShouldBe((HoldReason.NoRate, Money.Zero, Month(2026, 9), November));
        held.IsPayable.ShouldBeFalse();
        held.Commitments().ShouldBeEmpty();
        held.Explanation.Code.ShouldContain("NORATE:PercentMissing");
    }

    [Fact]
    public void Help_in_kind_is_neither_a_payment_nor_a_held_line() =>
        Claims(Decision(A, "KHANCAP", "D12.GAO", November)).Due().Lines.ShouldBeEmpty();

    [Fact]
    public void The_lower_benefit_is_suppressed_and_says_by_which()
    {
        var due = Claims(
            Decision(A, "HTXH", "75+", Month(2026, 10)), Decision(B, "TCXH", "K6.D", Month(2026, 10))).Due();

        due.Lines.ShouldAllBe(l => l.Dossier == B);
        due.ToPay.Dong.ShouldBe(2 * 1_080_000);
        var suppressed = due.Suppressions.ShouldHaveSingleItem();
        (suppressed.Dossier, suppressed.ByDossier, suppressed.Rule, suppressed.FirstMonth, suppressed.LastMonth)
            .ShouldBe((A, B, "SOCIAL", Month(2026, 10), November));
    }

    [Fact]
    public void A_poor_lone_parent_with_a_disability_is_paid_both() =>
        Claims(Decision(A, "TCXH", "K4", November), Decision(B, "TCXH", "K6.C", November)).Due()
            .ToPay.Dong.ShouldBe(540_000 + 810_000);

    [Fact]
    public void A_higher_benefit_granted_backwards_pays_only_what_the_lower_one_left_open()
    {
        var lower = Decision(
            A, "HTXH", "75+", Month(2025, 7),
            paidBefore: new PaidBefore(Month(2026, 7), Month(2026, 10), new Money(540_000)));

        var due = Claims(lower, Decision(B, "TCXH", "K6.D", Month(2026, 9))).Due();

        due.Lines.Select(l => (l.Dossier, l.Kind, l.Amount.Dong)).ShouldBe(
            [(B, DueKind.Regular, 1_080_000), (B, DueKind.Arrears, 2 * 540_000)]);
        due.Lines[1].Explanation.Code.ShouldContain("COVERED:540000");
    }

    [Fact]
    public void Money_paid_under_a_benefit_that_had_ended_counts_towards_the_one_that_followed_it()
    {
        var old = Decision(
            A, "TCXH", "K5.A2", Month(2025, 1), until: Month(2026, 9),
            paidBefore: new PaidBefore(Month(2026, 7), Month(2026, 10), new Money(1_080_000)));

        var due = Claims(old, Decision(B, "HTXH", "75+", Month(2026, 9))).Due();

        due.Lines.Select(l => (l.Dossier, l.Kind, l.Amount.Dong)).ShouldBe(
            [(A, DueKind.Recovery, 2 * 540_000), (B, DueKind.Regular, 540_000)]);
    }

    [Fact]
    public void Months_settled_by_the_earlier_system_do_not_revive_a_lower_benefit()
    {
        var higher = Decision(
            A, "TCXH", "K6.D", Month(2022, 1),
            paidBefore: new PaidBefore(Month(2026, 10), Month(2026, 10), new Money(1_080_000)));

        var due = Claims(higher, Decision(B, "HTXH", "75+", Month(2025, 7))).Due();

        due.Lines.ShouldHaveSingleItem().Dossier.ShouldBe(A);
    }

    [Fact]
    public void A_partly_subsidised_month_keeps_the_price_at_which_it_was_paid()
    {
        var due = Claims(PaidAtOldPrice("BHYT", "CN", 73_710)).Due();

        due.Lines.ShouldHaveSingleItem().Amount.Dong.ShouldBe(79_695);
    }

    [Fact]
    public void A_fully_subsidised_month_is_computed_again_when_the_base_salary_rises()
    {
        var due = Claims(PaidAtOldPrice("BHYT", "BT", 105_300)).Due();

        due.Lines.Select(l => l.Amount.Dong).ShouldBe([113_850, 4 * 8_550]);
    }

    [Fact]
    public void Near_poor_people_of_poor_communes_are_partly_subsidised_although_at_one_hundred_percent() =>
        Claims(PaidAtOldPrice("BHYT", "CN.XN", 105_300)).Due().Lines.ShouldHaveSingleItem()
            .Amount.Dong.ShouldBe(113_850);

    [Fact]
    public void Voluntary_insurance_paid_ahead_is_not_adjusted_when_the_poverty_line_changes()
    {
        var person = Claims(Decision(A, "BHXHTN", "NGHEO", November)).Committing(A, November, Month(2027, 2), 165_000);

        person.Due(Month(2027, 3)).Lines.ShouldHaveSingleItem().Amount.Dong.ShouldBe(242_000);
    }

    [Fact]
    public void Voluntary_insurance_paid_ahead_is_not_adjusted_when_the_category_changes()
    {
        var before = Decision(A, "BHXHTN", "DTTS", Month(2026, 7), until: Month(2026, 10));
        var person = Claims(before, Decision(B, "BHXHTN", "NGHEO", Month(2026, 10)))
            .Committing(A, Month(2026, 7), November, 99_000);

        person.Due().Lines.ShouldBeEmpty();
        person.Due(Month(2026, 12)).Lines.ShouldHaveSingleItem().Amount.Dong.ShouldBe(165_000);
    }

    [Fact]
    public void A_locked_month_paid_after_death_is_still_to_be_recovered()
    {
        var due = (Claims(PaidAtOldPrice("BHXHTN", "NGHEO", 165_000)) with { MonthOfDeath = Month(2026, 8) }).Due();

        var recovery = due.Lines.ShouldHaveSingleItem();
        (recovery.Kind, recovery.Amount.Dong).ShouldBe((DueKind.Recovery, 2 * 165_000));
        recovery.Explanation.Code.ShouldContain(";DEAD");
    }

    [Fact]
    public void A_resting_decision_pays_nothing_and_takes_nothing_back()
    {
        var decision = PaidAtOldPrice("TCXH", "K6.C", 810_000) with { Suspensions = [new(Month(2026, 10), null, "x")] };

        Claims(decision).Due().Lines.ShouldBeEmpty();
        Claims(decision with { Suspensions = [new(Month(2026, 10), November, "x")] }).Due()
            .ToPay.Dong.ShouldBe(810_000);
    }

    [Fact]
    public void Money_committed_beyond_the_horizon_is_not_yet_compared()
    {
        var person = Claims(Decision(A, "TCXH", "K6.C", November)).Committing(A, November, Month(2026, 12), 810_000);

        person.Due().Lines.ShouldBeEmpty();
        person.Due(Month(2026, 12)).Lines.ShouldBeEmpty();
        (person with { MonthOfDeath = November }).Due(Month(2026, 12)).ToRecover.Dong.ShouldBe(810_000);
    }

    [Fact]
    public void A_start_moved_forward_leaves_the_months_before_it_to_be_recovered()
    {
        var person = Claims(Decision(A, "TCXH", "K6.C", Month(2026, 10)))
            .Committing(A, Month(2026, 8), Month(2026, 10), 810_000);

        person.Due().ToRecover.Dong.ShouldBe(2 * 810_000);
    }

    [Fact]
    public void A_month_without_a_price_that_was_paid_is_left_as_it_is()
    {
        var decision = Decision(
            A, "TCXH", "K5.C", Month(2024, 7), until: November,
            paidBefore: new PaidBefore(Month(2025, 7), Month(2026, 10), new Money(500_000)));

        // Only verified rules: that the social pension absorbed the benefit is not read in the decree's own text.
        var verified = ReferenceRates.Book.KnownOn(ReferenceRates.Demo.Date, acceptUnverified: false);

        AmountDue.Compute(Claims(decision), verified, November).Lines.ShouldBeEmpty();
        AmountDue.Months(Claims(decision), verified, November)[0].State.ShouldBe(MonthState.Unpriced);
    }

    private static DecisionFacts PaidAtOldPrice(string programme, string group, long monthly) => Decision(
        A, programme, group, Month(2025, 7),
        paidBefore: new PaidBefore(Month(2026, 7), Month(2026, 10), new Money(monthly)));
}
