using System.Text;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// Island, remote and ethnic-minority communes come first: in the plan, in lists for approval and in files. Lý Sơn
/// (21548) is an island, Bờ Y (23377) is said to be on the border without proof, Cẩm Thành (21025) is neither.
/// </summary>
public sealed class AreaTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Planner = "lap-ba-xa";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Communes_with_priority_are_planned_listed_and_paid_first()
    {
        RegisterLine[] people =
        [
            RegisterLine.Of(1), RegisterLine.Of(2).In("21548", "Đặc khu Lý Sơn"),
            RegisterLine.Of(3).In("23377", "Xã Bờ Y"),
        ];
        await Hub.RegisterAsync(people);
        foreach (var person in people) await Hub.AllotAsync(person.Commune, 10_000_000);
        await HubSetup.AddUserAsync(
            Hub, Planner, Role.Planner, AccessScope.OfCommunes(["21025", "21548", "23377"]));
        await Hub.PlanAsync(Planner);

        await ThePlanAddsUpByAreaAsync();
        await TheListBeginsWithTheIslandAsync();
        await TheFileBeginsWithTheIslandAsync(people);
    }

    [Fact]
    public async Task The_list_of_communes_tells_where_each_attribute_comes_from_and_is_a_file_too()
    {
        var island = Items((await Hub.As("lap").GetAsync("/api/register/communes?area=ISLAND"))["items"])
            .ShouldHaveSingleItem();
        ($"{island["code"]}", (bool)island["hasPriority"]!).ShouldBe(("21548", true));
        $"{island["areaTerms"]![0]!["source"]}".ShouldContain("1677");
        var border = Items((await Hub.As("lap").GetAsync("/api/register/communes?area=BORDER"))["items"]);
        border.ShouldAllBe(c => !(bool)c["areaTerms"]![0]!["verified"]! && !(bool)c["hasPriority"]!);
        Items((await Hub.As("lap").GetAsync("/api/register/communes?area=ISLAND&day=2025-06-30"))["items"])
            .ShouldBeEmpty();

        var csv = Encoding.UTF8.GetString(await Hub.As("lap").DownloadAsync("/api/register/communes?format=csv"));

        csv.ShouldContain("21548,Đặc khu Lý Sơn,");
        csv.Split('\n').Length.ShouldBeGreaterThan(96);
        var unknown = await Hub.As("lap").TryGetAsync("/api/register/communes?area=MARS");
        ((int)unknown.Status, unknown.Text.Contains("ETHNIC_MINORITY", StringComparison.Ordinal)).ShouldBe((400, true));
    }

    private async Task ThePlanAddsUpByAreaAsync()
    {
        var opened = await Hub.AskAsync<string>("select data::text from events.mt_events where type = 'run_opened'");
        opened!.IndexOf("21548", StringComparison.Ordinal)
            .ShouldBeLessThan(opened.IndexOf("21025", StringComparison.Ordinal));
        var plan = await Hub.As("lap").GetAsync($"/api/runs/{Period}/plan?by=area");
        ((bool)plan["addsUp"]!).ShouldBeTrue();
        Items(plan["items"]).Select(i => $"{i["area"]} {i["amount"]}").ShouldBe(
            [$"ISLAND {RegisterLine.Pension}", $"BORDER {RegisterLine.Pension}", $"NONE {RegisterLine.Pension}"]);
        var island = await Hub.As("lap").GetAsync($"/api/runs/{Period}/plan?area=PRIORITY&by=commune");
        Items(island["items"]).ShouldHaveSingleItem()["commune"]!.ToString().ShouldBe("21548");
        var file = Encoding.UTF8.GetString(
            await Hub.As("lap").DownloadAsync($"/api/runs/{Period}/plan?by=area&format=csv"));
        file.ShouldContain($"Hải đảo,,,,,,1,1,{RegisterLine.Pension}");
        file.ShouldContain($"Tổng cộng,,,,,,3,3,{3 * RegisterLine.Pension}");
        var stands = Items((await Hub.As("lap").GetAsync($"/api/runs/{Period}/areas"))["items"]);
        stands.Select(s => $"{s["area"]} {s["batches"]} {s["waiting"]}")
            .ShouldBe(["ISLAND 1 1", "BORDER 1 1", "NONE 1 1"]);
    }

    private async Task TheListBeginsWithTheIslandAsync()
    {
        var list = Items((await Hub.As("duyet1").GetAsync($"/api/batches?period={Period}"))["items"]);
        list.Select(b => $"{b["commune"]}").ShouldBe(["21548", "21025", "23377"]);
        var page = Items((await Hub.As("duyet1").GetAsync($"/api/batches?period={Period}&page=2&size=1"))["items"]);
        page.ShouldHaveSingleItem()["commune"]!.ToString().ShouldBe("21025");
        var only = Items((await Hub.As("duyet1").GetAsync($"/api/batches?period={Period}&area=BORDER"))["items"]);
        only.ShouldHaveSingleItem()["commune"]!.ToString().ShouldBe("23377");
        var sums = await Hub.As("duyet1").GetAsync($"/api/batches/sums?period={Period}&area=PRIORITY");
        ((long)Items(sums["items"]).ShouldHaveSingleItem()["payments"]!).ShouldBe(1);
    }

    private async Task TheFileBeginsWithTheIslandAsync(RegisterLine[] people)
    {
        await Hub.ActAsync("trinh", "submit");
        await Hub.ActAsync("duyet1", "approve");
        var file = (await Hub.ReleaseAsync()).ShouldHaveSingleItem();

        var text = Encoding.UTF8.GetString(
            await Hub.As("khobac").DownloadAsync($"/api/files/{file["messageId"]}/content"));

        RegisterLine[] order = [.. people.OrderBy(p => text.IndexOf(p.Account, StringComparison.Ordinal))];
        order.Select(p => p.Commune).ShouldBe(["21548", "21025", "23377"]);
    }
}
