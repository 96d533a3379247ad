namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Right texts by the common words in them: texts with the same common words are one set. Common words lead to sets,
/// rare ones to texts.
/// </summary>
internal sealed class TextSets
{
    /// <summary>Texts that make a word common.</summary>
    private const int Common = 24;

    private readonly int[][] _placesOfToken;
    private readonly bool[] _isCommon;
    private readonly int[][] _rowsOfSet;
    private readonly int[][] _rowsOfText;

    public TextSets(TokenColumn right, Vocabulary words, List<(int Token, double Bits)>[] alike)
    {
        var (tokens, texts) = (words.RightTokens.Length, right.Texts.Length);
        var isMet = new bool[tokens];
        foreach (var (token, _) in alike.SelectMany(a => a)) isMet[token] = true;
        var ofText = right.Texts.Select(t => t.Select(w => words.RightIndex[w]).Where(w => isMet[w]).ToArray());
        var tokensOf = ofText.ToArray();
        var count = new int[tokens];
        foreach (var token in tokensOf.SelectMany(t => t)) count[token]++;
        _isCommon = [.. count.Select(c => c >= Common)];
        Of = new int[texts];
        var sets = Grouped(tokensOf);
        Count = sets.Count;
        var places = Enumerable.Range(0, tokens).Select(t => new List<int>(isMet[t] ? 4 : 0)).ToArray();
        for (var set = 0; set < sets.Count; set++)
        {
            foreach (var token in sets[set]) places[token].Add(set);
        }

        for (var text = 0; text < texts; text++)
        {
            foreach (var token in tokensOf[text].Where(t => !_isCommon[t])) places[token].Add(text);
        }

        _placesOfToken = [.. places.Select(p => p.ToArray())];
        (_rowsOfText, _rowsOfSet, Weights) = RowsOf(right);
    }

    public int Count { get; }

    /// <summary>The set of each text, or -1 where it has no common word.</summary>
    public int[] Of { get; }

    /// <summary>Rows of each set.</summary>
    public int[] Weights { get; }

    public int[] Rows(int set) => _rowsOfSet[set];

    public int[] RowsOfText(int text) => _rowsOfText[text];

    /// <summary>The sets, or else the texts, that hold a right token.</summary>
    public (int[] Places, bool IsCommon) PlacesOf(int token) => (_placesOfToken[token], _isCommon[token]);

    private List<int[]> Grouped(int[][] tokensOf)
    {
        var (sets, known) = (new List<int[]>(), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var text = 0; text < tokensOf.Length; text++)
        {
            var common = tokensOf[text].Where(t => _isCommon[t]).Order().ToArray();
            if (common.Length == 0)
            {
                Of[text] = -1;
                continue;
            }

            var key = string.Create(2 * common.Length, common, static (span, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                    (span[2 * i], span[(2 * i) + 1]) = ((char)(from[i] >> 16), (char)(from[i] & 0xFFFF));
            });
            if (!known.TryGetValue(key, out var set))
            {
                known.Add(key, set = sets.Count);
                sets.Add(common);
            }

            Of[text] = set;
        }

        return sets;
    }

    private (int[][] OfText, int[][] OfSet, int[] Weights) RowsOf(TokenColumn right)
    {
        var ofText = Enumerable.Range(0, Of.Length).Select(_ => new List<int>(1)).ToArray();
        var ofSet = Enumerable.Range(0, Count).Select(_ => new List<int>()).ToArray();
        for (var row = 0; row < right.Of.Length; row++)
        {
            var text = right.Of[row];
            if (text < 0) continue;
            ofText[text].Add(row);
            if (Of[text] >= 0) ofSet[Of[text]].Add(row);
        }

        return ([.. ofText.Select(r => r.ToArray())], [.. ofSet.Select(r => r.ToArray())],
            [.. ofSet.Select(r => r.Count)]);
    }
}
