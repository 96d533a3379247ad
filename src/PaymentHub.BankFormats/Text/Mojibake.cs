namespace PaymentHub.BankFormats.Text;

/// <summary>
/// Recognises Vietnamese text that was UTF-8 and has been read as Latin-1 or Windows-1252 before it reached us
/// ("Nguyá»…n"). Such text is valid UTF-8, so only its pattern gives it away: the first byte of a sequence shows as
/// one of Ã Ä Å Æ á, a following byte as a sign that never stands after these letters in a name.
/// </summary>
internal static class Mojibake
{
    // What Windows-1252 shows for the bytes 80..9F; Latin-1 shows them as the control characters U+0080..U+009F.
    private const string Windows1252Signs = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";

    public static bool IsIn(ReadOnlySpan<char> text)
    {
        if (System.Text.Ascii.IsValid(text)) return false;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is >= 'Ã' and <= 'Æ' && IsFollowing(text[i + 1])) return true;
            if (text[i] == 'á' && (text[i + 1] is 'º' or '»') && i + 2 < text.Length && IsFollowing(text[i
                + 2])) return true;
        }

        return false;
    }

    private static bool IsFollowing(char c) => c is >= '\u0080' and <= '\u00BF' || Windows1252Signs.Contains(c);
}
