namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// One share for several people (một suất): of a couple, a household or one person cared for, the higher amount is
/// paid; of equal amounts the decision that began earlier, then the smaller dossier number.
/// </summary>
internal static class ShareRules
{
    public static void Apply(DueGrid grid, int row)
    {
        var decision = grid.Decisions[row];
        foreach (var rival in grid.Person.Shared)
        {
            if (rival.EntitlementId != decision.Id) continue;
            var rules = grid.Rates.RulesOf(rival.Programme, rival.Group, rival.InjuryPercent);
            for (var column = 0; column < grid.Width; column++)
            {
                ref var cell = ref grid[row, column];
                var month = grid.NumberAt(column);
                if (!cell.IsEntitled || month < DueGrid.Number(rival.From)) continue;
                if (rival.Until is { } until && month >= DueGrid.Number(until)) continue;
                if (rules.Series.At(month) is not Programmes.RateQuote quote) continue;
                if (!RivalHasIt(decision, rival, quote.Total.Dong - cell.Price)) continue;
                (cell.State, cell.Rule, cell.Due) = (MonthState.SharedElsewhere, rival.RivalDossier, 0);
                grid.HasSuppressed = true;
            }
        }
    }

    private static bool RivalHasIt(DecisionFacts own, SharedClaim rival, long more)
    {
        if (more != 0) return more > 0;
        var byStart = rival.From.CompareTo(own.Terms.From);
        return byStart != 0 ? byStart < 0 : string.CompareOrdinal(rival.RivalDossier, own.Dossier) < 0;
    }
}
