using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>The probabilistic pass proposes with its reasons; people decide, and what they reject stays so.</summary>
public sealed class ProposalTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_debit_to_a_mistyped_account_gets_its_payment_proposed_and_nothing_moves_by_itself()
    {
        var who = ReleasedMonth.Agri[6];
        var typed = $"{who.Account![..^3]}9{who.Account[^2..]}";
        var file = await Hub.BookAsync("AGRI", new Booking(-Pension) { Account = typed, Text = "CHI TRA" });
        var path = await PathAsync(file);
        (await Hub.As("khobac").TryPostAsync("/api/breaks/propose")).Status.ShouldBe(HttpStatusCode.Forbidden);

        (await Hub.As("doisoat").TryPostAsync("/api/breaks/propose")).Status.ShouldBe(HttpStatusCode.Accepted);

        var detail = await Hub.As("doisoat").UntilAsync(path, d => Items(d["proposals"]).Count > 0);
        var proposal = Items(detail["proposals"]).ShouldHaveSingleItem();
        var id = (string)proposal["endToEndId"]!;
        Items(proposal["evidence"]).Single(f => (string?)f["field"] == "account")["milliBits"]!.GetValue<long>()
            .ShouldBePositive();
        var payment = (await Hub.As("thanhtra").GetAsync($"/api/payments/{id}"))["payment"]!;
        $"{payment["status"]} {payment["amount"]}".ShouldBe($"Instructed {Pension}");
        $"{detail["break"]!["status"]}".ShouldBe("Open");

        (await Hub.As("doisoat").TryPostAsync($"{path}/reject", Pair(id, "ngắn"))).Code.ShouldBe("reason-missing");
        (await Hub.As("doisoat").TryPostAsync($"{path}/reject", Pair("KHONGCO", "Không phải lệnh này"))).Code
            .ShouldBe("explanation-payment-unknown");
        (await Hub.As("doisoat").TryPostAsync($"{path}/reject", Pair(id, "Ngân hàng báo lệnh khác"))).Status
            .ShouldBe(HttpStatusCode.NoContent);

        Items((await Hub.As("doisoat").GetAsync(path))["proposals"])
            .ShouldNotContain(p => (string?)p["endToEndId"] == id);
        await Hub.As("doisoat").PostAsync("/api/breaks/propose");
        await RunsAsync(2);
        Items((await Hub.As("doisoat").GetAsync(path))["proposals"])
            .ShouldNotContain(p => (string?)p["endToEndId"] == id);
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    // The same breaks and payments are not linked twice, so a run more means that something had changed.
    private async Task RunsAsync(long runs)
    {
        for (var i = 0; i < 200; i++)
        {
            var found = await Hub.AskAsync<long>("select count(*) from hub.match_run where institution = 'AGRI'");
            if (found >= runs) return;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"There never were {runs} runs.");
    }

    private static JsonObject Pair(string id, string reason) => new() { ["endToEndId"] = id, ["reason"] = reason };

    private async Task<string> PathAsync(JsonNode file)
    {
        var found = Items((await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file["fileId"]}"))["items"]);
        return $"/api/breaks/{found.ShouldHaveSingleItem(file.ToJsonString())["breakId"]}";
    }
}
