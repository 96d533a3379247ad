using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>Why a month is worth another amount than the one before.</summary>
public class MonthDifferenceTests
{
    private static readonly DecisionFacts Severe = Decision("D", "TCXH", "K6.C", Month(2024, 1));

    [Fact]
    public void A_first_month_is_new_and_an_end_tells_its_cause()
    {
        Only(Claims(Decision("D", "TCXH", "K6.C", November))).ShouldBe((810_000, DifferenceReason.New, null));
        var ended = Severe with { Terms = Severe.Terms with { Until = November }, EndCause = "PRISON" };
        Only(Claims(ended)).ShouldBe((-810_000, DifferenceReason.Ended, "PRISON"));
    }

    [Fact]
    public void A_rest_and_its_end_are_told_apart()
    {
        Only(Claims(Severe with { Suspensions = [new(November, null, "UNCOLLECTED")] }))
            .ShouldBe((-810_000, DifferenceReason.Suspended, "UNCOLLECTED"));
        Only(Claims(Severe with { Suspensions = [new(Month(2026, 9), November, "UNCOLLECTED")] }))
            .ShouldBe((810_000, DifferenceReason.Resumed, null));
    }

    [Fact]
    public void A_birthday_a_death_a_decree_and_a_pension_are_reasons()
    {
        var child = Claims(Decision("D", "TCXH", "K1.A", Month(2024, 1)));
        Only(child with { Born = new LocalDate(2022, 11, 30) })
            .ShouldBe((810_000 - 1_350_000, DifferenceReason.Age, null));
        Only(Claims(Severe) with { MonthOfDeath = Month(2026, 10) }).ShouldBe((-810_000, DifferenceReason.Died, null));
        var pension = Claims(Decision("D", "HTXH", "75+", Month(2025, 7)));
        Only(pension with { Pensions = [new PensionFact(November, null, new Money(900_000))] })
            .ShouldBe((-540_000, DifferenceReason.Pension, null));
        MonthDifference.Of(Claims(Severe), ReferenceRates.Demo, Month(2026, 7)).ShouldHaveSingleItem()
            .Reason.ShouldBe(DifferenceReason.Rate);
    }

    [Fact]
    public void A_month_that_is_not_due_says_why_though_the_month_before_was_not_due_either()
    {
        var died = Claims(Severe) with { MonthOfDeath = Month(2026, 8) };
        var ended = Claims(Severe with { Terms = Severe.Terms with { Until = Month(2026, 9) }, EndCause = "PRISON" });

        MonthDifference.Of(died, ReferenceRates.Demo, November).ShouldBeEmpty();
        Why(died).ShouldBe((DifferenceReason.Died, null));
        Why(ended).ShouldBe((DifferenceReason.Ended, "PRISON"));
        MonthDifference.NotDue(Claims(Severe), ReferenceRates.Demo, November).ShouldBeEmpty();

        static (DifferenceReason, string?) Why(PersonClaims person)
        {
            var (_, reason, cause) = MonthDifference.NotDue(person, ReferenceRates.Demo, November)
                .ShouldHaveSingleItem();
            return (reason, cause);
        }
    }

    [Fact]
    public void A_signed_change_is_one_reason_and_every_month_is_told_once()
    {
        var id = Entitlement.IdOf("D");
        var granted = new EntitlementGranted(Person, "D", Severe.Terms, default, "nhap");
        var changed = new EntitlementChanged(Severe.Terms with { Group = "K6.A" }, [], default, "lap", November);
        var state = Entitlement.Evolve(Entitlement.Evolve(null, id, granted), id, changed)!;
        var person = new PersonClaims([state], []);

        Only(person).ShouldBe((270_000, DifferenceReason.Adjusted, null));
        AmountDue.Months(person, ReferenceRates.Demo, Month(2027, 1)).Select(m => (m.Month, m.Group, m.Due.Dong))
            .TakeLast(4).ShouldBe(
            [
                (Month(2026, 10), "K6.C", 810_000), (November, "K6.A", 1_080_000), (Month(2026, 12), "K6.A", 1_080_000),
                (Month(2027, 1), "K6.A", 1_080_000),
            ]);
    }

    [Fact]
    public void The_effects_add_up_to_the_difference_of_the_months() =>
        Gen.Select(Gen.Int[0, 14], Gen.Int[0, 12], Gen.Int[0, 600], Gen.Bool).Holds((start, length, born, two) =>
        {
            var first = Decision("A", "TCXH", "K6.D", Month(2025, 11).PlusMonths(start));
            var second = Decision(
                "B", "HTXH", "75+", Month(2025, 11), Month(2026, 1).PlusMonths(length));
            var person = (two ? Claims(first, second) : Claims(first)) with
            {
                Born = Month(1960, 1).PlusMonths(-born).OnDayOfMonth(3),
            };

            var months = AmountDue.Months(person, ReferenceRates.Demo, November);
            var difference = months.Where(m => m.Month == November).Sum(m => m.Due)
                - months.Where(m => m.Month == Month(2026, 10)).Sum(m => m.Due);
            MonthDifference.Of(person, ReferenceRates.Demo, November).Sum(c => c.Effect).ShouldBe(difference);
        });

    private static (long, DifferenceReason, string?) Only(PersonClaims person)
    {
        var change = MonthDifference.Of(person, ReferenceRates.Demo, November).ShouldHaveSingleItem();
        return (change.Effect.Dong, change.Reason, change.Cause);
    }
}
