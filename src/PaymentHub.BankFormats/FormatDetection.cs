using System.Text;
using System.Xml;
using PaymentHub.BankFormats.Camt053;
using PaymentHub.BankFormats.Pain002;
using PaymentHub.BankFormats.PostOffice;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats;

/// <summary>Kinds of file that a reader exists for.</summary>
public enum BankFileFormat
{
    /// <summary>None of them.</summary>
    Unsupported,

    /// <summary>Bank statement, read by <see cref="Camt053Reader"/>.</summary>
    Camt053,

    /// <summary>Status report, read by <see cref="Pain002Reader"/>.</summary>
    Pain002,

    /// <summary>The post office's report, read by <see cref="PaidReportReader"/>.</summary>
    PaidReport,
}

/// <summary>
/// What a file appears to be.
/// </summary>
/// <param name="Format">The reader to give it to.</param>
/// <param name="Found">Namespace, root element or first line, safe to print.</param>
/// <param name="Objection">Why no reader takes it; null where one does.</param>
public sealed record DetectedFormat(BankFileFormat Format, string Found, FileFinding? Objection);

/// <summary>
/// Chooses a reader by the content of a file, never by its name. It looks at the beginning only: the reader judges the
/// rest.
/// </summary>
public static class FormatDetection
{
    /// <summary>How much of a file is looked at.</summary>
    public const int PrefixBytes = 8 * 1024;

    /// <summary>Looks at the beginning of the stream, which it consumes; a seekable stream is set back.</summary>
    public static DetectedFormat Detect(Stream bytes)
    {
        var prefix = new byte[PrefixBytes];
        var count = bytes.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        if (bytes.CanSeek) bytes.Seek(-count, SeekOrigin.Current);
        return Detect(prefix.AsSpan(0, count));
    }

    /// <summary>Looks at the first bytes of a file.</summary>
    public static DetectedFormat Detect(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length > PrefixBytes) prefix = prefix[..PrefixBytes];
        var shown = XmlPrologue.FirstLine(prefix);
        if (IsPaidReport(prefix)) return new DetectedFormat(BankFileFormat.PaidReport, shown, null);
        if (PackedAs(prefix) is { } packed) return Unsupported(packed);
        if (XmlPrologue.Objection(prefix) is { } objection)
            return new DetectedFormat(BankFileFormat.Unsupported, shown, objection);
        return DetectXml(prefix, shown);
    }

    private static bool IsPaidReport(ReadOnlySpan<byte> prefix)
    {
        var text = XmlPrologue.WithoutMark(prefix);
        var end = text.IndexOfAny("\r\n"u8);
        var line = Encoding.UTF8.GetString(end < 0 ? text : text[..end]).Normalize();
        return line.Split(',')[0].Trim('"', ' ') == PaidReportReader.FirstColumn
            && line.Contains(PaidReportReader.Header[1], StringComparison.Ordinal);
    }

    private static string? PackedAs(ReadOnlySpan<byte> prefix)
    {
        if (prefix.StartsWith("PK\u0003\u0004"u8)) return "ZIP/XLSX";
        if (prefix.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "GZIP";
        return prefix.StartsWith("%PDF"u8) ? "PDF" : null;
    }

    private static DetectedFormat DetectXml(ReadOnlySpan<byte> prefix, string shown)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var xml = XmlReader.Create(new MemoryStream(prefix.ToArray()), settings);
        try
        {
            if (xml.MoveToContent() != XmlNodeType.Element) return Unsupported(shown);
        }
        catch (XmlException error)
        {
            var cause = error.Message.Contains("DTD", StringComparison.Ordinal)
                ? XmlFailure.Forbidden(error.LineNumber)
                : XmlFailure.CutOff(error.LineNumber);
            return new DetectedFormat(BankFileFormat.Unsupported, shown, cause);
        }

        var (root, space) = (XmlShown.Of(xml.LocalName), XmlShown.Of(xml.NamespaceURI));
        if (root != "Document") return Unsupported($"<{root}> «{space}»");
        return space switch
        {
            Camt053Reader.Namespace => new DetectedFormat(BankFileFormat.Camt053, space, null),
            Pain002Reader.Namespace or Pain002Reader.OlderNamespace => new DetectedFormat(BankFileFormat.Pain002, space,
            null),
            _ => Unsupported($"<{root}> «{space}»"),
        };
    }

    private static DetectedFormat Unsupported(string found) => new(BankFileFormat.Unsupported, found, new FileFinding(
        1, "", FileReason.UnsupportedType, $"Loại tệp không được hỗ trợ: {found}.",
        $"Unsupported kind of file: {found}."));
}
