using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>Where the register says that a commune or a household is not what the group is for.</summary>
public class ConditionRuleTests
{
    private const string Difficult = "EXTREMELY_DIFFICULT";

    [Theory]
    [InlineData("K7", Difficult, Difficult, "POOR", "")]
    [InlineData("K7", Difficult, Difficult, "NEAR_POOR", "")]
    [InlineData("K7", "REMOTE", Difficult, "POOR", "AREA")]
    [InlineData("K7", "", Difficult, "NEITHER", "AREA HOUSEHOLD")]
    [InlineData("K7", "", "REMOTE", "POOR", "")]
    [InlineData("K7", Difficult, Difficult, null, "")]
    [InlineData("K5.A1", "", "", "NEAR_POOR", "HOUSEHOLD")]
    [InlineData("K6.C", "", Difficult, "NEITHER", "")]
    public void What_the_register_contradicts_is_to_be_determined_again(
        string group, string areas, string stated, string? household, string expected)
    {
        var known = new KnownConditions(
            new HashSet<string> { areas }, new HashSet<string> { stated },
            household is null ? null : new HashSet<string> { household });

        Unmet(Granted(group), known).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Neither_before_its_start_nor_after_its_end_nor_while_a_request_is_open()
    {
        var known = new KnownConditions(new HashSet<string>(), new HashSet<string> { Difficult }, null);
        var state = Granted("K7");

        Unmet(state with { Terms = state.Terms with { From = Month(2026, 12) } }, known).ShouldBeEmpty();
        Unmet(state with { Terms = state.Terms with { Until = November } }, known).ShouldBeEmpty();
        Unmet(state with { Asked = new OpenRequest(new(2026, 11, 30), "3/YC") }, known).ShouldBeEmpty();
    }

    private static string[] Unmet(Entitlement state, KnownConditions known) =>
        [.. ConditionRule.Unmet(state, November, known, ReferenceRates.Demo.Rules).Select(r => r.Code)];

    private static Entitlement Granted(string group)
    {
        var terms = Decision("D", "TCXH", group, Month(2026, 1)).Terms;
        return Entitlement.Evolve(
            null, Entitlement.IdOf("D"), new EntitlementGranted(Person, "D", terms, default, "nhap"))!;
    }
}
