using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>Which rows are looked at together, and how common an amount is.</summary>
public class BlockingTests
{
    [Fact]
    public void Accounts_that_are_equal_end_alike_or_are_a_slip_apart_are_candidates()
    {
        var field = new AccountField(["12345678", "99945678", "7654321", "12345679", "55555555", "5678", ""]);
        field.Candidates("12345678").Distinct().Order().ShouldBe([0, 1, 3, 5]);
        field.Candidates("").ShouldBeEmpty();
        field.HasAny.ShouldBeTrue();
        new AccountField(["", ""]).HasAny.ShouldBeFalse();
    }

    [Theory]
    [InlineData("12345", "12346", false)]
    [InlineData("123456", "123457", true)]
    [InlineData("5678", "5678", true)]
    [InlineData("678", "678", true)]
    [InlineData("678", "679", false)]
    public void A_slip_counts_in_numbers_that_are_long_enough(string left, string right, bool isCandidate) =>
        new AccountField([right]).Candidates(left).Any().ShouldBe(isCandidate);

    [Theory]
    [InlineData("123", "124", AccountLevel.Different)]
    [InlineData("1234", "1235", AccountLevel.OneSlip)]
    [InlineData("123", "1234567", AccountLevel.Different)]
    [InlineData("1234", "1234567", AccountLevel.Part)]
    [InlineData("4567", "1234567", AccountLevel.Part)]
    [InlineData("3456", "1234567", AccountLevel.Different)]
    [InlineData("12345678", "12345687", AccountLevel.OneSlip)]
    [InlineData("12345678", "12345699", AccountLevel.TwoSlips)]
    [InlineData("12345678", "12399978", AccountLevel.Different)]
    [InlineData("12345678", "22345679", AccountLevel.Different)]
    [InlineData("", "1234", AccountLevel.Missing)]
    public void How_alike_two_accounts_are(string a, string b, AccountLevel level)
    {
        AccountField.Level(a, b).ShouldBe(level);
        AccountField.Level(b, a).ShouldBe(level);
    }

    [Fact]
    public void A_rare_account_proves_more_than_a_common_one()
    {
        var field = new AccountField(["11111111", "11111111", "22222222", "33332222"]);
        field.LogU(AccountLevel.Equal, 0).ShouldBe(-1f);
        field.LogU(AccountLevel.Equal, 2).ShouldBe(-2f);
        field.LogU(AccountLevel.Missing, 0).ShouldBe(0f);
        field.LogU(AccountLevel.OneSlip, 0).ShouldBe((float)Math.Log2(0.3 / 4));
    }

    [Theory]
    [InlineData(new long[] { 5, 7, 5 }, 333_333)]
    [InlineData(new long[] { 5, 5, 5 }, 1_000_000)]
    [InlineData(new long[] { 0, 0 }, 1_000_000)]
    [InlineData(new long[] { -1, -1, 5, 6 }, 0)]
    [InlineData(new long[] { 5, 5, 6, 6 }, 333_333)]
    [InlineData(new long[] { 5 }, 0)]
    [InlineData(new long[] { }, 0)]
    public void How_likely_two_rows_have_one_amount(long[] amounts, long millionths) =>
        new AmountCounts(amounts).Likeness.ShouldBe(millionths);

    [Theory]
    [InlineData(5, 7, 3 - 0.7)]
    [InlineData(6, 6, 1 - 0.7)]
    [InlineData(8, 8, 0.05)]
    [InlineData(9, 7, 0.05)]
    [InlineData(0, 100, 4 - 0.7)]
    public void How_many_rows_lie_between_two_amounts(long from, long to, double rows) =>
        new AmountCounts([9, 5, 7, 6]).LogBetween(from, to).ShouldBe((float)Math.Log2(rows / 4));

    [Fact]
    public void An_amount_that_is_there_once_is_as_likely_as_its_neighbourhood()
    {
        var round = new AmountCounts([.. Enumerable.Repeat(500_000L, 9), 123_457]);
        round.LogCoincidences(500_000, 0).ShouldBe((float)Math.Log2(8 / 10.0));
        round.LogCoincidences(123_457, 0).ShouldBe((float)Math.Log2(0.05 / 10));
        var near = new AmountCounts([.. Enumerable.Range(0, 2_000).Select(i => 100_000L + i)]);
        near.LogCoincidences(101_000, 0).ShouldBe((float)Math.Log2(2_000.0 / 2_222 / 2_000), 0.02f);
        near.LogCoincidences(101_000, 1).ShouldBe((float)Math.Log2(2_000.0 * 3 / 2_222 / 2_000), 0.02f);
    }

    [Fact]
    public void Every_amount_has_a_place_among_the_different_ones()
    {
        var (places, amounts) = new AmountCounts([7, 5, 7, -3]).Distinct([7, 5, 7, -3]);
        amounts.ShouldBe([-1, 5, 7]);
        places.ShouldBe([2, 1, 2, 0]);
    }
}
