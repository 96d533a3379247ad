using NodaTime;
using PaymentHub.Domain.Funds;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Funds;

/// <summary>A fund's year: promised until it is adjusted, then carried over by decision or cancelled.</summary>
public sealed class BudgetYearTests
{
    private static readonly FundKey Key = new("21025", "HTXH", "TINH", 2026);
    private static readonly FundKey Next = Key with { FiscalYear = 2027 };
    private static readonly Guid Batch = Guid.NewGuid();
    private static readonly Instant LastOfYear = Instant.FromUtc(2026, 12, 31, 16, 59);
    private static readonly Instant NewYear = Instant.FromUtc(2026, 12, 31, 17, 0);
    private static readonly Instant LastAdjusting = Instant.FromUtc(2027, 1, 31, 16, 59);
    private static readonly Instant February = Instant.FromUtc(2027, 1, 31, 17, 0);

    [Fact]
    public void Money_is_promised_until_the_last_day_of_adjusting()
    {
        var fund = Allotted(100);
        Reserve(fund, 60, LastAdjusting).Refusal.ShouldBeNull();
        Reserve(fund, 60, February).Refusal.ShouldBeOfType<BudgetYearClosed>().English.ShouldContain("31 January 2027");
        FundDecisions.Allot(fund, Key, new Money(1), "9/QĐ", "lap", February).Refusal
            .ShouldBeOfType<BudgetYearClosed>();
    }

    [Fact]
    public void The_next_years_money_is_promised_before_it_begins() =>
        FundDecisions.Reserve(
            Fold(null, FundDecisions.Allot(null, Next, new Money(9), "1/QĐ", "lap", LastOfYear)), Next, Batch,
            new Money(9), "duyet1", LastOfYear).Refusal.ShouldBeNull();

    [Fact]
    public void What_comes_back_after_the_close_stays_in_the_budget_of_origin()
    {
        var fund = Fold(Allotted(100), Reserve(Allotted(100), 60, LastOfYear));

        fund = Fold(fund, FundDecisions.GiveBack(
            fund, new FundNeed(Key, new Money(60)), Batch, "Bị trả lại", "duyet1", February));

        fund.Available.ShouldBe(new Money(100));
        Reserve(fund, 1, February, Guid.NewGuid()).Refusal.ShouldBeOfType<BudgetYearClosed>();
    }

    [Fact]
    public void Unpromised_money_is_carried_over_once_by_a_decision_after_the_year()
    {
        var fund = Fold(Allotted(100), Reserve(Allotted(100), 60, LastOfYear));
        Carry(fund, null, 40, LastOfYear).From.Refusal.ShouldBeOfType<BudgetYearRunning>();
        Carry(fund, null, 41, NewYear).From.Refusal.ShouldBeOfType<FundHasLess>();
        Carry(fund, null, 0, NewYear).From.Refusal.ShouldBeOfType<CarryIncomplete>();

        var (leaves, comes) = Carry(fund, null, 40, February);

        var (rest, into) = (Fold(fund, leaves), Fold(null, comes));
        (rest.Available, into.Available).ShouldBe((Money.Zero, new Money(40)));
        into.Key.ShouldBe(Next);
        var again = Carry(rest, into, 40, February);
        (again.From.Events.Count, again.Into.Events.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void The_rest_is_cancelled_by_a_decision()
    {
        var rest = Fold(Allotted(100), BudgetYearDecisions.Cancel(
            Allotted(100), Key, new Money(100), "12/QĐ", "khobac", NewYear));
        rest.Available.ShouldBe(Money.Zero);
        BudgetYearDecisions.Cancel(rest, Key, new Money(100), "12/QĐ", "khobac", NewYear).Events.ShouldBeEmpty();
        BudgetYearDecisions.Cancel(rest, Key, new Money(1), "13/QĐ", "khobac", NewYear).Refusal
            .ShouldBeOfType<FundHasLess>();
    }

    private static Fund Allotted(long amount) =>
        Fold(null, FundDecisions.Allot(null, Key, new Money(amount), "1/QĐ", "lap", LastOfYear));

    private static Decision Reserve(Fund fund, long amount, Instant now, Guid? batch = null) =>
        FundDecisions.Reserve(fund, Key, batch ?? Batch, new Money(amount), "duyet1", now);

    private static (Decision From, Decision Into) Carry(Fund? fund, Fund? next, long amount, Instant now) =>
        BudgetYearDecisions.CarryOver(fund, next, Key, new Money(amount), " 7/QĐ-UBND ", "khobac", now);

    private static Fund Fold(Fund? state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        foreach (var e in decision.Events) state = Fund.Evolve(state, Guid.Empty, e);
        return state!;
    }
}
