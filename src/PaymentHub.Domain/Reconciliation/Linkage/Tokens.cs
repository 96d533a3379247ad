using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Words and numbers of a memo: upper case, no marks, letters apart from the numbers they lead.</summary>
internal static class Tokens
{
    /// <summary>Digits that a number needs to be taken out of the letters it is glued to (INV422998).</summary>
    private const int GluedDigits = 3;

    /// <summary>
    /// Marks a last word that is too short to be looked for by itself, because it may be the beginning of a longer one
    /// that the width of the field cut off.
    /// </summary>
    public const char Cut = '~';

    private const int CutWord = 2;
    private const int CutNumber = 3;

    /// <summary>The different tokens of a text in the order they appear.</summary>
    public static List<string> Of(string? text)
    {
        var found = new List<string>();
        if (string.IsNullOrWhiteSpace(text)) return found;
        var folded = VietnameseText.Fold(text);
        for (var i = 0; i < folded.Length;)
        {
            if (!char.IsLetterOrDigit(folded[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < folded.Length && char.IsLetterOrDigit(folded[i])) i++;
            AddParts(folded.AsSpan(start, i - start), found);
        }

        if (folded.Length > 0 && char.IsLetterOrDigit(folded[^1]) && found.Count > 1) MarkCut(found);
        return found;
    }

    /// <summary>True for digits only, cut or not.</summary>
    public static bool IsNumber(string token)
    {
        foreach (var c in token)
        {
            if (!char.IsAsciiDigit(c) && c != Cut) return false;
        }

        return true;
    }

    /// <summary>True for a token without digits that is not known to be cut.</summary>
    public static bool IsWord(string token) => !token.AsSpan().ContainsAnyInRange('0', '9') && !IsCut(token);

    /// <summary>True for the short rest of a word at the end of its text.</summary>
    public static bool IsCut(string token) => token[^1] == Cut;

    private static void MarkCut(List<string> found)
    {
        var last = found[^1];
        var isCut = last.Length == CutWord && IsWord(last)
            || (last.Length is >= CutNumber and < Vocabulary.NumberPrefix && IsNumber(last));
        if (isCut) found[^1] = last + Cut;
    }

    private static void AddParts(ReadOnlySpan<char> word, List<string> found)
    {
        var boundaries = 0;
        var cut = 0;
        for (var i = 1; i < word.Length; i++)
        {
            if (char.IsAsciiDigit(word[i]) == char.IsAsciiDigit(word[i - 1])) continue;
            boundaries++;
            cut = i;
        }

        var digits = boundaries != 1 ? 0 : char.IsAsciiDigit(word[0]) ? cut : word.Length - cut;
        if (digits < GluedDigits)
        {
            Add(word, found);
        }
        else
        {
            Add(word[..cut], found);
            Add(word[cut..], found);
        }
    }

    private static void Add(ReadOnlySpan<char> part, List<string> found)
    {
        if (char.IsAsciiDigit(part[0])) part = WithoutLeadingZeros(part);
        var token = part.ToString();
        if (!found.Contains(token)) found.Add(token);
    }

    private static ReadOnlySpan<char> WithoutLeadingZeros(ReadOnlySpan<char> part)
    {
        var n = 0;
        while (n < part.Length - 1 && part[n] == '0') n++;
        return part[n..];
    }
}
