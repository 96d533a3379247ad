namespace PaymentHub.Domain.Register;

/// <summary>Comparison keys of normalised Vietnamese text, in lower case.</summary>
public static class VietnameseKeys
{
    /// <summary>
    /// Each syllable with its tone taken off its vowel and written behind it, so that both placements of a tone give
    /// one key: hòa and hoà are both <c>hoa1</c>. Vowel marks and đ stay: tơ and tô differ.
    /// </summary>
    public static string ToneKey(string text)
    {
        // A letter gives at most itself and one tone.
        var buffer = text.Length <= 128 ? stackalloc char[256] : new char[text.Length * 2];
        var tones = text.Length <= 128 ? stackalloc char[128] : new char[text.Length];
        var (n, pending) = (0, 0);
        foreach (var c in text)
        {
            var mark = VietnameseLetters.ToneOfMark(c);
            var tone = mark > 0 ? mark : VietnameseLetters.ToneNumberOf(c);
            if (tone > 0) tones[pending++] = (char)('0' + tone);
            if (mark > 0) continue;
            if (!char.IsLetter(c) && VietnameseLetters.BaseOf(c) != '\0') Flush(buffer, tones, ref n, ref pending);
            buffer[n++] = char.ToLowerInvariant(VietnameseLetters.WithoutToneOf(c));
        }

        Flush(buffer, tones, ref n, ref pending);
        return new string(buffer[..n]);
    }

    /// <summary>
    /// <see cref="ToneKey"/> with i for a y that is a syllable's only vowel: Lý and Lí, Quý and Quí, Mỹ and Mĩ are one.
    /// The single letter Y of minority names and the y of diphthongs (Thúy, Tây) stay.
    /// </summary>
    public static string LooseKey(string text)
    {
        var key = ToneKey(text);
        if (!key.Contains('y', StringComparison.Ordinal)) return key;
        return string.Create(key.Length, key, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = IsSoleFinalY(source, i) ? 'i' : source[i];
        });
    }

    private static bool IsSoleFinalY(string key, int i)
    {
        if (key[i] != 'y' || i == 0 || !char.IsLetter(key[i - 1])) return false;
        if (i + 1 < key.Length && char.IsLetter(key[i + 1])) return false;
        var before = VietnameseLetters.BaseOf(key[i - 1]);
        return before == 'u' ? i >= 2 && key[i - 2] == 'q' : before is not ('a' or 'e' or 'i' or 'o' or 'y');
    }

    private static void Flush(Span<char> buffer, Span<char> tones, ref int n, ref int pending)
    {
        for (var i = 0; i < pending; i++) buffer[n++] = tones[i];
        pending = 0;
    }
}
