using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Weighs classified months of decisions that exclude each other; a decision alone is due its price already. Where
/// several compete, the person is due the price of the chosen ones, and what was already committed under a suppressed
/// decision counts towards it first: the month is neither paid twice nor taken back only to be paid again under another
/// number.
/// </summary>
internal static class DueAllocation
{
    public static void Apply(DueGrid grid)
    {
        LifetimeRules.Apply(grid);
        if (!AnyCompete(grid)) return;
        foreach (var set in grid.Rates.Rules.Exclusions.SetList)
        {
            if (CountOf(grid, set) < 2) continue;
            ShareMonths(grid, set, RowsOf(grid, set));
        }
    }

    private static bool AnyCompete(DueGrid grid)
    {
        var groups = grid.Groups;
        for (var row = 1; row < groups.Length; row++)
        {
            if (groups[row].Set is not { } set) continue;
            for (var other = 0; other < row; other++)
                if (ReferenceEquals(groups[other].Set, set)) return true;
        }

        return false;
    }

    // Month after month usually looks the same, and equal questions have equal answers.
    private static void ShareMonths(DueGrid grid, ExclusionSet set, List<int> rows)
    {
        var asked = new ShareQuestion[rows.Count];
        for (var column = 0; column < grid.Width; column++)
        {
            if (!set.AppliesIn(grid.NumberAt(column)))
            {
                Array.Clear(asked);
                continue;
            }

            var isSame = column > 0;
            for (var i = 0; i < asked.Length; i++)
            {
                var question = new ShareQuestion(grid[rows[i], column], grid.PieceAt(rows[i], column).Group);
                isSame &= question.Equals(asked[i]);
                asked[i] = question;
            }

            if (!isSame) Share(grid, rows, column);
            else foreach (var row in rows) grid[row, column].TakeShareOf(grid[row, column - 1]);
        }
    }

    /// <summary>Everything of a cell that the choice among exclusive decisions looks at.</summary>
    private readonly struct ShareQuestion(in DueCell cell, GroupRules group)
    {
        private readonly MonthState _state = cell.State;
        private readonly long _price = cell.Price;
        private readonly long _committed = cell.Committed;
        private readonly bool _lockable = cell.IsPriceLockable;
        private readonly GroupRules? _group = group;

        public bool Equals(in ShareQuestion other) => _state == other._state && _price == other._price
            && _committed == other._committed && _lockable == other._lockable
            && ReferenceEquals(_group, other._group) && _group is not null;
    }

    private static int CountOf(DueGrid grid, ExclusionSet set)
    {
        var count = 0;
        foreach (var rules in grid.Groups)
            if (ReferenceEquals(rules.Set, set)) count++;
        return count;
    }

    private static List<int> RowsOf(DueGrid grid, ExclusionSet set)
    {
        var rows = new List<int>(grid.Decisions.Length);
        for (var row = 0; row < grid.Groups.Length; row++)
            if (ReferenceEquals(grid.Groups[row].Set, set)) rows.Add(row);
        return rows;
    }

    private static void Share(DueGrid grid, List<int> rows, int column)
    {
        if (!IsContested(grid, rows, column)) return;

        var claimants = new List<int>(rows.Count);
        var claims = new List<Claim>(rows.Count);
        foreach (var row in rows)
        {
            if (grid[row, column] is { IsEntitled: false, IsKeptAsPaid: false }) continue;
            claimants.Add(row);
            claims.Add(ClaimOf(grid, row, column));
        }

        var verdicts = HighestOnly.Choose(claims, grid.Rates.Rules.Exclusions);
        var chosen = new List<int>(claimants.Count);
        for (var i = 0; i < claimants.Count; i++)
        {
            if (verdicts[i].IsPaid) chosen.Add(claimants[i]);
            else Suppress(grid, ref grid[claimants[i], column], claimants[verdicts[i].SuppressedBy], verdicts[i]);
        }

        Allocate(grid, rows, column, chosen);
    }

    private static bool IsContested(DueGrid grid, List<int> rows, int column)
    {
        var (entitled, paidOtherwise) = (0, false);
        foreach (var row in rows)
        {
            ref readonly var cell = ref grid[row, column];
            if (cell.IsEntitled) entitled++;
            else paidOtherwise |= cell.Committed != 0;
        }

        return entitled > 1 || (entitled == 1 && paidOtherwise);
    }

    private static void Suppress(DueGrid grid, ref DueCell cell, int by, in Verdict verdict)
    {
        if (cell.State != MonthState.Closed) cell.State = MonthState.Suppressed;
        (cell.SuppressedBy, cell.Rule, cell.LegalBasis) = (by, verdict.Rule, verdict.LegalBasis);
        grid.HasSuppressed = true;
    }

    private static Claim ClaimOf(DueGrid grid, int row, int column)
    {
        ref var cell = ref grid[row, column];
        var decision = grid.Decisions[row];
        var group = grid.PieceAt(row, column).Group;
        return new Claim(
            decision.Dossier, group.Programme, group.Group,
            new Money(cell.Price), decision.Terms.From,
            cell.Committed > 0 || cell.State == MonthState.Closed, cell.IsPriceLockable)
        { Rules = group };
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
            else grid[row, column].PayAlone();
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
    /// Money paid under a decision that lost the month, or was annulled, counts towards the one that won it, unless
    /// both could have been paid side by side, a decision takes it back whole, or the person was dead.
    /// </summary>
    private static bool CountsTowards(DueGrid grid, int row, int column, List<int> chosen)
    {
        var state = grid[row, column].State;
        if (state is MonthState.Suppressed or MonthState.Suspended) return true;
        if (state is not (MonthState.Stopped or MonthState.BeforeStart or MonthState.Annulled
            or MonthState.OverAge or MonthState.UnderAge)) return false;
        var own = GroupOf(grid, row, column);
        var rules = grid.Rates.Rules.Exclusions;
        return chosen.Exists(winner => !rules.MayStack(own, GroupOf(grid, winner, column)));
    }

    private static (string Programme, string Group) GroupOf(DueGrid grid, int row, int column)
    {
        var group = grid.PieceAt(row, column).Group;
        return (group.Programme, group.Group);
    }
}
