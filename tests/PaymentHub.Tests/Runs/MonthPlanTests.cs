using System.Net;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>The plan of a month, its difference from the month before, and the deadlines of the law.</summary>
public sealed class MonthPlanTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private static readonly (string, string)[] PaidUntilOctober =
    [
        ("Hưởng từ tháng", "07/2025"), ("Ngày ký", "01/06/2025"), ("Đã chi từ tháng", "07/2026"),
        ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "500000"),
    ];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_plan_adds_up_by_commune_programme_and_channel()
    {
        var planner = await PlannerAsync("21025");
        await Hub.RegisterAsync(
            RegisterLine.Of(1), RegisterLine.Of(2).With(PaidUntilOctober), RegisterLine.Of(3).InCash(),
            RegisterLine.Of(4).At("BIDV"));
        await Hub.PlanAsync(planner);

        var plan = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan");

        ((bool)plan["addsUp"]!).ShouldBeTrue();
        var total = plan["total"]!;
        ((long)total["regular"]!, (long)total["arrears"]!, (long)total["carriedOver"]!, (long)total["amount"]!)
            .ShouldBe((4 * RegisterLine.Pension, 4 * 40_000, 0, (4 * RegisterLine.Pension) + (4 * 40_000)));
        Items(plan["items"]).Select(i => $"{i["programme"]} {i["institution"]} {i["method"]} {i["amount"]}").ShouldBe(
        [
            $"HTXH AGRI Transfer {(2 * RegisterLine.Pension) + 160_000}", $"HTXH BIDV Transfer {RegisterLine.Pension}",
            $"HTXH POST Cash {RegisterLine.Pension}",
        ]);
        var byProgramme = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan?by=programme");
        Items(byProgramme["items"]).ShouldHaveSingleItem()["amount"]!.ToString().ShouldBe($"{total["amount"]}");
        var run = await Hub.As(planner).GetAsync($"/api/batches?period={Period}&commune=21025&size=100");
        Items(run["items"]).Sum(b => (long)b["amount"]!).ShouldBe((long)total["amount"]!);
    }

    [Fact]
    public async Task The_plan_is_split_by_source_of_funds_and_still_adds_up()
    {
        const string commune = "21205";
        var planner = await PlannerAsync(commune);
        RegisterLine Of(int no, string programme, string group) => RegisterLine.Of(no).In(commune, "Xã Ba Gia").With(
            ("Chương trình", programme), ("Nhóm đối tượng", group));
        await Hub.RegisterAsync(Of(751, "NCC", "TUDAY"), Of(752, "NCC", "LS1"), Of(753, "HTXH", "75+"));
        await Hub.PlanAsync(planner);

        var plan = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan?by=programme,source");
        var whole = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan?by=source");

        ((bool)plan["addsUp"]!).ShouldBeTrue();
        Items(plan["sources"]).Select(s => $"{s["programme"]} {s["source"]} {s["payments"]} {s["amount"]}").ShouldBe(
        [
            $"HTXH TINH 1 {RegisterLine.Pension}", "NCC TINH 1 300000", $"NCC TW 2 {1_807_000 + RegisterLine.Merit}",
        ]);
        Items(plan["sources"]).Sum(s => (long)s["amount"]!).ShouldBe((long)plan["total"]!["amount"]!);
        Items((await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan"))["sources"])
            .Select(s => $"{s["programme"]} {s["source"]} {s["amount"]}").ShouldBe(
                Items(plan["sources"]).Select(s => $"{s["programme"]} {s["source"]} {s["amount"]}"),
                "by programme where nothing else is asked for");
        Items(whole["sources"]).Select(s => $"{s["source"]} {s["amount"]}").ShouldBe(
            [$"TINH {RegisterLine.Pension + 300_000}", $"TW {1_807_000 + RegisterLine.Merit}"]);
        var csv = System.Text.Encoding.UTF8.GetString(await Hub.As(planner).DownloadAsync(
            $"/api/runs/{Period}/plan?by=source&format=csv"));
        csv.ShouldContain($"TINH,,,,,,,2,{RegisterLine.Pension + 300_000},0");
        (await Hub.As(planner).TryGetAsync($"/api/runs/{Period}/plan?by=colour")).Code.ShouldBe("plan-part-unknown");
    }

    [Fact]
    public async Task A_planned_month_names_the_reason_of_every_dong_that_differs()
    {
        var planner = await PlannerAsync("21028");
        var kept = In(281).With(PaidUntilOctober).With(("Mức đã chi (đ/tháng)", "540000"));
        var raised = In(282).With(PaidUntilOctober);
        var fresh = In(283);
        var gone = In(284).With(PaidUntilOctober).With(("Thôi hưởng từ tháng", "11/2026"));
        await Hub.RegisterAsync(kept, raised, fresh, gone);
        await Hub.PlanAsync(planner);

        var changes = await Hub.As(planner).GetAsync($"/api/runs/{Period}/changes");

        ($"{changes["basis"]}", (bool)changes["addsUp"]!).ShouldBe(("Lists", true));
        var items = Items(changes["items"]);
        items.Select(i => $"{i["dossier"]} {i["part"]} {i["reason"]} {i["effect"]}").Order().ShouldBe(new[]
        {
            $"{raised.Dossier} Arrears Arrears 160000", $"{raised.Dossier} Regular Backdated 40000",
            $"{fresh.Dossier} Regular New 540000", $"{gone.Dossier} Arrears Arrears 160000",
            $"{gone.Dossier} Regular Ended -500000",
        }.Order());
        ((long)changes["before"]! + items.Sum(i => (long)i["effect"]!)).ShouldBe((long)changes["after"]!);
        var plan = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan");
        ((long)changes["after"]!).ShouldBe((long)plan["total"]!["amount"]!);
        (await Hub.As(planner).GetAsync($"/api/runs/{Period}/changes?reason=New"))["total"]!.GetValue<long>()
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_new_account_between_two_lists_is_a_change_without_money()
    {
        var planner = await PlannerAsync("21034");
        var person = RegisterLine.Of(341).In("21034", "Xã An Phú");
        await Hub.RegisterAsync(person);
        await Hub.PlanAsync(planner);
        await Hub.RegisterAsync(person.With(("Số tài khoản", "4500205888888")));
        await PlanAsync(planner, "2026-12");

        var changes = await Hub.As(planner).GetAsync("/api/runs/2026-12/changes");

        var change = Items(changes["items"]).ShouldHaveSingleItem();
        ($"{change["part"]}", $"{change["reason"]}", (long)change["effect"]!, (long)change["after"]!).ShouldBe(
            ("Account", "AccountChanged", 0, RegisterLine.Pension));
        ($"{change["accountBefore"]}", $"{change["account"]}").ShouldBe(
            ("AGRI 970405 ****0341", "AGRI 970405 ****8888"));
    }

    [Fact]
    public async Task A_scope_of_communes_sees_its_own_plan_and_changes_only()
    {
        var planner = await PlannerAsync("21040");
        await Hub.RegisterAsync(RegisterLine.Of(401).In("21040", "Xã Bình Sơn"));
        await Hub.PlanAsync(planner);
        var stranger = await PlannerAsync("21085");

        var plan = await Hub.As(stranger).GetAsync($"/api/runs/{Period}/plan");
        var changes = await Hub.As(stranger).GetAsync($"/api/runs/{Period}/changes?commune=21040");

        ((long)plan["count"]!, (long)plan["total"]!["amount"]!, (long)changes["total"]!).ShouldBe((0, 0, 0));
        (await Hub.As(planner).TryGetAsync("/api/runs/2026-13/plan")).Code.ShouldBe("period-invalid");
    }

    [Fact]
    public async Task The_deadlines_of_the_law_stand_beside_the_month()
    {
        var planner = await PlannerAsync("21061");
        await Hub.RegisterAsync(RegisterLine.Of(611).In("21061", "Xã Vạn Tường"));
        await Hub.PlanAsync(planner);

        var list = await Hub.As(planner).GetAsync($"/api/runs/{Period}/deadlines");

        var items = Items(list["items"]);
        items.Select(i => $"{i["code"]} {i["lawDay"]} {i["day"]}").ShouldBe(
            ["LIST 2026-10-24 2026-10-23", "REPORT 2026-11-19 2026-11-19"]);
        ($"{items[0]["status"]}", (long)items[0]["remaining"]!).ShouldBe(("Due", 1));
        var january = Items((await Hub.As(planner).GetAsync("/api/runs/2027-01/deadlines"))["items"]);
        january.Select(i => $"{i["code"]} {i["period"]} {i["lawDay"]} {i["day"]}").ShouldBe(
        [
            "LIST 2027-01 2026-12-24 2026-12-24", "REPORT 2027-01 2027-01-19 2027-01-19",
            "ADJUSTMENT 2026-12 2027-01-31 2027-01-29",
        ]);
        (await Hub.As("bank-agri").TryGetAsync($"/api/runs/{Period}/deadlines")).Status
            .ShouldBe(HttpStatusCode.Forbidden);
    }

    private static RegisterLine In(int no) => RegisterLine.Of(no).In("21028", "Phường Nghĩa Lộ");

    private async Task PlanAsync(string planner, string period)
    {
        await Hub.As(planner).PostAsync($"/api/runs/{period}/plan");
        await Hub.As(planner).UntilAsync($"/api/runs/{period}", r => $"{r["status"]}" == "Planned");
    }

    private async Task<string> PlannerAsync(string code)
    {
        var user = $"kh-{code}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return user;
    }
}
