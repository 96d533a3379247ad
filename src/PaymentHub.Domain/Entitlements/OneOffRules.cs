using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Help that is owed once (funeral support, relief, gifts): in the month of the death where it is owed for one,
/// otherwise in the first month of the decision.
/// </summary>
internal static class OneOffRules
{
    public static void Classify(DueGrid grid, int row)
    {
        var (decision, rules) = (grid.Decisions[row], grid.Groups[row]);
        var owed = rules.AtDeath && grid.DeathIsKnown ? grid.Death : DueGrid.Number(decision.Terms.From);
        var units = decision.Circumstances.Units ?? 1;
        grid.AddPiece(row, new Piece(grid.Width, rules, units));
        var isUnrecorded = rules.NeedsDeathRecord && !grid.DeathIsKnown;
        for (var column = 0; column < grid.Width; column++)
        {
            var month = grid.NumberAt(column);
            ref var cell = ref grid[row, column];
            if (decision.IsAnnulled) MonthRules.Refuse(ref cell, MonthState.Annulled, rules, month);
            else if (month != owed) (cell.State, cell.Asked) = (MonthState.NotThisMonth, Asked.Nothing);
            else if (RefusalOf(grid, decision, rules, month) is { } state)
                MonthRules.Refuse(ref cell, state, rules, month);
            else
            {
                var answer = isUnrecorded ? NotRecorded : rules.Series.At(month);
                MonthRules.Price(ref cell, answer, units, resting: false, grid.IsOpen(row, column));
                if (isUnrecorded) cell.Asked = Asked.DeathNotRecorded;
            }

            cell.PayAlone();
        }

        if (grid.Person.Shared.Count > 0) ShareRules.Apply(grid, row);
    }

    private static MonthState? RefusalOf(DueGrid grid, DecisionFacts decision, GroupRules rules, int month)
    {
        if (decision.Terms.Until <= decision.Terms.From) return MonthState.Stopped;
        return !rules.AtDeath && month > grid.Death ? MonthState.AfterDeath : null;
    }

    /// <summary>Why nothing is paid for a death that the register does not know.</summary>
    public static readonly NoRate NotRecorded = new(NoRateReason.DeathNotRecorded);
}
