using System.Globalization;
using System.Text;

namespace PaymentHub.BankFormats.Text;

/// <summary>How a bank takes Vietnamese letters.</summary>
public enum LetterForm
{
    /// <summary>As written, composed (Unicode NFC).</summary>
    Composed,

    /// <summary>Upper case without marks, Đ as D: how core banking systems keep account holders.</summary>
    UpperUnmarked,
}

/// <summary>Which characters a bank takes.</summary>
public enum CharacterSet
{
    /// <summary>Every letter and sign, no controls.</summary>
    Unicode,

    /// <summary>The printable characters of ASCII.</summary>
    Ascii,

    /// <summary>
    /// Letters, digits, blank and / - ? : ( ) . , ' + (character set X of SWIFT FIN), which no clearing strips.
    /// </summary>
    SwiftX,
}

/// <summary>What a bank's profile says of one text field.</summary>
/// <param name="Longest">Characters (Unicode code points) at most.</param>
public sealed record TextRule(LetterForm Letters, CharacterSet Characters, int Longest);

/// <summary>
/// A text as the bank gets it.
/// </summary>
/// <param name="Text">Within the rule; empty where nothing of the text can be written.</param>
/// <param name="Cut">What did not fit, from its end; null where all of it did.</param>
/// <param name="Replaced">The characters that the bank does not take, each of which became a blank; null for
/// none.</param>
public sealed record WrittenText(string Text, string? Cut, string? Replaced)
{
    /// <summary>False where the bank gets other letters or fewer than the text has.</summary>
    public bool IsWhole => Cut is null && Replaced is null;
}

/// <summary>
/// Turns Vietnamese text into what a bank takes. Cutting keeps whole syllables, because half a syllable is another
/// name; only a single syllable longer than the field is cut within. Nothing is lost unsaid: what was cut or replaced
/// is in the result.
/// </summary>
public static class BankText
{
    private const string SwiftSigns = " /-?:().,'+";

    /// <summary>Applies a rule to a text.</summary>
    public static WrittenText Write(string text, TextRule rule)
    {
        var replaced = new StringBuilder();
        var formed = rule.Letters == LetterForm.UpperUnmarked ? Unmarked(Valid(text)) : Valid(text).Normalize();
        var words = Words(formed, rule.Characters, replaced);
        var kept = Fit(words, rule.Longest, out var cut);
        return new WrittenText(kept, cut, replaced.Length == 0 ? null : replaced.ToString());
    }

    // Half a surrogate pair cannot be normalised; it becomes U+FFFD, which no set takes.
    private static string Valid(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune != Rune.ReplacementChar) continue;
            var valid = new StringBuilder(text.Length);
            foreach (var good in text.EnumerateRunes()) valid.Append(good.ToString());
            return valid.ToString();
        }

        return text;
    }

    private static string Unmarked(string text)
    {
        var unmarked = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            var upper = Rune.ToUpperInvariant(rune);

            // Đ (U+0110) has no decomposition, and Ð (U+00D0) is the Icelandic letter that looks like it.
            unmarked.Append(upper.Value is 0x0110 or 0x00D0 ? "D" : upper.ToString());
        }

        return unmarked.ToString().Normalize();
    }

    private static List<string> Words(string text, CharacterSet set, StringBuilder replaced)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Takes(set, rune))
            {
                word.Append(rune.ToString());
                continue;
            }

            if (!Rune.IsWhiteSpace(rune)) replaced.Append(rune.ToString());
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    private static bool Takes(CharacterSet set, Rune rune) => set switch
    {
        CharacterSet.SwiftX => rune.IsAscii
            && (char.IsAsciiLetterOrDigit((char)rune.Value) || SwiftSigns.Contains((char)rune.Value)),
        CharacterSet.Ascii => rune.Value is > ' ' and < 0x7F,
        _ => rune.Value is not (0xFFFD or 0xFFFE or 0xFFFF) && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
    };

    private static string Fit(List<string> words, int longest, out string? cut)
    {
        var kept = new StringBuilder();
        var length = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var more = Length(words[i]) + (i == 0 ? 0 : 1);
            if (length + more > longest)
            {
                if (i > 0)
                {
                    cut = string.Join(' ', words.Skip(i));
                    return kept.ToString();
                }

                var (first, rest) = Split(words[0], longest);
                cut = string.Join(' ', words.Skip(1).Prepend(rest));
                return first;
            }

            if (i > 0) kept.Append(' ');
            kept.Append(words[i]);
            length += more;
        }

        cut = null;
        return kept.ToString();
    }

    private static (string Kept, string Left) Split(string word, int longest)
    {
        var at = 0;
        var length = 0;
        foreach (var element in StringInfo.ParseCombiningCharacters(word).Skip(1).Append(word.Length))
        {
            var more = Length(word[at..element]);
            if (length + more > longest) break;
            length += more;
            at = element;
        }

        return (word[..at], word[at..]);
    }

    private static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }
}
