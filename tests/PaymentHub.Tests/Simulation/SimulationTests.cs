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

    [Fact]
    public async Task After_the_worst_month_every_dong_of_the_banks_books_is_in_ours_and_nothing_else()
    {
        var first = Setting("SIMULATE_FIRST", 1);
        var seeds = Setting("SIMULATE_SEEDS", SeedsOfEveryRun);
        var outcomes = new ConcurrentBag<SimulatedOutcome>();
        var side = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(Enumerable.Range(first, seeds), side, async (seed, _) =>
        {
            var outcome = await new SimulatedMonth(postgres, seed).PlayAsync();
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

    private void Tell(SimulatedOutcome outcome)
    {
        foreach (var difference in outcome.Differences) output.WriteLine($"seed {outcome.Seed}: {difference}");
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
