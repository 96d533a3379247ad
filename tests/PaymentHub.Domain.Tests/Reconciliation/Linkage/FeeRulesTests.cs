using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>Fees are found where they are and not where they are not.</summary>
public class FeeRulesTests
{
    [Fact]
    public void Fees_that_many_pairs_share_are_found_to_the_unit()
    {
        var draw = new SeededDraw(7);
        var pairs = Enumerable.Range(0, 1_000).Select(i =>
        {
            var gross = 1_000L + draw.Below(900_000);
            var net = (i % 5) switch
            {
                0 => gross,
                1 => gross - 1_500,
                2 => gross - ((gross * 290 + 5_000) / 10_000) - 30,
                3 => gross - ((gross * 175 + 5_000) / 10_000),
                _ => gross - (gross * (20 + draw.Below(280)) / 10_000) - draw.Below(50),
            };
            return (gross, net);
        }).ToList();

        var rules = FeeRules.Find(pairs);

        rules.ShouldContain(r => r.BasisPoints == 0 && r.Fixed == 1_500 && !r.OnRight);
        rules.ShouldContain(r => r.BasisPoints == 290 && r.Fixed == 30 && !r.OnRight);
        rules.ShouldContain(r => r.BasisPoints == 175 && r.Fixed == 0 && !r.OnRight);
        rules.Sum(r => r.Share).ShouldBeInRange(0.58, 0.68);
        FeeRules.Find([.. pairs.Select(p => (p.net, p.gross))]).ShouldAllBe(r => r.OnRight);
    }

    [Fact]
    public void Differences_without_a_rule_give_none()
    {
        var draw = new SeededDraw(11);
        var pairs = Enumerable.Range(0, 2_000).Select(_ =>
        {
            var gross = 5_000L + draw.Below(900_000);
            return (gross, gross - (gross * (10 + draw.Below(40_000)) / 1_000_000) - draw.Below(10));
        }).ToList();

        FeeRules.Find(pairs).Sum(r => r.Share).ShouldBeLessThan(0.03);
    }
}
