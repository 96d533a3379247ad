using System.Net;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>
/// Two nodes of the service on one database: both serve, both may be asked the same at once, and each takes over what
/// the other leaves unfinished.
/// </summary>
[Collection("processes")]
public sealed class ClusterTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const string Later = "2026-12";

    private const string Leader =
        "select node_id from wolverine.wolverine_node_assignments where id like '%leader%'";

    // Long enough for a busy machine's pauses, short enough for a test.
    private static readonly (string, string)[] Settings =
        [("PAYMENTHUB_CLUSTER", "true"), ("PAYMENTHUB_NODE_TIMEOUT", "8")];

    private readonly Months _months = new(postgres);

    [Fact]
    public async Task Two_nodes_plan_once_and_the_survivor_finishes_the_work_of_the_killed_one()
    {
        await using var database = new TestDatabase(await _months.RegisteredAsync());
        var tokens = new Dictionary<string, string>();
        await using var first = await ServiceProcess.StartAsync(database.ConnectionString, tokens, Settings);
        var starting = ServiceProcess.StartAsync(database.ConnectionString, tokens, Settings);
        var calm = await PlannedAloneAsync();
        await using var second = await starting;
        await Until.HoldsAsync(
            "both nodes are registered and one leads",
            async () => await NodesAsync(database) == 2 && await database.AnyAsync(Leader),
            () => first.Log + second.Log);
        // A token that one node gave opens the other: their keys are shared.
        await first.As("lap").GetAsync("/api/batches?period=2026-11");
        tokens.Keys.ShouldBe(["lap"]);
        await second.As("lap").GetAsync("/api/batches?period=2026-11");

        await PlanOnBothAsync(first, second);
        await Task.WhenAll(PlannedAsync(first.As, Months.Period), PlannedAsync(second.As, Months.Period));
        await KillLeaderAtWorkAsync(database, first, second);

        (await database.AnyAsync("select 1 from wolverine.wolverine_dead_letters")).ShouldBeFalse();
        (await MoneyState.OfAsync(database.ConnectionString)).Tables.ShouldBe(calm.Tables);
    }

    // The leader is the one to be killed: its loss costs the most.
    private async Task KillLeaderAtWorkAsync(TestDatabase database, ServiceProcess first, ServiceProcess second)
    {
        var leader = await database.AskAsync<Guid>(Leader);
        var earliest = await database.AskAsync<Guid>(
            "select id from wolverine.wolverine_nodes order by node_number limit 1");
        var (doomed, survivor) = leader == earliest ? (first, second) : (second, first);
        await using (var obstacle = await database.ObstructAsync(
            "lock table hub.payment_line in access exclusive mode"))
        {
            await PlanAsync(doomed.As, Later);
            await obstacle.IsMetAsync(() => doomed.Log);
            await doomed.KillAsync();
        }

        var left = await database.AskAsync<long>("""
            select count(*) from wolverine.wolverine_incoming_envelopes
            where status = 'Incoming' and message_type like '%PlanCommune%'
            """);
        output.WriteLine($"{left} messages left behind by the killed leader");
        left.ShouldBeGreaterThan(0);
        await Until.HoldsAsync(
            "the survivor leads alone",
            async () => await NodesAsync(database) == 1
                && await database.AnyAsync(Leader + " and node_id <> $1", leader),
            () => survivor.Log);
        await PlannedAsync(survivor.As, Later);
    }

    private async Task<MoneyState> PlannedAloneAsync()
    {
        await using var calm = new TestDatabase(await _months.RegisteredAsync());
        await using var alone = await Hub.StartAsync(calm.ConnectionString);
        foreach (var period in new[] { Months.Period, Later })
        {
            await PlanAsync(alone.As, period);
            await PlannedAsync(alone.As, period);
        }

        return await MoneyState.OfAsync(calm.ConnectionString);
    }

    private static Task<long> NodesAsync(TestDatabase database) =>
        database.AskAsync<long>("select count(*) from wolverine.wolverine_nodes");

    private static async Task PlanOnBothAsync(ServiceProcess first, ServiceProcess second)
    {
        var answers = await Task.WhenAll(
            first.As("lap").TryPostAsync($"/api/runs/{Months.Period}/plan"),
            second.As("lap").TryPostAsync($"/api/runs/{Months.Period}/plan"));
        answers.ShouldAllBe(a => a.Status == HttpStatusCode.Accepted || a.Status == HttpStatusCode.Conflict);
        answers.ShouldContain(a => a.Status == HttpStatusCode.Accepted);
    }

    private static async Task PlanAsync(Func<string, Caller> user, string period) =>
        await user("lap").PostAsync($"/api/runs/{period}/plan");

    private static async Task PlannedAsync(Func<string, Caller> user, string period) =>
        await user("lap").UntilAsync($"/api/runs/{period}", run => (string?)run["status"] == "Planned");
}
