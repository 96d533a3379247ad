namespace PaymentHub.Domain.Entitlements;

/// <summary>Turns a balance over columns of one row into a line with its months, reasons and funding.</summary>
internal static class DueLineOf
{
    /// <param name="balance">Above zero for money to pay, below zero for money over-paid.</param>
    /// <param name="skipped">What another line already takes of the same months, the earliest first.</param>
    public static DueLine Balance(
        DueGrid grid, int row, DueKind kind, int first, int last, long balance, long skipped = 0)
    {
        var spans = Spread(grid, row, first, last, balance, skipped);
        var runs = ReasonRun.Of<Differing>(grid, row, first, last);
        return Line(grid, row, kind, spans[0].First, spans[^1].Last, new Money(Math.Abs(balance)), null, spans, runs);
    }

    /// <summary>What earlier months owe; it waits while the person does not answer, unless heirs may have it.</summary>
    public static DueLine Arrears(DueGrid grid, int row, int first, int last, long balance)
    {
        var line = Balance(grid, row, DueKind.Arrears, first, last, balance);
        var decision = grid.Decisions[row];
        if (grid.DeathIsKnown || (decision.Suspensions.Count == 0 && decision.EndCause is null)) return line;
        var month = grid.MonthAt(grid.FirstRegular);
        var waits = WaitingRule.Of(
            decision.Suspensions, decision.Terms.Until, decision.EndCause, month, grid.Rates.Rules, out var cause);
        return waits is null ? line : line with
        {
            Hold = HoldReason.AwaitsAnswer,
            Explanation = line.Explanation with { Hold = HoldReason.AwaitsAnswer, WaitsFor = cause },
        };
    }

    /// <summary>
    /// Months without a price and without a commitment: one line without an amount, so that nobody is forgotten.
    /// </summary>
    public static DueLine? Held(DueGrid grid, int row, int from, int to)
    {
        var (first, last) = (-1, -1);
        for (var column = from; column <= to; column++)
        {
            if (!Unpriced.Wants(grid[row, column])) continue;
            if (first < 0) first = column;
            last = column;
        }

        if (first < 0) return null;
        var runs = ReasonRun.Of<Unpriced>(grid, row, first, last);
        var kind = grid.Groups[row].IsOneOff ? DueKind.OneOff
            : last >= grid.FirstRegular ? DueKind.Regular : DueKind.Arrears;
        return Line(grid, row, kind, grid.MonthAt(first), grid.MonthAt(last), Money.Zero, HoldReason.NoRate, [], runs);
    }

    private readonly struct Differing : ReasonRun.ICellFilter
    {
        public static bool Wants(in DueCell cell) => cell.Due != cell.Committed;
    }

    private readonly struct Unpriced : ReasonRun.ICellFilter
    {
        public static bool Wants(in DueCell cell) => cell is { State: MonthState.Unpriced, Committed: 0 };
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
        var group = grid.PieceAt(row, grid.ColumnOf(DueGrid.Number(last))).Group;
        var toHeir = grid.DeathIsKnown && kind is not (DueKind.Recovery or DueKind.Netting) && !group.IsPaidToFund;
        var why = new DueExplanation(kind, grid.Rates.Date, hold, toHeir, runs, spans)
        {
            Paper = kind == DueKind.Netting ? decision.Netting!.Number : null,
            EndCause = decision.EndCause,
            KnownInDay = grid.Rates.RecordedInDay,
        };
        return new DueLine(
            decision.Id, decision.Dossier, group.Programme, group.Group, kind, first, last, amount,
            hold, toHeir, spans, why)
        {
            Funding = LineFunding.Of(grid, row, spans),
        };
    }

    /// <summary>
    /// Splits a balance over the months that caused it, the earliest first, so that committing the split leaves no
    /// month with more than its due.
    /// </summary>
    private static MonthSpan[] Spread(DueGrid grid, int row, int first, int last, long balance, long skipped)
    {
        if (first == last) return [SpanOf(grid, first, first, Math.Abs(balance))];
        var spans = grid.Spans;
        spans.Clear();
        var sign = Math.Sign(balance);
        var left = Math.Abs(balance);
        var (start, end, monthly) = (first, first - 1, 0L);
        var cells = grid.Row(row);
        for (var column = first; column <= last && left > 0; column++)
        {
            var open = Math.Max(cells[column].Difference * sign, 0);
            var before = Math.Min(open, skipped);
            skipped -= before;
            var part = Math.Min(open - before, left);
            if (part <= 0) continue;
            left -= part;
            if (part != monthly || end != column - 1)
            {
                if (monthly > 0) spans.Add(SpanOf(grid, start, end, monthly));
                (start, monthly) = (column, part);
            }

            end = column;
        }

        if (monthly > 0) spans.Add(SpanOf(grid, start, end, monthly));
        return [.. spans];
    }

    private static MonthSpan SpanOf(DueGrid grid, int start, int end, long monthly) =>
        new(grid.MonthAt(start), grid.MonthAt(end), new Money(monthly));
}
