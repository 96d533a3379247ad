using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>Families of files, by how they are read.</summary>
internal enum FileFamily
{
    Unknown,
    Xml,
}

/// <summary>What a file appears to be, from its first bytes.</summary>
internal sealed record SniffedFile(FileFamily Family, string Name, FileFinding? Objection)
{
    /// <summary>Whether the caller asked for this family, or for none in particular.</summary>
    public bool IsAllowedBy(string format) => format switch
    {
        InspectionOptions.Auto => true,
        "camt" or "pain" or "pacs" or "xml" => Family == FileFamily.Xml,
        _ => string.Equals(format, Name, StringComparison.OrdinalIgnoreCase),
    };

    public FileFinding NotAsked(string format) => new(
        1, "", FileReason.UnsupportedType, $"Yêu cầu đọc theo dạng {format} nhưng tệp là {Name}.",
        $"Asked to read as {format}, but the file is {Name}.");
}

/// <summary>Chooses a family by the content of a file, never by its name.</summary>
internal static class FileSniffer
{
    public static SniffedFile Sniff(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return Refused("unknown", FileReason.Truncated, "Tệp rỗng.", "The file is empty.");
        if (PackedAs(head) is { } packed) return Unsupported(packed);
        if (XmlPrologue.WideEncodingOf(head) is not null) return new SniffedFile(FileFamily.Xml, "xml", null);
        var text = XmlPrologue.WithoutMark(head).TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<"u8)) return new SniffedFile(FileFamily.Xml, "xml", null);
        return Unsupported(XmlPrologue.FirstLine(head));
    }

    private static string? PackedAs(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8)) return "ZIP";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return "GZIP";
        return head.StartsWith("%PDF"u8) ? "PDF" : null;
    }

    private static SniffedFile Unsupported(string found) => Refused(
        "unknown", FileReason.UnsupportedType, $"Loại tệp không được hỗ trợ: {found}.",
        $"Unsupported kind of file: {found}.");

    private static SniffedFile Refused(string name, string rule, string vietnamese, string english) =>
        new(FileFamily.Unknown, name, new FileFinding(1, "", rule, vietnamese, english));
}
