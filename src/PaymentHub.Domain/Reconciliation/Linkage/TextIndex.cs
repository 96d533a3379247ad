namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// For one left text after the other: what every right text shares with it, in bits, and how many right rows share at
/// least as much. That count is the text's own u: a vendor with 300 rows proves little, a number that stands in one row
/// proves much, and words that always come together are not counted twice.
/// </summary>
internal sealed class TextIndex
{
    private const double LeastBits = 1;
    private const int BucketsPerBit = 2;
    private const int Buckets = 256;

    private readonly TokenColumn _right;
    private readonly (int[] Texts, double Bits)[][] _alike;
    private readonly int[][] _leftTokens;
    private readonly double[] _leftTotal;
    private readonly double[] _rightTotal;
    private readonly int[] _equalRows;
    private readonly Cell[] _cells;
    private readonly int[] _atLeast = new int[Buckets];
    private readonly List<int> _touched = [];
    private int _text = -1;
    private int _visit;

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
        var postings = Postings(right, words);
        _alike = Affordable(tokens, words, postings, stepBudget);
        var leftWorth = tokens.Select((t, i) => Counts(t, words) ? Most(_alike[i]) : 0).ToArray();
        _leftTotal = [.. _leftTokens.Select(t => t.Sum(token => leftWorth[token]))];
        _rightTotal = RightTotals(words, tokens);
        _cells = new Cell[right.Texts.Length];
        var sets = right.Texts.Select(t => string.Join(' ', t.Order(StringComparer.Ordinal))).ToArray();
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Length; i++) rows[sets[i]] = rows.GetValueOrDefault(sets[i]) + right.Weights[i];
        _equalRows = [.. sets.Select(s => rows[s])];
    }

    /// <summary>Right texts that share something with the current left text.</summary>
    public List<int> Touched => _touched;

    /// <summary>Makes a left text the current one; -1 for a row without text.</summary>
    public void Begin(int text)
    {
        if (text == _text) return;
        _text = text;
        _touched.Clear();
        _visit++;
        if (text < 0) return;
        for (var t = 0; t < _leftTokens[text].Length; t++) Share(_alike[_leftTokens[text][t]], t);
        Rank();
    }

    /// <summary>True where both texts say something that the other side might say too.</summary>
    public bool IsTelling(int right) => _text >= 0 && right >= 0 && _leftTotal[_text] > 0 && _rightTotal[right] > 0;

    /// <summary>What the current text shares with a right one, in bits.</summary>
    public double Shared(int right) => right >= 0 && _cells[right].Visit == _visit ? _cells[right].Bits : 0;

    /// <summary>The part of the less telling text that is shared, from 0 to 1.</summary>
    public double Containment(int right) =>
        Math.Min(1, Shared(right) / Math.Min(_leftTotal[_text], _rightTotal[right]));

    /// <summary>Right rows that share at least as much with the current text.</summary>
    public int RowsAtLeast(int right) => Math.Max(1, _atLeast[BucketOf(_cells[right].Bits)]);

    /// <summary>Right rows with the same tokens as a right text, in any order.</summary>
    public int RowsEqual(int right) => _equalRows[right];

    /// <summary>The least shared bits that no more than so many right rows come to.</summary>
    public double BitsOfAtMost(int rows)
    {
        var bucket = Buckets - 1;
        while (bucket > 0 && _atLeast[bucket - 1] <= rows) bucket--;
        return _atLeast[bucket] > rows ? double.MaxValue : (double)bucket / BucketsPerBit;
    }

    // What a right text shares with the current left one, in one place of memory.
    private struct Cell
    {
        public int Visit;
        public int Token;
        public float Bits;
    }

    private void Share((int[] Texts, double Bits)[] alike, int t)
    {
        // The likest comes first, so a right text counts each left token once and at its best.
        var seen = (_visit * 256) + (t & 255);
        foreach (var (texts, bits) in alike)
        {
            foreach (var right in texts)
            {
                ref var cell = ref _cells[right];
                if (cell.Visit != _visit)
                {
                    (cell.Visit, cell.Bits) = (_visit, 0);
                    _touched.Add(right);
                }
                else if (cell.Token == seen)
                {
                    continue;
                }

                cell.Token = seen;
                cell.Bits += (float)bits;
            }
        }
    }

    private void Rank()
    {
        Array.Clear(_atLeast);
        foreach (var right in _touched) _atLeast[BucketOf(_cells[right].Bits)] += _right.Weights[right];
        for (var b = Buckets - 2; b >= 0; b--) _atLeast[b] += _atLeast[b + 1];
    }

    private static int BucketOf(double bits) => Math.Min(Buckets - 1, (int)(bits * BucketsPerBit));

    // A number that the other side only has in part is likelier a number of the bank's own: sharing it counts, not
    // sharing it tells nothing.
    private static bool Counts(string token, Vocabulary words) =>
        !Tokens.IsNumber(token) || (words.Left.ContainsKey(token) && words.RightIndex.ContainsKey(token));

    private static double Most((int[] Texts, double Bits)[] alike) => alike.Length == 0 ? 0 : alike[0].Bits;

    private static int[][] Postings(TokenColumn right, Vocabulary words)
    {
        var lists = words.RightTokens.Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < right.Texts.Length; i++)
        {
            foreach (var token in right.Texts[i]) lists[words.RightIndex[token]].Add(i);
        }

        return [.. lists.Select(l => l.ToArray())];
    }

    /// <summary>Each left token's alike lists, rarest tokens first until the budget of steps is spent.</summary>
    private (int[] Texts, double Bits)[][] Affordable(
        string[] tokens, Vocabulary words, int[][] postings, long stepBudget)
    {
        var texts = new int[tokens.Length];
        foreach (var token in _leftTokens.SelectMany(t => t)) texts[token]++;
        var alike = tokens.Select(t => words.Bits(t) < LeastBits ? [] : words.Alike(t)
            .Select(a => (postings[a.Token], a.Bits)).ToArray()).ToArray();
        var length = alike.Select(lists => lists.Sum(a => (long)a.Item1.Length)).ToArray();
        var spent = 0L;
        foreach (var i in Enumerable.Range(0, tokens.Length).OrderBy(i => length[i]).ThenBy(i => i))
        {
            spent += texts[i] * length[i];
            if (spent > stepBudget) alike[i] = [];
        }

        return alike;
    }

    // Only tokens that some left token is alike to count: what the other side never writes is not missing here.
    private double[] RightTotals(Vocabulary words, string[] tokens)
    {
        var worth = new double[words.RightTokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            if (_alike[i].Length == 0) continue;
            foreach (var (token, bits) in words.Alike(tokens[i]))
            {
                if (Counts(words.RightTokens[token], words)) worth[token] = Math.Max(worth[token], bits);
            }
        }

        return [.. _right.Texts.Select(t => t.Sum(token => worth[words.RightIndex[token]]))];
    }
}
