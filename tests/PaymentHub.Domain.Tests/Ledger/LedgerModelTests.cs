using CsCheck;
using NodaTime;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>
/// The ledger beside a model of coins that move from place to place: equal after every step, at every earlier moment,
/// and in every month of the books. A failure prints the seed that repeats it.
/// </summary>
public sealed class LedgerModelTests
{
    private static readonly LocalDate Always = new(2099, 12, 31);

    [Fact]
    public void The_ledger_equals_the_model_after_every_step_and_keeps_every_earlier_answer() =>
        LedgerStep.Any.Array[1, 60].Holds(
            steps =>
            {
                var life = new LedgerLife();
                foreach (var step in steps)
                {
                    life.Do(step);
                    Equal(life.At(Always, life.Model.Now), life.Model.At(Always, life.Model.Now), $"after {step}");
                }

                // Every fifth moment, as it was seen then, with what had happened by three days.
                for (var heard = 0; heard <= life.Model.Now; heard += 5)
                {
                    foreach (var day in new[] { 0, 13, 45 }.Select(d => new LocalDate(2026, 10, 20).PlusDays(d)))
                        Equal(life.At(day, heard), life.Model.At(day, heard), $"of {day} as known at {heard}");
                }

                life.At(Always, life.Model.Now).Values.Sum().ShouldBe(0, "debits equal credits");
            },
            iter: 400);

    [Fact]
    public void A_shut_month_never_changes_and_late_facts_stand_in_an_open_one() =>
        LedgerStep.Any.Array[1, 60].Holds(
            steps =>
            {
                var life = new LedgerLife();
                var kept = new Dictionary<YearMonth, SortedDictionary<string, long>>();
                foreach (var step in steps)
                {
                    life.Do(step);
                    foreach (var month in life.Model.ShutMonths.Where(m => !kept.ContainsKey(m)))
                        kept[month] = life.Of(month);
                }

                foreach (var (month, then) in kept) Equal(life.Of(month), then, $"sealed {month}");
                for (var month = new YearMonth(2026, 9); month < new YearMonth(2027, 12); month = month.PlusMonths(1))
                    Equal(life.Of(month), life.Model.Of(month), $"books of {month}");
            },
            iter: 400);

    [Fact]
    public void Independent_acts_may_come_in_any_order() =>
        Gen.Select(LedgerStep.Any.Array[1, 40], Gen.Int[1, 1_000_000]).Holds(
            (steps, seed) =>
            {
                // Acts on different batches are independent where no fund runs short and no time passes.
                LedgerStep[] apart = [.. steps.Where(s => s.Act is not (LedgerAct.Sleep or LedgerAct.ShutLastMonth))];
                LedgerStep[] plenty = [.. Enumerable.Repeat(
                    new LedgerStep(LedgerAct.Allot, 0, 1_000_000_000, 1_000_000_000, 0), 2)];
                var told = Live([.. plenty, .. apart]);
                var shuffled = Live([.. plenty, .. Shuffle(apart, seed)]);
                Equal(shuffled, told, "in another order of batches");
            },
            iter: 300);

    private static SortedDictionary<string, long> Live(LedgerStep[] steps)
    {
        var life = new LedgerLife();
        foreach (var step in steps) life.Do(step);
        return life.At(Always, life.Model.Now);
    }

    // The acts of one batch keep their order; whose turn is next is drawn.
    private static List<LedgerStep> Shuffle(LedgerStep[] steps, int seed)
    {
        var queues = steps.GroupBy(s => s.Batch).Select(g => new Queue<LedgerStep>(g)).ToList();
        var (mixed, draw) = (new List<LedgerStep>(steps.Length), (uint)seed);
        while (queues.Count > 0)
        {
            draw = unchecked((draw * 1_664_525) + 1_013_904_223);
            var queue = queues[(int)((draw >> 16) % queues.Count)];
            mixed.Add(queue.Dequeue());
            if (queue.Count == 0) queues.Remove(queue);
        }

        return mixed;
    }

    private static void Equal(
        SortedDictionary<string, long> told, SortedDictionary<string, long> expected, string when) =>
        string.Join("; ", told.Select(t => $"{t.Key} {t.Value}"))
            .ShouldBe(string.Join("; ", expected.Select(t => $"{t.Key} {t.Value}")), when);
}
