using System.Text;

namespace PaymentHub.Domain.Register;

/// <summary>What was wrong with a text before it was normalised.</summary>
[Flags]
public enum TextFaults
{
    None = 0,

    /// <summary>Decomposed or half-composed accents (NFD, Windows-1258).</summary>
    NotNfc = 1,

    /// <summary>Letters of another alphabet that look alike, or invisible characters.</summary>
    LookAlike = 2,

    /// <summary>TCVN3, VNI or VIQR text, or a wrong decoding; the text was left as it is.</summary>
    LegacyEncoding = 4,
}

/// <summary>
/// One form for Vietnamese text: NFC, right letters, single blanks. Comparison has three strengths:
/// <see cref="SameName"/> decides (accents count, tone placement does not), <see cref="VietnameseKeys.LooseKey"/> also
/// joins i/y spellings, and <see cref="Fold"/> only finds candidates: it makes Ba Tơ and Ba Tô alike.
/// </summary>
public static class VietnameseText
{
    /// <summary>
    /// The normalised text and what had to be repaired. Legacy-encoded text is returned untouched apart from NFC,
    /// because folding it would turn one wrong name into another.
    /// </summary>
    public static string Normalize(string text, out TextFaults faults)
    {
        faults = TextFaults.None;
        return IsClean(text) ? text : Repair(text, out faults);
    }

    /// <summary>The normalised text alone.</summary>
    public static string Normalize(string text) => Normalize(text, out _);

    /// <summary>
    /// True for the same name in any letter case and with either tone placement (hòa, hoà); accents decide.
    /// </summary>
    public static bool SameName(string a, string b) =>
        string.Equals(a, b, StringComparison.Ordinal)
        || string.Equals(VietnameseKeys.ToneKey(a), VietnameseKeys.ToneKey(b), StringComparison.Ordinal);

    /// <summary>Upper case without marks, đ as D: for search and for blocking, never for deciding.</summary>
    public static string Fold(string text)
    {
        if (text.AsSpan().ContainsAnyInRange((char)VietnameseLetters.Limit, '\uFFFF')) text = Decomposed(text);
        return string.Create(FoldedLength(text), text, static (span, source) =>
        {
            var n = 0;
            foreach (var c in source)
            {
                if (FoldedOf(c) is var folded and not '\0') span[n++] = folded;
            }
        });
    }

    /// <summary>
    /// A name as banks print it: upper case, no marks, letters and digits with single blanks (NGUYEN VAN DUC).
    /// </summary>
    public static string BankName(string name)
    {
        if (IsBankName(name)) return name;
        var folded = Fold(name);
        var result = new StringBuilder(folded.Length);
        foreach (var c in folded)
        {
            if (char.IsAsciiLetterOrDigit(c)) result.Append(c);
            else if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>True where every character may stay and blanks are single and inside.</summary>
    private static bool IsClean(string text)
    {
        var previous = ' ';
        foreach (var c in text)
        {
            var traits = c is > ' ' and < '\u007F' ? LetterTraits.Plain : VietnameseLetters.TraitsOf(c);
            if (traits == LetterTraits.Plain)
            {
                if (c is '^' or '(' or '+' or '*' or '~') return false;
            }
            else if (!MayStay(c, previous, traits))
            {
                return false;
            }

            previous = c;
        }

        return text.Length == 0 || previous != ' ';
    }

    private static bool MayStay(char c, char previous, LetterTraits traits)
    {
        if (c == ' ') return previous != ' ';
        if ((traits & ~(LetterTraits.LatinCapital | LetterTraits.VniSecond)) != 0) return false;
        return !LegacyEncoding.IsLegacyPair(previous, c, traits);
    }

    private static bool IsBankName(string text)
    {
        var previous = ' ';
        foreach (var c in text)
        {
            if (c == ' ' ? previous == ' ' : !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)) return false;
            previous = c;
        }

        return text.Length == 0 || previous != ' ';
    }

    private static string Repair(string text, out TextFaults faults)
    {
        faults = TextFaults.None;
        if (HasLoneSurrogate(text))
        {
            faults = TextFaults.LegacyEncoding;
            return text;
        }

        var composed = text.Normalize(NormalizationForm.FormC);
        if (!string.Equals(composed, text, StringComparison.Ordinal)) faults |= TextFaults.NotNfc;
        if (LegacyEncoding.IsSuspected(composed))
        {
            faults |= TextFaults.LegacyEncoding;
            return composed;
        }

        var lookAlike = TextFaults.None;
        var result = Replaced(composed, ref lookAlike);
        // Wide forms may have hidden the signs of a legacy encoding.
        var isLegacy = lookAlike != TextFaults.None && LegacyEncoding.IsSuspected(result);
        faults |= isLegacy ? TextFaults.LegacyEncoding : lookAlike;
        return isLegacy ? composed : result;
    }

    /// <summary>
    /// A replaced base letter may compose with a mark that followed it, and the letter that this gives may be a
    /// look-alike again (Cyrillic а with a caron); every round leaves fewer of them, so this ends.
    /// </summary>
    private static string Replaced(string text, ref TextFaults faults)
    {
        for (; ; )
        {
            var found = TextFaults.None;
            text = Replace(text, ref found).Normalize(NormalizationForm.FormC);
            if (found == TextFaults.None) return text;
            faults |= found;
        }
    }

    private static string Replace(string text, ref TextFaults faults)
    {
        var result = new StringBuilder(text.Length);
        var blank = false;
        foreach (var c in text)
        {
            var traits = VietnameseLetters.TraitsOf(c);
            if (traits.HasFlag(LetterTraits.Space))
            {
                blank = result.Length > 0;
                continue;
            }

            var kept = c;
            if ((traits & (LetterTraits.LookAlike | LetterTraits.Invisible)) != 0)
            {
                faults |= TextFaults.LookAlike;
                kept = VietnameseLetters.ReplacementOf(c);
                if (kept == '\0') continue;
            }

            if (blank) result.Append(' ');
            blank = false;
            result.Append(kept);
        }

        return result.ToString();
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }

        return false;
    }

    private static string Decomposed(string text) =>
        HasLoneSurrogate(text) ? text : text.Normalize(NormalizationForm.FormD);

    private static char FoldedOf(char c)
    {
        if (c < '\u0080') return char.ToUpperInvariant(c);
        var upper = char.ToUpperInvariant(VietnameseLetters.BaseOf(c));
        return VietnameseLetters.BaseOf(upper);
    }

    private static int FoldedLength(string text)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (FoldedOf(c) != '\0') length++;
        }

        return length;
    }
}
