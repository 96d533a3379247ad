using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>How alike two names are, Vietnamese names first in mind.</summary>
public enum NameLevel
{
    /// <summary>One side does not say.</summary>
    Missing,

    /// <summary>Nothing in common.</summary>
    Different,

    /// <summary>Some words in common.</summary>
    SomeWords,

    /// <summary>Half of the words or more in common.</summary>
    MostWords,

    /// <summary>One slip of the pen in one word.</summary>
    OneSlip,

    /// <summary>The given name whole, the others by their first letters: N V Duc.</summary>
    Initials,

    /// <summary>One is the beginning of the other: cut off.</summary>
    Cut,

    /// <summary>The same words in another order.</summary>
    OtherOrder,

    /// <summary>The same letters, the marks missing or different: as banks print names.</summary>
    WithoutMarks,

    /// <summary>The same name with its marks; either placement of a tone.</summary>
    Same,
}

/// <summary>A name ready for comparing: as written, as banks print it, its words, and its words in order.</summary>
internal sealed record NameForm(string Written, string Folded, string[] Words, string Sorted)
{
    public static NameForm Of(string name)
    {
        var folded = VietnameseText.BankName(name);
        var words = folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new NameForm(name, folded, words, string.Join(' ', words.Order(StringComparer.Ordinal)));
    }
}

/// <summary>The level of two names.</summary>
public static class NameLevels
{
    private const int ShortestCut = 5;

    /// <summary>Compares two names as they were written.</summary>
    public static NameLevel Of(string? a, string? b) =>
        string.IsNullOrWhiteSpace(a) || string.IsNullOrWhiteSpace(b)
            ? NameLevel.Missing : Of(NameForm.Of(a), NameForm.Of(b));

    internal static NameLevel Of(NameForm a, NameForm b)
    {
        if (a.Words.Length == 0 || b.Words.Length == 0) return NameLevel.Missing;
        if (a.Folded == b.Folded)
            return VietnameseText.SameName(a.Written, b.Written) ? NameLevel.Same : NameLevel.WithoutMarks;
        if (a.Sorted == b.Sorted) return NameLevel.OtherOrder;
        if (IsCut(a.Folded, b.Folded) || IsCut(b.Folded, a.Folded)) return NameLevel.Cut;
        if (IsInitials(a.Words, b.Words) || IsInitials(b.Words, a.Words)) return NameLevel.Initials;
        return TextDistance.IsOneSlip(a.Folded, b.Folded) ? NameLevel.OneSlip : ByWords(a.Words, b.Words);
    }

    private static bool IsCut(string part, string whole) =>
        part.Length >= ShortestCut && whole.StartsWith(part, StringComparison.Ordinal);

    private static bool IsInitials(string[] part, string[] whole)
    {
        if (part.Length != whole.Length || part.Length < 2 || part[^1] != whole[^1]) return false;
        for (var i = 0; i < part.Length - 1; i++)
        {
            if (part[i] != whole[i] && (part[i].Length != 1 || part[i][0] != whole[i][0])) return false;
        }

        return true;
    }

    private static NameLevel ByWords(string[] p, string[] q)
    {
        var common = 0;
        foreach (var word in p)
        {
            if (Array.IndexOf(q, word) >= 0) common++;
        }

        if (common == 0) return NameLevel.Different;
        return common * 2 >= Math.Max(p.Length, q.Length) ? NameLevel.MostWords : NameLevel.SomeWords;
    }
}
