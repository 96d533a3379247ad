using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>
/// Money that came back is paid again once, after a new approval, and the two payments are one story.
/// </summary>
public sealed class ReissueTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_returned_payment_is_paid_again_once_after_its_account_was_corrected()
    {
        var who = ReleasedMonth.Vietin[0];
        var original = await Hub.PaymentAsync(who);
        await ReturnAsync(original, who, "AC04");
        (await TryReissueAsync(original)).Code.ShouldBe("payout-unchanged");

        await Hub.RegisterAsync(who.With(("Số tài khoản", "113000999888")));
        var again = (await TryReissueAsync(original)).Json;

        $"{again["batchCode"]} {again["amount"]}".ShouldBe($"2026-11/21025/HTXH/VIETIN/1 {RegisterLine.Pension}");
        (await TryReissueAsync(original)).Code.ShouldBe("payment-not-reissuable");
        var story = await Hub.As("thanhtra").GetAsync($"/api/payments/{again["endToEndId"]}");
        var link = Items(story["reissues"]).ShouldHaveSingleItem();
        $"{link["role"]} {link["endToEndId"]}".ShouldBe($"Original {original["endToEndId"]}");
        $"{story["payment"]!["status"]}".ShouldBe("Placed", "it waits for submission and approval like any other");
        await ApproveAndReleaseAsync(Guid.Parse($"{again["batchId"]}"));
        story = await Hub.As("thanhtra").GetAsync($"/api/payments/{again["endToEndId"]}");
        $"{story["payment"]!["status"]}".ShouldBe("Instructed");
        await Hub.IdentitiesShouldHoldAsync();
        var months = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/months");
        months["holds"]!.GetValue<bool>().ShouldBeTrue(months.ToJsonString());
        var flow = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/flow");
        var step = Items(flow["steps"])[^1];
        $"{step["line"]} {step["count"]} {step["amount"]}".ShouldBe($"reissued 1 {RegisterLine.Pension}");
        var list = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/lines/reissued/payments");
        $"{list["total"]} {list["amount"]}".ShouldBe($"1 {RegisterLine.Pension}");
        $"{Items(list["items"]).ShouldHaveSingleItem()["payment"]!["endToEndId"]}".ShouldBe(
            $"{original["endToEndId"]}");
    }

    [Fact]
    public async Task A_payment_whose_money_did_not_come_back_is_not_paid_again()
    {
        var payment = await Hub.PaymentAsync(ReleasedMonth.Vietin[1]);

        (await TryReissueAsync(payment)).Code.ShouldBe("payment-not-reissuable");
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

    private async Task ApproveAndReleaseAsync(Guid batch)
    {
        Items((await Hub.ActAsync("lap", "submit", batch))["acted"]).Count.ShouldBe(1);
        Items((await Hub.ActAsync("duyet1", "approve", batch))["acted"]).Count.ShouldBe(1);
        await Hub.ReleaseAsync(batch);
    }
}
