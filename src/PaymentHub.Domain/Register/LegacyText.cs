using System.Collections.Frozen;
using System.Text;

namespace PaymentHub.Domain.Register;

/// <summary>How Vietnamese letters are coded in a file (bảng mã).</summary>
public enum TextCoding
{
    /// <summary>Unicode, whatever its composition.</summary>
    Unicode,

    /// <summary>TCVN3 (ABC): one byte a letter, shown as <c>NguyÔn V¨n §øc</c>.</summary>
    Tcvn3,

    /// <summary>VNI Windows: base letter and mark in two bytes, shown as <c>Nguyeãn Vaên Ñöùc</c>.</summary>
    Vni,

    /// <summary>VIQR: marks as ASCII signs, <c>Nguye^~n Va(n DDu+'c</c>.</summary>
    Viqr,

    /// <summary>Windows-1258: half-composed letters followed by combining tones.</summary>
    Windows1258,
}

/// <summary>
/// Names the legacy coding of a text and converts from it. Nothing converts by itself: a person has seen the detected
/// coding and asked for it, because a short text such as TCVN3 <c>Vâ</c> is right in two codings.
/// </summary>
public static class LegacyText
{
    private const string VniTones = "ùøûõï";

    private static readonly FrozenDictionary<char, char> Tcvn3 = Tcvn3Table();
    private static readonly FrozenDictionary<(char Base, char Mark), char> VniPairs = VniTable();
    private static readonly FrozenDictionary<char, char> VniSingles = new Dictionary<char, char>
    {
        ['í'] = 'í',
        ['ì'] = 'ì',
        ['æ'] = 'ỉ',
        ['ó'] = 'ĩ',
        ['ò'] = 'ị',
        ['ô'] = 'ơ',
        ['ö'] = 'ư',
        ['î'] = 'ỵ',
        ['ñ'] = 'đ',
    }.ToFrozenDictionary();

    /// <summary>
    /// The coding that the text's certain signs point to; null where it shows none, which a text of few letters may do
    /// in any coding.
    /// </summary>
    public static TextCoding? Detect(string text)
    {
        if (!LegacyEncoding.IsSuspected(text)) return null;
        if (IsAscii(text)) return TextCoding.Viqr;
        return HasVniPair(text) ? TextCoding.Vni : HasTcvn3Sign(text) ? TextCoding.Tcvn3 : null;
    }

    /// <summary>
    /// The text in Unicode (NFC). A text with a letter that the coding cannot hold (ễ, ă, đ) is Unicode already and
    /// stays as it is: files mix both.
    /// </summary>
    public static string Convert(string text, TextCoding from)
    {
        if (text.Length == 0 || from is TextCoding.Unicode) return text;
        if (from is TextCoding.Windows1258) return text.Normalize(NormalizationForm.FormC);
        if (from is TextCoding.Viqr) return ViqrText.Convert(text);
        if (IsAscii(text) || HasUnicodeLetter(text)) return text;
        return from is TextCoding.Vni ? FromVni(text) : FromTcvn3(text);
    }

    private static string FromTcvn3(string text)
    {
        // The fonts of capitals (.VnTimeH) draw small codes as capitals, so case follows the ASCII letters around.
        var isUpper = text.Count(char.IsAsciiLetterUpper) > 1 && !text.Any(char.IsAsciiLetterLower);
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var letter = Tcvn3.TryGetValue(c, out var known) ? known : c;
            result.Append(isUpper ? char.ToUpperInvariant(letter) : letter);
        }

