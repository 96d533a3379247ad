namespace PaymentHub.Domain.Register;

/// <summary>
/// Recognises text typed for the fonts that preceded Unicode: TCVN3 (<c>NguyÔn V¨n §øc</c>), VNI (<c>Nguyeãn Vaên</c>)
/// and VIQR (<c>Nguye^~n Va(n</c>), and UTF-8 that was decoded as Windows-1252. One certain sign is enough; a text made
/// only of letters that Unicode Vietnamese has too (TCVN3 <c>Vâ</c> for Võ) cannot be recognised alone. The Ñ that
/// begins a word is let through: it is a letter of Ê-đê and Gia Rai.
/// </summary>
public static class LegacyEncoding
{
    // What stands before and after é in a Vietnamese syllable; TCVN3 writes é with the code of Ð.
    private static readonly string[] Initials =
        ["B", "CH", "D", "GH", "H", "K", "KH", "L", "M", "N", "NGH", "NH", "PH", "R", "S", "T", "TH", "TR", "V", "X"];

    private static readonly string[] Finals = ["", "C", "CH", "M", "N", "NG", "NH", "P", "T"];

    /// <summary>True where the text holds at least one sign of a legacy encoding.</summary>
    public static bool IsSuspected(string text)
    {
        var previous = ' ';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var traits = VietnameseLetters.TraitsOf(c);
            var isPair = IsLegacyPair(previous, c, traits) && !(c == 'Ð' && IsAbbreviation(text, i));
            if (traits.HasFlag(LetterTraits.LegacySign) || isPair) return true;
            if (IsViqr(previous, c, i + 1 < text.Length ? text[i + 1] : ' ')) return true;
            previous = c;
        }

        return false;
    }

    /// <summary>
    /// Pairs that Vietnamese never has: a small letter before an accented capital, đ or ñ inside a syllable, a plain
    /// vowel before the accented vowel that VNI used as its mark.
    /// </summary>
    internal static bool IsLegacyPair(char previous, char c, LetterTraits traits)
    {
        if (c is 'Ð' or 'Ñ' or 'ñ') return char.IsLetter(previous) && (c != 'Ñ' || char.IsLower(previous));
        if (traits.HasFlag(LetterTraits.LatinCapital) && char.IsAsciiLetterLower(previous)) return true;
        return traits.HasFlag(LetterTraits.VniSecond)
            && IsVniPair(char.ToLowerInvariant(previous), char.ToLowerInvariant(c));
    }

    /// <summary>
    /// True where the Ð (U+00D0) stands in capitals that are no syllable: QÐ-UBND and HÐND are Unicode with a wrong
    /// letter, BÐ may be TCVN3 for Bé.
    /// </summary>
    private static bool IsAbbreviation(string text, int at)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && char.IsAsciiLetterUpper(text[start - 1])) start--;
        while (end < text.Length && char.IsAsciiLetterUpper(text[end])) end++;
        if (start > 0 && char.IsLetter(text[start - 1])) return false;
        if (end < text.Length && char.IsLetter(text[end])) return false;
        if (end < text.Length && text[end] is '-' or '/') return true;
        return !(Initials.Contains(text[start..at]) && Finals.Contains(text[(at + 1)..end]));
    }

    private static bool IsVniPair(char first, char second) => first switch
    {
        'a' => true,
        'e' => "ùøûõïâáàåãä".Contains(second, StringComparison.Ordinal),
        'o' => "ùøûõïâåä".Contains(second, StringComparison.Ordinal),
        'u' or 'y' or 'ô' or 'ö' => "ùøûõï".Contains(second, StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsViqr(char previous, char c, char next) => c switch
    {
        '^' => previous is 'a' or 'e' or 'o' or 'A' or 'E' or 'O',
        '+' or '*' => previous is 'u' or 'o' or 'U' or 'O',
        '(' => previous is 'a' or 'A' && char.IsAsciiLetter(next),
        '~' => char.IsAsciiLetter(previous),
        _ => false,
    };
}
