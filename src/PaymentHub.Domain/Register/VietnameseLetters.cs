using System.Globalization;
using System.Text;

namespace PaymentHub.Domain.Register;

/// <summary>What the normaliser has to know about a character before it may leave it as it is.</summary>
[Flags]
internal enum LetterTraits : byte
{
    Plain = 0,
    Space = 1,
    NotComposed = 2,
    LookAlike = 4,
    Invisible = 8,
    LegacySign = 16,
    LatinCapital = 32,
    VniSecond = 64,
}

/// <summary>
/// Character tables below U+1F00, which holds every letter of Vietnamese and of the minority languages; built once from
/// the Unicode data of the runtime so that no letter is listed by hand where Unicode already knows it.
/// </summary>
internal static class VietnameseLetters
{
    public const int Limit = 0x1F00;

    private static readonly LetterTraits[] Traits = new LetterTraits[Limit];
    private static readonly char[] Bases = new char[Limit];
    private static readonly char[] WithoutTone = new char[Limit];
    private static readonly byte[] ToneOf = new byte[Limit];
    private static readonly char[] Replacements = new char[Limit];

    static VietnameseLetters()
    {
        for (var i = 0; i < Limit; i++) Describe((char)i);
        foreach (var (wrong, right) in LookAlikes)
            (Replacements[wrong], Traits[wrong]) = (right, LetterTraits.LookAlike);
        foreach (var c in LegacySigns) Traits[c] |= LetterTraits.LegacySign;
        foreach (var c in VniSeconds) Traits[c] |= LetterTraits.VniSecond;
        for (var c = 'À'; c <= 'Þ'; c++) Traits[c] |= LetterTraits.LatinCapital;
    }

    /// <summary>TCVN3 or mojibake: characters that no name in Vietnamese or a minority language contains.</summary>
    private static string LegacySigns =>
        "\u00A1\u00A2\u00A3\u00A4\u00A5\u00A6\u00A7\u00A8\u00A9\u00AA\u00AB\u00AC\u00AD\u00AE\u00B1\u00B5\u00B6\u00B8"
        + "\u00B9\u00BB\u00BC\u00BD\u00BE\u00C6\u00C7\u00CB\u00CE\u00CF\u00D6\u00D7\u00D8\u00DC\u00DE\u00DF"
        + "\u00E4\u00E5\u00E6\u00E7\u00EB\u00EE\u00EF\u00F6\u00F7\u00F8\u00FB\u00FC\u00FE";

    /// <summary>The second halves of VNI letter pairs ("Vaên", "Traàn"), decoded as Windows-1252.</summary>
    private static string VniSeconds => "ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË";

    /// <summary>Letters of other alphabets, and kin of Đ and Ă, that people cannot tell from the right ones.</summary>
    private static (char Wrong, char Right)[] LookAlikes =>
    [
        ('\u00D0', 'Đ'), ('\u0189', 'Đ'), ('\u00F0', 'đ'), ('\u0256', 'đ'), ('\u01CD', 'Ă'), ('\u01CE', 'ă'),
        ('\u0131', 'i'), ('\u0391', 'A'), ('\u0392', 'B'), ('\u0395', 'E'), ('\u0396', 'Z'), ('\u0397', 'H'),
        ('\u0399', 'I'), ('\u039A', 'K'), ('\u039C', 'M'), ('\u039D', 'N'), ('\u039F', 'O'), ('\u03A1', 'P'),
        ('\u03A4', 'T'), ('\u03A5', 'Y'), ('\u03A7', 'X'), ('\u03B1', 'a'), ('\u03BD', 'v'), ('\u03BF', 'o'),
        ('\u0405', 'S'), ('\u0406', 'I'), ('\u0408', 'J'), ('\u0410', 'A'), ('\u0412', 'B'), ('\u0415', 'E'),
        ('\u041A', 'K'), ('\u041C', 'M'), ('\u041D', 'H'), ('\u041E', 'O'), ('\u0420', 'P'), ('\u0421', 'C'),
        ('\u0422', 'T'), ('\u0423', 'Y'), ('\u0425', 'X'), ('\u0430', 'a'), ('\u0435', 'e'), ('\u043E', 'o'),
        ('\u0440', 'p'), ('\u0441', 'c'), ('\u0443', 'y'), ('\u0445', 'x'), ('\u0455', 's'), ('\u0456', 'i'),
        ('\u0458', 'j'),
    ];

    public static LetterTraits TraitsOf(char c) => c < Limit ? Traits[c] : Beyond(c);

    /// <summary>The letter without any mark, case kept, đ as d; combining marks give '\0'.</summary>
    public static char BaseOf(char c) => c < Limit ? Bases[c] : c;

    /// <summary>The letter without its tone; ă â ê ô ơ ư đ keep their own marks.</summary>
    public static char WithoutToneOf(char c) => c < Limit ? WithoutTone[c] : c;

    /// <summary>1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng, 0 none (ngang).</summary>
    public static int ToneNumberOf(char c) => c < Limit ? ToneOf[c] : 0;

    /// <summary>The right letter for a look-alike; '\0' where the character only has to go.</summary>
    public static char ReplacementOf(char c) => c switch
    {
        < (char)Limit => Replacements[c],
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        _ => '\0',
    };

    /// <summary>The tone number of a combining mark, 0 for other characters.</summary>
    public static int ToneOfMark(char mark) => mark switch
    {
        '\u0300' or '\u0340' => 1,
        '\u0301' or '\u0341' => 2,
        '\u0309' => 3,
        '\u0303' => 4,
        '\u0323' => 5,
        _ => 0,
    };

    private static LetterTraits Beyond(char c)
    {
        if (c is '\u00A0' or '\u3000' || char.IsWhiteSpace(c)) return LetterTraits.Space;
        if (IsInvisible(c)) return LetterTraits.Invisible;
        if (c is >= '\uFF01' and <= '\uFF5E') return LetterTraits.LookAlike;
        if (c == '\uFFFD') return LetterTraits.LegacySign;
        return c is '\u2018' or '\u2019' or '\u2013' or '\u2014' ? LetterTraits.Plain : LetterTraits.NotComposed;
    }

    private static bool IsInvisible(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static void Describe(char c)
    {
        (Bases[c], WithoutTone[c]) = (c, c);
        if (char.IsWhiteSpace(c)) Traits[c] = LetterTraits.Space;
        else if (IsInvisible(c) && c != '\u00AD') Traits[c] = LetterTraits.Invisible;
        else if (IsMark(c) || !c.ToString().IsNormalized(NormalizationForm.FormC)) Traits[c] = LetterTraits.NotComposed;
        if (IsMark(c)) Bases[c] = '\0';
        else if (char.IsLetter(c)) Decompose(c);
        if (c is 'đ' or '\u0256' or '\u00F0') Bases[c] = 'd';
        if (c is 'Đ' or '\u0189' or '\u00D0') Bases[c] = 'D';
    }

    private static void Decompose(char c)
    {
        var parts = c.ToString().Normalize(NormalizationForm.FormD);
        if (parts.Length == 1 && parts[0] == c) return;
        Bases[c] = parts[0];
        var rest = new StringBuilder().Append(parts[0]);
        foreach (var mark in parts.AsSpan(1))
        {
            if (ToneOfMark(mark) is var tone and > 0) ToneOf[c] = (byte)tone;
            else rest.Append(mark);
        }

        var recomposed = rest.ToString().Normalize(NormalizationForm.FormC);
        if (recomposed.Length == 1) WithoutTone[c] = recomposed[0];
        else ToneOf[c] = 0;
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
