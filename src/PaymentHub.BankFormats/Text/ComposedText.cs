using System.Text;

namespace PaymentHub.BankFormats.Text;

/// <summary>
/// Texts as they are compared, with composed letters, since banks write ế in one to three characters.
/// </summary>
internal static class ComposedText
{
    // No character at all, yet some files hold it.
    private const char NoCharacter = '\uFFFE';

    /// <summary>
    /// The composed text. What nobody can compose, half a surrogate pair or U+FFFE, leaves the text as it is.
    /// </summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text)) return text;
        foreach (var c in text.EnumerateRunes())
            if (c == Rune.ReplacementChar || c.Value == NoCharacter) return text;
        return text.Normalize();
    }
}
