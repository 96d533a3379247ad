using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>Money that came back is on the next month's list (NĐ 20/2021 Điều 34), in a column of its own.</summary>
public sealed class CarriedOverTests(FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task What_came_back_is_unpaid_until_the_next_list_carries_it_over()
    {
        const string next = "2026-12";
        var before = await Hub.As("lap").GetAsync($"/api/runs/{next}/plan");
        await Hub.SetClockAsync("2026-11-20T01:00:00Z");
        await Hub.As("lap").PostAsync($"/api/runs/{next}/plan");
        await Hub.As("lap").UntilAsync($"/api/runs/{next}", r => $"{r["status"]}" == "Planned");

        var plan = await Hub.As("lap").GetAsync($"/api/runs/{next}/plan?by=programme");

        ((long)before["unpaid"]!["payments"]!, (long)before["unpaid"]!["amount"]!).ShouldBe((1, RegisterLine.Pension));
        var item = Items(plan["items"]).ShouldHaveSingleItem();
        ((long)item["arrears"]!, (long)item["carriedOver"]!).ShouldBe((0, RegisterLine.Pension));
        ((bool)plan["addsUp"]!, (long)plan["unpaid"]!["amount"]!).ShouldBe((true, 0));
        var changes = await Hub.As("lap").GetAsync($"/api/runs/{next}/changes");
        ((bool)changes["addsUp"]!, (long)changes["after"]!).ShouldBe((true, (long)plan["total"]!["amount"]!));
        Items(changes["items"]).ShouldContain(i => $"{i["dossier"]}" == FinishedMonth.Returned.Dossier
            && $"{i["reason"]}" == "Arrears" && (long)i["effect"]! == RegisterLine.Pension);
        var report = await Hub.As("lap").GetAsync($"/api/runs/{Period}/deadlines");
        Items(report["items"]).Select(i => $"{i["code"]} {i["status"]}").ShouldBe(["LIST Done", "REPORT Overdue"]);
    }
}
