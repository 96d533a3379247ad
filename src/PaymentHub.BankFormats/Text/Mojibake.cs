using System.Buffers;

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

    private static readonly SearchValues<char> Leads = SearchValues.Create("ÃÄÅÆá");

    public static bool IsIn(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var lead = text.IndexOfAny(Leads);
            if (lead < 0 || lead + 1 == text.Length) return false;
            var isThreeBytes = text[lead] == 'á';
            text = text[(lead + 1)..];
            if (!isThreeBytes && IsFollowing(text[0])) return true;
            if (isThreeBytes && text.Length > 1 && (text[0] is 'º' or '»') && IsFollowing(text[1])) return true;
        }
    }

    private static bool IsFollowing(char c) => c is >= '\u0080' and <= '\u00BF' || Windows1252Signs.Contains(c);
}
