using System.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Lines;

/// <summary>Opens a text file in whatever encoding, reads it by a reader of lines, and judges it.</summary>
internal static class LineFile
{
    /// <summary>Bytes of one line at most; the longest fields of the formats are far below.</summary>
    public const int MaxLineBytes = 64 * 1024;

    public static FileOutcome Read(
        ReadContext read, SourceFile source, MarkerCount? markers, Action<ByteLines> reading)
    {
        var bytes = source.Read();
        HashedStream? raw = null;
        if (XmlPrologue.WideEncodingOf(source.Head) is not null)
        {
            raw = new HashedStream(bytes);
            var from = new UnicodeEncoding(source.Head[0] is 0xFE or 0, byteOrderMark: true, throwOnInvalidBytes: true);
            bytes = Encoding.CreateTranscodingStream(raw, from, new UTF8Encoding(false), leaveOpen: true);
        }
        else if (MarkedLines.IsIn(source.Head))
        {
            raw = new HashedStream(bytes);
            bytes = new MarkedLines(raw);
        }

        try
        {
            return ReadLines(read, bytes, raw, markers, reading);
        }
        finally
        {
            raw?.Dispose();
        }
    }

    private static FileOutcome ReadLines(
        ReadContext read, Stream bytes, HashedStream? raw, MarkerCount? markers, Action<ByteLines> reading)
    {
        ByteLines? lines = null;
        try
        {
            lines = new ByteLines(bytes, read, markers, MaxLineBytes);
            reading(lines);
        }
        catch (ReadingStopped)
        {
            // The reason is already among the findings.
        }
        catch (DecoderFallbackException)
        {
            read.Refuse(
                lines?.LineNo ?? 0, "", FileReason.BadEncoding, "Có byte không thuộc bảng mã của tệp.",
                "Bytes that are not of the file's encoding.");
        }

        if (lines is null) return read.Findings.Judge(null, 0);
        using (lines) return Judge(read, lines, raw);
    }

    private static FileOutcome Judge(ReadContext read, ByteLines lines, HashedStream? raw)
    {
        try
        {
            return lines.Judge(raw);
        }
        catch (Exception error) when (error is ReadingStopped or DecoderFallbackException)
        {
            return read.Findings.Judge(null, lines.BytesRead);
        }
    }
}
