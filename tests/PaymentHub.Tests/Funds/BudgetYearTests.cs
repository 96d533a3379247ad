using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Funds;

/// <summary>
/// One fund, four batches at four institutions, money for three: approvals that come at the same moment never promise
/// more than there is, and what comes back after 31 January stays in the budget of its year.
/// </summary>
public sealed class BudgetYearTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const long Pension = RegisterLine.Pension;

    private static readonly RegisterLine[] People =
    [
        RegisterLine.Of(1), RegisterLine.Of(2).At("BIDV"), RegisterLine.Of(3).At("VIETIN"), RegisterLine.Of(4).InCash(),
    ];

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_fund_is_never_overdrawn_and_its_year_ends()
    {
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await Hub.AllotAsync("21025", (3 * Pension) + 1);
        await Hub.RegisterAsync(People);
        await Hub.PlanAsync();
        await Hub.ActAsync("trinh", "submit");
        var batches = Items((await Hub.As("thanhtra").GetAsync($"/api/batches?period={Period}"))["items"])
            .Select(b => Guid.Parse($"{b["batchId"]}")).ToList();
        batches.Count.ShouldBe(4);

        var approved = await ApproveAtOnceAsync(batches);

        var fund = await FundAsync(2026);
        $"{fund["promised"]} {fund["available"]}".ShouldBe($"{3 * Pension} 1");
        await APaymentComesBackAfterTheYearAsync(approved);
        await Hub.IdentitiesShouldHoldAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    // Whoever loses the race for the fund's stream tries again, as a person would.
    private async Task<Guid[]> ApproveAtOnceAsync(List<Guid> batches)
    {
        var answers = await Task.WhenAll(batches.Select(async batch =>
        {
            while (true)
            {
                var answer = await Hub.As("duyet1").TryPostAsync("/api/batches/approve", new JsonObject
                {
                    ["period"] = Period,
                    ["batchIds"] = new JsonArray(batch.ToString()),
                });
                if ((int)answer.Status != 409) return answer.Json;
            }
        }));
        answers.SelectMany(a => Items(a["refused"])).Select(r => $"{r["code"]}").ShouldBe(["fund-short"]);
        Guid[] approved = [.. answers.SelectMany(a => Items(a["acted"])).Select(b => Guid.Parse($"{b}"))];
        approved.Length.ShouldBe(3);
        return approved;
    }

    private async Task APaymentComesBackAfterTheYearAsync(Guid[] approved)
    {
        await Hub.SetClockAsync("2026-10-30T01:00:00Z");
        await Hub.ReleaseAsync(approved);
        await Hub.SetClockAsync("2026-11-02T01:00:00Z");
        var paid = await PaidAtABankAsync();
        await BookAsync(paid.Institution, "2026-11-02", new Booking(-Pension) { EndToEndId = paid.Id });
        await RefusedAsync("carry-over", 1, "budget-year-running");
        await Hub.SetClockAsync("2027-02-03T01:00:00Z");
        await BookAsync(
            paid.Institution, "2027-02-02", new Booking(Pension) { EndToEndId = paid.Id, ReturnReason = "AC04" });

        var again = await Hub.As("trinh").TryPostAsync(
            $"/api/batches/{paid.Batch}/payments/0/reissue",
            new JsonObject { ["reason"] = "Đã sửa tài khoản theo đề nghị của xã" });
        again.Code.ShouldBe("budget-year-closed");
        var back = await Hub.As("duyet1").TryPostAsync(
            $"/api/batches/{paid.Batch}/payments/0/give-back", new JsonObject { ["reason"] = "Hết năm ngân sách" });
        ((int)back.Status).ShouldBe(204, back.Text);
        await TheRestIsCarriedOverOnceAsync();
    }

    private async Task TheRestIsCarriedOverOnceAsync()
    {
        var fund = await FundAsync(2026);
        $"{fund["available"]} {fund["settled"]}".ShouldBe($"{Pension + 1} 0", "it is back in the budget of 2026");
        await RefusedAsync("carry-over", Pension + 2, "fund-has-less");
        await DoneAsync("carry-over", Pension);
        await DoneAsync("carry-over", Pension);
        await DoneAsync("cancel", 1, "13/QĐ-UBND");
        $"{(await FundAsync(2026))["available"]} {(await FundAsync(2027))["available"]}".ShouldBe($"0 {Pension}");
        (await Hub.AskAsync<long>(
            "select sum(amount)::bigint from hub.posting where account = 'CarriedOver'")).ShouldBe(0);
        var late = await Hub.ImportAsync("allotments", RegisterLine.Csv(
            "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định", ["21025,HTXH,TINH,2026,5,99/QĐ-UBND"]));
        late.ToJsonString().ShouldContain("budget-year-closed");
    }

    private async Task<(string Id, string Institution, Guid Batch)> PaidAtABankAsync()
    {
        var institution = await Hub.AskAsync<string>(
            """
            select min(b.institution) from hub.batch b join hub.batch_step s on s.batch_id = b.batch_id
            where s.status = 'Released' and b.institution in ('AGRI', 'VIETIN')
            """) ?? throw new InvalidOperationException("Two of the four are at these banks, and one alone was short.");
        const string Of = "from hub.payment p join hub.batch b on b.batch_id = p.batch_id where b.institution = $1";
        return (
            (await Hub.AskAsync<string>($"select p.end_to_end_id {Of}", institution))!, institution,
            await Hub.AskAsync<Guid>($"select p.batch_id {Of}", institution));
    }

    private async Task BookAsync(string institution, string date, Booking booking)
    {
        var account = await Hub.AskAsync<string>(
            "select account from hub.payment where end_to_end_id = $1", booking.EndToEndId!);
        var statement = await StatementFile.NextAsync(Hub, institution, date);
        var file = await statement.Book(booking with { Account = account }).SendAsync(Hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    private async Task<JsonNode> FundAsync(int year) => Items(
        (await Hub.As("thanhtra").GetAsync($"/api/fund-years/{year}?commune=21025&programme=HTXH"))["items"])
        .ShouldHaveSingleItem();

    private async Task RefusedAsync(string act, long amount, string code) =>
        (await TryAsync(act, amount, "12/QĐ-UBND")).Code.ShouldBe(code);

    private async Task DoneAsync(string act, long amount, string decision = "12/QĐ-UBND")
    {
        var answer = await TryAsync(act, amount, decision);
        ((int)answer.Status).ShouldBe(204, answer.Text);
    }

    private Task<Answer> TryAsync(string act, long amount, string decision) =>
        Hub.As("khobac").TryPostAsync($"/api/fund-years/2026/{act}", new JsonObject
        {
            ["commune"] = "21025",
            ["programme"] = "HTXH",
            ["source"] = "TINH",
            ["amount"] = amount,
            ["decisionNumber"] = decision,
        });
}
