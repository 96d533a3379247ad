using NodaTime;
using PaymentHub.Domain.BankExchange;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

/// <summary>What only one of two files tells is paired by what names it, each entry at most once.</summary>
public sealed class EntryDifferenceTests
{
    [Fact]
    public void The_same_name_is_a_change_and_everything_else_was_added_or_is_gone()
    {
        var difference = EntryDifference.Of(
            [Told("A", "1"), Told("B", "2"), Told(null, "3")], [Told("A", "9"), Told("C", "2"), Told(null, "3.5")]);

        difference.Changed.ShouldHaveSingleItem().ShouldBe(new ChangedMovement(Told("A", "1"), Told("A", "9")));
        difference.Added.ShouldBe([Told("C", "2"), Told(null, "3.5")]);
        difference.Gone.ShouldBe([Told("B", "2"), Told(null, "3")]);
    }

    [Fact]
    public void Of_equal_names_as_many_are_paired_as_both_have()
    {
        var difference = EntryDifference.Of([Told("A", "1"), Told("A", "1")], [Told("A", "2")]);

        difference.Changed.Count.ShouldBe(1);
        difference.Gone.ShouldHaveSingleItem().ShouldBe(Told("A", "1"));
        difference.Added.ShouldBeEmpty();
    }

    private static ToldMovement Told(string? name, string amount) =>
        new(name is null ? null : "FT" + name, name, new LocalDate(2026, 11, 2), null, amount, "VND", true, null, null);
}
