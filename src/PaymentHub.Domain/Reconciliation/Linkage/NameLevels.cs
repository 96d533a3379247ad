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

/// <summary>The level of two names.</summary>
public static class NameLevels
{
    private const int ShortestCut = 5;

    /// <summary>Compares two names as they were written.</summary>
    public static NameLevel Of(string? a, string? b)
    {
        if (string.IsNullOrWhiteSpace(a) || string.IsNullOrWhiteSpace(b)) return NameLevel.Missing;
        if (VietnameseText.SameName(a, b)) return NameLevel.Same;
        var (x, y) = (VietnameseText.BankName(a), VietnameseText.BankName(b));
        if (x.Length == 0 || y.Length == 0) return NameLevel.Missing;
        if (x == y) return NameLevel.WithoutMarks;
        var (p, q) = (x.Split(' '), y.Split(' '));
        if (p.Order(StringComparer.Ordinal).SequenceEqual(q.Order(StringComparer.Ordinal))) return NameLevel.OtherOrder;
        if (IsCut(x, y) || IsCut(y, x)) return NameLevel.Cut;
        if (IsInitials(p, q) || IsInitials(q, p)) return NameLevel.Initials;
        return TextDistance.IsOneSlip(x, y) ? NameLevel.OneSlip : ByWords(p, q);
    }

    private static bool IsCut(string part, string whole) =>
        part.Length >= ShortestCut && whole.StartsWith(part, StringComparison.Ordinal);

    private static bool IsInitials(string[] part, string[] whole) =>
        part.Length == whole.Length && part.Length > 1 && part[^1] == whole[^1]
        && part.Zip(whole).All(w => w.First == w.Second || (w.First.Length == 1 && w.Second[0] == w.First[0]));

    private static NameLevel ByWords(string[] p, string[] q)
    {
        var common = p.Intersect(q, StringComparer.Ordinal).Count();
        if (common == 0) return NameLevel.Different;
        return common * 2 >= Math.Max(p.Length, q.Length) ? NameLevel.MostWords : NameLevel.SomeWords;
    }
}
