using System.Collections.Concurrent;
using System.Globalization;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Simulation;

/// <summary>
/// Months with the worst mix of what banks do wrong, one for each seed. <c>ops/simulate</c> runs many of them; the
/// environment variables <c>SIMULATE_SEEDS</c> and <c>SIMULATE_FIRST</c> say how many and from which on.
/// </summary>
public sealed class SimulationTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int SeedsOfEveryRun = 50;
    private const int DisturbedOfEveryRun = 6;
    private const int OneDisturbedIn = 10;
    private static readonly ConcurrentDictionary<long, Lazy<Task<SimulatedOutcome>>> Calm = new();
    private static readonly ParallelOptions Side = new() { MaxDegreeOfParallelism = Environment.ProcessorCount + 1 };

    [Fact]
    public async Task After_the_worst_month_every_dong_of_the_banks_books_is_in_ours_and_nothing_else()
    {
        var first = Setting("SIMULATE_FIRST", 1);
        var seeds = Setting("SIMULATE_SEEDS", SeedsOfEveryRun);
        var outcomes = new ConcurrentBag<SimulatedOutcome>();
        await Parallel.ForEachAsync(Enumerable.Range(first, seeds), Side, async (seed, _) =>
        {
            var outcome = await CalmAsync(seed);
            outcomes.Add(outcome);
            Tell(outcome);
        });

        var faults = outcomes.SelectMany(o => o.Faults).GroupBy(f => f.Key)
            .ToDictionary(g => g.Key, g => g.Sum(f => f.Value));
        foreach (var (fault, count) in faults.OrderBy(f => f.Key, StringComparer.Ordinal))
            output.WriteLine($"{count,7} {fault}");
        output.WriteLine($"{outcomes.Count} months of {SimulatedProvince.Payments} payments, from seed {first} on");
        outcomes.Where(o => o.Differences.Count > 0).Select(o => $"seed {o.Seed}: {o.Differences[0]}").ShouldBeEmpty();
        if (seeds >= SeedsOfEveryRun)
            faults.Where(f => f.Value == 0).Select(f => f.Key).ShouldBeEmpty("these faults never occurred");
    }

    [Fact]
    public async Task Work_that_is_abandoned_or_done_again_ends_as_if_it_had_not_been()
    {
        var first = Setting("SIMULATE_FIRST", 1);
        var seeds = Math.Max(DisturbedOfEveryRun, Setting("SIMULATE_SEEDS", 0) / OneDisturbedIn);
        var disturbances = new ConcurrentBag<Disturbance>();
        var differences = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(first, seeds), Side, async (seed, _) =>
        {
            var disturbance = new Disturbance(seed);
            disturbances.Add(disturbance);
            foreach (var difference in await DifferentAsync(seed, (d, s) => OneNode.StartAsync(d, s, disturbance)))
                differences.Add(difference);
        });

        var counts = disturbances.SelectMany(d => d.Counts).GroupBy(c => c.Key)
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Value));
        foreach (var (what, count) in counts) output.WriteLine($"{count,7} {what}");
        differences.ShouldBeEmpty();
        counts.Values.ShouldAllBe(count => count > 0);
    }

    [Fact]
    public async Task Nodes_that_are_killed_leave_a_month_that_ends_as_if_they_had_not_been()
    {
        var kills = 0;
        var differences = new List<string>();
        foreach (var seed in Enumerable.Range(Setting("SIMULATE_FIRST", 1), Setting("SIMULATE_REAL", 1)))
        {
            TwoNodes? nodes = null;
            differences.AddRange(await DifferentAsync(
                seed, async (database, settings) => nodes = await TwoNodes.StartAsync(database, settings, seed)));
            kills += nodes!.Kills;
        }

        output.WriteLine($"{kills,7} nodes killed (kill -9)");
        differences.ShouldBeEmpty();
        kills.ShouldBeGreaterThan(0);
    }

    private async Task<List<string>> DifferentAsync(long seed, StartService start)
    {
        var calm = await CalmAsync(seed);
        var disturbed = await MonthAsync(seed, start);
        return
        [
            .. disturbed.Differences.Select(d => $"seed {seed}: {d}"),
            .. calm.State.Tables.Where(t => disturbed.State.Tables[t.Key] != t.Value)
                .Select(t => $"seed {seed}: {t.Key} is {disturbed.State.Tables[t.Key]} instead of {t.Value}"),
        ];
    }

    private Task<SimulatedOutcome> MonthAsync(long seed, StartService start) =>
        new SimulatedMonth(postgres, seed, start).PlayAsync();

    // What a seed gives undisturbed is asked for by several tests and the same each time.
    private Task<SimulatedOutcome> CalmAsync(long seed) => Calm.GetOrAdd(seed, s => new(() =>
        MonthAsync(s, (database, settings) => OneNode.StartAsync(database, settings)))).Value;

    private void Tell(SimulatedOutcome outcome)
    {
        foreach (var difference in outcome.Differences) output.WriteLine($"seed {outcome.Seed}: {difference}");
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
