using System.Globalization;
using System.Text;
using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>Consecutive months of one line that have the same due, the same commitments and the same reason.</summary>
public sealed record ReasonRun(
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
    internal delegate bool CellFilter(in DueCell cell);

    internal static List<ReasonRun> Of(DueGrid grid, int row, int first, int last, CellFilter wanted)
    {
        var runs = new List<ReasonRun>(1);
        for (var column = first; column <= last; column++)
        {
            if (!wanted(grid[row, column])) continue;
            var start = column;
            while (column < last && wanted(grid[row, column + 1]) && Same(grid[row, start], grid[row, column + 1])) column++;
            runs.Add(RunOf(grid, row, start, column));
        }

        return runs;
    }

    private static ReasonRun RunOf(DueGrid grid, int row, int start, int end)
    {
        var cell = grid[row, start];
        var by = cell.SuppressedBy < 0 ? null : grid.Decisions[cell.SuppressedBy].Dossier;
        var covered = cell.State == MonthState.Payable ? cell.Price - cell.Due : 0;
        return new ReasonRun(
            grid.MonthAt(start), grid.MonthAt(end), new Money(cell.Due), new Money(cell.Committed), new Money(covered),
            cell.State, cell.Answer, by, cell.Rule);
    }

    private static bool Same(in DueCell a, in DueCell b) =>
        a.Due == b.Due && a.Committed == b.Committed && a.Price == b.Price && a.State == b.State
        && a.SuppressedBy == b.SuppressedBy && SameAnswer(a.Answer, b.Answer);

    private static bool SameAnswer(RateAnswer? a, RateAnswer? b) => (a, b) switch
    {
        (RateQuote x, RateQuote y) => ReferenceEquals(x.Rate, y.Rate) && ReferenceEquals(x.Base, y.Base)
            && x.CarriedForward == y.CarriedForward,
        _ => a == b,
    };
}

/// <summary>
/// Why a line is as it is. <see cref="Code"/> is what a line stores; <see cref="DueText"/> turns it into sentences. It names
/// rows by key and the date of knowledge, so the same code always gives the same text.
/// </summary>
/// <remarks>
/// Grammar: <c>KIND;KNOWN:date</c>, then per run <c>M:first..last;DUE:đ;PAID:đ</c> and, where they apply,
/// <c>RATE:programme/group[/percent]@date;BASE:kind@date=đ;X:value;UNVERIFIED;CARRIED;ROUNDED;COVERED:đ;LOCKED;
/// SUSPENDED;HIGHEST:set&gt;dossier;BEFORE;STOPPED;DEAD;NORATE:reason</c>; at the end <c>HEIR</c>.
/// </remarks>
public sealed record DueExplanation(
    DueKind Kind, LocalDate KnownOn, HoldReason? Hold, bool PayableToHeir, IReadOnlyList<ReasonRun> Runs)
{
    /// <summary>The compact form: codes, dates and digits separated by semicolons.</summary>
    public string Code
    {
        get
        {
            var code = new StringBuilder(160);
            code.Append(Hold is not null ? "HELD" : KindWord(Kind));
            code.Append(CultureInfo.InvariantCulture, $";KNOWN:{KnownOn:uuuu'-'MM'-'dd}");
            foreach (var run in Runs) Append(code, run);
            if (PayableToHeir) code.Append(";HEIR");
            return code.ToString();
        }
    }

    private static string KindWord(DueKind kind) => kind switch
    {
        DueKind.Regular => "REGULAR",
        DueKind.Arrears => "ARREARS",
        _ => "RECOVERY",
    };

    private static void Append(StringBuilder code, ReasonRun run)
    {
        code.Append(
            CultureInfo.InvariantCulture,
            $";M:{run.First:uuuu'-'MM}..{run.Last:uuuu'-'MM};DUE:{run.Due};PAID:{run.Committed}");
        if (run.Answer is RateQuote quote) Append(code, quote);
        if (!run.CoveredElsewhere.IsZero) code.Append(CultureInfo.InvariantCulture, $";COVERED:{run.CoveredElsewhere}");
        if (run.Answer is NoRate none) code.Append(CultureInfo.InvariantCulture, $";NORATE:{none.Reason}");
        if (run.SuppressedBy is not null) code.Append(CultureInfo.InvariantCulture, $";HIGHEST:{run.Rule}>{run.SuppressedBy}");
        if (StateWord(run.State) is { } word) code.Append(';').Append(word);
    }

    private static void Append(StringBuilder code, RateQuote quote)
    {
        var rate = quote.Rate;
        code.Append(CultureInfo.InvariantCulture, $";RATE:{rate.Programme}/{rate.Group}");
        if (rate.InjuryPercent is { } percent) code.Append(CultureInfo.InvariantCulture, $"/{percent}");
        code.Append(CultureInfo.InvariantCulture, $"@{rate.AppliesFrom:uuuu'-'MM'-'dd}");
        if (quote.Base is { } b)
            code.Append(CultureInfo.InvariantCulture, $";BASE:{b.Kind}@{b.AppliesFrom:uuuu'-'MM'-'dd}={b.Amount}");
        if (quote.Base is not null) code.Append(CultureInfo.InvariantCulture, $";X:{rate.Value}");
        if (!quote.Verified) code.Append(";UNVERIFIED");
        if (quote.CarriedForward) code.Append(";CARRIED");
        if (quote.Rounded) code.Append(";ROUNDED");
    }

    private static string? StateWord(MonthState state) => state switch
    {
        MonthState.Locked => "LOCKED",
        MonthState.Suspended => "SUSPENDED",
        MonthState.BeforeStart => "BEFORE",
        MonthState.Stopped => "STOPPED",
        MonthState.AfterDeath => "DEAD",
        _ => null,
    };
}
