using CsCheck;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Runs;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Runs;

public sealed class ListDifferenceTests
{
    private static readonly Gen<ListedMoney> SomeMoney = Gen.Select(
        Gen.OneOf(0L, 500_000, 540_000, 1_080_000), Gen.OneOf(0L, 160_000, 40_000),
        Gen.OneOf(0L, 10_800_000), Gen.OneOf(0L, -100_000),
        (r, a, o, n) => new ListedMoney(new(r), new(a), new(o), new(n)));

    private static readonly Gen<MonthChange?> SomeRule = Gen.Select(
        Gen.OneOf(Enum.GetValues<DifferenceReason>()), Gen.OneOf(0L, 500_000, 540_000),
        Gen.OneOf(0L, 500_000, 540_000),
        (reason, before, after) => before == after ? null : Rule(reason, before, after));

    [Fact]
    public void Every_dong_of_the_difference_belongs_to_exactly_one_change() =>
        Gen.Select(SomeMoney, SomeMoney, SomeRule, Gen.Bool, Gen.Bool).Holds((before, after, rule, moved, account) =>
        {
            var changes = ListDifference.Of(before, after, rule, moved, account).ToList();

            changes.Sum(c => c.Effect).ShouldBe(after.Total - before.Total);
            changes.Select(c => c.Part).ShouldBeUnique();
            changes.ShouldAllBe(c => c.Part == ListPart.Account || c.Before != c.After);
            changes.ShouldAllBe(c => ListReasons.Vietnamese(c.Reason).Length > 0);
        });

    [Theory]
    [InlineData(0, 540_000, DifferenceReason.New, 0, 540_000, "New")]
    [InlineData(540_000, 0, DifferenceReason.Ended, 540_000, 0, "Ended")]
    [InlineData(500_000, 540_000, DifferenceReason.Rate, 500_000, 540_000, "Rate")]
    [InlineData(0, 540_000, null, 0, 0, "Listed")]
    [InlineData(540_000, 0, null, 0, 0, "NotListed")]
    [InlineData(500_000, 540_000, null, 0, 0, "Backdated")]
    [InlineData(500_000, 540_000, DifferenceReason.Units, 540_000, 270_000, "Backdated")]
    public void The_rules_say_why_where_they_explain_the_direction_and_the_list_says_so_where_not(
        long before, long after, DifferenceReason? reason, long was, long now, string expected)
    {
        var rule = reason is { } r ? Rule(r, was, now) : null;

        ListDifference.Of(Regular(before), Regular(after), rule, moved: false, accountChanged: false)
            .ShouldHaveSingleItem().Reason.ShouldBe(expected);
    }

    [Fact]
    public void What_is_not_due_says_why_where_the_list_of_the_month_before_knew_less()
    {
        var change = ListDifference
            .Of(Regular(540_000), Regular(0), null, false, false, (DifferenceReason.Ended, "PRISON"))
            .ShouldHaveSingleItem();

        (change.Reason, change.Cause, change.Effect.Dong).ShouldBe(("Ended", "PRISON", -540_000));
    }

    [Fact]
    public void A_move_explains_a_dossier_that_leaves_a_commune_whatever_the_rules_say() =>
        ListDifference.Of(Regular(540_000), Regular(0), Rule(DifferenceReason.Ended, 540_000, 0), true, false)
            .ShouldHaveSingleItem().Reason.ShouldBe("Moved");

    [Fact]
    public void Another_account_is_a_change_without_money()
    {
        var change = ListDifference.Of(Regular(540_000), Regular(540_000), null, false, accountChanged: true)
            .ShouldHaveSingleItem();

        (change.Part, change.Reason, change.Effect, change.After).ShouldBe(
            (ListPart.Account, "AccountChanged", Money.Zero, new Money(540_000)));
    }

    [Fact]
    public void Every_reason_of_the_rules_has_words_in_both_languages()
    {
        foreach (var reason in Enum.GetNames<DifferenceReason>())
        {
            ListReasons.Vietnamese(reason).ShouldNotBeNullOrWhiteSpace();
            ListReasons.English(reason).ShouldNotBeNullOrWhiteSpace();
        }
    }

    private static ListedMoney Regular(long dong) => new(new Money(dong), Money.Zero, Money.Zero, Money.Zero);

    private static MonthChange Rule(DifferenceReason reason, long before, long after) =>
        new(Guid.Empty, "QN-1", "HTXH", "75+", new Money(before), new Money(after), reason, null);
}
