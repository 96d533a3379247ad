using CsCheck;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests;

public class PropertyTests
{
    [Fact]
    public void A_property_that_does_not_hold_fails_with_the_seed_that_repeats_it() =>
        Should.Throw<CsCheckException>(() => Gen.Int[0, 1_000].Holds(n => n < 900))
            .Message.ShouldContain("CsCheck_Seed=");

    [Fact]
    public void Every_run_sees_the_same_cases_and_each_case_is_another()
    {
        List<long> first = [], second = [];
        Gen.Long.Holds(first.Add, iter: 50);
        Gen.Long.Holds(second.Add, iter: 50);
        second.ShouldBe(first);
        first.Distinct().Count().ShouldBeGreaterThan(45);
    }

    [Fact]
    public void A_later_round_goes_on_where_the_first_one_ended()
    {
        List<long> whole = [], parts = [];
        Gen.Long.Holds(whole.Add, iter: 20);
        Gen.Long.Holds(parts.Add, iter: 10);
        Gen.Long.Holds(parts.Add, iter: 10, from: 10);
        parts.ShouldBe(whole);
    }
}
