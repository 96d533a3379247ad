using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Audit;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>The ledger is verified once a day by itself, and what does not hold raises an alarm.</summary>
public sealed class NightlyVerifyTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task It_runs_once_a_day_after_its_hour_and_names_what_does_not_hold()
    {
        await Hub.SetClockAsync("2026-11-03T18:59:00Z");
        (await RunAsync()).ShouldBeFalse("it is 01:59 in Việt Nam");
        await Hub.SetClockAsync("2026-11-03T19:00:00Z");
        (await RunAsync()).ShouldBeTrue();
        (await RunAsync()).ShouldBeFalse("today's is done");
        var good = await LastAsync();
        ((bool)good["holds"]!).ShouldBeTrue(good.ToJsonString());
        ((long)good["checks"]!).ShouldBeGreaterThan(10);
        await AnUnexplainedDebitThatIsNoBreakIsNamedAsync();

        await Hub.ExecuteAsync("update hub.posting set amount = amount + 1 where item = 0 and account = 'Payable'");
        await Hub.SetClockAsync("2026-11-04T19:00:00Z");
        (await RunAsync()).ShouldBeTrue();
        await Hub.ExecuteAsync("update hub.posting set amount = amount - 1 where item = 0 and account = 'Payable'");

        var bad = await LastAsync();
        ((bool)bad["holds"]!).ShouldBeFalse();
        var found = string.Join(", ", Items(bad["findings"]).Select(f => $"{f}"));
        found.ShouldContain("table posting");
        found.ShouldContain("trial-balance TINH");
    }

    // Both legs are altered alike, so that the ledger still balances: only the sub-ledger of breaks tells.
    private async Task AnUnexplainedDebitThatIsNoBreakIsNamedAsync()
    {
        await Hub.ExecuteAsync(
            """
            insert into hub.posting (stream_id, version, item, account, sub_account, amount, at, value_date, booked_on)
            select '00000000-0000-0000-0000-000000000001', 1, i, a, '1', m, now(), '2026-11-03', '2026-11-03'
            from (values (0, 'Unexplained', 5), (1, 'Charges', -5)) x(i, a, m)
            """);
        var verified = await Hub.As("thanhtra").PostAsync("/api/verify");
        await Hub.ExecuteAsync("delete from hub.posting where sub_account = '1'");
        Items(verified["checks"]).Where(c => !(bool)c["holds"]!).Select(c => $"{c["name"]} {c["left"]} {c["right"]}")
            .ShouldBe(["unexplained 0 5"]);
    }

    private async Task<System.Text.Json.Nodes.JsonNode> LastAsync() =>
        (await Hub.As("khobac").GetAsync("/api/verify/runs"))["items"]![0]!;

    private Task<bool> RunAsync() =>
        Hub.Services.GetRequiredService<NightlyVerify>().RunIfDueAsync(2, CancellationToken.None);
}
