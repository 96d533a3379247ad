using System.Runtime.CompilerServices;
using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// The months of all decisions of one person side by side, from the first open month to the horizon. Months are counted
/// from year 0 (year × 12 + month − 1). Rows are in order of dossier number, so results do not depend on the order of
/// arrival.
/// </summary>
internal sealed class DueGrid
{
    /// <summary>
    /// The grid used last on this thread. A grid lives only within one computation and a plan makes millions of them,
    /// so what it is made of is used again.
    /// </summary>
    [ThreadStatic]
    private static DueGrid? _spare;

    private DueCell[] _cells = [];
    private CommittedMonth[] _committed = [];
    private int[] _months = [];
    private int[] _firstOpen = [];
    private bool _hasParts;
    private int _first;
    private int _death;

    private void Fill(PersonClaims person, RateView rates, YearMonth horizon, int together)
    {
        (Person, Rates, HasSuppressed) = (person, rates, false);
        HasPensions = person.Pensions.Count > 0;
        Decisions = InOrder(person.Decisions);
        var rows = Decisions.Length;
        if (Groups.Length != rows) (Groups, _firstOpen) = (new GroupRules[rows], new int[rows]);
        _death = person.MonthOfDeath is { } death ? Number(death) : int.MaxValue;
        _hasParts = false;
        for (var row = 0; row < rows; row++)
        {
            var decision = Decisions[row];
            var terms = decision.Terms;
            Groups[row] = rates.RulesOf(terms.Programme, terms.Group, terms.InjuryPercent);
            _firstOpen[row] = FirstOpenOf(row);
            _hasParts |= decision.SpeaksFrom is not null || decision.SpeaksUntil is not null;
        }

        _committed = person.Committed as CommittedMonth[] ?? [.. person.Committed];
        var (last, end) = (Number(horizon), Number(horizon) + together - 1);
        _first = Math.Min(FirstMonth(), last);
        Width = end - _first + 1;
        FirstRegular = Width - together;
        var size = rows * Width;
        if (_cells.Length < size) _cells = new DueCell[size];
        else Array.Clear(_cells, 0, size);
        for (var row = 0; row < rows; row++) BringForward(row);
        Commit();
        for (var row = 0; row < rows; row++) MonthRules.Classify(this, row);
    }

    public PersonClaims Person { get; private set; } = null!;

    public DecisionFacts[] Decisions { get; private set; } = [];

    /// <summary>The rules of each decision's own group.</summary>
    public GroupRules[] Groups { get; private set; } = [];

    public RateView Rates { get; private set; } = null!;

    /// <summary>Number of months; the last columns are the horizon.</summary>
    public int Width { get; private set; }

    /// <summary>The column of the first month that is paid regularly; those before it are the past.</summary>
    public int FirstRegular { get; private set; }

    public bool HasPensions { get; private set; }

    /// <summary>True once another decision, or another person's, takes a month.</summary>
    public bool HasSuppressed { get; set; }

    public bool DeathIsKnown => _death != int.MaxValue;

    /// <summary>The month of death counted from year 0, or the largest number.</summary>
    public int Death => _death;

    /// <summary>
    /// Computes with the grid of one person and every rule applied; the grid must not outlive the call.
    /// </summary>
    public static T With<T>(
        PersonClaims person, RateView rates, YearMonth horizon, int together, Func<DueGrid, T> compute)
    {
        var grid = _spare ?? new DueGrid();
        _spare = null;
        grid.Fill(person, rates, horizon, together);
        DueAllocation.Apply(grid);
        var result = compute(grid);
        _spare = grid;
        return result;
    }

    /// <summary>The months of one decision, the first column first.</summary>
    public Span<DueCell> Row(int row) => _cells.AsSpan(row * Width, Width);

