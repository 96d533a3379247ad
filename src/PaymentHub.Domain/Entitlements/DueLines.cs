using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Makes the lines of one decision from its row of the grid. Past months are netted over the decision: underpaid and
/// overpaid months of one decision offset each other, and only the balance becomes an arrears line or a recovery
/// finding. The horizon month is never reduced by an old over-payment: that needs a signed decision.
/// </summary>
internal static class DueLines
{
    public static void AddTo(List<DueLine> lines, DueGrid grid, int row)
    {
        var last = grid.Width - 1;
        var regular = grid[row, last].Difference;
        if (regular > 0) lines.Add(Line(grid, row, DueKind.Regular, last, last, regular));
        var (under, over) = PastOf(grid, row);
        if (!KeepsMonthsWhole(grid, row))
        {
            var setOff = Math.Min(under, over);
            (under, over) = (under - setOff, over - setOff);
        }

        if (under > 0) lines.Add(Line(grid, row, DueKind.Arrears, 0, last - 1, under));
        if (over > 0) lines.Add(Line(grid, row, DueKind.Recovery, 0, regular < 0 ? last : last - 1, -over));
        if (HeldLine(grid, row) is { } held) lines.Add(held);
    }

    /// <summary>Sums of the under-paid months before the horizon and of the over-paid months up to it.</summary>
    private static (long Under, long Over) PastOf(DueGrid grid, int row)
    {
        var (under, over) = (0L, 0L);
        for (var column = 0; column < grid.Width; column++)
        {
            var difference = grid[row, column].Difference;
            if (difference < 0) over -= difference;
            else if (column < grid.Width - 1) under += difference;
        }

        return (under, over);
    }

    /// <summary>
    /// Where the law locks a month at what was paid for it, a month paid in part by set-off would stay part-paid for
    /// ever; such months are paid whole, and an over-payment is recovered beside them.
    /// </summary>
    private static bool KeepsMonthsWhole(DueGrid grid, int row)
    {
        for (var column = 0; column < grid.Width; column++)
            if (grid[row, column].IsPriceLockable) return true;
        return false;
    }

    private static DueLine Line(DueGrid grid, int row, DueKind kind, int first, int last, long balance)
    {
        var spans = Spread(grid, row, first, last, balance);
        var runs = ReasonRun.Of(grid, row, first, last, static (in cell) => cell.Difference != 0);
        return Line(grid, row, kind, spans[0].First, spans[^1].Last, new Money(Math.Abs(balance)), null, spans, runs);
    }

    private static DueLine Line(
        DueGrid grid,
        int row,
        DueKind kind,
        NodaTime.YearMonth first,
        NodaTime.YearMonth last,
        Money amount,
        HoldReason? hold,
        IReadOnlyList<MonthSpan> spans,
        IReadOnlyList<ReasonRun> runs)
    {
        var decision = grid.Decisions[row];
        var terms = decision.Terms;
        var toHeir = grid.DeathIsKnown && kind != DueKind.Recovery && !ProgrammeCode.IsPaidToFund(terms.Programme);
        var why = new DueExplanation(kind, grid.Rates.Date, hold, toHeir, runs, spans);
        return new DueLine(
            decision.Id, decision.Dossier, terms.Programme, terms.Group, kind, first, last, amount,
            hold, toHeir, spans, why);
    }

    /// <summary>
    /// Splits a balance over the months that caused it, the earliest first, so that committing the split leaves no
    /// month with more than its due.
    /// </summary>
    private static List<MonthSpan> Spread(DueGrid grid, int row, int first, int last, long balance)
    {
        var spans = new List<MonthSpan>(1);
        var sign = Math.Sign(balance);
        var left = Math.Abs(balance);
        for (var column = first; column <= last && left > 0; column++)
        {
            var part = Math.Min(grid[row, column].Difference * sign, left);
            if (part <= 0) continue;
            left -= part;
            var month = grid.MonthAt(column);
            if (spans.Count > 0 && spans[^1].Monthly.Dong == part && spans[^1].Last.PlusMonths(1) == month)
                spans[^1] = spans[^1] with { Last = month };
            else spans.Add(new MonthSpan(month, month, new Money(part)));
        }

        return spans;
    }

    /// <summary>
    /// Months without a price and without a commitment: one line without an amount, so that nobody is forgotten.
    /// </summary>
    private static DueLine? HeldLine(DueGrid grid, int row)
    {
        var (first, last) = (-1, -1);
        for (var column = 0; column < grid.Width; column++)
        {
            if (!IsUnpriced(grid[row, column])) continue;
            if (first < 0) first = column;
            last = column;
        }

        if (first < 0) return null;
        var runs = ReasonRun.Of(grid, row, first, last, IsUnpriced);
        var kind = last == grid.Width - 1 ? DueKind.Regular : DueKind.Arrears;
        return Line(grid, row, kind, grid.MonthAt(first), grid.MonthAt(last), Money.Zero, HoldReason.NoRate, [], runs);
    }

    private static bool IsUnpriced(in DueCell cell) => cell is { State: MonthState.Unpriced, Committed: 0 };
}
