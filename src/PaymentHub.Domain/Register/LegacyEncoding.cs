namespace PaymentHub.Domain.Register;

/// <summary>
/// Recognises text typed for the fonts that preceded Unicode: TCVN3 (<c>NguyÔn V¨n §øc</c>), VNI (<c>Nguyeãn Vaên</c>)
/// and VIQR (<c>Nguye^~n Va(n</c>), and UTF-8 that was decoded as Windows-1252. One certain sign is enough; a text made
/// only of letters that Unicode Vietnamese has too (TCVN3 <c>Vâ</c> for Võ) cannot be recognised alone. The Ñ that
/// begins a word is let through: it is a letter of Ê-đê and Gia Rai.
/// </summary>
public static class LegacyEncoding
{
    /// <summary>True where the text holds at least one sign of a legacy encoding.</summary>
    public static bool IsSuspected(string text)
    {
        var previous = ' ';
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var traits = VietnameseLetters.TraitsOf(c);
            if (traits.HasFlag(LetterTraits.LegacySign) || IsLegacyPair(previous, c, traits)) return true;
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
