using System.Text;
using System.Xml;

namespace PaymentHub.BankFormats.Xml;

/// <summary>
/// Tells apart why an XML file cannot be read on. The platform's exception carries a position but no reason code, so
/// the reason is taken from the bytes: invalid UTF-8, an end without the root's end tag, a character XML does not
/// allow.
/// </summary>
internal static class XmlFailure
{
    public static FileFinding Explain(XmlException error, CheckedByteStream bytes, string? rootTag, bool rootClosed)
    {
        if (rootTag is null && IsDoctype(error)) return Forbidden(error.LineNumber);
        if (bytes.InvalidUtf8 || IsForbiddenCharacter(error)) return NotUtf8(error);
        if (!rootClosed && !EndsWithRoot(bytes.Tail, rootTag)) return CutOff(error.LineNumber);
        return new FileFinding(
            error.LineNumber, "", FileReason.Schema,
            $"Tệp không phải là XML đúng cú pháp (cột {error.LinePosition}).", $"Not well-formed XML: {error.Message}");
    }

    public static FileFinding Forbidden(int line) => new(
        line, "DOCTYPE", FileReason.DtdForbidden,
        "Tệp có khai báo DOCTYPE/DTD; hệ thống không nhận vì lý do an toàn.",
        "The file declares a DOCTYPE/DTD, which is never accepted.");

    public static FileFinding CutOff(int line) => new(
        line, "", FileReason.Truncated,
        "Tệp bị cắt cụt: kết thúc trước thẻ đóng cuối cùng. Không ghi nhận dòng nào.",
        "The file is cut off: it ends before its last end tag. Nothing of it is booked.");

    private static FileFinding NotUtf8(XmlException error) => new(
        error.LineNumber, "", FileReason.BadEncoding,
        $"Tệp chứa ký tự không hợp lệ hoặc không được mã hoá UTF-8 (cột {error.LinePosition}).",
        $"The file holds an invalid character or is not encoded as UTF-8 (column {error.LinePosition}).");

    // The document type is the only thing that the reader's settings prohibit, and it stands before the root.
    public static bool IsDoctype(XmlException error) => error.Message.Contains("DTD", StringComparison.Ordinal);

    private static bool IsForbiddenCharacter(XmlException error)
    {
        const string Mark = "hexadecimal value 0x";
        var at = error.Message.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0) return false;
        var digits = error.Message.AsSpan(at + Mark.Length);
        var length = 0;
        while (length < digits.Length && char.IsAsciiHexDigit(digits[length])) length++;
        var value = Convert.ToInt32(digits[..length].ToString(), 16);
        return value is < 0x20 or 0xFFFE or 0xFFFF;
    }

    private static bool EndsWithRoot(ReadOnlySpan<byte> tail, string? rootTag)
    {
        var text = Encoding.UTF8.GetString(tail).TrimEnd();
        if (!text.EndsWith('>')) return false;
        var open = text.LastIndexOf("</", StringComparison.Ordinal);
        if (open < 0) return false;
        var name = text[(open + 2)..^1].TrimEnd();
        return rootTag is null || name == rootTag;
    }
}
