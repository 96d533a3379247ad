using PaymentHub.Domain.Reports;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reports;

public sealed class GroupDisclosureTests
{
    private static readonly GroupDisclosure Rules = new(
        ReferenceRates.Rows("group-disclosure.csv").Select(r =>
            (r["program_code"], r["group_code"], Enum.Parse<PostingRule>(r["posting"], ignoreCase: true))),
        ReferenceRates.Rates.Select(r => (r.Programme, r.Group)));

    [Theory]
    [InlineData("TCXH", "K3.A")]
    [InlineData("TCXH", "K3.B")]
    [InlineData("TCXH", "K8")]
    public void Nobody_is_posted_for_hiv(string programme, string group) =>
        Rules.IsPosted(programme, group).ShouldBeFalse();

    [Fact]
    public void Every_group_of_the_catalogue_whose_name_tells_of_hiv_is_left_out() => ReferenceRates.Rates
        .Where(r => r.NameVi.Contains("HIV", StringComparison.OrdinalIgnoreCase))
        .ShouldAllBe(r => !Rules.IsPosted(r.Programme, r.Group));

    [Theory]
    [InlineData("TCXH", "K6.A")]
    [InlineData("TCXH", "K4")]
    [InlineData("NCC", "LS1")]
    [InlineData("NCC", "CDHH81")]
    [InlineData("TCXH", "K99")]
    [InlineData("KHANCAP", "D15.1")]
    public void A_programme_with_groups_that_reveal_health_names_none_of_them(string programme, string group)
    {
        Rules.IsPosted(programme, group).ShouldBeTrue();
        Rules.MayName(programme, group).ShouldBeFalse();
    }

    [Fact]
    public void A_programme_whose_groups_are_all_marked_safe_names_them() =>
        Rules.MayName("HTXH", "75+").ShouldBeTrue();

    [Fact]
    public void One_group_that_is_not_marked_silences_its_whole_programme()
    {
        var rules = new GroupDisclosure(
            [("A", "1", PostingRule.Name), ("A", "2", PostingRule.Omit)], [("A", "1"), ("A", "2"), ("A", "3")]);

        rules.MayName("A", "1").ShouldBeFalse();
    }
}
