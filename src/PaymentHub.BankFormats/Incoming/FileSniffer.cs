using System.Text;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Incoming.Lists;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>Families of files, by how they are read.</summary>
internal enum FileFamily
{
    Unknown,
    Xml,
    Swift,
    Bai2,
    Table,
    PayList,
    Workbook,
}

/// <summary>What a file appears to be, from its first bytes.</summary>
internal sealed record SniffedFile(FileFamily Family, string Name, FileFinding? Objection)
{
    /// <summary>The layout of a text table.</summary>
    public TableProfile? Profile { get; init; }

    /// <summary>The layout of a pay list in text.</summary>
    public PayListProfile? List { get; init; }

    /// <summary>Whether the caller asked for this family, or for none in particular.</summary>
    public bool IsAllowedBy(string format) => format switch
    {
        InspectionOptions.Auto => true,
        "camt" or "pain" or "pacs" or "xml" => Family == FileFamily.Xml,
        "mt940" or "mt942" or "mt" => Family == FileFamily.Swift,
        "paylist" => Family is FileFamily.PayList or FileFamily.Workbook,
        "paylist.xlsx" => Family == FileFamily.Workbook,
        _ => string.Equals(format, Name, StringComparison.OrdinalIgnoreCase),
    };

    public FileFinding NotAsked(string format) => new(
        1, "", FileReason.UnsupportedType, $"Yêu cầu đọc theo dạng {format} nhưng tệp là {Name}.",
        $"Asked to read as {format}, but the file is {Name}.");
}

/// <summary>Chooses a family by the content of a file, never by its name.</summary>
internal static class FileSniffer
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public static SniffedFile Sniff(ReadOnlySpan<byte> head, InspectionOptions options)
    {
        if (head.IsEmpty)
            return Refused("unknown", FileReason.Truncated, "Tệp rỗng.", "The file is empty.");
        if (head.StartsWith("PK\u0003\u0004"u8)) return new SniffedFile(FileFamily.Workbook, "XLSX", null);
        if (head.StartsWith("%PDF"u8)) return Unsupported("PDF");
        // Old transfer programs wrap a message in control characters.
        var text = TextOf(head).AsSpan().TrimStart("\uFEFF \t\r\n\0\u0001\u0002\f");
        if (IsBeginning(text, head.Length))
            return Refused(
                "unknown", FileReason.Truncated, "Tệp bị cắt cụt ngay ở đầu.", "The file ends in its first field.");
        if (text.StartsWith('<')) return new SniffedFile(FileFamily.Xml, "xml", null);
        if (text.StartsWith("01,")) return new SniffedFile(FileFamily.Bai2, "BAI2", null);
        if (OtherSwift(text) is { } other) return Unsupported(other);
        if (TableChoice.ForText(options, Decoded(head)) is { } profile)
            return new SniffedFile(FileFamily.Table, NameOf(profile), null) { Profile = profile };
        if (ListChoice.ForText(options, Decoded(head)) is { } list)
            return new SniffedFile(FileFamily.PayList, list.FormatName, null) { List = list };
        if (IsSwift(text)) return new SniffedFile(FileFamily.Swift, "MT940", null);
        if (MarkedLines.IsIn(head)) return new SniffedFile(FileFamily.Swift, "MT940", null);
        if (text.StartsWith("{1:"))
            return Refused(
                "MT940", FileReason.Truncated, "Tệp SWIFT không có nội dung sau phần đầu.",
                "A SWIFT file that ends after its header.");
        if (head.Length < SourceFile.HeadBytes && BeginningOf(options, Decoded(head)) is { } begun)
            return Refused(
                begun, FileReason.Truncated, "Bảng bị cắt cụt trước khi hết phần đầu.",
                "The table is cut off before the end of its heading.");
        return Unsupported(XmlPrologue.FirstLine(head));
    }

    // Nothing but blanks, or the first characters of what every file of a format begins with: a byte order mark and the
    // mark of a package count as well, read as Latin-1.
    private static bool IsBeginning(ReadOnlySpan<char> text, int length)
    {
        if (length >= SourceFile.HeadBytes) return false;
        text = text.TrimEnd();
        return "01,".StartsWith(text) || "{1:".StartsWith(text) || ":20:".StartsWith(text)
            || "\u00EF\u00BB\u00BF".StartsWith(text) || "PK\u0003\u0004".StartsWith(text);
    }

    // What a text is called that ends before the table or pay list, whose beginning it is, can be told for certain.
    private static string? BeginningOf(InspectionOptions options, string text) =>
        TableChoice.ForBeginning(options, text) is { } table ? NameOf(table)
        : ListChoice.ForBeginning(options, text)?.FormatName;

    private static string NameOf(TableProfile table) => table.Kind == TableKind.Csv ? "CSV" : "FIXED";

    private static string Decoded(ReadOnlySpan<byte> head) => XmlPrologue.WideEncodingOf(head) is null
        ? Encoding.UTF8.GetString(head)
        : TextOf(head);

    private static string TextOf(ReadOnlySpan<byte> head)
    {
        if (XmlPrologue.WideEncodingOf(head) is null) return Encoding.Latin1.GetString(XmlPrologue.WithoutMark(head));
        return (head[0] is 0xFE or 0 ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(head);
    }

    /// <summary>The type of a SWIFT message whose header names another than a statement: MT103, MT950, …</summary>
    private static string? OtherSwift(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(":20:") && text.Contains("\n:32A:", Ordinal) && !text.Contains("\n:60", Ordinal)
            && !text.Contains("\n:61:", Ordinal) && !text.Contains("\n:62", Ordinal)) return "MT103/202";
        if (!text.StartsWith("{1:")) return null;
        var block = text.IndexOf("{2:");
        if (block < 0 || block + 7 > text.Length) return null;
        var type = text.Slice(block + 4, 3);
        return type is "940" or "942" || type.ContainsAnyExceptInRange('0', '9') ? null : $"MT{type}";
    }

    // A statement or line field at the start of some line near the beginning; a bank's own preamble may come before.
    private static bool IsSwift(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            var at = line.LastIndexOf("4:") is var block && block > 0 && line[block - 1] is '{' or '\u00E4' or '\u00C3'
                ? line[(block + 2)..]
                : line;
            if (at.StartsWith(":20:") || at.StartsWith(":25:") || at.StartsWith(":60F:") || at.StartsWith(":61:")
                || at.StartsWith(":28C:") || at.StartsWith(":62F:") || at.StartsWith(":86:"))
                return true;
        }

        return false;
    }

    private static SniffedFile Unsupported(string found) => Refused(
        "unknown", FileReason.UnsupportedType, $"Loại tệp không được hỗ trợ: {found}.",
        $"Unsupported kind of file: {found}.");

    private static SniffedFile Refused(string name, string rule, string vietnamese, string english) =>
        new(FileFamily.Unknown, name, new FileFinding(1, "", rule, vietnamese, english));
}
