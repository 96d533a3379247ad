using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Entitlements;

/// <summary>
/// Money that an account gives back month after month leads to a suspension like cash that nobody collects; what those
/// months owe waits and comes at once when payment resumes. Over HTTP, one commune a test.
/// </summary>
public sealed class ReturnedMonthsTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private static readonly (string Month, string PlannedOn, string ReleasedOn, string BookedOn)[] Months =
    [
        ("2026-11", "2026-10-22", "2026-10-30", "2026-11-03"),
        ("2026-12", "2026-11-20", "2026-11-27", "2026-12-03"),
        ("2027-01", "2026-12-21", "2026-12-30", "2027-01-05"),
    ];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Three_months_that_an_account_gives_back_suspend_wait_and_are_paid_at_once_when_payment_resumes()
    {
        const string commune = "21250";
        var person = RegisterLine.Of(212511).In(commune, "Xã Nghĩa Giang");
        var planner = await StartAsync(commune, person);
        foreach (var month in Months) await ReturnAsync(planner, month, person, "AC06");

        var proposal = (await ProposalsAsync(planner, "2027-02")).ShouldHaveSingleItem();
        $"{proposal["decision"]} {proposal["month"]} {proposal["cause"]}".ShouldBe("Suspend 2027-02 UNCOLLECTED");
        Items(proposal["months"]).Select(m => $"{m["month"]} {m["method"]} {m["reason"]}").ShouldBe(
            ["2026-11 Transfer AC06", "2026-12 Transfer AC06", "2027-01 Transfer AC06"], proposal.ToJsonString());
        $"{Items(proposal["months"])[0]["reasonVi"]}".ShouldContain("tài khoản bị khóa");
        await DecideAsync(planner, person, "suspend", new JsonObject
        {
            ["from"] = "2027-02",
            ["cause"] = "UNCOLLECTED",
        });

        await Hub.SetClockAsync("2027-02-02T01:00:00Z");
        await TheMoneyWaitsAsync(planner, person);
        await DecideAsync(planner, person, "resume", new JsonObject
        {
            ["from"] = "2027-03",
            ["reason"] = "Đã xác định lại",
        });

        await Hub.SetClockAsync("2027-02-20T01:00:00Z");
        var march = new MonthOf(Hub, planner, "2027-03");
        await march.PlanAsync();
        (await march.LinesAsync(person.Dossier)).ShouldBe(
            [
                $"Arrears 2026-11..2027-01 {3 * RegisterLine.Pension}",
                $"Regular 2027-03..2027-03 {RegisterLine.Pension}",
            ]);
        await march.ShouldTieOutAsync();
    }

    [Fact]
    public async Task An_error_of_ours_or_of_the_bank_is_no_month_that_the_person_did_not_receive()
    {
        const string commune = "21364";
        var person = RegisterLine.Of(213641).In(commune, "Xã Nghĩa Hành").At("VCB");
        var planner = await StartAsync(commune, person);
        foreach (var month in Months) await ReturnAsync(planner, month, person, "AC14");

        (await ProposalsAsync(planner, "2027-02")).ShouldBeEmpty();
    }

    private async Task<string> StartAsync(string commune, RegisterLine person)
    {
        await Hub.SetClockAsync("2026-10-20T01:00:00Z");
        await Hub.RegisterAsync(person);
        var import = await Hub.ImportAsync("allotments", RegisterLine.Csv(
            "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định",
            new[] { 2026, 2027 }.Select(year => $"{commune},HTXH,TINH,{year},100000000,88/QĐ-UBND-{year}")));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
        return await MonthOf.PlannerAsync(Hub, commune);
    }

    private async Task ReturnAsync(
        string planner, (string Month, string PlannedOn, string ReleasedOn, string BookedOn) at, RegisterLine person,
        string reason)
    {
        (await ProposalsAsync(planner, at.Month)).ShouldBeEmpty();
        var month = new MonthOf(Hub, planner, at.Month);
        await Hub.SetClockAsync($"{at.PlannedOn}T01:00:00Z");
        await month.PlanAsync();
        await month.ApproveAsync();
        await Hub.SetClockAsync($"{at.ReleasedOn}T01:00:00Z");
        await month.ReleaseAsync();
        await Hub.SetClockAsync($"{at.BookedOn}T01:00:00Z");
        await month.BookAsync(person.Institution, at.BookedOn, reason, person.Dossier);
        (await month.StatusAsync(person.Dossier)).ShouldBe("Returned");
    }

    private async Task TheMoneyWaitsAsync(string planner, RegisterLine person)
    {
        var february = new MonthOf(Hub, planner, "2027-02");
        await february.PlanAsync();
        (await february.LinesAsync(person.Dossier)).ShouldBeEmpty();
        var due = await Hub.As(planner).GetAsync($"/api/people/{person.Dossier}/due?month=2027-02");
        var line = Items(due["lines"]).ShouldHaveSingleItem();
        $"{line["kind"]} {line["heldBecause"]} {line["amount"]}".ShouldBe(
            $"Arrears AWAITS_ANSWER {3 * RegisterLine.Pension}");
        ((long)due["toPay"]!).ShouldBe(0);
        string.Join(' ', Items(line["textVi"])).ShouldContain("TT 02/2021/TT-BLĐTBXH Điều 2");
        await february.ShouldTieOutAsync();

        var (id, _, _) = await new MonthOf(Hub, planner, "2027-01").PaymentAsync(person.Dossier);
        var payment = (await Hub.As("thanhtra").GetAsync($"/api/payments/{id}"))["payment"]!;
        var again = await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
            new JsonObject { ["reason"] = "Chi lại theo đề nghị của xã" });
        again.Code.ShouldBe("reissue-awaits-answer");
        again.Text.ShouldContain(person.Dossier);
    }

    private async Task<List<JsonNode>> ProposalsAsync(string planner, string month) =>
        Items((await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={month}"))["items"]);

    private async Task DecideAsync(string planner, RegisterLine person, string act, JsonObject body)
    {
        body["paper"] = new JsonObject
        {
            ["number"] = "45/QĐ-UBND",
            ["signedBy"] = "Phạm Thị Lan",
            ["signedOn"] = "2026-10-10",
            ["legalBasis"] = "TT 02/2021/TT-BLĐTBXH Điều 2",
        };
        await Hub.As(planner).PostAsync($"/api/entitlements/{person.Dossier}/{act}", body);
    }
}
