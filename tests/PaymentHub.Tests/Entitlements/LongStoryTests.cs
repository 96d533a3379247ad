using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Entitlements;

/// <summary>What happens to one entitlement over many months, over HTTP.</summary>
public sealed class LongStoryTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Commune = "21250";

    private static readonly (string Month, string PlannedOn, string ReleasedOn, string ReportedOn)[] Months =
    [
        ("2026-11", "2026-10-22", "2026-10-30", "2026-11-10"),
        ("2026-12", "2026-11-20", "2026-11-27", "2026-12-10"),
        ("2027-01", "2026-12-21", "2026-12-30", "2027-01-11"),
    ];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Three_months_that_nobody_collects_at_the_post_office_suspend_and_three_more_end_the_entitlement()
    {
        var person = RegisterLine.Of(212501).In(Commune, "Xã Nghĩa Giang").InCash();
        await Hub.SetClockAsync("2026-10-20T01:00:00Z");
        await Hub.RegisterAsync(person);
        await AllotAsync(2026, 2027);
        var planner = await PlannerAsync(Commune);
        foreach (var month in Months)
        {
            (await ProposalsAsync(planner, month.Month)).ShouldBeEmpty();
            await NobodyCollectsAsync(planner, month);
        }

        var suspension = (await ProposalsAsync(planner, "2027-02")).ShouldHaveSingleItem();
        Told(suspension).ShouldBe((person.Dossier, "Suspend", "2027-02", "UNCOLLECTED"));
        await DecideAsync(planner, person, "suspend", suspension, "from");
        (await ProposalsAsync(planner, "2027-04")).ShouldBeEmpty();

        var end = (await ProposalsAsync(planner, "2027-05")).ShouldHaveSingleItem();
        Told(end).ShouldBe((person.Dossier, "End", "2027-05", "NO_ANSWER"));
        await DecideAsync(planner, person, "end", end, "until");

        var due = await Hub.As(planner).GetAsync($"/api/people/{person.Dossier}/due?month=2027-05");
        Items(due["months"]).Where(m => string.CompareOrdinal($"{m["month"]}", "2027-01") > 0)
            .Select(m => $"{m["month"]} {m["state"]} {m["due"]}").ShouldBe(
                ["2027-02 Suspended 0", "2027-03 Suspended 0", "2027-04 Suspended 0", "2027-05 Stopped 0"],
                due.ToJsonString());
    }

    [Fact]
    public async Task What_was_paid_earlier_stays_with_the_programme_that_a_changed_decision_had_then()
    {
        var person = RegisterLine.Of(213401).In("21340", "Xã Sơn Tây").With(
            ("Hưởng từ tháng", "07/2025"), ("Ngày ký", "01/06/2025"), ("Đã chi từ tháng", "07/2026"),
            ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "540000"));
        await Hub.RegisterAsync(person);
        var planner = await PlannerAsync("21340");
        await Hub.As(planner).PostAsync($"/api/entitlements/{person.Dossier}/change", new JsonObject
        {
            ["from"] = "2026-10",
            ["programme"] = "TCXH",
            ["group"] = "K5.A1",
            ["injuryPercent"] = null,
            ["paper"] = Paper("NĐ 20/2021/NĐ-CP Điều 8"),
        });

        var identity = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/months");

        var sums = Items(identity["programmes"]).ToDictionary(p => $"{p["programme"]}", p => (long)p["paidEarlier"]!);
        (sums["HTXH"], sums["TCXH"]).ShouldBe((3 * 540_000, 540_000), identity.ToJsonString());
        ((bool)identity["holds"]!).ShouldBeTrue(identity.ToJsonString());
    }

    private async Task NobodyCollectsAsync(
        string planner, (string Month, string PlannedOn, string ReleasedOn, string ReportedOn) at)
    {
        await Hub.SetClockAsync($"{at.PlannedOn}T01:00:00Z");
        await Hub.As(planner).PostAsync($"/api/runs/{at.Month}/plan");
        await Hub.As(planner).UntilAsync($"/api/runs/{at.Month}", r => $"{r["status"]}" == "Planned");
        foreach (var (user, act) in new[] { ("trinh", "submit"), ("duyet1", "approve") })
            await Hub.As(user).PostAsync($"/api/batches/{act}", new JsonObject { ["period"] = at.Month });
        await Hub.SetClockAsync($"{at.ReleasedOn}T01:00:00Z");
        var released = await Hub.As("khobac").PostAsync(
            "/api/batches/release", new JsonObject { ["period"] = at.Month });
        Items(released["refused"]).ShouldBeEmpty(released.ToJsonString());
        await Hub.As("khobac").UntilAsync(
            $"/api/files?period={at.Month}", f => Items(f["items"]).Exists(i => $"{i["institution"]}" == "POST"));
        await Hub.SetClockAsync($"{at.ReportedOn}T01:00:00Z");
        await ReportNothingPaidAsync(at.Month, at.ReportedOn.Replace("-", "", StringComparison.Ordinal));
    }

    private async Task ReportNothingPaidAsync(string month, string day)
    {
        var message = await Hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = 'POST' and kind <> 'Advance' "
            + "order by at desc limit 1");
        var id = await Hub.AskAsync<string>(
            "select p.end_to_end_id from hub.payment p join hub.batch b on b.batch_id = p.batch_id "
            + "where b.commune = $1 order by b.period desc limit 1", Commune);
        var amount = await Hub.AskAsync<long>("select amount from hub.payment where end_to_end_id = $1", id!);
        var file = await BankFiles.SendAsync(Hub, "POST", $"PAID-{message}-{day}.csv", RegisterLine.Csv(
            "Mã lệnh,Trạng thái,Số tiền,Ngày chi,Người ký nhận,Lý do",
            [$"{id},CHƯA CHI,{amount},,,Không đến nhận", "TỔNG,1,0,,,"]));
        $"{file["status"]}".ShouldBe("Reconciled", $"{month}: {file.ToJsonString()}");
    }

    private async Task AllotAsync(params int[] years)
    {
        var import = await Hub.ImportAsync("allotments", RegisterLine.Csv(
            "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định",
            years.Select(year => $"{Commune},HTXH,TINH,{year},100000000,88/QĐ-UBND-{year}")));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }

    private async Task<List<JsonNode>> ProposalsAsync(string planner, string month) =>
        Items((await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={month}"))["items"]);

    private static (string, string, string, string) Told(JsonNode proposal) =>
        ($"{proposal["dossier"]}", $"{proposal["decision"]}", $"{proposal["month"]}", $"{proposal["cause"]}");

    // A person signs what the law asks for: the month, the cause and the article are the proposal's.
    private async Task DecideAsync(string planner, RegisterLine person, string act, JsonNode proposal, string monthName)
    {
        $"{proposal["legalBasis"]}".ShouldContain("TT 02/2021");
        await Hub.As(planner).PostAsync($"/api/entitlements/{person.Dossier}/{act}", new JsonObject
        {
            [monthName] = $"{proposal["month"]}",
            ["cause"] = $"{proposal["cause"]}",
            ["paper"] = Paper($"{proposal["legalBasis"]}"),
        });
    }

    private static JsonObject Paper(string legalBasis) => new()
    {
        ["number"] = "45/QĐ-UBND",
        ["signedBy"] = "Phạm Thị Lan",
        ["signedOn"] = "2026-10-10",
        ["legalBasis"] = legalBasis,
    };

    private async Task<string> PlannerAsync(string code)
    {
        var user = $"dai-{code}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return user;
    }
}
