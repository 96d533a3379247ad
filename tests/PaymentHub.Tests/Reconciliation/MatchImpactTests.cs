using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// A change of the rules is looked at over the posted files before two people apply it. An earlier version makes the
/// difference: it knew no sums of several payments.
/// </summary>
public sealed class MatchImpactTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;
    private const string Impacts = "/api/match-impacts";
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task What_an_earlier_version_loses_is_shown_then_applied_and_the_present_one_gains_it_back()
    {
        await AMonthOfEveryKindAsync();

        var first = await CompleteAsync(1);

        $"{first["impact"]!["status"]} {first["impact"]!["differences"]}".ShouldBe("Completed 2");
        Sum(first, "kept").ShouldBe(1, "the reference is the reference in every version");
        ((long)first["impact"]!["byPeople"]!).ShouldBe(1);
        (Sum(first, "lost"), Sum(first, "lostAmount"), Sum(first, "gained")).ShouldBe((2, 2 * Pension, 0));
        await ListedAsync(first, "Lost", "AccountAndSum", null, "UNEXPLAINED_DEBIT");
        await SiblingsShouldBeAsync("Settled", "a preview changes nothing");

        await TwoPeopleApplyAsync(first);

        await SiblingsShouldBeAsync("Unknown", "the matches are taken back");
        await EverythingHoldsAsync();
        var again = await CompleteAsync(null);
        (Sum(again, "gained"), Sum(again, "gainedAmount"), Sum(again, "lost")).ShouldBe((2, 2 * Pension, 0));
        await ListedAsync(again, "Gained", null, "AccountAndSum", null);
        await InAClosedMonthAsync(() => TwoPeopleApplyAsync(again));
        await SiblingsShouldBeAsync("Settled", "the matches are made");
        await EverythingHoldsAsync();
        var last = await CompleteAsync(null);
        ((long)last["impact"]!["differences"]!).ShouldBe(0, "the same version a second time changes nothing");
        Sum(last, "kept").ShouldBe(3);
    }

    [Fact]
    public async Task Who_may_not_or_asks_for_what_is_not_is_refused_in_a_sentence()
    {
        (await Hub.As("khobac").TryPostAsync(Impacts, new JsonObject())).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Hub.As("doisoat").TryPostAsync(Impacts, new JsonObject { ["ruleVersion"] = 99 })).Code
            .ShouldBe("rule-version-unknown");
        (await Hub.As("thanhtra").TryGetAsync($"{Impacts}/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Hub.As("doisoat").TryPostAsync($"{Impacts}/{Guid.NewGuid()}/cancel", new JsonObject())).Status
            .ShouldBe(HttpStatusCode.NotFound);

        var id = (await Hub.As("doisoat").PostAsync(Impacts, new JsonObject()))["impactId"];
        var stopped = await Hub.As("doisoat").TryPostAsync($"{Impacts}/{id}/cancel", new JsonObject());
        if (stopped.Status == HttpStatusCode.NoContent)
        {
            $"{(await Hub.As("doisoat").GetAsync($"{Impacts}/{id}"))["impact"]!["status"]}".ShouldBe("Stopped");
            (await Hub.As("doisoat").TryPostAsync($"{Impacts}/{id}/resume", new JsonObject())).Status
                .ShouldBe(HttpStatusCode.NoContent);
        }

        await Hub.As("thanhtra").UntilAsync(
            $"{Impacts}/{id}", i => $"{i["impact"]!["status"]}" == "Completed");
        (await Hub.As("doisoat").TryPostAsync($"{Impacts}/{id}/resume", new JsonObject())).Code
            .ShouldBe("match-impact-state");
    }

    // A debit with our reference, one of two payments together, and one that a person explains.
    private async Task AMonthOfEveryKindAsync()
    {
        var who = ReleasedMonth.Agri[0];
        await Hub.BookAsync(
            "AGRI", new Booking(-Pension) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account });
        await Hub.BookAsync(
            "AGRI", new Booking(-2 * Pension) { Account = ReleasedMonth.Siblings[0].Account, Text = "GOP" });
        var other = await Hub.BookAsync("AGRI", new Booking(-2 * Pension) { Text = "LA" });
        var found = Items((await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={other["fileId"]}"))["items"]);
        var parts = new JsonArray();
        foreach (var paid in new[] { ReleasedMonth.Agri[1], ReleasedMonth.Agri[2] })
        {
            parts.Add(new JsonObject
            {
                ["kind"] = "Payment",
                ["amount"] = Pension,
                ["endToEndId"] = await Hub.EndToEndIdAsync(paid),
            });
        }

        await Hub.As("doisoat").PostAsync(
            $"/api/breaks/{found.Single()["breakId"]}/explain",
            new JsonObject { ["parts"] = parts, ["reason"] = "Ngân hàng gộp hai lệnh" });
    }

    private async Task<JsonNode> CompleteAsync(int? version)
    {
        var id = (await Hub.As("doisoat").PostAsync(Impacts, new JsonObject { ["ruleVersion"] = version }))["impactId"];
        return await Hub.As("thanhtra").UntilAsync(
            $"{Impacts}/{id}", i => $"{i["impact"]!["status"]}" == "Completed");
    }

    private async Task ListedAsync(JsonNode impact, string change, string? before, string? after, string? would)
    {
        var path = $"{Impacts}/{impact["impact"]!["impactId"]}/differences?change={change}&institution=AGRI";
        var list = await Hub.As("thanhtra").GetAsync(path + "&month=2026-11&rule=AccountAndSum");
        ((long)list["total"]!, (long)list["amount"]!).ShouldBe((2, 2 * Pension));
        string[] orders =
        [
            await Hub.EndToEndIdAsync(ReleasedMonth.Siblings[0]), await Hub.EndToEndIdAsync(ReleasedMonth.Siblings[1]),
        ];
        Items(list["items"]).Select(i => $"{i[before is null ? "afterEndToEndId" : "beforeEndToEndId"]}")
            .ShouldBe(orders, ignoreOrder: true);
        foreach (var item in Items(list["items"]))
        {
            ((string?)item["beforeRule"], (string?)item["afterRule"], (string?)item["would"])
                .ShouldBe((before, after, would));
        }

        Items((await Hub.As("thanhtra").GetAsync(path + "&month=2026-10"))["items"]).ShouldBeEmpty();
    }

    private async Task TwoPeopleApplyAsync(JsonNode impact)
    {
        var path = $"{Impacts}/{impact["impact"]!["impactId"]}";
        (await Hub.As("doisoat").TryPostAsync($"{path}/propose", Reason("x"))).Code.ShouldBe("reason-missing");
        (await Hub.As("doisoat").TryPostAsync($"{path}/propose", Reason("Theo quy tắc đã duyệt"))).Status
            .ShouldBe(HttpStatusCode.NoContent);
        (await Hub.As("doisoat").TryPostAsync($"{path}/confirm", new JsonObject())).Code
            .ShouldBe("segregation-of-duties");
        (await Hub.As("khobac").TryPostAsync($"{path}/confirm", new JsonObject())).Status
            .ShouldBe(HttpStatusCode.NoContent);
        var applied = await Hub.As("thanhtra").UntilAsync(path, i => $"{i["impact"]!["status"]}" == "Applied");
        $"{applied["impact"]!["applied"]} {applied["impact"]!["refused"]}".ShouldBe("2 0", applied.ToJsonString());
        $"{applied["impact"]!["proposedBy"]} {applied["impact"]!["confirmedBy"]}".ShouldBe("doisoat khobac");
    }

    // November's books are shut: what is found of it is booked in December, with the bank's own days.
    private async Task InAClosedMonthAsync(Func<Task> act)
    {
        await Hub.SetClockAsync("2026-12-02T03:00:00Z");
        const string october = "/api/accounting-periods/2026-10";
        await Hub.As("khobac").PostAsync(october + "/soft-close");
        await Hub.As("khobac").PostAsync(october + "/sign");
        await Hub.As("doisoat").PostAsync(october + "/sign");
        await Hub.As("khobac").PostAsync("/api/accounting-periods/2026-11/soft-close");
        await act();
        (await Hub.AskAsync<long>(
            "select count(*) from hub.posting where booked_on >= '2026-12-01' and value_date < '2026-12-01'"))
            .ShouldBeGreaterThan(0);
    }

    private async Task SiblingsShouldBeAsync(string status, string why)
    {
        foreach (var who in ReleasedMonth.Siblings) $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe(status, why);
    }

    private static long Sum(JsonNode impact, string member) => Items(impact["sums"]).Sum(s => (long)s[member]!);

    private static JsonObject Reason(string reason) => new() { ["reason"] = reason };

    private async Task EverythingHoldsAsync()
    {
        await Hub.IdentitiesShouldHoldAsync();
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        ((bool)verified["holds"]!).ShouldBeTrue(verified.ToJsonString());
    }
}
