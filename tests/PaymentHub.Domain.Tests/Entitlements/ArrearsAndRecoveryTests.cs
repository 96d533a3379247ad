using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>The worked figures for arrears and recovery after NĐ 335/2026 (TT 44/2022/TT-BTC Điều 15).</summary>
public class ArrearsAndRecoveryTests
{
    [Fact]
    public void A_pensioner_paid_the_old_amount_gets_160000_arrears_and_700000_in_november()
    {
        var due = Claims(Pensioner(Month(2026, 10))).Due();

        due.Lines.Count.ShouldBe(2);
        var regular = due.Lines[0];
        (regular.Kind, regular.FirstMonth, regular.LastMonth, regular.Amount.Dong)
            .ShouldBe((DueKind.Regular, November, November, 540_000));
        var arrears = due.Lines[1];
        (arrears.Kind, arrears.FirstMonth, arrears.LastMonth, arrears.Amount.Dong)
            .ShouldBe((DueKind.Arrears, Month(2026, 7), Month(2026, 10), 160_000));
        arrears.Months.ShouldBe([new MonthSpan(Month(2026, 7), Month(2026, 10), new Money(40_000))]);
        due.ToPay.Dong.ShouldBe(700_000);
        due.ToRecover.ShouldBe(Money.Zero);
    }

    [Fact]
    public void A_death_in_august_known_in_time_leaves_80000_arrears_for_the_heir()
    {
        var due = (Claims(Pensioner(Month(2026, 8))) with { MonthOfDeath = Month(2026, 8) }).Due();

        var arrears = due.Lines.ShouldHaveSingleItem();
        (arrears.Kind, arrears.FirstMonth, arrears.LastMonth, arrears.Amount.Dong)
            .ShouldBe((DueKind.Arrears, Month(2026, 7), Month(2026, 8), 80_000));
        arrears.PayableToHeir.ShouldBeTrue();
    }

    [Fact]
    public void A_death_in_august_known_in_november_leaves_920000_to_recover_and_no_arrears()
    {
        var due = (Claims(Pensioner(Month(2026, 10))) with { MonthOfDeath = Month(2026, 8) }).Due();

        var recovery = due.Lines.ShouldHaveSingleItem();
        (recovery.Kind, recovery.FirstMonth, recovery.LastMonth, recovery.Amount.Dong)
            .ShouldBe((DueKind.Recovery, Month(2026, 9), Month(2026, 10), 920_000));
        recovery.IsPayable.ShouldBeFalse();
        recovery.Commitments().ShouldBeEmpty();
        recovery.PayableToHeir.ShouldBeFalse();
        due.ToPay.ShouldBe(Money.Zero);
    }

    [Fact]
    public void The_day_before_the_decree_takes_effect_nobody_has_arrears()
    {
        var person = Claims(Pensioner(Month(2026, 10)));

        AmountDue.Compute(person, KnownOn(2026, 10, 4), November).ToPay.Dong.ShouldBe(500_000);
        AmountDue.Compute(person, KnownOn(2026, 10, 5), November).ToPay.Dong.ShouldBe(700_000);
    }

    [Fact]
    public void Without_unverified_rates_the_verified_amount_carries_on_and_no_arrears_arise()
    {
        var rates = ReferenceRates.Book.KnownOn(new LocalDate(2026, 10, 22), acceptUnverified: false);

        var due = AmountDue.Compute(Claims(Pensioner(Month(2026, 10))), rates, November);

        var regular = due.Lines.ShouldHaveSingleItem();
        regular.Amount.Dong.ShouldBe(500_000);
        regular.Explanation.Code.ShouldContain(";CARRIED");
    }

    [Fact]
    public void What_was_placed_once_is_not_owed_again()
    {
        var person = Claims(Pensioner(Month(2026, 10)));
        var placed = person.Placing(person.Due());

        placed.Due().Lines.ShouldBeEmpty();
        placed.Due(Month(2026, 12)).Lines.ShouldHaveSingleItem().Amount.Dong.ShouldBe(540_000);
    }

    [Fact]
    public void A_returned_november_comes_back_as_arrears_in_december()
    {
        var person = Claims(Pensioner(Month(2026, 10)));
        var placed = person.Placing(person.Due()).Committing("QN-21025-000001", November, November, -540_000);

        var due = placed.Due(Month(2026, 12));

        due.ToPay.Dong.ShouldBe(1_080_000);
        due.Lines[1].FirstMonth.ShouldBe(November);
    }

    [Fact]
    public void Recovered_money_closes_the_finding()
    {
        var person = Claims(Pensioner(Month(2026, 10))) with { MonthOfDeath = Month(2026, 8) };
        var recovery = person.Due().Lines[0];

        var after = recovery.Months.Aggregate(
            person, (p, s) => p.Committing(recovery.Dossier, s.First, s.Last, -s.Monthly.Dong));

        after.Due().Lines.ShouldBeEmpty();
    }

    [Fact]
    public void An_old_over_payment_never_lowers_the_month_that_is_planned()
    {
        var decision = Decision(
            "QN-21025-000002", "TCXH", "K6.C", Month(2024, 7),
            paidBefore: new PaidBefore(Month(2026, 7), Month(2026, 10), new Money(1_080_000)));

        var due = Claims(decision).Due();

        due.Lines.Select(l => (l.Kind, l.Amount.Dong)).ShouldBe(
            [(DueKind.Regular, 810_000), (DueKind.Recovery, 1_080_000)]);
    }

    [Fact]
    public void Arrears_over_a_change_of_rate_keep_the_amount_of_each_month()
    {
        var due = Claims(Decision("QN-21025-000003", "TCXH", "K6.C", Month(2026, 5))).Due();

        var arrears = due.Lines.Single(l => l.Kind == DueKind.Arrears);
        arrears.Amount.Dong.ShouldBe(2 * 750_000 + 4 * 810_000);
        arrears.Months.ShouldBe(
        [
            new MonthSpan(Month(2026, 5), Month(2026, 6), new Money(750_000)),
            new MonthSpan(Month(2026, 7), Month(2026, 10), new Money(810_000)),
        ]);
    }

    [Fact]
    public void An_over_paid_month_is_set_off_against_under_paid_months_of_the_same_decision()
    {
        var decision = Decision("QN-21025-000004", "TCXH", "K6.C", Month(2026, 7));
        var person = Claims(decision)
            .Committing(decision.Dossier, Month(2026, 7), Month(2026, 7), 910_000)
            .Committing(decision.Dossier, Month(2026, 8), Month(2026, 9), 810_000);

        var arrears = person.Due().Lines.Single(l => l.Kind == DueKind.Arrears);

        arrears.Months.ShouldBe([new MonthSpan(Month(2026, 10), Month(2026, 10), new Money(710_000))]);
    }

    [Fact]
    public void Months_before_the_first_brought_forward_month_belong_to_the_earlier_system()
    {
        var decision = Decision(
            "QN-21025-000005", "TCXH", "K6.C", Month(2022, 1),
            paidBefore: new PaidBefore(Month(2026, 10), Month(2026, 10), new Money(810_000)));

        Claims(decision).Due().Lines.ShouldHaveSingleItem().Kind.ShouldBe(DueKind.Regular);
        AmountDue.Months(Claims(decision), ReferenceRates.Demo, November).Count.ShouldBe(2);
    }

    private static Domain.Programmes.RateView KnownOn(int year, int month, int day) =>
        ReferenceRates.Book.KnownOn(new LocalDate(year, month, day), acceptUnverified: true);
}
