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
    /// Cells of the person computed last on this thread. A grid lives only within one computation, and a plan makes
    /// millions of them.
    /// </summary>
    [ThreadStatic]
    private static DueCell[]? _spare;

    private readonly DueCell[] _cells;
    private readonly CommittedMonth[] _committed;
    private readonly int[] _firstOpen;
    private readonly int _first;
    private readonly int _death;

    private DueGrid(PersonClaims person, RateView rates, YearMonth horizon, int together)
    {
        Person = person;
        HasPensions = person.Pensions.Count > 0;
        Decisions = InOrder(person.Decisions);
        Rates = rates;
        Groups = new GroupRules[Decisions.Length];
        for (var row = 0; row < Decisions.Length; row++)
        {
            var terms = Decisions[row].Terms;
            Groups[row] = rates.RulesOf(terms.Programme, terms.Group, terms.InjuryPercent);
        }

        var last = Number(horizon) + together - 1;
        _death = person.MonthOfDeath is { } death ? Number(death) : int.MaxValue;
        _firstOpen = new int[Decisions.Length];
        for (var row = 0; row < _firstOpen.Length; row++) _firstOpen[row] = FirstOpenOf(row);
        _committed = person.Committed as CommittedMonth[] ?? [.. person.Committed];
        _first = Math.Min(FirstMonth(), Number(horizon));
        Width = last - _first + 1;
        FirstRegular = Width - together;
        var size = Decisions.Length * Width;
        (_cells, _spare) = (_spare is { } spare && spare.Length >= size ? spare : new DueCell[size], null);
        Array.Clear(_cells, 0, size);
        for (var row = 0; row < Decisions.Length; row++) BringForward(row);
        Commit();
        for (var row = 0; row < Decisions.Length; row++) MonthRules.Classify(this, row);
    }

    public PersonClaims Person { get; }

    public DecisionFacts[] Decisions { get; }

    /// <summary>The rules of each decision's own group.</summary>
    public GroupRules[] Groups { get; }

    public RateView Rates { get; }

    /// <summary>Number of months; the last columns are the horizon.</summary>
    public int Width { get; }

    /// <summary>The column of the first month that is paid regularly; those before it are the past.</summary>
    public int FirstRegular { get; }

    public bool HasPensions { get; }

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
        var grid = new DueGrid(person, rates, horizon, together);
        DueAllocation.Apply(grid);
        var result = compute(grid);
        _spare = grid._cells;
        return result;
    }

    /// <summary>The months of one decision, the first column first.</summary>
    public Span<DueCell> Row(int row) => _cells.AsSpan(row * Width, Width);

    public ref DueCell this[int row, int column] => ref _cells[row * Width + column];

    public YearMonth MonthAt(int column) => Month(_first + column);

    /// <summary>The month of a column counted from year 0.</summary>
    public int NumberAt(int column) => _first + column;

    /// <summary>The column of a month counted from year 0; it may lie outside the grid.</summary>
    public int ColumnOf(int month) => month - _first;

    /// <summary>False for months settled by the earlier system, which have neither due nor lines.</summary>
    public bool IsOpen(int row, int column) => IsOpen(row, _first + column, this[row, column].Committed);

    /// <summary>The same for a month counted from year 0 with what is committed for it.</summary>
    public bool IsOpen(int row, int month, long committed) => month >= _firstOpen[row] || committed != 0;

    internal static int Number(YearMonth month) => month.Year * 12 + month.Month - 1;

    internal static int Number(LocalDate date) => date.Year * 12 + date.Month - 1;

    private static YearMonth Month(int number) => new(number / 12, number % 12 + 1);

    private static DecisionFacts[] InOrder(IReadOnlyList<DecisionFacts> decisions)
    {
        if (decisions.Count == 1) return [decisions[0]];
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
        foreach (ref readonly var committed in _committed.AsSpan()) first = Math.Min(first, Number(committed.Month));
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
        var decisions = Decisions;
        foreach (ref readonly var committed in _committed.AsSpan())
        {
            var column = Number(committed.Month) - _first;
            if (column >= Width) continue;
            for (var row = 0; row < decisions.Length; row++)
            {
                var decision = decisions[row];
                if (decision.Id != committed.EntitlementId || !decision.SpeaksFor(committed.Month)) continue;
                this[row, column].Committed += committed.Amount.Dong;
                break;
            }
        }
    }
}