        return result.ToString().Normalize(NormalizationForm.FormC);
    }

    private static string FromVni(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var small = char.ToLowerInvariant(c);
            var mark = i + 1 < text.Length ? char.ToLowerInvariant(text[i + 1]) : '\0';
            if (VniPairs.TryGetValue((small, mark), out var pair)) i++;
            else if (!VniSingles.TryGetValue(small, out pair)) pair = small;
            result.Append(c == small ? pair : char.ToUpperInvariant(pair));
        }

        return result.ToString().Normalize(NormalizationForm.FormC);
    }

    private static bool HasVniPair(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            var (first, second) = (char.ToLowerInvariant(text[i - 1]), char.ToLowerInvariant(text[i]));
            if (VniPairs.ContainsKey((first, second)) && !IsTcvn3Only(text)) return true;
        }

        return text.AsSpan().IndexOfAny("Ññ") >= 0 && !IsTcvn3Only(text);
    }

    /// <summary>Signs in the place of letters, which VNI never uses.</summary>
    private static bool IsTcvn3Only(string text) => text.Any(c => c is >= '\u00A1' and <= '\u00BE');

    private static bool HasTcvn3Sign(string text) =>
        text.Any(c => c > '\u007F' && VietnameseLetters.TraitsOf(c).HasFlag(LetterTraits.LegacySign));

    private static bool HasUnicodeLetter(string text) => text.Any(c => c > '\u00FF');

    private static bool IsAscii(string text) => text.All(char.IsAscii);

    private static FrozenDictionary<char, char> Tcvn3Table()
    {
        (char First, string Letters)[] runs =
        [
            ('\u00A1', "ĂÂÊÔƠƯĐăâêôơưđ"), ('\u00B5', "àảãáạ"), ('\u00BB', "ằẳẵắ"), ('\u00C6', "ặầẩẫấậè"),
            ('\u00CE', "ẻẽéẹềểễếệìỉ"), ('\u00DC', "ĩíịò"), ('\u00E1', "ỏõóọồổỗốộờở"), ('\u00EC', "ỡớợ"),
            ('\u00EF', "ù"), ('\u00F1', "ủũúụừửữứựỳỷỹýỵ"),
        ];
        var table = new Dictionary<char, char>();
        foreach (var (first, letters) in runs)
        {
            var code = first;
            foreach (var letter in letters)
            {
                table[code++] = letter;
            }
        }

        return table.ToFrozenDictionary();
    }

    private static FrozenDictionary<(char Base, char Mark), char> VniTable()
    {
        (char Base, string Marks, string Letters)[] rows =
        [
            ('a', VniTones, "áàảãạ"), ('e', VniTones, "éèẻẽẹ"), ('o', VniTones, "óòỏõọ"), ('u', VniTones, "úùủũụ"),
            ('y', "ùøûõ", "ýỳỷỹ"), ('ô', VniTones, "ớờởỡợ"), ('ö', VniTones, "ứừửữự"),
            ('a', "âáàåãä", "âấầẩẫậ"), ('a', "êéèúüë", "ăắằẳẵặ"), ('e', "âáàåãä", "êếềểễệ"), ('o', "âáàåãä", "ôốồổỗộ"),
        ];
        return rows.SelectMany(r => r.Marks.Select((mark, i) => (Key: (r.Base, mark), Letter: r.Letters[i])))
            .ToFrozenDictionary(p => p.Key, p => p.Letter);
    }
}

/// <summary>VIQR: after a vowel ^ ( + make the letter, ' ` ? ~ . the tone; dd is đ.</summary>
internal static class ViqrText
{
    private const string Vowels = "aeiouyAEIOUY";

    public static string Convert(string text)
    {
        var result = new StringBuilder(text.Length * 2);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (c is 'd' or 'D' && next is 'd' or 'D')
            {
                result.Append(c == 'd' ? 'đ' : 'Đ');
                i++;
                continue;
            }

            result.Append(c);
            if (!Vowels.Contains(c, StringComparison.Ordinal)) continue;
            if (ShapeOf(c, next) is var shape and not '\0')
            {
                result.Append(shape);
                i++;
                next = i + 1 < text.Length ? text[i + 1] : ' ';
            }

            // A full stop at the end of the text or before a blank is one.
            if (ToneOf(next) is not (var tone and not '\0')) continue;
            if (next == '.' && result[^1] == c && i + 2 >= text.Length) continue;
            result.Append(tone);
            i++;
        }

        return result.ToString().Normalize(NormalizationForm.FormC);
    }

    private static char ShapeOf(char vowel, char sign) => (char.ToLowerInvariant(vowel), sign) switch
    {
        ('a' or 'e' or 'o', '^') => '\u0302',
        ('a', '(') => '\u0306',
        ('o' or 'u', '+' or '*') => '\u031B',
        _ => '\0',
    };

    private static char ToneOf(char sign) => sign switch
    {
        '\'' => '\u0301',
        '`' => '\u0300',
        '?' => '\u0309',
        '~' => '\u0303',
        '.' => '\u0323',
        _ => '\0',
    };
}
