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
        var grid = DueGrid.Of(person, rates, horizon, together);
        var lines = grid.Lines;
        lines.Clear();
        for (var row = 0; row < grid.Decisions.Length; row++) DueLines.AddTo(lines, grid, row);
        var due = new PersonDue(LinesOf(lines), grid.HasSuppressed ? SuppressionsOf(grid) : []);
        grid.GiveBack();
        return due;
    }

    // Most people have one line or two, for which a loop costs less than a copy.
    private static DueLine[] LinesOf(List<DueLine> lines)
    {
        if (lines.Count == 0) return [];
        var all = new DueLine[lines.Count];
        for (var i = 0; i < all.Length; i++) all[i] = lines[i];
        return all;
    }

    /// <summary>Month by month what is due and committed, for tie-out and for showing one person's account.</summary>
    public static IReadOnlyList<MonthDue> Months(PersonClaims person, RateView rates, YearMonth horizon)
    {
        if (person.Decisions.Count == 0) return [];
        var grid = DueGrid.Of(person, rates, horizon, 1);
        var months = MonthsOf(grid);
        grid.GiveBack();
        return months;
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
                var (_, group, units) = grid.PieceAt(row, column);
                months.Add(new MonthDue(
                    decision.Id, group.Programme, grid.MonthAt(column), cell.State,
                    new Money(cell.Due), new Money(cell.Committed))
                { Group = group.Group, Units = units });
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
            var group = grid.PieceAt(row, first).Group;
            var rule = grid.Rates.Rules.Latest(RuleKind.OneShare, group.Programme, group.Group);
            return new Suppression(
                decision.Id, decision.Dossier, cell.Rule!, "ONE_SHARE", rule?.LegalBasis ?? "",
                grid.MonthAt(first), grid.MonthAt(last));
        }

        return new Suppression(
            decision.Id, decision.Dossier, grid.Decisions[cell.SuppressedBy].Dossier, cell.Rule!, cell.LegalBasis!,
            grid.MonthAt(first), grid.MonthAt(last));
    }
}
