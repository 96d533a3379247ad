using System.Buffers;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>Consecutive months of one line that have the same due, the same commitments and the same reason.</summary>
public readonly record struct ReasonRun(
    YearMonth First,
    YearMonth Last,
    Money Due,
    Money Committed,
    Money CoveredElsewhere,
    MonthState State,
    RateAnswer? Answer,
    string? SuppressedBy,
    string? Rule)
{
    /// <summary>Number of children, martyrs or shares counted in the price.</summary>
    public int Units { get; init; }

    /// <summary>Which months a line speaks of.</summary>
    internal interface ICellFilter
    {
        static abstract bool Wants(in DueCell cell);
    }

    internal static ReasonRun[] Of<TFilter>(DueGrid grid, int row, int first, int last)
        where TFilter : struct, ICellFilter
    {
        if (first == last) return TFilter.Wants(grid[row, first]) ? [RunOf(grid, row, first, first)] : [];
        var runs = grid.Runs;
        runs.Clear();
        var cells = grid.Row(row);
        for (var column = first; column <= last; column++)
        {
            if (!TFilter.Wants(cells[column])) continue;
            var start = column;
            while (column < last && TFilter.Wants(cells[column + 1]) && IsSame(grid, row, start, column + 1)) column++;
            runs.Add(RunOf(grid, row, start, column));
        }

        return [.. runs];
    }

    private static ReasonRun RunOf(DueGrid grid, int row, int start, int end)
    {
        ref readonly var cell = ref grid[row, start];
        var by = cell.SuppressedBy < 0 ? null : grid.Decisions[cell.SuppressedBy].Dossier;
        var covered = cell.State == MonthState.Payable ? cell.Price - cell.Due : 0;
        return new ReasonRun(
            grid.MonthAt(start), grid.MonthAt(end), new Money(cell.Due), new Money(cell.Committed), new Money(covered),
            cell.State, grid.AnswerAt(row, start), by, cell.Rule)
        { Units = grid.PieceAt(row, start).Units };
    }

    private static bool IsSame(DueGrid grid, int row, int first, int next) =>
        Same(grid[row, first], grid[row, next])
        && grid.PieceAt(row, first).Units == grid.PieceAt(row, next).Units
        && SameAnswer(grid.AnswerAt(row, first), grid.AnswerAt(row, next));

    private static bool Same(in DueCell a, in DueCell b) =>
        a.Due == b.Due && a.Committed == b.Committed && a.Price == b.Price && a.State == b.State
        && a.SuppressedBy == b.SuppressedBy && a.Rule == b.Rule;

    private static bool SameAnswer(RateAnswer? a, RateAnswer? b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (RateQuote x, RateQuote y) => ReferenceEquals(x.Rate, y.Rate) && ReferenceEquals(x.Base, y.Base)
            && x.CarriedForward == y.CarriedForward && Equals(x.TopUp, y.TopUp),
        _ => a == b,
    };
}

