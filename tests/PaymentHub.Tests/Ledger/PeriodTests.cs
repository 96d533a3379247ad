using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>
/// November is settled in part, closed by two people and sealed; a late statement of November is booked in December
/// with its own day kept; every earlier answer of the ledger can be asked for again.
/// </summary>
public sealed class PeriodTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string Books = $"/api/accounting-periods/{Period}";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_month_is_closed_sealed_and_opened_again_and_late_facts_go_to_the_open_month()
    {
        await BookAsync("2026-11-02", new Booking(100_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
            await DebitAsync(0), new Booking(-123_456) { Text = "PHI KHAC", Account = "9999999999" });
        await RefusedAsync("khobac", Books + "/soft-close", "period-not-over");
        await Hub.SetClockAsync("2026-12-02T03:00:00Z");
        await OctoberIsClosedFirstAsync();
        await TwoPeopleCloseAsync();

        await ALateStatementGoesToTheOpenMonthAsync();

        await ASealedPostingAlteredByHandIsFoundAsync();
        await TwoPeopleReopenAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    private async Task OctoberIsClosedFirstAsync()
    {
        await RefusedAsync("khobac", Books + "/soft-close", "period-out-of-order");
        const string october = "/api/accounting-periods/2026-10";
        await DoneAsync("khobac", october + "/soft-close");
        await DoneAsync("khobac", october + "/sign");
        await DoneAsync("doisoat", october + "/sign");
        var books = await Hub.As("thanhtra").GetAsync(october);
        $"{books["status"]} {books["sealHolds"]}".ShouldBe("Closed true");
    }

    private async Task TwoPeopleCloseAsync()
    {
        await RefusedAsync("khobac", Books + "/sign", "period-stands-otherwise");
        await DoneAsync("khobac", Books + "/soft-close");
        ((int)(await Hub.As("lap").TryPostAsync(Books + "/sign")).Status).ShouldBe(403);
        await RefusedAsync("khobac", Books + "/sign", "carrying-needs-reason");
        var carried = new JsonObject { ["UNEXPLAINED_DEBIT"] = "Đã hỏi ngân hàng, chờ trả lời" };
        await DoneAsync("khobac", Books + "/sign", new JsonObject { ["carried"] = carried });
        await RefusedAsync("khobac", Books + "/sign", "second-person-needed");
        await DoneAsync("doisoat", Books + "/sign");
        var books = await Hub.As("thanhtra").GetAsync(Books);
        $"{books["status"]} {books["sealHolds"]}".ShouldBe("Closed true");
        $"{books["exceptions"]![0]!["kind"]} {books["exceptions"]![0]!["amount"]} {books["exceptions"]![0]!["reason"]}"
            .ShouldBe("UNEXPLAINED_DEBIT 123456 Đã hỏi ngân hàng, chờ trả lời");
        ((string?)books["hash"]).ShouldBe((string?)books["sealedHash"]);
    }

    private async Task ALateStatementGoesToTheOpenMonthAsync()
    {
        var before = await BankAsync("&valueDate=2026-11-30");
        var then = "2026-12-02T23:59:59Z";
        await Hub.SetClockAsync("2026-12-03T03:00:00Z");

        await BookAsync("2026-11-30", await DebitAsync(1));

        (await BankAsync("&valueDate=2026-11-30")).ShouldBe(before - RegisterLine.Pension, "the value date is kept");
        (await BankAsync($"&valueDate=2026-11-30&knownAt={then}")).ShouldBe(before, "so is the earlier answer");
        (await Hub.AskAsync<string>(
            "select distinct value_date || ' ' || booked_on from hub.posting where booked_on > '2026-11-30'"))
            .ShouldBe("2026-11-30 2026-12-03");
        var books = await Hub.As("thanhtra").GetAsync(Books);
        ((bool)books["sealHolds"]!).ShouldBeTrue("the sealed month took nothing");
        await Hub.IdentitiesShouldHoldAsync();
    }

    private async Task ASealedPostingAlteredByHandIsFoundAsync()
    {
        const string one = "where account = 'Bank' and booked_on = '2026-11-02'";
        await Hub.ExecuteAsync($"update hub.posting set sub_account = sub_account || 'x' {one}");
        var books = await Hub.As("thanhtra").GetAsync(Books);
        ((bool)books["sealHolds"]!).ShouldBeFalse();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        Items(verified["checks"]).Single(c => $"{c["name"]}" == "seal" && $"{c["dimension"]}" == Period)["holds"]!
            .GetValue<bool>().ShouldBeFalse();
        ((bool)verified["holds"]!).ShouldBeFalse();
        await Hub.ExecuteAsync($"update hub.posting set sub_account = rtrim(sub_account, 'x') {one}");
    }

    private async Task TwoPeopleReopenAsync()
    {
        var why = new JsonObject { ["reason"] = "Sao kê tháng 11 về muộn" };
        await DoneAsync("doisoat", Books + "/reopen", why);
        await RefusedAsync("doisoat", Books + "/reopen", "second-person-needed", why);
        await DoneAsync("duyet1", Books + "/reopen", why);
        $"{(await Hub.As("thanhtra").GetAsync(Books))["status"]}".ShouldBe("Open");
    }

    [Theory]
    [InlineData("dimensions=name")]
    [InlineData("valueDate=30/11/2026")]
    [InlineData("knownAt=hôm qua")]
    [InlineData("ledgerAccount=Cash")]
    public async Task A_question_that_cannot_be_read_is_answered_with_what_can(string query)
    {
        var answer = await Hub.As("thanhtra").TryGetAsync($"/api/balances?{query}");
        $"{(int)answer.Status} {answer.Code}".ShouldBe("400 balance-question-invalid");
        answer.Text.ShouldContain("subAccount");
    }

    [Fact]
    public async Task Balances_along_any_dimension_come_to_zero_together_and_a_commune_sees_its_own()
    {
        var all = await Hub.As("thanhtra").GetAsync("/api/balances?dimensions=account,source,commune,month,year");
        ((long)all["total"]!).ShouldBe(0);
        Items(all["items"]).ShouldContain(i => $"{i["of"]!["account"]}" == "Payable"
            || $"{i["of"]!["account"]}" == "InTransit");
        var own = await Hub.As(HubSetup.CommunePlanner).GetAsync("/api/balances?dimensions=account,commune");
        Items(own["items"]).Select(i => $"{i["of"]!["commune"]}").Distinct().ShouldBe(["21025"]);
    }

    private async Task<long> BankAsync(string query)
    {
        var answer = await Hub.As("thanhtra").GetAsync($"/api/balances?ledgerAccount=Bank{query}");
        return (long)answer["total"]!;
    }

    private async Task DoneAsync(string user, string path, JsonObject? body = null)
    {
        var answer = await Hub.As(user).TryPostAsync(path, body?.DeepClone());
        ((int)answer.Status).ShouldBe(204, answer.Text);
    }

    private async Task RefusedAsync(string user, string path, string code, JsonObject? body = null)
    {
        var answer = await Hub.As(user).TryPostAsync(path, body?.DeepClone());
        $"{(int)answer.Status} {answer.Code}".ShouldBe($"422 {code}", answer.Text);
    }

    private async Task<Booking> DebitAsync(int no)
    {
        var id = await Hub.EndToEndIdAsync(ReleasedMonth.Agri[no]);
        return new Booking(-RegisterLine.Pension)
        {
            EndToEndId = id,
            Account = await Hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id),
        };
    }

    private async Task BookAsync(string date, params Booking[] bookings)
    {
        var statement = await StatementFile.NextAsync(Hub, "AGRI", date);
        var file = await statement.Book(bookings).SendAsync(Hub);
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
    }
}
