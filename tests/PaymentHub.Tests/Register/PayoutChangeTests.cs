using System.Net;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>An account is changed by two people, and a payment under way waits meanwhile.</summary>
public sealed class PayoutChangeTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_change_after_the_submission_holds_the_payment_and_needs_a_second_person()
    {
        var (line, other) = (RegisterLine.Of(601), RegisterLine.Of(602));
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await Hub.RegisterAsync(line, other);
        await Hub.AllotAsync(line.Commune, pension: 10_000_000);
        await Hub.PlanAsync();
        await Hub.ActAsync("trinh", "submit");

        var proposed = await Hub.As("nhap").PostAsync(PathOf(line), Wish("4500205999601"));

        Items(proposed["heldPayments"]).Select(p => $"{p}").ShouldBe([await Hub.EndToEndIdAsync(line)]);
        ((bool)(await Hub.PaymentAsync(line))["held"]!).ShouldBeTrue();
        ((bool)(await Hub.PaymentAsync(other))["held"]!).ShouldBeFalse();
        (await AccountsAsync(line)).ShouldBe([line.Account]);

        var confirm = $"{PathOf(line)}/{proposed["changeId"]}/confirm";
        (await Hub.As("nhap").TryPostAsync(confirm)).Status.ShouldBe(HttpStatusCode.Forbidden);
        await Hub.As("duyet1").PostAsync(confirm);

        (await AccountsAsync(line)).ShouldBe([line.Account, "4500205999601"]);
        (await Hub.As("duyet2").TryPostAsync(confirm)).Code.ShouldBe("payout-change-not-waiting");
        (await Hub.AskAsync<string[]>(
            "select array_agg(step || ' ' || by_user order by version) from hub.payout_change where dossier = $1",
            line.Dossier)).ShouldBe(["Proposed nhap", "Confirmed duyet1"]);
        var verify = await Hub.As("thanhtra").PostAsync("/api/verify");
        verify["holds"]!.GetValue<bool>().ShouldBeTrue(verify.ToJsonString());
    }

    [Fact]
    public async Task A_change_needs_a_paper_a_known_bank_and_a_payee_with_a_term()
    {
        var line = RegisterLine.Of(611);
        await Hub.RegisterAsync(line);
        (JsonObject Wish, string Code)[] wishes =
        [
            (Wish("4500205999611", ("evidence", "")), "payout-evidence-missing"),
            (Wish("4500205999611", ("bankBin", "970999")), "payout-wish-invalid"),
            (Wish("4500 205"), "payout-wish-invalid"),
            (Wish(line.Account), "payout-unchanged"),
            (Wish("4500205999611", ("relation", "Proxy"), ("payeeName", "Lê A"), ("payeeIdentifier", "051080000999")),
                "payout-wish-invalid"),
            (Wish("4500205999611", ("relation", "Proxy"), ("payeeName", "Lê A"), ("payeeIdentifier", "051080000999"),
                ("payeeFrom", "2026-11-01"), ("payeeUntil", "2027-11-01"), ("payeeDocument", "UQ 1")),
                "payee-term-unsuitable"),
        ];

        foreach (var (wish, code) in wishes)
            (await Hub.As("nhap").TryPostAsync(PathOf(line), wish)).Code.ShouldBe(code, wish.ToJsonString());
        (await Hub.AskAsync<long>("select count(*) from hub.payout_change where dossier = $1", line.Dossier))
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_declined_change_changes_nothing()
    {
        var line = RegisterLine.Of(621);
        await Hub.RegisterAsync(line);
        var proposed = await Hub.As("nhap").PostAsync(PathOf(line), Wish("4500205999621"));

        (await Hub.As("duyet1").TryPostAsync(
            $"{PathOf(line)}/{proposed["changeId"]}/decline", new JsonObject { ["reason"] = "giấy mờ" }))
            .Status.ShouldBe(HttpStatusCode.NoContent);

        (await AccountsAsync(line)).ShouldBe([line.Account]);
        (await Hub.As("duyet1").TryPostAsync($"{PathOf(line)}/{proposed["changeId"]}/confirm")).Code
            .ShouldBe("payout-change-not-waiting");
    }

    private static string PathOf(RegisterLine line) => $"/api/register/payouts/{line.Dossier}/changes";

    private static JsonObject Wish(string account, params (string Name, string Value)[] changes)
    {
        var wish = new JsonObject
        {
            ["method"] = "Transfer",
            ["institution"] = "AGRI",
            ["bankBin"] = "970405",
            ["account"] = account,
            ["holderName"] = "NGUYEN VAN AN",
            ["relation"] = "Self",
            ["evidence"] = "Giấy đề nghị 12/10/2026",
            ["reason"] = "Mất thẻ",
        };
        foreach (var (name, value) in changes) wish[name] = value;
        return wish;
    }

    private async Task<string[]> AccountsAsync(RegisterLine line) => (await Hub.AskAsync<string[]>(
        "select array_agg(account order by version) from hub.payout where dossier = $1", line.Dossier))!;
}
