namespace PaymentHub.Seeds.Bank;

/// <summary>What was asked of one kind of fault and what the orders received allowed.</summary>
/// <param name="Kind">Name of the preset's member.</param>
/// <param name="Asked">Count asked for.</param>
/// <param name="Count">Count planted.</param>
public sealed record Planted(string Kind, int Asked, int Count);

/// <summary>Chooses, for the payments of one round, which the bank books wrongly and which come back.</summary>
internal sealed class FaultPlan(Chance chance, BankPreset preset, IReadOnlyCollection<PaymentOrder> everKnown)
{
    private readonly Dictionary<(string Account, long Amount), int> alike = CountAlike(everKnown);
    private readonly List<Planted> planted = [];

    /// <summary>Plants the preset's faults and the round's returns.</summary>
    public IReadOnlyList<Planted> Apply(IReadOnlyList<OrderFile> round, bool withFaults)
    {
        var alive = round.SelectMany(f => f.Payments).Where(p => p.IsOrdinary && p.Fate != Fate.Rejected).ToList();
        if (withFaults)
        {
            var alone = alive.Where(p => p.IsBookedAlone).ToList();
            PlantPairs(alone);
            PlantSingles(alone);
        }

        PlantReturns(alive.Where(p => p.Fate == Fate.Settles).ToList());
        return planted;
    }

    /// <summary>
    /// An ambiguous pair is exactly two living payments of one bank, same account and same amount: with a third one
    /// booked under its own id the answer would depend on the order of reading.
    /// </summary>
    private void PlantPairs(List<PaymentOrder> alone)
    {
        var pairs = alone.GroupBy(Key)
            .Where(g => alike[g.Key] == 2 && g.Count() == 2 && SamePlaceAndDay(g.First(), g.Last()))
            .Select(g => (First: g.First(), Second: g.Last()))
            .OrderBy(p => chance.Score("pair", p.First.EndToEndId))
            .Take(preset.AmbiguousPairs)
            .ToList();
        foreach (var (first, second) in pairs)
        {
            (first.Fate, second.Fate) = (Fate.Ambiguous, Fate.Ambiguous);
            (first.Twin, second.Twin) = (second, first);
        }

        planted.Add(new Planted("ambiguousPairs", preset.AmbiguousPairs, pairs.Count));
    }

    private static bool SamePlaceAndDay(PaymentOrder a, PaymentOrder b) =>
        a.Batch.File.Bank == b.Batch.File.Bank && a.Batch.File.ExecutionDay == b.Batch.File.ExecutionDay;

    private void PlantSingles(List<PaymentOrder> alone)
    {
        var free = alone.Where(p => p.Fate == Fate.Settles && alike[Key(p)] == 1).ToList();
        var queue = new Queue<PaymentOrder>(RejectionPlan.Ranked(chance, "fault", free));
        Plant(queue, "wrongAccount", preset.WrongAccount, Fate.WrongAccount);
        Plant(queue, "overDebit", preset.OverDebit, Fate.OverDebit);
        Plant(queue, "underDebit", preset.UnderDebit, Fate.UnderDebit);
        Plant(queue, "doubleDebit", preset.DoubleDebit, Fate.DoubleDebit);
        Plant(queue, "missingEndToEndId", preset.MissingEndToEndId, Fate.NoId);
    }

    private void Plant(Queue<PaymentOrder> queue, string kind, int asked, Fate fate)
    {
        var count = 0;
        while (count < asked && queue.TryDequeue(out var payment))
        {
            if (fate == Fate.UnderDebit && payment.Amount < 2)
                continue;
            payment.Fate = fate;
            payment.Difference = Difference(payment, fate);
            count++;
        }

        planted.Add(new Planted(kind, asked, count));
    }

    private long Difference(PaymentOrder payment, Fate fate)
    {
        var thousands = 1_000L * (1 + chance.Below("difference", payment.EndToEndId, 90));
        return fate switch
        {
            Fate.OverDebit => thousands,
            Fate.UnderDebit => Math.Min(thousands, payment.Amount / 2),
            _ => 0,
        };
    }

    private void PlantReturns(List<PaymentOrder> settling)
    {
        var count = RejectionPlan.Share(preset.ReturnRate, settling.Count);
        var withoutId = RejectionPlan.Share(preset.ReturnsWithoutId, count);
        var chosen = RejectionPlan.Ranked(chance, "return", settling).Take(count).ToList();
        foreach (var (index, payment) in chosen.Index())
        {
            var bare = withoutId > 0 && alike[Key(payment)] == 1;
            withoutId -= bare ? 1 : 0;
            payment.Fate = bare ? Fate.ReturnedWithoutId : Fate.Returned;
            payment.Code = preset.ReturnCodes.Count == 0
                ? "AC04"
                : preset.ReturnCodes[index % preset.ReturnCodes.Count];
        }

        planted.Add(new Planted("returns", count, chosen.Count));
        var reversed = chosen.Where(p => p.Fate == Fate.Returned).Take(preset.ReturnsReversed).ToList();
        foreach (var payment in reversed)
            payment.IsReturnReversed = true;
        if (preset.ReturnsReversed > 0)
            planted.Add(new Planted("returnsReversed", preset.ReturnsReversed, reversed.Count));
    }

    private static (string Account, long Amount) Key(PaymentOrder payment) => (payment.Account, payment.Amount);

    private static Dictionary<(string, long), int> CountAlike(IReadOnlyCollection<PaymentOrder> payments)
    {
        var counts = new Dictionary<(string, long), int>(payments.Count);
        foreach (var payment in payments.Where(p => p.Fate != Fate.Rejected))
        {
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
                counts, Key(payment), out _);
            count++;
        }

        return counts;
    }
}
