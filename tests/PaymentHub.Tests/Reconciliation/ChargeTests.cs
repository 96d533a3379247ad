using System.Text.Json.Nodes;
using PaymentHub.Tests.BankExchange;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// The contract's fee schedule, agreed by two people: what a bank takes beside a payment is that fee to the đồng or is
/// claimed back, and a month of charges stands beside what it may charge.
/// </summary>
public sealed class ChargeTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;

    // 1,000 đồng and 0.02 % of 540,000, and a tenth of both as tax.
    private const long Fee = 1_219;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_fee_beside_a_payment_is_a_charge_and_a_wrong_one_an_exception()
    {
        await AgreeAsync("AGRI");
        var (right, wrong, own) = (ReleasedMonth.Agri[0], ReleasedMonth.Agri[1], ReleasedMonth.Agri[2]);

        var file = await Hub.BookAsync(
            "AGRI", await DebitAsync(right, Fee), await DebitAsync(wrong, Fee + 1), await DebitAsync(own, 0),
            new Booking(-Fee - 40) { EndToEndId = await Hub.EndToEndIdAsync(own), Code = ("MDOP", "CHRG") },
            new Booking(-500) { Text = "PHI QUAN LY", Code = ("MDOP", "CHRG") });

        foreach (var who in new[] { right, wrong, own })
            $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
        var breaks = await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file["fileId"]}");
        Items(breaks["items"]).Select(b => $"{b["kind"]} {b["amount"]}").Order(StringComparer.Ordinal)
            .ShouldBe([$"EXCESS_DEBIT {Fee + 1}", "EXCESS_DEBIT 40"]);
        var fee = Items((await Hub.As("thanhtra").GetAsync($"/api/bank-files/{file["fileId"]}/matches/0"))["items"])
            .Single(m => $"{m["kind"]}" == "Charge");
        $"{fee["rule"]} {fee["amount"]}".ShouldBe($"FeeSchedule {Fee}");
        var field = Items(fee["fields"]).ShouldHaveSingleItem();
        $"{field["field"]} {field["ours"]} {field["bank"]} {field["level"]}".ShouldBe(
            $"fee {Fee} {Pension + Fee} OfSchedule");
        await Hub.IdentitiesShouldHoldAsync();

        var month = await Hub.As("doisoat").GetAsync($"/api/banks/AGRI/charges?period={Period}");
        $"{month["transfers"]} {month["scheduled"]} {month["charged"]} {month["difference"]}".ShouldBe(
            $"3 {3 * Fee} {(2 * Fee) + 500} {500 - Fee}");
        Items(month["days"]).ShouldHaveSingleItem()["day"]!.ToString().ShouldBe("2026-11-02");
        (await Hub.As("bank-vcb").TryGetAsync($"/api/banks/AGRI/charges?period={Period}")).Status
            .ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await Hub.As("doisoat").TryGetAsync("/api/banks/AGRI/charges?period=11")).Status
            .ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_schedule_what_a_bank_takes_beside_a_payment_is_an_exception()
    {
        var who = ReleasedMonth.Bidv[0];
        var file = await Hub.BookAsync("BIDV", await DebitAsync(who, Fee));

        var breaks = await Hub.As("doisoat").GetAsync($"/api/breaks?fileId={file["fileId"]}");
        $"{Items(breaks["items"]).ShouldHaveSingleItem()["kind"]}".ShouldBe("EXCESS_DEBIT");
        var day = Items((await Hub.As("doisoat").GetAsync($"/api/banks/BIDV/charges?period={Period}"))["days"])
            .ShouldHaveSingleItem();
        (day["scheduled"]?.ToString(), $"{day["charged"]}").ShouldBe((null, "0"));
    }

    [Fact]
    public async Task A_schedule_out_of_its_bounds_is_refused_and_one_person_does_not_put_it_in_force()
    {
        (await ProposeAsync("VIETIN", Schedule(vat: 21))).ShouldBeRefused("bank-data-unfit");
        var proposed = (await ProposeAsync("VIETIN", Schedule())).Json;

        Items(proposed["fees"]).ShouldBeEmpty();
        var waiting = Items(proposed["waiting"]).ShouldHaveSingleItem();
        $"{waiting["kind"]} {waiting["subject"]}".ShouldBe("Fees 2026-11-01: 1000 + 200/1000000, 0–50000, VAT 10 %");
        (await Hub.As("quantri").TryPostAsync($"/api/banks/VIETIN/changes/{waiting["no"]}/agree")).Code
            .ShouldNotBeNull();
        var agreed = await Hub.AgreeAsync("VIETIN", proposed);
        Items(agreed["fees"]).ShouldHaveSingleItem()["fixed"]!.ToString().ShouldBe("1000");
    }

    private async Task AgreeAsync(string bank) =>
        await Hub.AgreeAsync(bank, (await ProposeAsync(bank, Schedule())).Json);

    private Task<Answer> ProposeAsync(string bank, JsonObject fees) => Hub.As("quantri").TryPostAsync(
        $"/api/banks/{bank}/changes", new JsonObject { ["fees"] = fees, ["reason"] = PartnerSteps.Why });

    private static JsonObject Schedule(int vat = 10) => new()
    {
        ["from"] = "2026-11-01",
        ["fixed"] = 1_000,
        ["perMillion"] = 200,
        ["least"] = 0,
        ["most"] = 50_000,
        ["vatPercent"] = vat,
    };

    private async Task<Booking> DebitAsync(RegisterLine who, long more) =>
        new(-Pension - more) { EndToEndId = await Hub.EndToEndIdAsync(who), Account = who.Account };
}
