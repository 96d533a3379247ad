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

    private async Task<System.Text.Json.Nodes.JsonNode> LastAsync() =>
        (await Hub.As("khobac").GetAsync("/api/verify/runs"))["items"]![0]!;

    private Task<bool> RunAsync() =>
        Hub.Services.GetRequiredService<NightlyVerify>().RunIfDueAsync(2, CancellationToken.None);
}
