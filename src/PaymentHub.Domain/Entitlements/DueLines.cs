using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Makes the lines of one decision from its row of the grid. Past months are netted over the decision: underpaid and
/// overpaid months of one decision offset each other, and only the balance becomes an arrears line or a recovery
/// finding. The horizon is never reduced by an old over-payment unless a signed decision says so.
/// </summary>
internal static class DueLines
{
    public static void AddTo(List<DueLine> lines, DueGrid grid, int row)
    {
        var (first, next) = (0, 0);
        GroupRules? last = null;
        foreach (ref readonly var piece in grid.PiecesOf(row))
        {
            var programme = ProgrammeOf(piece.Group, grid.Groups[row]);
            if (last is not null && !ReferenceEquals(programme, last))
            {
                AddTo(lines, grid, row, first, next - 1);
                first = next;
            }

            (last, next) = (programme, piece.End);
        }

        AddTo(lines, grid, row, first, grid.Width - 1);
    }

    // A benefit absorbed by another programme (K5.C by the social pension) has lines of both, each with its own months.
    private static GroupRules ProgrammeOf(GroupRules group, GroupRules own) =>
        ReferenceEquals(group, own) || group.Programme == own.Programme ? own : group;

    private static void AddTo(List<DueLine> lines, DueGrid grid, int row, int first, int last)
    {
        if (grid.Groups[row].IsOneOff)
        {
            AddOneOff(lines, grid, row, first, last);
            return;
        }

        var start = Math.Max(first, grid.FirstRegular);
        var past = Math.Min(last, grid.FirstRegular - 1);
        var (regular, under, over, unpriced, different) = SumsOf(grid, row, first, last);
        first = different;
        if (under > 0 && over > 0 && !KeepsMonthsWhole(grid, row, first, last))
        {
            var setOff = Math.Min(under, over);
            (under, over) = (under - setOff, over - setOff);
        }

        if (regular > 0) lines.Add(DueLineOf.Balance(grid, row, DueKind.Regular, start, last, regular));
        if (under > 0) lines.Add(DueLineOf.Arrears(grid, row, first, past, under));
        if (over > 0)
        {
            var netted = NettedFrom(grid, row, regular, over);
            if (netted > 0) lines.Add(DueLineOf.Balance(grid, row, DueKind.Netting, first, last, -netted));
            if (over > netted)
                lines.Add(DueLineOf.Balance(grid, row, DueKind.Recovery, first, last, netted - over, netted));
        }

        if (unpriced && DueLineOf.Held(grid, row, first, last) is { } held) lines.Add(held);
    }

    // The last number is the first column that differs or has no price: nothing before it can be part of a line.
    private static (long Regular, long Under, long Over, bool Unpriced, int First) SumsOf(
        DueGrid grid, int row, int first, int last)
    {
        var (regular, under, over, unpriced, different) = (0L, 0L, 0L, false, last);
        var cells = grid.Row(row);
        for (var column = first; column <= last; column++)
        {
            ref readonly var cell = ref cells[column];
            var difference = cell.Due - cell.Committed;
            if (difference < 0) over -= difference;
            else if (column < grid.FirstRegular) under += difference;
            else regular += difference;
            unpriced |= cell.State == MonthState.Unpriced;
            if (column < different && (difference != 0 || unpriced)) different = column;
        }

        return (regular, under, over, unpriced, different);
    }

    private static void AddOneOff(List<DueLine> lines, DueGrid grid, int row, int first, int last)
    {
        if (UnderIn(grid, row, first, last) is > 0 and var under)
            lines.Add(DueLineOf.Balance(grid, row, DueKind.OneOff, first, last, under));
        if (OverIn(grid, row, first, last) is > 0 and var over)
            lines.Add(DueLineOf.Balance(grid, row, DueKind.Recovery, first, last, -over));
        if (DueLineOf.Held(grid, row, first, last) is { } held) lines.Add(held);
    }

    private static long UnderIn(DueGrid grid, int row, int first, int last)
    {
        var under = 0L;
        for (var column = first; column <= last; column++) under += Math.Max(grid[row, column].Difference, 0);
        return under;
    }

    private static long OverIn(DueGrid grid, int row, int first, int last)
    {
        var over = 0L;
        for (var column = first; column <= last; column++) over += Math.Max(-grid[row, column].Difference, 0);
        return over;
    }

    /// <summary>
    /// Where the law locks a month at what was paid for it, a month paid in part by set-off would stay part-paid for
    /// ever; such months are paid whole, and an over-payment is recovered beside them. What a decision takes back whole
    /// for fraud belongs to the central budget and is not set off either (TT 44/2022/TT-BTC Điều 15).
    /// </summary>
    private static bool KeepsMonthsWhole(DueGrid grid, int row, int first, int last)
    {
        for (var column = first; column <= last; column++)
            if (grid[row, column] is { IsPriceLockable: true } or { State: MonthState.Forfeited, Committed: > 0 })
                return true;
        return false;
    }

    /// <summary>
    /// What a signed decision lets be taken from this pay-out: no more than its monthly limit, than the legal share of
    /// the amount, than what is left of its total, and than what is over-paid at all.
    /// </summary>
    private static long NettedFrom(DueGrid grid, int row, long regular, long over)
    {
        if (grid.Decisions[row].Netting is not { } plan || regular <= 0) return 0;
        if (grid.MonthAt(grid.FirstRegular) < plan.From) return 0;
        var percent = grid.Rates.Rules.RecoveryLimitPercent ?? 100;
        var left = plan.Total.Dong;
        foreach (ref readonly var committed in grid.Committed)
            if (committed.EntitlementId == grid.Decisions[row].Id && committed.Amount.Dong < 0)
                left += committed.Amount.Dong;
        var months = grid.Width - grid.FirstRegular;
        var most = Math.Min(plan.MonthlyLimit.Dong * months, regular * percent / 100);
        return Math.Max(0, Math.Min(Math.Min(most, left), over));
    }
}
