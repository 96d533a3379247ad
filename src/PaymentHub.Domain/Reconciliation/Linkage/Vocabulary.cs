namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// The tokens of two columns, how much each tells (bits: rarer tells more), and which tokens of the right side are
/// likely written for one of the left: equal, cut off, or one slip of the pen away.
/// </summary>
internal sealed class Vocabulary
{
    private const int WordPrefix = 3;
    /// <summary>Digits that a cut number needs to be looked for anywhere in a text.</summary>
    public const int NumberPrefix = 5;

    private const int SlipLength = 5;
    private const int MaxAlike = 64;
    private const int SkeletonLength = 3;

    private readonly Dictionary<string, int> _right;
    private readonly string[] _sorted;
    private readonly string[] _reversed;
    private readonly Dictionary<string, List<int>> _shortened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _bySkeleton = new(StringComparer.Ordinal);

    public Vocabulary(TokenColumn left, TokenColumn right)
    {
        Left = Counted(left);
        _right = Counted(right);
        RightTokens = [.. _right.Keys.Order(StringComparer.Ordinal)];
        RightIndex = RightTokens.Select((t, i) => (t, i)).ToDictionary(x => x.t, x => x.i, StringComparer.Ordinal);
        RightRows = [.. RightTokens.Select(t => _right[t])];
        _sorted = RightTokens;
        _reversed = [.. RightTokens.Where(Tokens.IsNumber).Select(Reversed).Order(StringComparer.Ordinal)];
        Total = Math.Max(1, left.Weights.Sum() + right.Weights.Sum());
        for (var i = 0; i < RightTokens.Length; i++)
        {
            var token = RightTokens[i];
            if (MaySlip(token)) AddShortened(token, i);
            if (token.Length <= SkeletonLength || !Tokens.IsWord(token)) continue;
            var skeleton = Skeleton(token);
            if (skeleton.Length >= SkeletonLength && skeleton != token) Add(_bySkeleton, skeleton, i);
        }
    }

    /// <summary>Left tokens and the rows they stand in.</summary>
    public Dictionary<string, int> Left { get; }

    public string[] RightTokens { get; }

    public Dictionary<string, int> RightIndex { get; }

    public int[] RightRows { get; }

    private int Total { get; }

    /// <summary>What a token tells, in bits: log2 of all rows to the rows that have it.</summary>
    public double Bits(string token) =>
        Math.Log2((double)Total / Math.Max(1, Left.GetValueOrDefault(token) + _right.GetValueOrDefault(token)));

    /// <summary>The right tokens alike to a left one, likest first, each with the bits that it is worth.</summary>
    public List<(int Token, double Bits)> Alike(string token)
    {
        var found = new Dictionary<int, double>();
        if (RightIndex.TryGetValue(token, out var equal)) found[equal] = Bits(token);
        var isCut = Tokens.IsCut(token);
        if (isCut) AddWhole(token[..^1], found);
        else AddPrefixes(token, found);
        if (!isCut && Tokens.IsNumber(token)) AddSuffixes(token, found);
        if (MaySlip(token)) AddSlips(token, found);
        if (!isCut && token.Length >= SkeletonLength && Tokens.IsWord(token)) AddSkeletons(token, found);
        var likest = found.OrderByDescending(f => f.Value).ThenBy(f => f.Key).Take(MaxAlike);
        return [.. likest.Select(f => (f.Key, f.Value))];
    }

    // A cut word: itself, and every word that begins so.
    private void AddWhole(string part, Dictionary<int, double> found)
    {
        if (RightIndex.TryGetValue(part, out var equal)) found.TryAdd(equal, Bits(part + Tokens.Cut));
        var at = FirstFrom(_sorted, part);
        for (var i = at; i < _sorted.Length && i < at + MaxAlike; i++)
        {
            if (!_sorted[i].StartsWith(part, StringComparison.Ordinal)) break;
            if (_sorted[i].Length > part.Length) Offer(found, part + Tokens.Cut, i);
        }
    }

