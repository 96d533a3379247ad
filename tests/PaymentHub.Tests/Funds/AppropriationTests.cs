using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Funds;

/// <summary>Allotments to communes are shares of what the budget granted, once that is recorded.</summary>
public sealed class AppropriationTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Year = "/api/fund-years/2026/appropriations";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Communes_are_not_allotted_more_than_was_granted()
    {
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await Hub.AllotAsync("21025", 600);
        (await GrantAsync(599, "1/QĐ")).ShouldBe("appropriation-below-allotments");
        (await GrantAsync(1_000, "1/QĐ")).ShouldBe("");
        (await GrantAsync(1_000, "1/QĐ")).ShouldBe("", "the same decision counts once");
        (await StandsAsync()).ShouldBe("1000 600 400");

        (await ShareAsync(401)).ToJsonString().ShouldContain("appropriation-short");
        (await StandsAsync()).ShouldBe("1000 600 400");
        $"{(await ShareAsync(400))["status"]}".ShouldBe("Completed");
        (await GrantAsync(50, "2/QĐ")).ShouldBe("");
        (await StandsAsync()).ShouldBe("1050 1000 50");

        (await BalanceAsync("Undistributed")).ShouldBe(50);
        (await BalanceAsync("Allotment")).ShouldBe(0);
        await Hub.IdentitiesShouldHoldAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }

    [Fact]
    public async Task Only_who_closes_the_books_records_a_grant_and_an_unknown_programme_is_refused()
    {
        var body = new JsonObject { ["programme"] = "X", ["source"] = "TINH", ["decisionNumber"] = "1" };
        ((int)(await Hub.As("trinh").TryPostAsync(Year, body)).Status).ShouldBe(403);
        var answer = await Hub.As("khobac").TryPostAsync(Year, body);
        answer.Code.ShouldBe("appropriation-incomplete");
        ((int)(await Hub.As("khobac").TryPostAsync("/api/fund-years/1999/appropriations", body)).Status).ShouldBe(404);
    }

    private async Task<string> GrantAsync(long amount, string number)
    {
        var answer = await Hub.As("khobac").TryPostAsync(Year, new JsonObject
        {
            ["programme"] = "HTXH",
            ["source"] = "TINH",
            ["amount"] = amount,
            ["decisionNumber"] = number,
        });
        return (int)answer.Status == 204 ? "" : answer.Code!;
    }

    private async Task<string> StandsAsync()
    {
        var item = Items(await Hub.As("thanhtra").GetAsync(Year)).ShouldHaveSingleItem();
        return $"{item["granted"]} {item["distributed"]} {item["left"]}";
    }

    private Task<JsonNode> ShareAsync(long amount) => Hub.ImportAsync("allotments", RegisterLine.Csv(
        "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định", [$"21028,HTXH,TINH,2026,{amount},9/QĐ-{amount}"]));

    private Task<long> BalanceAsync(string account) => Hub.AskAsync<long>(
        "select sum(amount)::bigint from hub.posting where account = $1", account);
}
