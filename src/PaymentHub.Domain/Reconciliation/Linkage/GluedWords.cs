namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Takes words apart that one side wrote together (MONADELTAINSULTD), by the words of the other side: whole ones, or
/// their beginnings of four letters and more, in as few pieces as possible.
/// </summary>
internal sealed class GluedWords
{
    private const int Least = 8;
    private const int LeastPart = 4;
    private const int MostLetters = 48;
    private const int Whole = 2;
    private const int Part = 3;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    private readonly int _longest;

    private GluedWords(TokenColumn known)
    {
        foreach (var word in known.Texts.SelectMany(t => t).Where(t => t.Length > 1 && Tokens.IsWord(t)))
        {
            if (!_words.Add(word)) continue;
            _longest = Math.Max(_longest, word.Length);
            for (var n = LeastPart; n < word.Length; n++) _parts.Add(word[..n]);
        }
    }

    /// <summary>Takes glued words apart on both sides.</summary>
    public static void TakeApart(TokenColumn left, TokenColumn right)
    {
        var (fromLeft, fromRight) = (new GluedWords(left), new GluedWords(right));
        fromRight.Apply(left);
        fromLeft.Apply(right);
    }

    private void Apply(TokenColumn column)
    {
        if (_words.Count == 0) return;
        var known = new Dictionary<string, List<string>?>(StringComparer.Ordinal);
        foreach (var text in column.Texts)
        {
            for (var i = 0; i < text.Count; i++)
            {
                var word = text[i];
                if (word.Length is < Least or > MostLetters || !Tokens.IsWord(word)) continue;
                if (!known.TryGetValue(word, out var parts)) known[word] = parts = PartsOf(word);
                if (parts is null) continue;
                text.RemoveAt(i);
                text.InsertRange(i, parts.Where(p => !text.Contains(p)));
            }
        }
    }

    private List<string>? PartsOf(string word)
    {
        if (_words.Contains(word) || _parts.Contains(word)) return null;
        var (cost, from) = (new int[word.Length + 1], new int[word.Length + 1]);
        Array.Fill(cost, int.MaxValue / 2);
        cost[0] = 0;
        for (var end = 2; end <= word.Length; end++)
        {
            for (var start = Math.Max(0, end - _longest); start <= end - 2; start++)
            {
                if (cost[start] >= int.MaxValue / 4) continue;
                var more = cost[start] + CostOf(word[start..end], end == word.Length);
                if (more < cost[end]) (cost[end], from[end]) = (more, start);
            }
        }

        return cost[^1] >= int.MaxValue / 4 ? null : Split(word, from);
    }

    // The last piece may be cut off anywhere.
    private int CostOf(string piece, bool isLast) =>
        _words.Contains(piece) ? Whole
        : _parts.Contains(piece) ? Part
        : isLast && piece.Length < LeastPart ? Part + 1 : int.MaxValue / 4;

    private static List<string>? Split(string word, int[] from)
    {
        var parts = new List<string>();
        for (var end = word.Length; end > 0; end = from[end]) parts.Insert(0, word[from[end]..end]);
        return parts.Count > 1 && parts[0].Length > 2 ? [.. parts.Distinct(StringComparer.Ordinal)] : null;
    }
}
