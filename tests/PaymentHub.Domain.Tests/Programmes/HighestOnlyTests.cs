using CsCheck;
using NodaTime;
using PaymentHub.Domain.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Programmes;

public class HighestOnlyTests
{
    private static readonly ExclusionRules Rules = ReferenceRates.Demo.Rules.Exclusions;

    [Fact]
    public void Two_assistance_groups_leave_the_higher_one()
    {
        Paid(Claim("A", "TCXH", "K6.C", 810_000), Claim("B", "TCXH", "K3.A", 1_350_000)).ShouldBe(["B"]);
    }

    [Fact]
    public void Assistance_and_social_pension_leave_the_higher_one()
    {
        Paid(Claim("A", "HTXH", "75+", 540_000), Claim("B", "TCXH", "K6.D", 1_080_000)).ShouldBe(["B"]);
        Paid(Claim("A", "HTXH", "75+", 540_000), Claim("B", "TCXH", "K7", 500_000)).ShouldBe(["A"]);
    }

    [Theory]
    [InlineData("K5.A1")]
    [InlineData("K6.A")]
    [InlineData("K6.C")]
    [InlineData("K8")]
    public void A_poor_lone_parent_who_is_old_disabled_or_infected_gets_both(string group) =>
        Paid(Claim("A", "TCXH", "K4", 540_000), Claim("B", "TCXH", group, 810_000)).ShouldBe(["A", "B"]);

    [Fact]
    public void A_lone_parent_gets_an_allowance_for_each_child() =>
        Paid(
            Claim("A", "TCXH", "K4", 540_000),
            Claim("B", "TCXH", "K4", 540_000),
            Claim("C", "TCXH", "K6.C", 810_000)).ShouldBe(["A", "B", "C"]);

    [Fact]
    public void The_lone_parent_exception_covers_no_other_group() =>
        Paid(Claim("A", "TCXH", "K4", 540_000), Claim("B", "TCXH", "K2", 810_000)).ShouldBe(["B"]);

    [Fact]
    public void The_social_pension_gives_way_to_both_benefits_of_a_lone_parent() =>
        Paid(
            Claim("A", "TCXH", "K4", 540_000),
            Claim("B", "HTXH", "75+", 540_000),
            Claim("C", "TCXH", "K6.C", 810_000)).ShouldBe(["A", "C"]);

    [Fact]
    public void Care_in_an_institution_takes_the_place_of_assistance_whatever_the_amounts() =>
        Paid(Claim("A", "CSTG", "D25.B", 100_000), Claim("B", "TCXH", "K5.D", 1_620_000)).ShouldBe(["A"]);

    [Fact]
    public void Of_several_health_groups_the_highest_support_counts() =>
        Paid(Claim("A", "BHYT", "CN", 79_695), Claim("B", "BHYT", "BT", 113_850)).ShouldBe(["B"]);

    [Fact]
    public void Of_several_voluntary_tiers_the_highest_counts_unless_a_month_is_already_paid()
    {
        Paid(Claim("A", "BHXHTN", "DTTS", 99_000), Claim("B", "BHXHTN", "NGHEO", 165_000)).ShouldBe(["B"]);
        Paid(
            Claim("A", "BHXHTN", "DTTS", 99_000) with { AlreadyPaid = true, PriceLocked = true },
            Claim("B", "BHXHTN", "NGHEO", 165_000) with { PriceLocked = true }).ShouldBe(["A"]);
    }

    [Fact]
    public void Merit_allowances_stand_side_by_side_and_beside_other_programmes() =>
        Paid(
            Claim("A", "NCC", "BMVNAH", 9_036_000),
            Claim("B", "NCC", "BMVNAH.PC", 2_524_000),
            Claim("C", "HTXH", "75+", 540_000),
            Claim("D", "BHYT", "CC", 113_850)).ShouldBe(["A", "B", "C", "D"]);

    [Fact]
    public void A_suppressed_claim_says_by_which_and_why()
    {
        var verdicts = HighestOnly.Choose(
            [Claim("A", "HTXH", "75+", 540_000), Claim("B", "TCXH", "K6.C", 810_000)], Rules);

        verdicts[0].SuppressedBy.ShouldBe(1);
        verdicts[0].Rule.ShouldBe("SOCIAL");
        verdicts[0].LegalBasis.ShouldNotBeNull().ShouldContain("NĐ 20/2021/NĐ-CP Điều 6");
        verdicts[1].ShouldBe(Verdict.Paid);
    }

    [Fact]
    public void Of_equal_amounts_the_earlier_decision_stays()
    {
        var early = Claim("Z", "TCXH", "K4", 540_000) with { From = new YearMonth(2022, 1) };

        Paid(Claim("A", "HTXH", "75+", 540_000), early).ShouldBe(["Z"]);
    }

    [Fact]
    public void The_order_of_claims_does_not_change_who_is_paid() =>
        (from claims in AnyClaim.Array[1, 6] from seed in Gen.Int select (claims, seed)).Holds(t =>
        {
            var named = t.claims.Select((c, i) => c with { Dossier = $"D{i}" }).ToArray();
            var mixed = named.OrderBy(c => unchecked(c.Dossier[1] * 7919 ^ t.seed)).ToArray();

            Paid(mixed).ShouldBe(Paid(named), ignoreOrder: true);
        });

    [Fact]
    public void A_suppressed_claim_is_never_higher_than_what_took_its_place_unless_displaced_or_locked() =>
        AnyClaim.Array[2, 6].Holds(claims =>
        {
            var verdicts = HighestOnly.Choose(claims, Rules);
            for (var i = 0; i < claims.Length; i++)
            {
                if (verdicts[i].IsPaid) continue;
                verdicts[verdicts[i].SuppressedBy].IsPaid.ShouldBeTrue();
                claims[i].Amount.Dong.ShouldBeLessThanOrEqualTo(
                    claims.Where((_, j) => verdicts[j].IsPaid).Sum(c => c.Amount).Dong);
            }
        });

    private static readonly Gen<Claim> AnyClaim =
        from kind in Gen.OneOf(
            ("TCXH", "K4"), ("TCXH", "K6.A"), ("TCXH", "K5.D"), ("TCXH", "K1.A"), ("HTXH", "75+"), ("BHYT", "CN"),
            ("BHYT", "BT"), ("NCC", "LS1"))
        from amount in Gen.Long[1, 4]
        from year in Gen.Int[2022, 2024]
        select new Claim("", kind.Item1, kind.Item2, new Money(amount * 270_000), new YearMonth(year, 1), false, false);

    private static Claim Claim(string dossier, string programme, string group, long amount) =>
        new(dossier, programme, group, new Money(amount), new YearMonth(2025, 7), false, false);

    private static List<string> Paid(params Claim[] claims)
    {
        var verdicts = HighestOnly.Choose(claims, Rules);
        return [.. claims.Where((_, i) => verdicts[i].IsPaid).Select(c => c.Dossier)];
    }
}
