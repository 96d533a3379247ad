using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// Beside other months, a payment that was made again is one payment. The test plans a month of its own.
/// </summary>
public sealed class ReissueDifferenceTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_payment_made_again_counts_once_beside_the_month_before_and_the_month_after()
    {
        const string next = "2026-12";
        var who = ReleasedMonth.Vietin[2];
        var original = await Hub.PaymentAsync(who);
        await ReturnAsync(original, who, "AC04");
        await Hub.RegisterAsync(who.With(("Số tài khoản", "113000999777")));
        (await TryReissueAsync(original)).Json["amount"]!.GetValue<long>().ShouldBe(RegisterLine.Pension);

        var november = await Hub.As("lap").GetAsync($"/api/runs/{Period}/difference?part=new&size=500");
        await Hub.As(HubSetup.CommunePlanner).PostAsync($"/api/runs/{next}/plan");
        await Hub.As(HubSetup.CommunePlanner).UntilAsync($"/api/runs/{next}", r => $"{r["status"]}" == "Planned");
        var december = (await Hub.As("lap").GetAsync($"/api/runs/{next}/difference"))["summary"]!;

        ((long)Items(november["items"]).Single(i => $"{i["dossier"]}" == who.Dossier)["monthly"]!)
            .ShouldBe(RegisterLine.Pension);
        ((long)december["before"]!).ShouldBe((long)november["summary"]!["now"]!);
        ((long)december["amountChangedCount"]!).ShouldBe(0, december.ToJsonString());
        var batch = await Hub.AskAsync<Guid>(
            "select batch_id from hub.batch where code = $1", $"{next}/21025/HTXH/VIETIN/0");
        var beside = (await Hub.As("lap").GetAsync($"/api/batches/{batch}/difference"))["summary"]!;
        ((long)beside["amountChangedCount"]!).ShouldBe(0, beside.ToJsonString());
    }

    private async Task ReturnAsync(JsonNode payment, RegisterLine who, string reason)
    {
        var id = $"{payment["endToEndId"]}";
        var account = await Hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id);
        var statement = await StatementFile.NextAsync(Hub, "VIETIN");
        var file = await statement.Book(
            new Booking(10_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            new Booking(-RegisterLine.Pension) { EndToEndId = id, Account = account },
            new Booking(RegisterLine.Pension) { EndToEndId = id, Account = account, ReturnReason = reason })
            .SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Returned");
    }

    private Task<Answer> TryReissueAsync(JsonNode payment) => Hub.As("trinh").TryPostAsync(
        $"/api/batches/{payment["batchId"]}/payments/{payment["no"]}/reissue",
        new JsonObject { ["reason"] = "Đã sửa tài khoản theo đề nghị của xã" });
}
