using System.Text;

namespace PaymentHub.BankFormats.Xml;

/// <summary>Judges the first bytes of a file before any parser sees them: encoding, label, and whether it is XML at
/// all.</summary>
internal static class XmlPrologue
{
    private const int LongestShownCharacters = 60;
    private const int DeclarationBytes = 256;

    /// <summary>Null where the bytes can be given to an XML reader as UTF-8.</summary>
    public static FileFinding? Objection(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return new FileFinding(0, "", FileReason.Truncated, "Tệp rỗng.", "The file is empty.");
        if (WideEncodingOf(head) is { } wide) return BadEncoding(wide);
        var text = WithoutMark(head);
        if (DeclaredEncoding(text) is { } label && !IsUtf8(label)) return BadEncoding(label);
        var first = text.TrimStart(" \t\r\n"u8);
        if (first.IsEmpty || first[0] == '<') return null;
        var shown = FirstLine(text);
        return new FileFinding(
            1, "", FileReason.UnsupportedType,
            $"Tệp không phải XML; dòng đầu tiên là: {shown}", $"Not an XML file; its first line is: {shown}");
    }

    /// <summary>The first line, shortened and with control characters shown as dots, safe to print.</summary>
    public static string FirstLine(ReadOnlySpan<byte> head)
    {
        var text = WithoutMark(head);
        var end = text.IndexOfAny("\r\n"u8);
        var line = Encoding.UTF8.GetString(text[..Math.Min(end < 0 ? text.Length : end, 4 * LongestShownCharacters)]);
        var shown = string.Concat(line.Select(c => char.IsControl(c) || c == '\uFFFD' ? '·' : c));
        return shown.Length <= LongestShownCharacters ? shown : shown[..LongestShownCharacters] + "…";
    }

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> head) =>
        head.StartsWith("\uFEFF"u8) ? head[3..] : head;

    /// <summary>Name of the two- or four-byte encoding that the bytes show, or null.</summary>
    public static string? WideEncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2) return null;
        var first = (head[0], head[1]);
        if (first is (0xFF, 0xFE) or (0xFE, 0xFF)) return "UTF-16";
        return head[0] == 0 || (head[0] < 0x80 && head[1] == 0) ? "UTF-16" : null;
    }

    public static string? DeclaredEncoding(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("<?xml"u8)) return null;
        var declaration = Encoding.Latin1.GetString(text[..Math.Min(text.Length, DeclarationBytes)]);
        var end = declaration.IndexOf("?>", StringComparison.Ordinal);
        if (end > 0) declaration = declaration[..end];
        var at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        if (at < 0) return null;
        var open = declaration.AsSpan(at).IndexOfAny('"', '\'');
        if (open < 0) return null;
        var value = declaration.AsSpan(at + open + 1);
        var close = value.IndexOfAny('"', '\'');
        return close < 0 ? null : value[..close].ToString();
    }

    private static bool IsUtf8(string label) => label.Equals("UTF-8", StringComparison.OrdinalIgnoreCase);

    private static FileFinding BadEncoding(string label) => new(
        1, "encoding", FileReason.BadEncoding,
        $"Tệp được mã hoá hoặc ghi nhãn {label}; chỉ nhận UTF-8.",
        $"The file is encoded or labelled as {label}; only UTF-8 is accepted.");
}
