using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Told cases of reconciliation, over months: the story of each payment and the balances.</summary>
public class ToldCaseTests
{
    public static TheoryData<ToldCase> Cases => [.. ToldCase.All()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void The_case_ends_as_it_is_told(ToldCase told) => new ToldPlay(new ToldWorld()).Play(told);

    [Fact]
    public void There_are_enough_of_them_and_each_has_a_title_of_its_own()
    {
        var titles = ToldCase.All().Select(c => c.Title).ToList();
        titles.Count.ShouldBeGreaterThanOrEqualTo(25);
        titles.Distinct().Count().ShouldBe(titles.Count);
    }
}
