using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Misuse;

/// <summary>An inspector concludes a case once, with a reason, inside the own scope; then money comes back.</summary>
public sealed class CaseTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_confirmed_case_is_followed_until_the_money_is_back()
    {
        var who = ReleasedMonth.Agri[0];
        var (path, amount) = await CaseAsync(who);
        (await ActAsync(path, "order-recovery", Order(who, amount))).Code.ShouldBe("case-not-confirmed");
        (await ActAsync(path, "decide", Decision("Confirmed", "  "))).Code.ShouldBe("case-reason-missing");

        (await ActAsync(path, "decide", Decision("Confirmed"))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await ActAsync(path, "decide", Decision("Confirmed"))).Status.ShouldBe(
            HttpStatusCode.NoContent, "the same conclusion again changes nothing");
        (await ActAsync(path, "decide", Decision("Unfounded"))).Code.ShouldBe("case-already-decided");
        (await ActAsync(path, "order-recovery", Order(ReleasedMonth.Agri[5], amount))).Code
            .ShouldBe("dossier-not-in-case");
        (await ActAsync(path, "order-recovery", Order(who, 0))).Code.ShouldBe("recovery-incomplete");
        (await ActAsync(path, "order-recovery", Order(who, amount))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ActAsync(path, "record-recovery", Receipt(amount + 1, "PT-01"))).Code
            .ShouldBe("recovery-exceeds-order");
        (await ActAsync(path, "record-recovery", Receipt(amount - 1, "PT-02"))).Status
            .ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(path)).ShouldBe("Recovering");
        (await ActAsync(path, "record-recovery", Receipt(1, "PT-03"))).Status.ShouldBe(HttpStatusCode.NoContent);

        var found = await Hub.As("thanhtra").GetAsync(path);
        $"{found["case"]!["status"]} {found["ordered"]} {found["received"]}".ShouldBe($"Recovered {amount} {amount}");
        Items(found["steps"]).Select(s => $"{s["step"]} {s["byUser"]}").ShouldBe(
        [
            "Opened thanhtra", "Decided thanhtra", "Ordered thanhtra", "Received thanhtra", "Received thanhtra",
        ]);
    }

    [Fact]
    public async Task Who_only_looks_at_cases_decides_none()
    {
        var (path, _) = await CaseAsync(ReleasedMonth.Agri[1]);

        (await Hub.As("duyet1").GetAsync(path))["case"]!["detector"]!.ToString().ShouldBe("PAID_AFTER_DEATH");
        foreach (var user in new[] { "duyet1", "khobac", "lap", "quantri" })
        {
            (await ActAsync(path, "decide", Decision("Unfounded"), user)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await StatusAsync(path)).ShouldBe("Open");
    }

    [Fact]
    public async Task A_case_outside_the_inspectors_communes_is_as_unknown_as_none()
    {
        var (path, _) = await CaseAsync(ReleasedMonth.Agri[2]);
        await HubSetup.AddUserAsync(Hub, "thanhtra-xa", Role.Inspector, AccessScope.OfCommunes(["21028"]));

        (await Hub.As("thanhtra-xa").TryGetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ActAsync(path, "decide", Decision("Unfounded"), "thanhtra-xa")).Status
            .ShouldBe(HttpStatusCode.NotFound);
        (await ActAsync($"/api/cases/{Guid.NewGuid()}", "decide", Decision("Unfounded"))).Status
            .ShouldBe(HttpStatusCode.NotFound);
        Items((await Hub.As("thanhtra-xa").GetAsync($"/api/flags?period={Period}"))["items"]).ShouldBeEmpty();
        (await StatusAsync(path)).ShouldBe("Open");
    }

    private async Task<(string Path, long Amount)> CaseAsync(RegisterLine who)
    {
        await Hub.DeathAsync(who, "09/2026");
        var flags = Items((await Hub.As("thanhtra").GetAsync($"/api/flags?period={Period}"))["items"]);
        var flag = flags.Single(f => Items(f["dossiers"]).Any(d => $"{d}" == who.Dossier));
        return ($"/api/cases/{flag["caseId"]}", flag["amount"]!.GetValue<long>());
    }

    private async Task<string> StatusAsync(string path) =>
        (await Hub.As("thanhtra").GetAsync(path))["case"]!["status"]!.ToString();

    private Task<Answer> ActAsync(string path, string act, JsonObject body, string user = "thanhtra") =>
        Hub.As(user).TryPostAsync($"{path}/{act}", body);

    private static JsonObject Decision(string outcome, string reason = "Đã xác minh tại xã") =>
        new() { ["outcome"] = outcome, ["reason"] = reason };

    private static JsonObject Order(RegisterLine who, long amount) =>
        new() { ["dossier"] = who.Dossier, ["amount"] = amount, ["decisionNumber"] = "12/QĐ-TH" };

    private static JsonObject Receipt(long amount, string reference) =>
        new() { ["amount"] = amount, ["reference"] = reference };
}
