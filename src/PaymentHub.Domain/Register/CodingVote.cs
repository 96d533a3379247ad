namespace PaymentHub.Domain.Register;

/// <summary>
/// Guesses the coding of a file's letters from many cells: the coding under which most words with marks are possible
/// Vietnamese syllables. A proposal that is shown, never a conversion.
/// </summary>
public sealed class CodingVote
{
    private static readonly TextCoding[] Candidates = [TextCoding.Unicode, TextCoding.Tcvn3, TextCoding.Vni];

    private readonly int[] _possible = new int[Candidates.Length];
    private int _viqr;
    private int _words;

    /// <summary>Takes one cell into account; plain ASCII cells say nothing unless they look like VIQR.</summary>
    public void Add(string cell)
    {
        var isAscii = cell.All(char.IsAscii);
        if (isAscii && !LegacyEncoding.IsSuspected(cell)) return;
        foreach (var word in cell.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isAscii && word.All(char.IsAscii)) continue;
            _words++;
            if (isAscii) _viqr++;
            else Judge(word);
        }
    }

    /// <summary>The coding that the cells point to; Unicode where nothing speaks against it.</summary>
    public TextCoding Winner
    {
        get
        {
            if (_words == 0) return TextCoding.Unicode;
            if (_viqr > _words / 2) return TextCoding.Viqr;
            var best = 0;
            for (var i = 1; i < Candidates.Length; i++)
                if (_possible[i] > _possible[best]) best = i;
            return Candidates[best];
        }
    }

    /// <summary>How many words with marks were possible syllables under Unicode, and how many there were.</summary>
    public (int Possible, int Words) UnderUnicode => (_possible[0], _words);

    // Split accents and look-alike letters are faults of a Unicode text, with findings of their own; they do not speak
    // for another coding, or one Ð (U+00D0) would make a whole file TCVN3.
    private void Judge(string word)
    {
        for (var i = 0; i < Candidates.Length; i++)
        {
            var read = Candidates[i] == TextCoding.Unicode
                ? VietnameseText.Normalize(word) : LegacyText.Convert(word, Candidates[i]);
            if (IsPossible(read)) _possible[i]++;
        }
    }

    /// <summary>
    /// At most three consonants, up to three vowels of which one at most has a tone, at most two consonants; other
    /// letters than those of Vietnamese make a word impossible.
    /// </summary>
    internal static bool IsPossible(string word)
    {
        var (part, length, tones) = (0, 0, 0);
        foreach (var c in word.Trim('.', ',', '(', ')', '/', ':', ';'))
        {
            if (c is '-' or '\'' || char.IsAsciiDigit(c)) continue;
            if (!char.IsLetter(c) || IsForeign(c)) return false;
            if (VietnameseLetters.ToneNumberOf(c) > 0) tones++;
            var isVowel = "aeiouy".Contains(
                char.ToLowerInvariant(VietnameseLetters.BaseOf(c)), StringComparison.Ordinal);
            var next = isVowel ? 1 : part == 0 ? 0 : 2;
            if (next < part) return false;
            length = next == part ? length + 1 : 1;
            part = next;
            if (length > 3 || tones > 1) return false;
        }

        return part > 0;
    }

    private static bool IsForeign(char c) =>
        c > '\u007F' && (VietnameseLetters.TraitsOf(c)
            & (LetterTraits.LegacySign | LetterTraits.LookAlike | LetterTraits.NotComposed)) != 0;
}