    // A word without its vowels: CNSLTNG for CONSULTING.
    private void AddSkeletons(string token, Dictionary<int, double> found)
    {
        var skeleton = Skeleton(token);
        if (skeleton.Length < SkeletonLength) return;
        if (skeleton != token)
        {
            if (RightIndex.TryGetValue(skeleton, out var bare)) Offer(found, token, bare);
            return;
        }

        foreach (var i in _bySkeleton.GetValueOrDefault(token, [])) Offer(found, token, i);
    }

    private static string Skeleton(string token) =>
        string.Concat(token[..1], new string([.. token.Skip(1).Where(c => !"AEIOU".Contains(c))]));

    private void AddPrefixes(string token, Dictionary<int, double> found)
    {
        for (var n = 2; n < token.Length && n < NumberPrefix; n++)
        {
            if (RightIndex.TryGetValue(token[..n] + Tokens.Cut, out var cut)) Offer(found, token, cut);
        }

        var least = Tokens.IsNumber(token) ? NumberPrefix : WordPrefix;
        for (var n = least; n < token.Length; n++)
        {
            if (RightIndex.TryGetValue(token[..n], out var shorter)) Offer(found, token, shorter);
        }

        if (token.Length < least) return;
        var at = FirstFrom(_sorted, token);
        for (var i = at; i < _sorted.Length && i < at + MaxAlike; i++)
        {
            if (!_sorted[i].StartsWith(token, StringComparison.Ordinal)) break;
            if (_sorted[i].Length > token.Length) Offer(found, token, i);
        }
    }

    // A masked or shortened number keeps its end: ••••1234.
    private void AddSuffixes(string token, Dictionary<int, double> found)
    {
        for (var n = 1; n <= token.Length - NumberPrefix; n++)
        {
            if (RightIndex.TryGetValue(token[n..], out var shorter)) Offer(found, token, shorter);
        }

        if (token.Length < NumberPrefix) return;
        var reversed = Reversed(token);
        var at = FirstFrom(_reversed, reversed);
        for (var i = at; i < _reversed.Length && i < at + MaxAlike; i++)
        {
            if (!_reversed[i].StartsWith(reversed, StringComparison.Ordinal)) break;
            if (_reversed[i].Length > token.Length) Offer(found, token, RightIndex[Reversed(_reversed[i])]);
        }
    }

    private void AddSlips(string token, Dictionary<int, double> found)
    {
        foreach (var key in Shortened(token).Append(token))
        {
            foreach (var i in _shortened.GetValueOrDefault(key, []))
            {
                if (TextDistance.IsOneSlip(token, RightTokens[i])) Offer(found, token, i);
            }

            if (RightIndex.TryGetValue(key, out var whole) && TextDistance.IsOneSlip(token, RightTokens[whole]))
                Offer(found, token, whole);
        }
    }

    // A part of a token tells less than the whole: in proportion to how much of the longer one is there.
    private void Offer(Dictionary<int, double> found, string token, int other)
    {
        if (found.ContainsKey(other)) return;
        var (a, b) = (token.Length, RightTokens[other].Length);
        var likeness = 0.45 + (0.45 * Math.Min(a, b) / Math.Max(a, b));
        found[other] = likeness * Math.Min(Bits(token), Bits(RightTokens[other]));
    }

    private void AddShortened(string token, int index)
    {
        foreach (var key in Shortened(token)) Add(_shortened, key, index);
    }

    private static void Add(Dictionary<string, List<int>> lists, string key, int index)
    {
        if (lists.TryGetValue(key, out var list)) list.Add(index);
        else lists[key] = [index];
    }

    private static IEnumerable<string> Shortened(string token) =>
        Enumerable.Range(0, token.Length).Select(i => token.Remove(i, 1)).Distinct();

    private static bool MaySlip(string token) => token.Length >= SlipLength && Tokens.IsWord(token);

    private static string Reversed(string text) => new([.. text.Reverse()]);

    private static int FirstFrom(string[] sorted, string token)
    {
        var at = Array.BinarySearch(sorted, token, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }

    private static Dictionary<string, int> Counted(TokenColumn column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < column.Texts.Length; i++)
        {
            foreach (var token in column.Texts[i])
                counts[token] = counts.GetValueOrDefault(token) + column.Weights[i];
        }

        return counts;
    }
}
