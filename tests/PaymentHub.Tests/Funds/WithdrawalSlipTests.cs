using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using UglyToad.PdfPig;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Funds;

/// <summary>A withdrawal slip stands only with the total of the payee table, to the đồng.</summary>
public sealed class WithdrawalSlipTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Path = $"/api/funds/{Period}/slips";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_slip_is_taken_with_the_tables_total_only_and_once()
    {
        const string planner = HubSetup.CommunePlanner;
        await Hub.SetClockAsync("2026-10-22T01:00:00Z");
        await Hub.RegisterAsync(RegisterLine.Of(1), RegisterLine.Of(2), RegisterLine.Of(3).At("BIDV"));
        await Hub.PlanAsync(planner);
        const long total = 3 * RegisterLine.Pension;

        (await Hub.As(planner).TryPostAsync(Path, Slip("GR-1", total - 1))).Code.ShouldBe("slip-differs");
        (await Hub.As(planner).TryPostAsync(Path, Slip("", total))).Code.ShouldBe("slip-incomplete");
        (await Hub.As(planner).TryPostAsync(Path, Slip("GR-1", total, "TW"))).Code.ShouldBe("nothing-to-withdraw");
        (await Hub.As(planner).TryPostAsync(Path, Slip("GR-1", total, commune: "21034"))).Code.ShouldBe("not-found");
        ((int)(await Hub.As(planner).TryPostAsync(Path, Slip("GR-1", total))).Status).ShouldBe(204);
        ((int)(await Hub.As(planner).TryPostAsync(Path, Slip("GR-1", total))).Status).ShouldBe(204, "again: no news");
        (await Hub.As(planner).TryPostAsync(Path, Slip("GR-2", total))).Code.ShouldBe("nothing-to-withdraw");
        (await ListAsync(planner)).ShouldBe($"GR-1 {total} {total} True; without 0");

        var pdf = await Hub.As(planner).DownloadAsync($"/api/runs/{Period}/lists?kind=payees&commune=21025");
        using (var table = PdfDocument.Open(pdf))
            table.GetPage(1).Text.Replace(" ", "", StringComparison.Ordinal).ShouldContain("sốGR-1ngày22/10/2026");

        var cancel = new JsonObject { ["commune"] = "21025", ["source"] = "TINH", ["number"] = "GR-1" };
        (await Hub.As(planner).TryPostAsync(Path + "/cancel", cancel.DeepClone())).Code.ShouldBe("slip-incomplete");
        cancel["reason"] = "Ghi sai ngày";
        ((int)(await Hub.As(planner).TryPostAsync(Path + "/cancel", cancel)).Status).ShouldBe(204);
        (await ListAsync(planner)).ShouldBe($"; without {total}");
    }

    private static JsonObject Slip(
        string number, long amount, string source = "TINH", string commune = "21025") => new()
        {
            ["commune"] = commune,
            ["source"] = source,
            ["number"] = number,
            ["issuedOn"] = "2026-10-22",
            ["amount"] = amount,
        };

    private async Task<string> ListAsync(string user)
    {
        var list = await Hub.As(user).GetAsync(Path + "?commune=21025");
        var items = Items(list["items"]).Select(
            i => $"{i["number"]} {i["amount"]} {i["tableAmount"]} {(bool)i["agrees"]!}");
        return $"{string.Join(", ", items)}; without {list["withoutSlip"]}";
    }
}
