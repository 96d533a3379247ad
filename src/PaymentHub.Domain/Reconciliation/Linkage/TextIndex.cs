namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// For one left text after the other: what every right text shares with it, in bits, and how many right rows share at
/// least as much. That count is the text's own u: a vendor with 300 rows proves little, a number that stands in one row
/// proves much, and words that always come together are not counted twice. Right texts with the same common words are
/// one set, so that a common word costs a step for each set and not for each row.
/// </summary>
internal sealed class TextIndex
{
    private const double LeastBits = 1;
    private const int BucketsPerBit = 2;

    // The row that is judged is no coincidence of itself; a little less, because another might have been there.
    private const double Own = 0.7;
    private const int Buckets = 256;

    private readonly TokenColumn _right;
    private readonly TextSets _sets;
    private readonly Alike[][] _alike;
    private readonly int[][] _leftTokens;
    private readonly double[] _leftTotal;
    private readonly double[] _rightTotal;
    private readonly int[] _equalRows;
    private readonly double[] _setTotal;
    private readonly float[] _kinds;
    private readonly int _tellingRows;
    private readonly Cell[] _setCells;
    private readonly Cell[] _textCells;
    private readonly int[] _atLeast = new int[Buckets];
    private readonly List<int> _touchedSets = [];
    private readonly List<int> _touchedTexts = [];
    private int _text = -1;
    private int _visit;
    private int _top;

    /// <summary>
    /// Prepares two columns. The budget bounds the steps through posting lists; the commonest tokens are left out above
    /// it.
    /// </summary>
    public TextIndex(TokenColumn left, TokenColumn right, long stepBudget)
    {
        _right = right;
        var words = new Vocabulary(left, right);
        var tokens = words.Left.Keys.Order(StringComparer.Ordinal).ToArray();
        var index = tokens.Select((t, i) => (t, i)).ToDictionary(x => x.t, x => x.i, StringComparer.Ordinal);
        _leftTokens = [.. left.Texts.Select(t => t.Select(token => index[token]).ToArray())];
        var found = tokens.Select(t => words.Bits(t) < LeastBits ? [] : words.Alike(t)).ToArray();
        _sets = new TextSets(right, words, found);
        _alike = Affordable(found, stepBudget);
        var leftWorth = tokens.Select((t, i) => Counts(t, words) && _alike[i].Length > 0 ? _alike[i][0].Bits : 0);
        var worth = leftWorth.ToArray();
        _leftTotal = [.. _leftTokens.Select(t => t.Sum(token => worth[token]))];
        _rightTotal = RightTotals(words, found);
        (_setCells, _textCells) = (new Cell[_sets.Count], new Cell[right.Texts.Length]);
        _equalRows = EqualRows(right);
        _tellingRows = Enumerable.Range(0, right.Texts.Length).Where(IsRightTelling).Sum(t => right.Weights[t]);
        _setTotal = SetTotals();
        _kinds = new float[left.Texts.Length * LinkModel.TextLevels];
    }

    /// <summary>Right rows whose text says something that the other side might say too.</summary>
    public int TellingRows => Math.Max(1, _tellingRows);

    /// <summary>
    /// For each left text that was the current one, and each level of shared text, how much of that level is there to
    /// be had among all right rows (their shares over their u). A text of one word is shared whole or not at all, so
    /// its levels are not those of a long one.
    /// </summary>
    public float[] Kinds => _kinds;

    /// <summary>Makes a left text the current one; -1 for a row without text.</summary>
    public void Begin(int text)
    {
        if (text == _text) return;
        _text = text;
        _touchedSets.Clear();
        _touchedTexts.Clear();
        _visit++;
        if (text < 0) return;
        for (var t = 0; t < _leftTokens[text].Length; t++)
        {
            foreach (var alike in _alike[_leftTokens[text][t]])
            {
                if (alike.IsCommon) Share(alike, t, _setCells, _touchedSets);
                else Share(alike, t, _textCells, _touchedTexts);
            }
        }

        Rank();
        SetKinds();
    }

