using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private IReadOnlyList<CommittedMonth> _committed = [];
    private Guid[] _ids = [];
    private int[] _firstOpen = [];
    private Piece[] _pieces = new Piece[8];
    private int[] _firstPiece = [];
    private int _pieceCount;
    private bool _hasParts;
    private int _first;
    private int _death;

    private void Fill(PersonClaims person, RateView rates, YearMonth horizon, int together)
    {
        (Person, Rates, HasSuppressed) = (person, rates, false);
        HasPensions = person.Pensions.Count > 0;
        _committed = person.Committed;
        _death = person.MonthOfDeath is { } death ? Number(death) : int.MaxValue;
        var first = Read(InOrder(person.Decisions));
        var last = Number(horizon);
        Lay(Math.Min(first, last), last, together);
        // Money of months before the first decision is rare, so the room for it is made when it is met.
        if (Commit() is var earlier && earlier < _first)
        {
            Lay(earlier, last, together);
            Commit();
        }

        _pieceCount = 0;
        for (var row = 0; row < Decisions.Length; row++)
        {
            _firstPiece[row] = _pieceCount;
            MonthRules.Classify(this, row);
        }

        _firstPiece[Decisions.Length] = _pieceCount;
    }

    /// <returns>The first open month of all decisions.</returns>
    private int Read(DecisionFacts[] decisions)
    {
        Decisions = decisions;
        var rows = decisions.Length;
        if (Groups.Length != rows)
        {
            (Groups, _firstOpen, _ids) = (new GroupRules[rows], new int[rows], new Guid[rows]);
            _firstPiece = new int[rows + 1];
        }

        _hasParts = false;
        var first = int.MaxValue;
        for (var row = 0; row < rows; row++)
        {
            var decision = decisions[row];
            var terms = decision.Terms;
            Groups[row] = Rates.RulesOf(terms.Programme, terms.Group, terms.InjuryPercent);
            _firstOpen[row] = FirstOpenOf(row);
            _ids[row] = decision.Id;
            _hasParts |= decision.SpeaksFrom is not null || decision.SpeaksUntil is not null;
            first = Math.Min(first, _firstOpen[row]);
        }

        return first;
    }

    // Makes room for the months from the first on, with what the earlier system paid.
    private void Lay(int first, int last, int together)
    {
        _first = first;
        Width = last + together - first;
        FirstRegular = Width - together;
        var size = Decisions.Length * Width;
        if (_cells.Length < size) _cells = new DueCell[size];
        else Array.Clear(_cells, 0, size);
        for (var row = 0; row < Decisions.Length; row++) BringForward(row);
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
    /// The grid of one person with every rule applied, until it is given back with <see cref="GiveBack"/>.
    /// </summary>
    public static DueGrid Of(PersonClaims person, RateView rates, YearMonth horizon, int together)
    {
        var grid = _spare ?? new DueGrid();
        _spare = null;
        grid.Fill(person, rates, horizon, together);
        DueAllocation.Apply(grid);
        return grid;
    }

    /// <summary>Nobody looks at the grid any more.</summary>
    public void GiveBack() => _spare = this;

    /// <summary>The months of one decision, the first column first.</summary>
    public Span<DueCell> Row(int row) => _cells.AsSpan(row * Width, Width);

    public ref DueCell this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _cells[row * Width + column];
    }

    /// <summary>The next months of the row that is being classified.</summary>
    public void AddPiece(int row, Piece piece)
    {
        if (_pieceCount > _firstPiece[row] && Continues(_pieces[_pieceCount - 1], piece)) _pieceCount--;
        if (_pieceCount == _pieces.Length) Array.Resize(ref _pieces, _pieceCount * 2);
        _pieces[_pieceCount++] = piece;
    }

    private static bool Continues(in Piece last, in Piece next) =>
        ReferenceEquals(last.Group, next.Group) && last.Units == next.Units;

    /// <summary>The months of one decision by the groups that pay them.</summary>
    public ReadOnlySpan<Piece> PiecesOf(int row) =>
        _pieces.AsSpan(_firstPiece[row], _firstPiece[row + 1] - _firstPiece[row]);

    /// <summary>The group and units of one month.</summary>
    public ref readonly Piece PieceAt(int row, int column)
    {
        var i = _firstPiece[row];
        while (_pieces[i].End <= column) i++;
        return ref _pieces[i];
    }

    /// <summary>What the catalogue said about one month, or null where it has nothing to say.</summary>
    public RateAnswer? AnswerAt(int row, int column) => this[row, column].Asked switch
    {
        Asked.Price => PieceAt(row, column).Group.Series.At(_first + column),
        Asked.DeathNotRecorded => OneOffRules.NotRecorded,
        _ => null,
    };

    public YearMonth MonthAt(int column) => Month(_first + column);

    /// <summary>The month of a column counted from year 0.</summary>
    public int NumberAt(int column) => _first + column;

    /// <summary>The column of a month counted from year 0; it may lie outside the grid.</summary>
    public int ColumnOf(int month) => month - _first;

    /// <summary>Everything committed to the person, in the order of its reading.</summary>
    public ReadOnlySpan<CommittedMonth> Committed => _committed switch
    {
        CommittedMonth[] array => array,
        List<CommittedMonth> list => CollectionsMarshal.AsSpan(list),
        var any => any.ToArray(),
    };

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

    private void BringForward(int row)
    {
        if (Decisions[row].PaidBefore is not { } paid) return;
        var last = Math.Min(Number(paid.Last) - _first, Width - 1);
        for (var column = Number(paid.First) - _first; column <= last; column++)
            this[row, column].Committed += paid.Monthly.Dong;
    }

    /// <summary>
    /// Adds what is committed to its months; money beyond the horizon is not yet due and therefore not compared.
    /// </summary>
    /// <returns>The first month of all; where it lies before the grid, not everything was added.</returns>
    private int Commit()
    {
        ReadOnlySpan<Guid> ids = _ids;
        var cells = _cells.AsSpan(0, ids.Length * Width);
        var (width, first) = (Width, _first);
        var (row, earliest) = (0, int.MaxValue);
        foreach (ref readonly var paid in Committed)
        {
            var month = Number(paid.Month);
            earliest = Math.Min(earliest, month);
            var column = month - first;
            if (unchecked((uint)column) >= (uint)width) continue;
            // What one decision paid mostly comes in a row.
            if (_hasParts || ids[row] != paid.EntitlementId) row = RowOf(ids, paid);
            if (row < 0) row = 0;
            else cells[(row * width) + column].Committed += paid.Amount.Dong;
        }

        return earliest;
    }

    private int RowOf(ReadOnlySpan<Guid> ids, in CommittedMonth paid)
    {
        for (var row = 0; row < ids.Length; row++)
            if (ids[row] == paid.EntitlementId && (!_hasParts || Decisions[row].SpeaksFor(paid.Month))) return row;
        return -1;
    }
}
