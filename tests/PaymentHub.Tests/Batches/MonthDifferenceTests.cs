using System.Net;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Batches;

/// <summary>The whole month beside the one before, and the payments behind each line of the tie-out.</summary>
public sealed class MonthDifferenceTests(FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Who_is_gone_is_found_though_no_batch_of_the_month_knows_the_dossier()
    {
        var page = await Hub.As("lap").GetAsync($"/api/runs/{Period}/difference?part=gone");

        var gone = Items(page["items"]).ShouldHaveSingleItem();
        $"{gone["dossier"]} {gone["before"]} {gone["origin"]} {gone["goneBecause"]}".ShouldBe(
            $"{FinishedMonth.Gone.Dossier} 540000 EarlierSystem Ended");
        var sums = page["summary"]!;
        $"{sums["goneCount"]} {sums["gone"]}".ShouldBe("1 540000");
        ((long)sums["before"]! + (long)sums["new"]! - (long)sums["gone"]! + (long)sums["amountDifference"]!)
            .ShouldBe((long)sums["now"]!);
        var planned = await Hub.StandsAsync("planned");
        ((long)sums["total"]!).ShouldBe(planned.Amount);
    }

    [Fact]
    public async Task A_scope_of_communes_sees_only_what_differs_there()
    {
        await HubSetup.AddUserAsync(
            Hub, "lap-21028", Domain.Access.Role.Planner, Domain.Access.AccessScope.OfCommunes(["21028"]));

        var page = await Hub.As("lap-21028").GetAsync($"/api/runs/{Period}/difference");

        Items(page["items"]).Select(i => $"{i["dossier"]}").ShouldBe([FinishedMonth.Gone.Dossier]);
        ((long)page["summary"]!["totalCount"]!).ShouldBe(0);
    }

    [Theory]
    [InlineData("planned")]
    [InlineData("in-transit")]
    [InlineData("settled")]
    [InlineData("returned")]
    [InlineData("rejected")]
    public async Task The_payments_behind_a_line_of_the_tie_out_add_up_to_it(string line)
    {
        var (count, amount) = await Hub.StandsAsync(line);

        var page = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/lines/{line}/payments?size=500");

        var items = Items(page["items"]);
        ((long)page["total"]!, (long)page["amount"]!).ShouldBe((count, amount));
        (items.Count, items.Sum(i => (long)i["amountThere"]!)).ShouldBe(((int)count, amount));
        (await Hub.As("thanhtra").TryGetAsync($"/api/tie-out/{Period}/lines/nowhere/payments")).Status
            .ShouldBe(HttpStatusCode.NotFound);
    }
}
