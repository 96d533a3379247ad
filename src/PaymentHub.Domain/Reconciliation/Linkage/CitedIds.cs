using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Ids of one side's rows that the texts of the other side name: then the id is a reference like any other. Ids too
/// short to be told from other numbers, and ids that hardly any text names, are left out.
/// </summary>
internal static class CitedIds
{
    private const int LeastLength = 6;
    private const double LeastShare = 0.03;

    /// <summary>For either side the ids of each row as tokens: its own where it is named, and those it names.</summary>
    public static (List<string>?[] Left, List<string>?[] Right) Of(
        IReadOnlyList<LinkRow> left, IReadOnlyList<LinkRow> right)
    {
        var (ofLeft, ofRight) = (new List<string>?[left.Count], new List<string>?[right.Count]);
        Find(right, left, ofRight, ofLeft);
        Find(left, right, ofLeft, ofRight);
        return (ofLeft, ofRight);
    }

    private static void Find(
        IReadOnlyList<LinkRow> owners, IReadOnlyList<LinkRow> texts, List<string>?[] ofOwner, List<string>?[] ofText)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < owners.Count; i++)
        {
            var id = VietnameseText.Fold(owners[i].Id);
            if (id.Length >= LeastLength && id.Any(char.IsAsciiDigit) && id.All(char.IsAsciiLetterOrDigit)) ids[id] = i;
        }

        var named = Named(ids, texts);
        if (named.Count < LeastShare * texts.Count) return;
        foreach (var (text, owner) in named) (ofText[text] ??= []).Add(TokenOf(owners[owner].Id));
        foreach (var owner in named.Select(n => n.Owner).Distinct())
            (ofOwner[owner] ??= []).Add(TokenOf(owners[owner].Id));
    }

    private static List<(int Text, int Owner)> Named(Dictionary<string, int> ids, IReadOnlyList<LinkRow> texts)
    {
        var named = new List<(int Text, int Owner)>();
        if (ids.Count == 0) return named;
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Text is not { } text) continue;
            var folded = VietnameseText.Fold(text).AsSpan();
            for (var start = 0; start < folded.Length;)
            {
                var end = start;
                while (end < folded.Length && char.IsAsciiLetterOrDigit(folded[end])) end++;
                if (end - start >= LeastLength && lookup.TryGetValue(folded[start..end], out var owner))
                    named.Add((i, owner));
                start = end + 1;
            }
        }

        return named;
    }

    private static string TokenOf(string id) => "@" + VietnameseText.Fold(id);
}
