namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Finds the right rows that are worth comparing with a left one, by several keys: rare shared words of text and name,
/// account, amounts that are equal or that a fee explains, and any amount and date within what has been learned to
/// occur. The best of them are kept; every step is bounded.
/// </summary>
internal sealed class CandidateSearch
{
    private const int RowsPerKey = 400;
    private const int NearRows = 2_000;
    private const int FirstWindow = 45;
    private const double FirstRatio = 0.06;
    private const int RandomRows = 6;
    private const double RareLag = 0.0004;
    private const double RareAmount = 0.0015;

    /// <summary>Pairs this many bits below an even chance among all rows are not kept.</summary>
    private const double Hopeless = 12;

    private readonly LinkSide _left;
    private readonly LinkSide _right;
    private readonly Comparer _comparer;
    private readonly DayAmountIndex _index;
    private readonly int[] _stamp;
    private readonly List<int> _found = [];
    private readonly Comparison[] _best;
    private readonly float[] _bits;
    private readonly float _floor;
    private readonly ulong _seed;
    private int _visit;
    private int _kept;
    private LogTables _logs = null!;
    private (int From, int To) _window;
    private (double From, double To) _ratio;

    public CandidateSearch(LinkSide left, LinkSide right, Comparer comparer, LinkageOptions options)
    {
        _seed = options.Seed;
        Missed = new Missed(left, right, comparer.Texts);
        var keep = options.Candidates;
        (_left, _right, _comparer) = (left, right, comparer);
        _index = new DayAmountIndex(right);
        _stamp = new int[right.Count];
        (_best, _bits) = (new Comparison[keep], new float[keep]);
        _floor = (float)(Math.Log2(Math.Max(2, right.Count)) - Hopeless);
    }

    /// <summary>What the last search did not keep.</summary>
    public Missed Missed { get; }

    /// <summary>The best candidates of left rows, in the order of left rows.</summary>
    public Comparison[] Of(IReadOnlyList<int> rows, LinkModel model, bool isLearned)
    {
        _logs = model.Logs();
        _window = isLearned ? WindowOf(model.Lag) : (-FirstWindow, FirstWindow);
        _ratio = isLearned ? AmountField.Range(model.Amount, RareAmount) : (-FirstRatio, FirstRatio);
        Missed.Clear();
        var found = new Comparison[_left.Count][];
        // Rows with one name and text stand together, so that their shared words are collected once.
        foreach (var row in rows.OrderBy(r => _left.Names.Of[r]).ThenBy(r => _left.Texts.Of[r]).ThenBy(r => r))
            found[row] = OfRow(row);
        return [.. found.Where(f => f is not null).SelectMany(f => f)];
    }

    private Comparison[] OfRow(int row)
    {
        _comparer.Begin(row, _logs);
        _visit++;
        _kept = 0;
        _found.Clear();
        _comparer.Texts.AddBest(RowsPerKey, _found);
        _comparer.Names.AddBest(RowsPerKey, _found);
        _found.AddRange(_comparer.AccountRows);
        foreach (var right in _found) Offer(right);
        var day = _left.Days[row];
        _found.Clear();
        foreach (var (from, to) in _comparer.Amounts.Explained())
        {
            for (var amount = from; amount <= to; amount++)
                _index.AddEqual(amount, day, _window, RowsPerKey - _found.Count, _found);
        }

        if (_left.Amounts[row] > 0)
            _index.AddNear(_left.Amounts[row], _ratio, day, _window, NearRows, _found);
        foreach (var right in _found) Offer(right);
        var best = _best[.._kept];
        Array.Sort(best, static (a, b) => a.Right.CompareTo(b.Right));
        DrawRandom(row);
        return best;
    }

    private void DrawRandom(int row)
    {
        var draw = new SeededDraw(_seed ^ ((ulong)row << 20));
        for (var n = 0; n < RandomRows; n++)
        {
            var right = draw.Below(_right.Count);
            var isKept = false;
            for (var i = 0; i < _kept; i++) isKept |= _best[i].Right == right;
            Missed.Add(row, right, isKept ? null : _comparer.With(right));
        }
    }

    private void Offer(int right)
    {
        if (_stamp[right] == _visit) return;
        _stamp[right] = _visit;
        var least = _kept < _best.Length ? _floor : Math.Max(_floor, _bits[_kept - 1]);
        if (!_comparer.MayReach(right, least, _logs)) return;
        var pair = _comparer.With(right);
        var bits = pair.Bits(_logs);
        if (bits < _floor) return;
        if (_kept == _best.Length && !IsBetter(bits, right, _kept - 1)) return;
        var at = _kept < _best.Length ? _kept++ : _kept - 1;
        while (at > 0 && IsBetter(bits, right, at - 1))
        {
            (_best[at], _bits[at]) = (_best[at - 1], _bits[at - 1]);
            at--;
        }

        (_best[at], _bits[at]) = (pair, bits);
    }

    // Equal evidence keeps the row that comes first by content, whichever block found it first.
    private bool IsBetter(float bits, int right, int than) =>
        bits > _bits[than] || (bits == _bits[than] && right < _best[than].Right);

    private static (int From, int To) WindowOf(double[] lags)
    {
        var (from, to) = (0, 0);
        for (var lag = 0; lag < LagField.Far; lag++)
        {
            var share = Enumerable.Range(0, LagField.Contexts).Average(w => lags[(w * LagField.Levels) + lag]);
            if (share < RareLag) continue;
            (from, to) = (Math.Min(from, lag - LagField.Span), Math.Max(to, lag - LagField.Span));
        }

        return (from, to);
    }
}
