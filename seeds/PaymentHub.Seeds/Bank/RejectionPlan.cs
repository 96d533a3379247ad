namespace PaymentHub.Seeds.Bank;

/// <summary>
/// Decides at receipt which payments of one message the bank refuses. It looks at that message only, so a status report
/// can be written before anything else arrives.
/// </summary>
internal static class RejectionPlan
{
    private const int SureAtLeastOne = 100;

    /// <summary>Sets the fate of the refused payments; a batch always keeps one payment, so none dies
    /// silently.</summary>
    public static void Apply(Chance chance, BankPreset preset, OrderFile file)
    {
        if (file.RejectedWhole is not null)
        {
            RejectAll(file.Payments, file.RejectedWhole);
            return;
        }

        var candidates = file.Payments.Where(p => p.IsOrdinary).ToArray();
        var wanted = Share(preset.RejectRate, candidates.Length);
        var left = file.Batches.ToDictionary(b => b, b => b.Payments.Count);
        foreach (var payment in Ranked(chance, "reject", candidates))
        {
            if (wanted == 0)
                return;
            if (left[payment.Batch] == 1)
                continue;
            left[payment.Batch]--;
            wanted--;
            payment.Fate = Fate.Rejected;
            payment.Code = chance.Below("reject-code", payment.EndToEndId, 2) == 0 ? "AC01" : "AC04";
        }
    }

    /// <summary>Refuses a whole batch: every line of it is dead although no status report lists it.</summary>
    public static void RejectBatch(OrderBatch batch, string code)
    {
        batch.RejectedWhole = code;
        RejectAll(batch.Payments, code);
    }

    /// <summary>Number of payments for a rate: rounded, and at least one of a hundred when the rate is not
    /// zero.</summary>
    public static int Share(decimal rate, int of)
    {
        var share = (int)Math.Round(rate * of, MidpointRounding.AwayFromZero);
        return share == 0 && rate > 0 && of >= SureAtLeastOne ? 1 : Math.Min(share, of);
    }

    /// <summary>The payments in the order of their score for a purpose, lowest first.</summary>
    public static PaymentOrder[] Ranked(Chance chance, string purpose, IReadOnlyCollection<PaymentOrder> payments)
    {
        var ranked = payments.ToArray();
        var scores = Array.ConvertAll(ranked, p => chance.Score(purpose, p.EndToEndId));
        Array.Sort(scores, ranked);
        return ranked;
    }

    private static void RejectAll(IEnumerable<PaymentOrder> payments, string code)
    {
        foreach (var payment in payments)
        {
            payment.Fate = Fate.Rejected;
            payment.Code = code;
        }
    }
}