    /// <summary>True where both texts say something that the other side might say too.</summary>
    public bool IsTelling(int right) => IsLeftTelling(_text) && IsRightTelling(right);

    /// <summary>True where a left text says something that the other side might say too.</summary>
    public bool IsLeftTelling(int text) => text >= 0 && _leftTotal[text] > 0;

    /// <summary>True where a right text says something that the other side might say too.</summary>
    public bool IsRightTelling(int text) => text >= 0 && _rightTotal[text] > 0;

    /// <summary>What the current text shares with a right one, in bits.</summary>
    public float Shared(int right)
    {
        if (right < 0) return 0;
        var bits = _textCells[right].Visit == _visit ? _textCells[right].Bits : 0;
        var set = _sets.Of[right];
        return set >= 0 && _setCells[set].Visit == _visit ? bits + _setCells[set].Bits : bits;
    }

    /// <summary>The part of the less telling text that is shared, from 0 to 1.</summary>
    public double Containment(int right) =>
        Math.Min(1, Shared(right) / Math.Min(_leftTotal[_text], _rightTotal[right]));

    /// <summary>The level of shared text: nothing, then by the part of the less telling text.</summary>
    public byte Level(int right) => LevelOf(Containment(right));

    private static byte LevelOf(double containment) => containment switch
    {
        <= 0 => 1,
        < 0.15 => 2,
        < 0.3 => 3,
        < 0.45 => 4,
        < 0.6 => 5,
        < 0.8 => 6,
        < 0.95 => 7,
        _ => 8,
    };

    /// <summary>Right rows besides the one itself that share at least as much with the current text.</summary>
    public double RowsAtLeast(int right) => Math.Max(1, _atLeast[BucketOf(Shared(right))]) - Own;

    /// <summary>Right rows with the same tokens as a right text, in any order.</summary>
    public int RowsEqual(int right) => _equalRows[right];

    /// <summary>Adds the right rows that share most with the current text, about so many at most.</summary>
    public void AddBest(int most, List<int> rows)
    {
        var bucket = Math.Min(Buckets - 1, _top + 1);
        while (bucket > 0 && _atLeast[bucket - 1] <= most) bucket--;
        if (_atLeast[bucket] > most) return;
        var least = (float)bucket / BucketsPerBit;
        foreach (var set in _touchedSets)
        {
            if (_setCells[set].Bits >= least) rows.AddRange(_sets.Rows(set));
        }

        foreach (var text in _touchedTexts)
        {
            if (Shared(text) >= least) rows.AddRange(_sets.RowsOfText(text));
        }
    }

    // What a right text or set of texts shares with the current left one, in one place of memory.
    private struct Cell
    {
        public int Visit;
        public int Token;
        public float Bits;
    }

    private readonly record struct Alike(int[] Places, float Bits, bool IsCommon);

    private void Share(in Alike alike, int t, Cell[] cells, List<int> touched)
    {
        // The likest comes first, so a right text counts each left token once and at its best.
        var seen = unchecked((_visit * 256) + (t & 255));
        foreach (var place in alike.Places)
        {
            ref var cell = ref cells[place];
            if (cell.Visit != _visit)
            {
                (cell.Visit, cell.Bits) = (_visit, 0);
                touched.Add(place);
            }
            else if (cell.Token == seen)
            {
                continue;
            }

            cell.Token = seen;
            cell.Bits += alike.Bits;
        }
    }

    private void Rank()
    {
        Array.Clear(_atLeast);
        _top = 0;
        foreach (var set in _touchedSets) Count(_setCells[set].Bits, _sets.Weights[set]);
        foreach (var text in _touchedTexts)
        {
            var set = _sets.Of[text];
            if (set >= 0 && _setCells[set].Visit == _visit) Count(_setCells[set].Bits, -_right.Weights[text]);
            Count(Shared(text), _right.Weights[text]);
        }

        for (var b = _top - 1; b >= 0; b--) _atLeast[b] += _atLeast[b + 1];
    }

