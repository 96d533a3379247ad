using PaymentHub.Domain.Batches;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Batches;

/// <summary>What "accepted in part" says of payments that the answer does not list.</summary>
public sealed class UnlistedPaymentsTests
{
    // 100 payments, of which the answer lists two refused ones.
    private static readonly string?[] TwoRefused = ["RJCT", "RJCT"];

    [Fact]
    public void Of_itself_it_says_nothing_of_who_is_not_listed() => StatusOf(false).ShouldBeNull();

    [Fact]
    public void Who_is_not_listed_is_accepted_where_that_was_agreed() => StatusOf(true).ShouldBe("ACCP");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Counts_that_leave_one_status_decide_whatever_was_agreed(bool agreed)
    {
        StatusOf(agreed, new("ACSP", 98), new("RJCT", 2)).ShouldBe("ACSP");
        StatusOf(agreed, new CountedStatus("RJCT", 100)).ShouldBe("RJCT");
        StatusOf(agreed, new("PDNG", 98), new("RJCT", 2)).ShouldBe("PDNG");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_refused_than_listed_leaves_every_one_that_is_not_listed_open(bool agreed)
    {
        StatusOf(agreed, new("ACSP", 97), new("RJCT", 3)).ShouldBeNull();
        StatusOf(agreed, new CountedStatus("RJCT", 3)).ShouldBeNull();
    }

    [Fact]
    public void Fewer_refused_than_listed_contradicts_the_list_and_leaves_the_others_open() =>
        StatusOf(true, new CountedStatus("RJCT", 1)).ShouldBeNull();

    [Fact]
    public void Counts_of_the_refused_alone_do_not_speak_against_what_was_agreed()
    {
        StatusOf(true, new CountedStatus("RJCT", 2)).ShouldBe("ACCP");
        StatusOf(false, new CountedStatus("RJCT", 2)).ShouldBeNull();
    }

    [Fact]
    public void Two_accepting_statuses_are_still_two_and_only_an_agreement_says_accepted()
    {
        StatusOf(true, new("ACSP", 90), new("ACSC", 8), new("RJCT", 2)).ShouldBe("ACCP");
        StatusOf(false, new("ACSP", 90), new("ACSC", 8), new("RJCT", 2)).ShouldBeNull();
    }

    private static string? StatusOf(bool agreed, params CountedStatus[] counted) =>
        UnlistedPayments.StatusOf(100, TwoRefused, counted, agreed);
}