    public ref DueCell this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _cells[row * Width + column];
    }

    public YearMonth MonthAt(int column) => Month(_first + column);

    /// <summary>The month of a column counted from year 0.</summary>
    public int NumberAt(int column) => _first + column;

    /// <summary>The column of a month counted from year 0; it may lie outside the grid.</summary>
    public int ColumnOf(int month) => month - _first;

    /// <summary>Everything committed to the person, in the order of its reading.</summary>
    public ReadOnlySpan<CommittedMonth> Committed => _committed;

    /// <summary>Where spans of a line are gathered before their number is known.</summary>
    public List<MonthSpan> Spans { get; } = [];

    /// <summary>The same for reasons.</summary>
    public List<ReasonRun> Runs { get; } = [];

    /// <summary>The same for lines.</summary>
    public List<DueLine> Lines { get; } = [];

    /// <summary>The first month of a decision that is not settled by the earlier system, counted from year 0.</summary>
    public int FirstOpen(int row) => _firstOpen[row];

    /// <summary>False for months settled by the earlier system, which have neither due nor lines.</summary>
    public bool IsOpen(int row, int column) => IsOpen(row, _first + column, this[row, column].Committed);

    /// <summary>The same for a month counted from year 0 with what is committed for it.</summary>
    public bool IsOpen(int row, int month, long committed) => month >= _firstOpen[row] || committed != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Number(YearMonth month) => month.Year * 12 + month.Month - 1;

    internal static int Number(LocalDate date) => date.Year * 12 + date.Month - 1;

    // Months are validated when they are made, so those of living people's histories are made once.
    private static YearMonth Month(int number) =>
        number - FirstKept is >= 0 and < KeptMonths
            ? Kept[number - FirstKept]
            : new YearMonth(number / 12, (number % 12) + 1);

    private const int FirstKept = 2000 * 12;
    private const int KeptMonths = 50 * 12;

    private static readonly YearMonth[] Kept =
        [.. Enumerable.Range(FirstKept, KeptMonths).Select(n => new YearMonth(n / 12, (n % 12) + 1))];

    private static DecisionFacts[] InOrder(IReadOnlyList<DecisionFacts> decisions)
    {
        if (decisions.Count == 1) return decisions as DecisionFacts[] ?? [decisions[0]];
        var sorted = new DecisionFacts[decisions.Count];
        for (var i = 0; i < sorted.Length; i++) sorted[i] = decisions[i];
        if (sorted.Length != 2)
            Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Dossier, b.Dossier));
        else if (string.CompareOrdinal(sorted[0].Dossier, sorted[1].Dossier) > 0)
            (sorted[0], sorted[1]) = (sorted[1], sorted[0]);
        return sorted;
    }

    private int FirstOpenOf(int row)
    {
        var decision = Decisions[row];
        var first = Number(decision.PaidBefore?.First ?? decision.Terms.From);
        return Groups[row].AtDeath && _death < first ? _death : first;
    }

    private int FirstMonth()
    {
        var first = int.MaxValue;
        foreach (var open in _firstOpen) first = Math.Min(first, open);
        var committed = _committed.AsSpan();
        if (_months.Length < committed.Length) _months = new int[committed.Length];
        for (var i = 0; i < committed.Length; i++)
        {
            var month = Number(committed[i].Month);
            _months[i] = month;
            if (month < first) first = month;
        }

        return first;
    }

    private void BringForward(int row)
    {
        if (Decisions[row].PaidBefore is not { } paid) return;
        var last = Math.Min(Number(paid.Last) - _first, Width - 1);
        for (var column = Number(paid.First) - _first; column <= last; column++)
            this[row, column].Committed += paid.Monthly.Dong;
    }

    /// <summary>Money committed beyond the horizon is not yet due and therefore not compared.</summary>
    private void Commit()
    {
        ReadOnlySpan<DecisionFacts> decisions = Decisions;
        ReadOnlySpan<CommittedMonth> committed = _committed;
        var row = 0;
        for (var i = 0; i < committed.Length; i++)
        {
            var column = _months[i] - _first;
            if (column >= Width) continue;
            ref readonly var paid = ref committed[i];
            // What one decision paid mostly comes in a row.
            if (_hasParts || decisions[row].Id != paid.EntitlementId) row = RowOf(decisions, paid);
            if (row < 0) row = 0;
            else this[row, column].Committed += paid.Amount.Dong;
        }
    }

    private static int RowOf(ReadOnlySpan<DecisionFacts> decisions, in CommittedMonth paid)
    {
        for (var row = 0; row < decisions.Length; row++)
            if (decisions[row].Id == paid.EntitlementId && decisions[row].SpeaksFor(paid.Month)) return row;
        return -1;
    }
}
