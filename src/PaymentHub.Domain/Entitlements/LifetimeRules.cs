namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// A limit of months in a life (NĐ 159/2025 Điều 5: 120 months of voluntary insurance). Months already paid count
/// first, because a paid month never changes; the unpaid ones follow in the order of time until the limit is reached.
/// </summary>
internal static class LifetimeRules
{
    public static void Apply(DueGrid grid)
    {
        var limit = 0;
        foreach (var rules in grid.Groups) limit = Math.Max(limit, rules.LifetimeMonths);
        if (limit == 0) return;
        var left = limit - UsedBefore(grid) - PaidAhead(grid);
        for (var column = 0; column < grid.Width; column++)
            if (IsPaid(grid, column)) left--;
        for (var column = 0; column < grid.Width; column++)
        {
            if (IsPaid(grid, column) || !IsPayable(grid, column)) continue;
            if (left > 0) left--;
            else Exhaust(grid, column);
        }
    }

    private static int UsedBefore(DueGrid grid)
    {
        var used = 0;
        foreach (var decision in grid.Decisions) used = Math.Max(used, decision.Circumstances.SupportedBefore);
        return used;
    }

    /// <summary>
    /// Months beyond the horizon that are paid already, by whichever dossier and by the earlier system too: a dossier
    /// that replaces another goes on counting where that one stopped. What came back is not paid.
    /// </summary>
    private static int PaidAhead(DueGrid grid)
    {
        Dictionary<int, long>? months = null;
        for (var row = 0; row < grid.Decisions.Length; row++)
        {
            if (grid.Groups[row].LifetimeMonths == 0) continue;
            var decision = grid.Decisions[row];
            foreach (ref readonly var committed in grid.Committed)
            {
                var month = DueGrid.Number(committed.Month);
                if (grid.ColumnOf(month) < grid.Width || committed.EntitlementId != decision.Id) continue;
                if (decision.SpeaksFor(committed.Month)) Add(ref months, month, committed.Amount.Dong);
            }

            if (decision.PaidBefore is not { } paid) continue;
            var last = DueGrid.Number(paid.Last);
            for (var month = Math.Max(DueGrid.Number(paid.First), grid.NumberAt(grid.Width)); month <= last; month++)
                Add(ref months, month, paid.Monthly.Dong);
        }

        return months?.Values.Count(paid => paid > 0) ?? 0;
    }

    private static void Add(ref Dictionary<int, long>? months, int month, long amount)
    {
        months ??= [];
        months[month] = months.GetValueOrDefault(month) + amount;
    }

    private static bool IsPaid(DueGrid grid, int column)
    {
        for (var row = 0; row < grid.Decisions.Length; row++)
            if (grid.Groups[row].LifetimeMonths > 0 && grid[row, column].Committed > 0) return true;
        return false;
    }

    private static bool IsPayable(DueGrid grid, int column)
    {
        for (var row = 0; row < grid.Decisions.Length; row++)
            if (grid.Groups[row].LifetimeMonths > 0 && grid[row, column].State == MonthState.Payable) return true;
        return false;
    }

    private static void Exhaust(DueGrid grid, int column)
    {
        for (var row = 0; row < grid.Decisions.Length; row++)
        {
            ref var cell = ref grid[row, column];
            if (grid.Groups[row].LifetimeMonths > 0 && cell.State == MonthState.Payable)
                (cell.State, cell.Due) = (MonthState.Exhausted, 0);
        }
    }
}
