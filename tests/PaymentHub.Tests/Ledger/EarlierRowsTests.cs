using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>
/// A database of before gets its new columns and tables from the events that it has: what the scripts write is what a
/// replay writes.
/// </summary>
public sealed class EarlierRowsTests(FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Postings_of_before_take_their_days_from_their_events()
    {
        // Databases of before had no views on the rows either.
        await Hub.ExecuteAsync("""
            drop schema past cascade;
            alter table hub.posting drop column value_date, drop column booked_on
            """);
        await RunAsync("090_posting_dates.sql");

        await VerifiedAsync();
        (await Hub.AskAsync<long>("select count(distinct value_date) from hub.posting")).ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Slips_of_before_are_found_in_their_events()
    {
        var slip = new System.Text.Json.Nodes.JsonObject
        {
            ["commune"] = "21025",
            ["source"] = "TINH",
            ["number"] = "GR-1",
            ["issuedOn"] = "2026-10-30",
            ["amount"] = 34 * RegisterLine.Pension,
        };
        var lap = Hub.As(HubSetup.CommunePlanner);
        ((int)(await lap.TryPostAsync($"/api/funds/{Period}/slips", slip)).Status).ShouldBe(204);
        var year = await Hub.As("thanhtra").GetAsync("/api/fund-years/2026?commune=21025&programme=HTXH");
        $"{year["total"]!["advanced"]} {year["stage"]}".ShouldBe($"{34 * RegisterLine.Pension} Running");
        await Hub.ExecuteAsync("drop table hub.slip_part, hub.slip_cancel");
        await RunAsync("092_withdrawal_slip.sql");

        await VerifiedAsync();
        (await Hub.AskAsync<long>("select count(*) from hub.slip_part")).ShouldBeGreaterThan(3);
    }

    private Task<int> RunAsync(string script) => Hub.ExecuteAsync(
        File.ReadAllText(Path.Combine(Repository.Root, "ops", "db", script)));

    private async Task VerifiedAsync()
    {
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        Items(verified["tables"]).Where(t => (bool)t["differs"]!).Select(t => t.ToJsonString()).ShouldBeEmpty();
    }
}
