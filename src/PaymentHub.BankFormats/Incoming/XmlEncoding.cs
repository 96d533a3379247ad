using System.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// In which encoding an XML file is read. Marks and labels contradict each other in real files; the bytes decide, and
/// what was decided against the label is remarked.
/// </summary>
/// <param name="From">The encoding to convert from; null for UTF-8.</param>
/// <param name="IgnoresLabel">Whether the declaration must not be believed.</param>
/// <param name="Skip">White space before the declaration, and a mark, that are left out.</param>
/// <param name="Finding">What to say about it; an effect of Reject ends the reading.</param>
internal sealed record XmlEncoding(Encoding? From, bool IgnoresLabel, int Skip, FileFinding? Finding)
{
    static XmlEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static XmlEncoding Of(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 4 && (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])
            || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])))
            return Refused("UTF-32");
        if (WideOf(head) is { } wide) return new XmlEncoding(wide, true, 0, null);
        var body = XmlPrologue.WithoutMark(head);
        var hasMark = body.Length < head.Length;
        var blanks = body.Length - body.TrimStart(" \t\r\n"u8).Length;
        var skip = blanks > 0 && body[blanks..].StartsWith("<?xml"u8) ? head.Length - body.Length + blanks : 0;
        var label = XmlPrologue.DeclaredEncoding(body[blanks..]);
        var decided = label is null ? Utf8 : ByLabel(label, head, hasMark);
        if (skip == 0 || decided.Finding?.Effect == Verdict.Reject) return decided;
        return decided with { Skip = skip, Finding = decided.Finding ?? Blanks };
    }

    private static XmlEncoding Utf8 => new(null, false, 0, null);

    private static FileFinding Blanks => new(
        1, "", FileReason.Schema, "Có khoảng trắng trước khai báo XML.", "White space before the XML declaration.",
        Verdict.Accept);

    private static UnicodeEncoding? WideOf(ReadOnlySpan<byte> head)
    {
        if (XmlPrologue.WideEncodingOf(head) is null) return null;
        var bigEndian = head[0] == 0xFE || head[0] == 0;
        return new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true);
    }

    private static XmlEncoding ByLabel(string label, ReadOnlySpan<byte> head, bool hasMark)
    {
        var name = label.ToUpperInvariant();
        if (name is "UTF-8" or "UTF8") return name == "UTF8" ? Utf8 with { IgnoresLabel = true } : Utf8;
        if (name == "UTF-7") return Refused(label);
        if (hasMark || name.StartsWith("UTF-16", StringComparison.Ordinal) || name.StartsWith("UCS-2", Ordinal))
            return Against(label);
        if (name is "US-ASCII" or "ASCII") return Utf8 with { IgnoresLabel = true };
        if (IsMultibyteUtf8(head)) return Against(label);
        try
        {
            var from = Encoding.GetEncoding(
                label, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return new XmlEncoding(from, true, 0, null);
        }
        catch (ArgumentException)
        {
            return Refused(label);
        }
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static XmlEncoding Against(string label) => new(null, true, 0, new FileFinding(
        1, "encoding", FileReason.BadEncoding,
        $"Tệp ghi nhãn {XmlShown.Of(label)} nhưng thực tế là UTF-8; đọc theo UTF-8.",
        $"The file is labelled {XmlShown.Of(label)} but is UTF-8; read as UTF-8.", Verdict.Accept));

    private static XmlEncoding Refused(string label) => new(null, true, 0, new FileFinding(
        1, "encoding", FileReason.BadEncoding, $"Không đọc được bảng mã {XmlShown.Of(label)}.",
        $"Encoding {XmlShown.Of(label)} cannot be read."));

    // Letters that are valid UTF-8 throughout are no accident of an eight-bit code page.
    private static bool IsMultibyteUtf8(ReadOnlySpan<byte> head)
    {
        if (!head.ContainsAnyInRange((byte)0x80, (byte)0xFF)) return false;
        for (var cut = 0; cut <= 3 && cut < head.Length; cut++)
            if (Utf8Valid(head[..^cut])) return true;
        return false;
    }

    private static bool Utf8Valid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
