using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>
/// Which communes are remote or extremely difficult is said by lists with their legal basis; plans and boards follow.
/// </summary>
public sealed class AreaFileTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_list_says_which_communes_are_remote_or_extremely_difficult_and_the_plan_uses_it()
    {
        const string planner = "lap-dia-ban";
        RegisterLine[] people =
        [
            RegisterLine.Of(31).In("21040", Communes["21040"]), RegisterLine.Of(32).In("21100", Communes["21100"]),
        ];
        await Hub.RegisterAsync(people);
        await HubSetup.AddUserAsync(Hub, planner, Role.Planner, AccessScope.OfCommunes(["21040", "21100"]));
        byte[] FileOf(string until, string verified) => RegisterLine.Csv(
            "STT,Mã xã,Tên xã,Đặc điểm địa bàn,Từ ngày,Đến ngày,Căn cứ pháp lý,Đã xác minh",
            [
                $"1,21100,{Communes["21100"]},\"Vùng sâu, vùng xa\",01/01/2026,{until},QĐ 12/QĐ-UBND,{verified}",
                $"2,21100,{Communes["21100"]},EXTREMELY_DIFFICULT,01/07/2026,,QĐ 861/QĐ-TTg,",
            ]);

        (await Hub.SendAsync("areas", FileOf("", "Không"))).Outcome().ShouldBe("added 2");
        (await Hub.SendAsync("areas", FileOf(" ", "Không"))).Outcome().ShouldBe("unchanged 2");
        var remote = Items((await Hub.As("lap").GetAsync("/api/register/communes?area=REMOTE&day=2026-11-01"))["items"])
            .ShouldHaveSingleItem();
        ($"{remote["code"]}", (bool)remote["hasPriority"]!, (bool)remote["areaTerms"]![0]!["verified"]!)
            .ShouldBe(("21100", true, false));
        await Hub.PlanAsync(planner);
        var plan = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan?by=area");
        Items(plan["items"]).Select(i => $"{i["area"]} {i["amount"]}").ShouldBe(
            [$"REMOTE+EXTREMELY_DIFFICULT {RegisterLine.Pension}", $"NONE {RegisterLine.Pension}"]);
        Items((await Hub.As(planner).GetAsync($"/api/runs/{Period}/areas"))["items"])
            .Select(s => $"{s["area"]} {s["hasPriority"]}").ShouldBe(["REMOTE+EXTREMELY_DIFFICULT true", "NONE false"]);

        (await Hub.SendAsync("areas", FileOf("31/10/2026", "Có"))).Outcome().ShouldBe("ended 1, unchanged 1");
        Items((await Hub.As("lap").GetAsync("/api/register/communes?area=REMOTE&day=2026-11-01"))["items"])
            .ShouldBeEmpty();
        ((bool)(await Hub.As("thanhtra").PostAsync("/api/verify"))["holds"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_term_that_overlaps_and_an_area_that_nobody_knows_are_refused()
    {
        var overlapping = await Hub.SendAsync("areas", RegisterLine.Csv(
            "STT,Mã xã,Tên xã,Đặc điểm địa bàn,Từ ngày,Đến ngày,Căn cứ pháp lý",
            [
                "1,21548,Đặc khu Lý Sơn,ISLAND,01/01/2026,,x", "2,21100,Sai tên,MARS,1/1/26,,",
            ]));
        Items(overlapping["findings"]).Select(f => $"{f["row"]} {f["column"]} {f["rule"]}").ShouldContain(
            "3 Đặc điểm địa bàn AREA_UNKNOWN");
        var island = await Hub.SendAsync("areas", RegisterLine.Csv(
            "STT,Mã xã,Tên xã,Đặc điểm địa bàn,Từ ngày,Đến ngày,Căn cứ pháp lý",
            ["1,21548,Đặc khu Lý Sơn,ISLAND,01/01/2026,,x"]));
        Items(island["findings"]).Select(f => $"{f["rule"]}").ShouldBe(["area-terms-overlap"]);
    }

    private static readonly Dictionary<string, string> Communes = File
        .ReadLines(Path.Combine(Repository.Root, "seeds", "reference", "communes-quang-ngai.csv"))
        .Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => cells[1]);
}
