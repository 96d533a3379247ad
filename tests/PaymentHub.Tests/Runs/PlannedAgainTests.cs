using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// A month whose money came back is on the next list. Whoever then finds that the money had not come back at all may
/// say so only while no list pays the month again.
/// </summary>
public sealed class PlannedAgainTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const long Pension = RegisterLine.Pension;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_return_is_not_taken_back_while_a_later_list_pays_its_months_again()
    {
        var person = RegisterLine.Of(212519).In("21250", "Xã Nghĩa Giang");
        var planner = await StartAsync(person);
        var november = await ReleasedAsync(planner, "2026-11", "2026-10-22", "2026-10-30");
        await Hub.SetClockAsync("2026-11-03T01:00:00Z");
        await november.BookAsync(person.Institution, "2026-11-03", "AC06", person.Dossier);
        (await november.StatusAsync(person.Dossier)).ShouldBe("Returned");
        await Hub.SetClockAsync("2026-11-20T01:00:00Z");
        var december = new MonthOf(Hub, planner, "2026-12");
        await december.PlanAsync();
        (await december.LinesAsync(person.Dossier)).ShouldBe(
            [$"Arrears 2026-11..2026-11 {Pension}", $"Regular 2026-12..2026-12 {Pension}"]);

        var refused = await UndoReturnAsync(november, person);
        refused.Code.ShouldBe("explanation-rested-on");
        refused.Text.ShouldContain((await november.PaymentAsync(person.Dossier)).Id);
        (await november.StatusAsync(person.Dossier)).ShouldBe("Returned");

        await december.ApproveAsync();
        await GiveBackAsync(december, person);
        (await UndoReturnAsync(november, person)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await november.StatusAsync(person.Dossier)).ShouldBe("Settled");
        await Hub.SetClockAsync("2026-12-21T01:00:00Z");
        var january = new MonthOf(Hub, planner, "2027-01");
        await january.PlanAsync();
        (await january.LinesAsync(person.Dossier)).ShouldBe(
            [$"Arrears 2026-12..2026-12 {Pension}", $"Regular 2027-01..2027-01 {Pension}"]);
        foreach (var period in new[] { "2026-11", "2026-12", "2027-01" })
            await MonthsHoldAsync(period);
    }

    private async Task<string> StartAsync(RegisterLine person)
    {
        await Hub.SetClockAsync("2026-10-20T01:00:00Z");
        await Hub.RegisterAsync(person);
        var import = await Hub.ImportAsync("allotments", RegisterLine.Csv(
            "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định",
            new[] { 2026, 2027 }.Select(year => $"{person.Commune},HTXH,TINH,{year},100000000,88/QĐ-UBND-{year}")));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
        return await MonthOf.PlannerAsync(Hub, person.Commune);
    }

    private async Task GiveBackAsync(MonthOf month, RegisterLine person)
    {
        var (id, _, _) = await month.PaymentAsync(person.Dossier);
        var payment = (await Hub.As("thanhtra").GetAsync($"/api/payments/{id}"))["payment"]!;
        await Hub.As("duyet1").PostAsync(
            $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/give-back",
            new JsonObject { ["reason"] = "Tháng 11 thật ra đã chi" });
    }

    private async Task<MonthOf> ReleasedAsync(string planner, string period, string plannedOn, string releasedOn)
    {
        var month = new MonthOf(Hub, planner, period);
        await Hub.SetClockAsync($"{plannedOn}T01:00:00Z");
        await month.PlanAsync();
        await month.ApproveAsync();
        await Hub.SetClockAsync($"{releasedOn}T01:00:00Z");
        await month.ReleaseAsync();
        return month;
    }

    private async Task<Answer> UndoReturnAsync(MonthOf month, RegisterLine person)
    {
        var (id, _, _) = await month.PaymentAsync(person.Dossier);
        const string found = """
            from hub.entry_match m join hub.payment p on p.batch_id = m.batch_id and p.no = m.no
            where p.end_to_end_id = $1 and m.kind = 'Return'
            """;
        var file = await Hub.AskAsync<Guid>("select m.file_id " + found, id);
        var entry = await Hub.AskAsync<int>("select m.entry " + found, id);
        return await Hub.As("doisoat").TryPostAsync(
            $"/api/bank-files/{file}/matches/undo",
            new JsonObject { ["entry"] = entry, ["reason"] = "Khoản có này không phải khoản trả lại" });
    }

    private async Task MonthsHoldAsync(string period)
    {
        var months = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{period}/months");
        ((bool)months["holds"]!).ShouldBeTrue(months.ToJsonString());
    }
}
