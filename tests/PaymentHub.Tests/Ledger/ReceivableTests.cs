using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>Money paid without entitlement: demanded from heirs, paid back in parts, given up by two.</summary>
public sealed class ReceivableTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_demand_is_paid_in_parts_by_an_heir_and_its_rest_is_given_up()
    {
        var dossier = ReleasedMonth.Agri[0].Dossier;
        ((int)(await DemandAsync(dossier + "X")).Status).ShouldBe(404);
        var demanded = await DemandAsync(dossier);
        ((int)demanded.Status).ShouldBe(200, demanded.Text);
        (await DemandAsync(dossier)).Json["receivableId"]!.ToJsonString()
            .ShouldBe(demanded.Json["receivableId"]!.ToJsonString(), "the same decision demands once");
        var path = $"/api/receivables/{demanded.Json["receivableId"]}";

        await RefusedAsync("lap", $"{path}/instalments", Plan(400_000, 400_000), "plan-differs");
        await DoneAsync("lap", $"{path}/instalments", Plan(500_000, 420_000));
        await DoneAsync("khobac", $"{path}/collected", Collected(500_000, "GNT-1"));
        await DoneAsync("khobac", $"{path}/collected", Collected(500_000, "GNT-1"));
        await RefusedAsync("khobac", $"{path}/collected", Collected(420_001, "GNT-2"), "more-than-left");
        (await LedgerAsync()).ShouldBe("Recoverable 420000, RecoveryDue -420000");
        await DoneAsync("khobac", $"{path}/write-off", new JsonObject
        {
            ["decisionNumber"] = "9/QĐ-UBND",
            ["reason"] = "Người thừa kế không còn tài sản",
        });
        await RefusedAsync("khobac", $"{path}/write-off/agree", [], "second-person-needed");
        await DoneAsync("doisoat", $"{path}/write-off/agree", []);

        (await LedgerAsync()).ShouldBe("RecoveryDue -420000, WrittenOff 420000");
        var list = await Hub.As("thanhtra").GetAsync("/api/receivables");
        $"{list["left"]} {list["collected"]} {list["writtenOff"]}".ShouldBe("0 500000 420000");
        Items(list["items"]).ShouldHaveSingleItem()["fromHeirs"]!.GetValue<bool>().ShouldBeTrue();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    [Fact]
    public async Task The_flow_of_the_month_adds_up_and_its_minutes_are_a_document()
    {
        var flow = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/flow");

        ((bool)flow["addsUp"]!).ShouldBeTrue();
        string.Join(", ", Items(flow["steps"]).Select(s => $"{s["code"]} {s["count"]}"))
            .ShouldBe("entitled 34, approved 34, released 34, accepted 0, settled 0, kept 0, reissued 0");
        Items(Items(flow["steps"])[3]["differences"]).ShouldHaveSingleItem()["line"]!.GetValue<string>()
            .ShouldBe("in-transit");
        var minutes = await Hub.As("thanhtra").DownloadAsync($"/api/tie-out/{Period}/minutes");
        using var document = UglyToad.PdfPig.PdfDocument.Open(minutes);
        var text = string.Concat(document.GetPages().Select(p => p.Text));
        var books = await Hub.As("thanhtra").GetAsync($"/api/accounting-periods/{Period}");
        text.ShouldContain("BIÊN BẢN ĐỐI CHIẾU");
        text.ShouldContain($"{books["hash"]}"[..16]);
        text.ShouldContain("KẾ TOÁN TRƯỞNG");
        ((int)(await Hub.As(HubSetup.CommunePlanner).TryGetAsync($"/api/tie-out/{Period}/minutes")).Status)
            .ShouldBe(404, "the books are the province's");
    }

    [Fact]
    public async Task The_trial_balance_names_the_public_account_and_says_what_was_not_checked()
    {
        var rows = Items((await Hub.As("thanhtra").GetAsync("/api/trial-balance"))["items"]);
        rows.ShouldContain(r => $"{r["account"]} {r["publicCode"]} {r["publicVerified"]}" == "Payable 338 false");
        var csv = System.Text.Encoding.UTF8.GetString(
            await Hub.As("thanhtra").DownloadAsync("/api/trial-balance/file"));
        csv.ShouldContain("chưa đối chiếu");
    }

    private Task<Answer> DemandAsync(string dossier) => Hub.As("lap").TryPostAsync("/api/receivables", new JsonObject
    {
        ["dossier"] = dossier,
        ["fromHeirs"] = true,
        ["source"] = "TINH",
        ["amount"] = 920_000,
        ["decisionNumber"] = "7/QĐ-UBND",
        ["dueOn"] = "2026-12-31",
        ["reason"] = "Đã chi sau khi mất",
    });

    private static JsonObject Plan(params long[] amounts) => new()
    {
        ["paper"] = "BB-3",
        ["parts"] = new JsonArray([.. amounts.Select((a, i) => new JsonObject
        {
            ["dueOn"] = $"2026-12-{i + 10}",
            ["amount"] = a,
        })]),
    };

    private static JsonObject Collected(long amount, string reference) => new()
    {
        ["amount"] = amount,
        ["valueDate"] = "2026-11-01",
        ["channel"] = "Treasury",
        ["reference"] = reference,
        ["paidBy"] = "Con trai",
    };

    private async Task DoneAsync(string user, string path, JsonObject body)
    {
        var answer = await Hub.As(user).TryPostAsync(path, body);
        ((int)answer.Status).ShouldBe(204, answer.Text);
    }

    private async Task RefusedAsync(string user, string path, JsonObject body, string code)
    {
        var answer = await Hub.As(user).TryPostAsync(path, body);
        $"{(int)answer.Status} {answer.Code}".ShouldBe($"422 {code}", answer.Text);
    }

    private async Task<string> LedgerAsync() => await Hub.AskAsync<string>(
        """
        select string_agg(account || ' ' || amount, ', ' order by account) from (
            select account, sum(amount)::bigint as amount from hub.posting
            where account in ('Recoverable', 'RecoveryDue', 'WrittenOff') group by 1 having sum(amount) <> 0) x
        """) ?? "";
}
