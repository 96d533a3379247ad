using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// due(months ≤ horizon, known at t) − committed = to pay or to recover. A pure function of one person's decisions, the
/// money already committed, the month of death where known, and the rate book as known on a date. Arrears and
/// recoveries are not a rule of their own: they are what the subtraction leaves.
/// </summary>
public static class AmountDue
{
    /// <summary>
    /// The lines of one person for the horizon month: a regular line for that month, at most one arrears or one
    /// recovery line per decision for the months before it, and a held line where months have no price. Near Tết or
    /// in a disaster <paramref name="together"/> months from the horizon on are paid in one pay-out.
    /// </summary>
    public static PersonDue Compute(PersonClaims person, RateView rates, YearMonth horizon, int together = 1)
    {
        if (person.Decisions.Count == 0) return PersonDue.Nothing;
        return DueGrid.With(person, rates, horizon, together, static grid =>
        {
            var lines = grid.Lines;
            lines.Clear();
            for (var row = 0; row < grid.Decisions.Length; row++) DueLines.AddTo(lines, grid, row);
            return new PersonDue([.. lines], grid.HasSuppressed ? SuppressionsOf(grid) : []);
        });
    }

    /// <summary>Month by month what is due and committed, for tie-out and for showing one person's account.</summary>
    public static IReadOnlyList<MonthDue> Months(PersonClaims person, RateView rates, YearMonth horizon)
    {
        if (person.Decisions.Count == 0) return [];
        return DueGrid.With<IReadOnlyList<MonthDue>>(person, rates, horizon, 1, MonthsOf);
    }

    private static List<MonthDue> MonthsOf(DueGrid grid)
    {
        var months = new List<MonthDue>();
        for (var row = 0; row < grid.Decisions.Length; row++)
        {
            var decision = grid.Decisions[row];
            for (var column = 0; column < grid.Width; column++)
            {
                if (!grid.IsOpen(row, column) || !decision.SpeaksFor(grid.MonthAt(column))) continue;
                var cell = grid[row, column];
                if (cell is { State: MonthState.NotThisMonth, Committed: 0 }) continue;
                var group = cell.Group ?? grid.Groups[row];
                months.Add(new MonthDue(
                    decision.Id, group.Programme, grid.MonthAt(column), cell.State,
                    new Money(cell.Due), new Money(cell.Committed))
                { Group = group.Group, Units = cell.Units });
            }
        }

        return months;
    }

    private static List<Suppression> SuppressionsOf(DueGrid grid)
    {
        var found = new List<Suppression>();
        for (var row = 0; row < grid.Decisions.Length; row++)
        {
            for (var column = 0; column < grid.Width; column++)
            {
                if (!IsSuppressed(grid[row, column])) continue;
                var first = column;
                while (column + 1 < grid.Width && SameSuppression(grid[row, first], grid[row, column + 1])) column++;
                found.Add(SuppressionOf(grid, row, first, column));
            }
        }

        return found;
    }

    private static bool IsSuppressed(in DueCell cell) =>
        cell.State is MonthState.Suppressed or MonthState.SharedElsewhere;

    private static bool SameSuppression(in DueCell a, in DueCell b) =>
        a.State == b.State && a.SuppressedBy == b.SuppressedBy && a.Rule == b.Rule;

    private static Suppression SuppressionOf(DueGrid grid, int row, int first, int last)
    {
        var cell = grid[row, first];
        var decision = grid.Decisions[row];
        if (cell.State == MonthState.SharedElsewhere)
        {
            var rule = grid.Rates.Rules.Latest(RuleKind.OneShare, cell.Group!.Programme, cell.Group.Group);
            return new Suppression(
                decision.Id, decision.Dossier, cell.Rule!, "ONE_SHARE", rule?.LegalBasis ?? "",
                grid.MonthAt(first), grid.MonthAt(last));
        }

        return new Suppression(
            decision.Id, decision.Dossier, grid.Decisions[cell.SuppressedBy].Dossier, cell.Rule!, cell.LegalBasis!,
            grid.MonthAt(first), grid.MonthAt(last));
    }
}
