using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>Legs that do not come to zero are never posted.</summary>
public sealed class PostingBalanceTests
{
    private static readonly LocalDate Day = new(2026, 11, 9);

    [Theory]
    [InlineData(true, new long[] { 5, -5 })]
    [InlineData(true, new long[] { 5, -3, -2 })]
    [InlineData(false, new long[] { 5, -4 })]
    [InlineData(false, new long[] { 5 })]
    public void The_legs_of_an_event_come_to_zero(bool balances, long[] amounts) =>
        Judged([.. amounts.Select(a => Leg(a, null))]).ShouldBe(balances);

    [Fact]
    public void The_legs_of_each_source_come_to_zero()
    {
        Judged([Leg(5, "TW"), Leg(-5, "TW"), Leg(3, "TINH"), Leg(-3, "TINH")]).ShouldBeTrue();
        Judged([Leg(5, "TW"), Leg(-5, "TINH")]).ShouldBeFalse("the whole comes to zero, neither source does");
        Judged([Leg(5, null), Leg(-5, "TINH")]).ShouldBeFalse();
        Judged([Leg(5, "TW"), Leg(-5, "TW"), Leg(3, "TINH")]).ShouldBeFalse();
    }

    [Fact]
    public void A_leg_with_days_of_its_own_keeps_them()
    {
        var found = new FoundBreak(1, Day, BreakKind.UnexplainedDebit, new Money(5), true, "FT1", null, null, []);
        var funding = new FundingReceived(
            Instant.FromUtc(2026, 11, 20, 2, 0), Guid.Empty, 1, Day.PlusDays(1), "4500", new Money(5), "FT2");
        EntryDates.Of(Leg(5, null) with { Item = found }, funding, funding.At).Value.ShouldBe(Day);
        EntryDates.Of(Leg(5, null), funding, funding.At).Value.ShouldBe(Day.PlusDays(1));
    }

    [Fact]
    public void Cash_handed_out_leaves_the_advance_and_comes_back_into_it()
    {
        var batch = Keys.GuidOf("batch");
        var settled = new PaymentsSettled(
            Instant.FromUtc(2026, 11, 20, 2, 0), Guid.Empty, Day, "POST", true, [], new Money(900));
        var undone = new SettlementsUndone(
            settled.At, "lan", Guid.Empty, Day, "POST", true, [], new Money(900), "Ghi nhầm");
        Legs(settled, batch).ShouldContain("Advances POST -900");
        Legs(undone, batch).ShouldContain("Advances POST 900");
        Legs(settled with { FromAdvance = false }, batch).ShouldContain("Bank POST -900");
        Legs(undone with { FromAdvance = false }, batch).ShouldContain("Bank POST 900");
    }

    private static IEnumerable<string> Legs(object e, Guid stream) =>
        PostingRules.Of(e, stream).Select(p => $"{p.Account} {p.SubAccount} {p.Amount.Dong}");

    private static Posting Leg(long amount, string? source) =>
        new(LedgerAccount.Bank, null, null, new Money(amount), source);

    private static bool Judged(Posting[] legs)
    {
        try
        {
            return PostingRules.Balanced(legs, "event") == legs;
        }
        catch (InvalidOperationException failure)
        {
            failure.Message.ShouldBe("Postings of String do not balance.");
            return false;
        }
    }
}
