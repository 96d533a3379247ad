using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Turns classified months into what is due. A decision alone in its exclusion set is due its price. Where several
/// compete, the person is due the price of the chosen ones, and what was already committed under a suppressed decision
/// counts towards it first: the month is neither paid twice nor taken back only to be paid again under another number.
/// </summary>
internal static class DueAllocation
{
    public static void Apply(DueGrid grid)
    {
        for (var row = 0; row < grid.Decisions.Length; row++)
            if (!SharesItsSet(grid, row)) PayAlone(grid, row);
        if (grid.Decisions.Length < 2) return;
        foreach (var set in ExclusionRules.Sets)
        {
            var rows = RowsOf(grid, set);
            if (rows.Count < 2) continue;
            for (var column = 0; column < grid.Width; column++) Share(grid, rows, column);
        }
    }

    private static bool SharesItsSet(DueGrid grid, int row)
    {
        if (grid.Decisions.Length == 1) return false;
        if (ExclusionRules.SetOf(grid.Decisions[row].Terms.Programme) is not { } set) return false;
        for (var other = 0; other < grid.Decisions.Length; other++)
            if (other != row && set.Programmes.Contains(grid.Decisions[other].Terms.Programme)) return true;
        return false;
    }

    private static List<int> RowsOf(DueGrid grid, ExclusionSet set)
    {
        var rows = new List<int>(grid.Decisions.Length);
        for (var row = 0; row < grid.Decisions.Length; row++)
            if (set.Programmes.Contains(grid.Decisions[row].Terms.Programme)) rows.Add(row);
        return rows;
    }

    private static void PayAlone(DueGrid grid, int row)
    {
        for (var column = 0; column < grid.Width; column++) PayAlone(ref grid[row, column]);
    }

    private static void PayAlone(ref DueCell cell) => cell.Due = cell.State switch
    {
        MonthState.Payable or MonthState.Locked => cell.Price,
        MonthState.Suspended => Math.Clamp(cell.Committed, 0, Math.Max(cell.Price, 0)),
        MonthState.Unpriced => cell.Committed,
        _ => 0,
    };

    private static void Share(DueGrid grid, List<int> rows, int column)
    {
        var entitled = rows.Count(row => grid[row, column].IsEntitled);
        var paidOtherwise = rows.Exists(row => !grid[row, column].IsEntitled && grid[row, column].Committed != 0);
        if (entitled == 0 || (entitled == 1 && !paidOtherwise))
        {
            foreach (var row in rows) PayAlone(ref grid[row, column]);
            return;
        }

        var claimants = rows.FindAll(row => grid[row, column].IsEntitled || grid[row, column].IsKeptAsPaid);
        var verdicts = HighestOnly.Choose(claimants.ConvertAll(row => ClaimOf(grid, row, column)));
        for (var i = 0; i < claimants.Count; i++)
        {
            if (verdicts[i].IsPaid) continue;
            ref var cell = ref grid[claimants[i], column];
            if (cell.State != MonthState.Closed) cell.State = MonthState.Suppressed;
            cell.SuppressedBy = claimants[verdicts[i].SuppressedBy];
            (cell.Rule, cell.LegalBasis) = (verdicts[i].Rule, verdicts[i].LegalBasis);
        }

        Allocate(grid, rows, column, claimants.FindAll(row => grid[row, column].SuppressedBy < 0));
    }

    private static Claim ClaimOf(DueGrid grid, int row, int column)
    {
        ref var cell = ref grid[row, column];
        var decision = grid.Decisions[row];
        return new Claim(
            decision.Dossier, decision.Terms.Programme, decision.Terms.Group,
            new Money(cell.Price), decision.Terms.From,
            cell.Committed > 0 || cell.State == MonthState.Closed, cell.IsPriceLockable);
    }

    private static void Allocate(DueGrid grid, List<int> rows, int column, List<int> chosen)
    {
        var left = 0L;
        foreach (var row in chosen)
        {
            ref var cell = ref grid[row, column];
            cell.Due = cell.SettledTowards(Math.Max(cell.Price, 0));
            left += cell.Price - cell.Due;
        }

        foreach (var row in rows)
        {
            if (chosen.Contains(row)) continue;
            if (CountsTowards(grid, row, column, chosen))
                left -= grid[row, column].Due = Math.Clamp(grid[row, column].Committed, 0, left);
            else PayAlone(ref grid[row, column]);
        }

        foreach (var row in chosen)
        {
            ref var cell = ref grid[row, column];
            var more = Math.Min(cell.Price - cell.Due, left);
            left -= more;
            cell.Due = cell.State == MonthState.Closed ? 0 : cell.Due + more;
        }
    }

    /// <summary>
    /// Money paid under a decision that lost the month counts towards the one that won it, unless both could have been
    /// paid side by side, or the person was dead.
    /// </summary>
    private static bool CountsTowards(DueGrid grid, int row, int column, List<int> chosen)
    {
        var state = grid[row, column].State;
        if (state is MonthState.Suppressed or MonthState.Suspended) return true;
        if (state is not (MonthState.Stopped or MonthState.BeforeStart)) return false;
        var own = GroupOf(grid, row);
        return chosen.Exists(winner => !ExclusionRules.MayStack(own, GroupOf(grid, winner)));
    }

    private static (string Programme, string Group) GroupOf(DueGrid grid, int row) =>
        (grid.Decisions[row].Terms.Programme, grid.Decisions[row].Terms.Group);
}
