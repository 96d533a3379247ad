using System.Text;

namespace PaymentHub.Operator.Evaluate;

/// <summary>
/// The text of a file in any of the encodings that ledgers and banks export: UTF-8, UTF-16 with or without a mark,
/// Windows-1258 where tones stand behind their letters, and otherwise Latin 1.
/// </summary>
internal static class FileText
{
    private const int Looked = 4_096;
    private const string Vowels = "AEIOUYaeiouyÂĂÊÔƠƯâăêôơư";
    private const string Tones = "\u0300\u0301\u0303\u0309\u0323";

    public static string Of(byte[] bytes)
    {
        if (WideOf(bytes) is { } wide) return wide.GetString(bytes).TrimStart('\uFEFF').Normalize();
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF').Normalize();
        }
        catch (DecoderFallbackException)
        {
            var text = CodePagesEncodingProvider.Instance.GetEncoding(1258)!.GetString(bytes);
            return IsVietnamese(text) ? text.Normalize() : Encoding.Latin1.GetString(bytes);
        }
    }

    private static UnicodeEncoding? WideOf(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..]) return new UnicodeEncoding(false, true);
        if (bytes is [0xFE, 0xFF, ..]) return new UnicodeEncoding(true, true);
        var looked = Math.Min(bytes.Length, Looked) / 2 * 2;
        var (even, odd) = (0, 0);
        for (var i = 0; i < looked; i++)
        {
            if (bytes[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }

        return Math.Max(even, odd) * 4 < looked || looked == 0 ? null : new UnicodeEncoding(even > odd, false);
    }

    // A tone by itself stands behind a vowel; a letter of another language that shares its byte does so by chance only.
    private static bool IsVietnamese(string text)
    {
        var (placed, lost) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (!Tones.Contains(text[i])) continue;
            if (i > 0 && Vowels.Contains(text[i - 1])) placed++;
            else lost++;
        }

        return placed >= lost * 9;
    }
}
