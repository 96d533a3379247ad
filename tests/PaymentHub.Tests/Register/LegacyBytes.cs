using System.Text;
using PaymentHub.Domain.Register;

namespace PaymentHub.Tests.Register;

/// <summary>Text as programs of the 1990s wrote it.</summary>
internal static class LegacyBytes
{
    /// <summary>The bytes of a file in the coding; TCVN3 loses the case of capitals with a tone.</summary>
    public static byte[] Of(string text, TextCoding coding)
    {
        if (coding == TextCoding.Tcvn3) return Encoding.Latin1.GetBytes(string.Concat(text.Select(Tcvn3)));
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1258).GetBytes(string.Concat(text.Select(Windows1258)));
    }

    // The inverse of the conversion, by trying every byte; capitals with a tone have none of their own.
    private static char Tcvn3(char letter)
    {
        if (letter < '\u0080') return letter;
        var bytes = Enumerable.Range(0xA1, 0x5E).Select(i => (char)i).ToList();
        return bytes.Find(c => MeantBy(c) == letter) is var exact and not '\0'
            ? exact
            : bytes.Find(c => MeantBy(c) == char.ToLowerInvariant(letter));
    }

    private static char MeantBy(char written) => LegacyText.Convert($"a{written}", TextCoding.Tcvn3)[1];

    // Windows-1258 has the vowels with their shapes and the tones as marks behind them.
    private static string Windows1258(char letter)
    {
        var parts = letter.ToString().Normalize(NormalizationForm.FormD);
        var tone = parts.FirstOrDefault(c => c is '\u0300' or '\u0301' or '\u0309' or '\u0303' or '\u0323');
        if (tone == '\0') return letter.ToString();
        var rest = string.Concat(parts.Where(c => c != tone)).Normalize(NormalizationForm.FormC);
        return rest + tone;
    }
}