/// <summary>
/// Why a line is as it is. <see cref="Code"/> is what a line stores; <see cref="DueText"/> turns it into sentences. It
/// names rows by key and the moment of knowledge, so the same code always gives the same text.
/// </summary>
/// <remarks>
/// Grammar: <c>KIND;KNOWN:date[@nanoseconds of the day]</c>, then per run <c>M:first..last;DUE:đ;PAID:đ</c> and, where
/// they apply,
/// <c>RATE:programme/group[/percent]@date;BASE:kind@date=đ;X:value;UNVERIFIED;CARRIED;ROUNDED;TOPUP:source@date=đ;
/// UNITS:n;COVERED:đ;NORATE:reason;HIGHEST:set&gt;dossier;LOCKED;SUSPENDED;BEFORE;STOPPED;CAUSE:code;DEAD;UNDERAGE;
/// OVERAGE;PENSION:đ;ANNULLED;FORFEITED;EXHAUSTED;SHARED:dossier</c>; at the end <c>PAY:first..last=đ</c>,
/// <c>PAPER:number</c>, <c>WAITS:cause</c> and <c>HEIR</c>.
/// </remarks>
public sealed record DueExplanation(
    DueKind Kind,
    LocalDate KnownOn,
    HoldReason? Hold,
    bool PayableToHeir,
    IReadOnlyList<ReasonRun> Runs,
    IReadOnlyList<MonthSpan> Months)
{
    private static readonly YearMonthPattern MonthPattern =
        YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    private static readonly SearchValues<char> CauseLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    /// <summary>Number of the signed decision that lets an over-payment be netted.</summary>
    public string? Paper { get; init; }

    /// <summary>The cause of a suspension or end whose answer the line waits for, or null.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>
    /// The last recording that was known, in nanoseconds after the day of knowledge began; null for the whole day.
    /// </summary>
    public long? KnownInDay { get; init; }

    /// <summary>Why the entitlement ended.</summary>
    public string? EndCause { get; init; }

    /// <summary>The compact form: codes, dates and digits separated by semicolons.</summary>
    public string Code
    {
        get
        {
            var code = new CodeText(stackalloc char[512]);
            code.Append(Hold is not null ? "HELD" : KindWord(Kind));
            code.Append(";KNOWN:");
            code.Append(KnownOn);
            if (KnownInDay is { } inDay) Append(ref code, "@", inDay);
            foreach (ref readonly var run in (Runs as ReasonRun[] ?? [.. Runs]).AsSpan()) Append(ref code, run);
            foreach (ref readonly var span in (Months as MonthSpan[] ?? [.. Months]).AsSpan()) Append(ref code, span);
            if (Paper is not null) Append(ref code, ";PAPER:", Paper.Replace(';', ','));
            if (WaitsFor is not null) Append(ref code, ";WAITS:", WaitsFor);
            if (PayableToHeir) code.Append(";HEIR");
            return code.Finish();
        }
    }

    /// <summary>The same as <see cref="Code"/>.</summary>
    public override string ToString() => Code;

    /// <summary>
    /// The amount of each month of a line, read back from its stored code: what the line commits (or, for a recovery,
    /// asks back). Empty for a held line without a price. Throws <see cref="FormatException"/> for a damaged code.
    /// </summary>
    public static IReadOnlyList<MonthSpan> MonthsOf(string code)
    {
        var months = new List<MonthSpan>(1);
        foreach (var part in code.Split(';'))
            if (part.StartsWith("PAY:", StringComparison.Ordinal)) months.Add(SpanOf(part[4..]));
        return months;
    }

    internal static MonthSpan SpanOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) throw new FormatException($"'{text}' is not a span of months.");
        var (first, last) = EndsOf(text[..equals]);
        return new MonthSpan(first, last, new Money(long.Parse(text[(equals + 1)..], CultureInfo.InvariantCulture)));
    }

    internal static (YearMonth First, YearMonth Last) EndsOf(string text)
    {
        var ends = text.Split("..");
        if (ends.Length != 2) throw new FormatException($"'{text}' is not a span of months.");
        return (MonthPattern.Parse(ends[0]).Value, MonthPattern.Parse(ends[1]).Value);
    }

    private static string KindWord(DueKind kind) => kind switch
    {
        DueKind.Regular => "REGULAR",
        DueKind.Arrears => "ARREARS",
        DueKind.OneOff => "ONEOFF",
        DueKind.Netting => "NETTING",
        _ => "RECOVERY",
    };

    private void Append(ref CodeText code, in ReasonRun run)
    {
        code.Append(";M:");
        code.Append(run.First, run.Last);
        Append(ref code, ";DUE:", run.Due.Dong);
        Append(ref code, ";PAID:", run.Committed.Dong);
        if (run.Answer is RateQuote quote) Append(ref code, ";", quote.Code);
        if (run.Units != 1 && run.Answer is RateQuote) Append(ref code, ";UNITS:", run.Units);
        if (!run.CoveredElsewhere.IsZero) Append(ref code, ";COVERED:", run.CoveredElsewhere.Dong);
        if (run.Answer is NoRate none) Append(ref code, ";NORATE:", none.Reason.ToString());
        if (run.SuppressedBy is { } by)
        {
            Append(ref code, ";HIGHEST:", run.Rule);
            Append(ref code, ">", by);
        }

        if (StateWord(run.State) is { } word) Append(ref code, ";", word);
        AppendCause(ref code, run);
    }

    private void AppendCause(ref CodeText code, in ReasonRun run)
    {
        var cause = run.State switch
        {
            MonthState.Stopped => EndCause,
            MonthState.Suspended => run.Rule,
            _ => null,
        };
        if (cause is not null && !cause.AsSpan().ContainsAnyExcept(CauseLetters))
            Append(ref code, ";CAUSE:", cause);
        if (run.State == MonthState.Pensioned) Append(ref code, ";PENSION:", run.Rule);
        if (run.State == MonthState.SharedElsewhere) Append(ref code, ";SHARED:", run.Rule);
    }

    private static void Append(ref CodeText code, in MonthSpan span)
    {
        code.Append(";PAY:");
        code.Append(span.First, span.Last);
        Append(ref code, "=", span.Monthly.Dong);
    }

    private static void Append(ref CodeText code, string label, string? text)
    {
        code.Append(label);
        code.Append(text);
    }

    private static void Append(ref CodeText code, string label, long number)
    {
        code.Append(label);
        code.Append(number);
    }

    private static string? StateWord(MonthState state) => state switch
    {
        MonthState.Locked => "LOCKED",
        MonthState.Suspended => "SUSPENDED",
        MonthState.BeforeStart => "BEFORE",
        MonthState.Stopped => "STOPPED",
        MonthState.AfterDeath => "DEAD",
        MonthState.UnderAge => "UNDERAGE",
        MonthState.OverAge => "OVERAGE",
        MonthState.Annulled => "ANNULLED",
        MonthState.Forfeited => "FORFEITED",
        MonthState.Exhausted => "EXHAUSTED",
        _ => null,
    };
}
