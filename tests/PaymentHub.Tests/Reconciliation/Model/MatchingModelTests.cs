using System.Collections.Concurrent;
using System.Globalization;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// The exact matcher beside a model of a few cards: whatever banks tell and people take back, in any order and in many
/// files, both show the same payments, lines, breaks and accounts after every step. MATCHING_FIRST and MATCHING_SEEDS
/// (numbers) choose other lives for a search; a life that fails is made shorter before it is shown.
/// </summary>
public sealed class MatchingModelTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Rounds = 2;
    private const int Steps = 24;

    // Without these the lives would say little; "then" is what explained a break once more was known.
    private static readonly string[] Expected =
    [
        "AccountAndAmount", "AccountAndSum", "Ambiguous", "AnswerContradicted", "BatchBooking", "Classified",
        "DebitOfRefused", "EndToEndId", "ExcessDebit", "FeeSchedule", "MatchUndone", "ReturnReversed", "SecondDebit",
        "UnexplainedCredit", "UnexplainedDebit", "UnknownReturn", "UnknownReturn then EndToEndId", "WrongAccount",
        "Accepted", "Cancelled", "Instructed", "Rejected", "Returned", "Settled", "Unknown", "undo True", "undo False",
        "reopen True",
    ];

    [Fact]
    public async Task The_matcher_equals_the_model_after_every_step()
    {
        var first = Setting("MATCHING_FIRST", 1);
        var failed = new ConcurrentDictionary<int, string>();
        var seen = new ConcurrentDictionary<string, bool>();
        foreach (var round in Enumerable.Range(0, Setting("MATCHING_SEEDS", Rounds)))
        {
            await using var hub = await MatchingMonth.StartAsync(postgres);
            await Task.WhenAll(MatchingMonth.Banks.Select(async (bank, i) =>
            {
                var seed = ((first + round) * 10) + i;
                var life = await MatchingLife.OfAsync(hub, bank);
                if (await FailsAsync(life, MatchingStep.Of(seed, Steps)) is { } failure) failed[seed] = failure;
                foreach (var what in life.Seen()) seen[what] = true;
            }));
        }

        foreach (var (seed, failure) in failed) output.WriteLine($"seed {seed}: {failure}");
        if (!failed.IsEmpty && Setting("MATCHING_SHORTEN", 1) > 0)
            output.WriteLine(await ShortestAsync(failed.Keys.Min()));
        failed.Keys.ShouldBeEmpty("the lives of these seeds differ; the shortest is in the output");
        output.WriteLine(string.Join(", ", seen.Keys.Order(StringComparer.Ordinal)));
        if (first == 1) Expected.Except(seen.Keys).ShouldBeEmpty("these never occurred");
    }

    // Steps are left out one by one, each time on a bank of its own, as long as the life still fails.
    private async Task<string> ShortestAsync(int seed)
    {
        var bank = MatchingMonth.Banks[seed % 10];
        var steps = MatchingStep.Of(seed, Steps).ToList();
        string? failure = null;
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            List<MatchingStep> fewer = [.. steps.Where((_, no) => no != i)];
            await using var hub = await MatchingMonth.StartAsync(postgres);
            if (await FailsAsync(await MatchingLife.OfAsync(hub, bank), fewer) is not { } still) continue;
            (steps, failure) = (fewer, $"seed {seed}, shortened: {still}");
        }

        return failure ?? $"seed {seed} failed once and with fewer steps no more";
    }

    private static async Task<string?> FailsAsync(MatchingLife life, IReadOnlyList<MatchingStep> steps)
    {
        foreach (var step in steps)
        {
            try
            {
                await life.LiveAsync(step);
                var (shown, expected) = await life.CompareAsync();
                if (shown.SequenceEqual(expected)) continue;
                return $"{string.Join('\n', life.Story)}\nshown: {string.Join("\n  ", shown.Except(expected))}"
                    + $"\nexpected: {string.Join("\n  ", expected.Except(shown))}";
            }
            catch (ShouldAssertException refused)
            {
                return $"{string.Join('\n', life.Story)}\n{refused.Message}";
            }
        }

        return null;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given)
            ? given
            : usual;
}
