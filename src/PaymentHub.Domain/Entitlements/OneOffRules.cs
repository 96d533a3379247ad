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
        for (var column = 0; column < grid.Width; column++)
        {
            var month = grid.NumberAt(column);
            ref var cell = ref grid[row, column];
            (cell.SuppressedBy, cell.Group, cell.Units) = (-1, rules, decision.Circumstances.Units ?? 1);
            if (decision.IsAnnulled) MonthRules.Refuse(ref cell, MonthState.Annulled, month);
            else if (month != owed) cell.State = MonthState.NotThisMonth;
            else if (RefusalOf(grid, decision, rules, month) is { } state) MonthRules.Refuse(ref cell, state, month);
            else MonthRules.Price(ref cell, AnswerOf(grid, rules, month), resting: false, grid.IsOpen(row, column));
            cell.PayAlone();
        }

        if (grid.Person.Shared.Count > 0) ShareRules.Apply(grid, row);
    }

    private static MonthState? RefusalOf(DueGrid grid, DecisionFacts decision, GroupRules rules, int month)
    {
        if (decision.Terms.Until <= decision.Terms.From) return MonthState.Stopped;
        return !rules.AtDeath && month > grid.Death ? MonthState.AfterDeath : null;
    }

    private static RateAnswer AnswerOf(DueGrid grid, GroupRules rules, int month) =>
        rules.NeedsDeathRecord && !grid.DeathIsKnown ? NotRecorded : rules.Series.At(month);

    private static readonly NoRate NotRecorded = new(NoRateReason.DeathNotRecorded);
}