    private void SetKinds()
    {
        if (!IsLeftTelling(_text)) return;
        var kinds = _kinds.AsSpan(_text * LinkModel.TextLevels, LinkModel.TextLevels);
        kinds.Clear();
        foreach (var set in _touchedSets) AddKind(kinds, _setCells[set].Bits, _setTotal[set], _sets.Weights[set]);
        foreach (var text in _touchedTexts)
        {
            var (set, rows) = (_sets.Of[text], _right.Weights[text]);
            if (set >= 0 && _setCells[set].Visit == _visit)
                AddKind(kinds, _setCells[set].Bits, _setTotal[set], -rows);
            AddKind(kinds, Shared(text), _rightTotal[text], rows);
        }

        kinds[1] = Math.Max(0, TellingRows - _atLeast[0]) / (float)TellingRows;
        for (var level = 2; level < kinds.Length; level++) kinds[level] = Math.Max(0, kinds[level]);
    }

    private void AddKind(Span<float> kinds, float bits, double total, int rows)
    {
        if (total <= 0 || bits <= 0) return;
        kinds[LevelOf(bits / Math.Min(_leftTotal[_text], total))] += (float)rows / _atLeast[BucketOf(bits)];
    }

    private double[] SetTotals()
    {
        var (total, rows) = (new double[_sets.Count], new double[_sets.Count]);
        for (var text = 0; text < _right.Texts.Length; text++)
        {
            if (_sets.Of[text] is not (>= 0 and var set)) continue;
            total[set] += _right.Weights[text] * _rightTotal[text];
            rows[set] += _right.Weights[text];
        }

        return [.. total.Select((t, i) => t / Math.Max(1, rows[i]))];
    }

    private void Count(float bits, int rows)
    {
        var bucket = BucketOf(bits);
        _top = Math.Max(_top, bucket);
        _atLeast[bucket] += rows;
    }

    private static int BucketOf(float bits) => Math.Min(Buckets - 1, (int)(bits * BucketsPerBit));

    // A number that the other side only has in part is likelier a number of the bank's own: sharing it counts, not
    // sharing it tells nothing. The same goes for a word so short that it was cut.
    private static bool Counts(string token, Vocabulary words) => !(Tokens.IsNumber(token) || Tokens.IsCut(token))
        || (words.Left.ContainsKey(token) && words.RightIndex.ContainsKey(token));

    /// <summary>Each left token's alike lists, rarest tokens first until the budget of steps is spent.</summary>
    private Alike[][] Affordable(List<(int Token, double Bits)>[] found, long stepBudget)
    {
        var texts = new int[found.Length];
        foreach (var token in _leftTokens.SelectMany(t => t)) texts[token]++;
        var alike = found.Select(list => list.Select(a => _sets.PlacesOf(a.Token) is var (places, common)
            ? new Alike(places, (float)a.Bits, common) : default).ToArray()).ToArray();
        var length = alike.Select(lists => lists.Sum(a => (long)a.Places.Length)).ToArray();
        var spent = 0L;
        foreach (var i in Enumerable.Range(0, found.Length).OrderBy(i => length[i]).ThenBy(i => i))
        {
            spent += texts[i] * length[i];
            if (spent > stepBudget) alike[i] = [];
        }

        return alike;
    }

    // Only tokens that some left token is alike to count: what the other side never writes is not missing here.
    private double[] RightTotals(Vocabulary words, List<(int Token, double Bits)>[] found)
    {
        var worth = new double[words.RightTokens.Length];
        for (var i = 0; i < found.Length; i++)
        {
            if (_alike[i].Length == 0) continue;
            foreach (var (token, bits) in found[i])
            {
                if (Counts(words.RightTokens[token], words)) worth[token] = Math.Max(worth[token], bits);
            }
        }

        return [.. _right.Texts.Select(t => t.Sum(token => worth[words.RightIndex[token]]))];
    }

    private static int[] EqualRows(TokenColumn right)
    {
        var sets = right.Texts.Select(t => string.Join(' ', t.Order(StringComparer.Ordinal))).ToArray();
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Length; i++) rows[sets[i]] = rows.GetValueOrDefault(sets[i]) + right.Weights[i];
        return [.. sets.Select(s => rows[s])];
    }
}
