using System.IO.Compression;
using System.Xml;
using PaymentHub.BankFormats.Incoming.Lists;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>Opens a workbook: a zip of XML parts, every one bounded, so that no bomb goes off.</summary>
internal static class XlsxFile
{
    /// <summary>Bytes of the packed file.</summary>
    public const int MaxPackedBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of one part when unpacked.</summary>
    public const long MaxPartBytes = 256L * 1024 * 1024;

    /// <summary>Bytes of all parts when unpacked; a sheet is opened once to choose it and once to read it.</summary>
    public const long MaxUnpackedBytes = 2 * MaxPartBytes;

    private const int MaxParts = 1_000;
    private const int MaxSharedBytes = 128 * 1024 * 1024;

    // What a text takes beside its characters: the object and its place in the list.
    private const int BytesOfText = 40;

    // Begins the record of every part in a package's directory.
    private static ReadOnlySpan<byte> DirectoryRecord => "PK\u0001\u0002"u8;

    public static ReadLimits Limits(ReadLimits limits) =>
        limits with { MaxFileBytes = Math.Min(MaxPartBytes, limits.MaxFileBytes) };

    public static bool IsWorkbook(ZipArchive zip) => zip.Entries.Any(IsSheet);

    /// <summary>Reads the workbook, choosing the sheet and its profile by their rows.</summary>
    public static void Read(ReadContext read, ZipArchive zip, UnpackedBytes unpacked)
    {
        try
        {
            ReadWorkbook(read, zip, unpacked);
        }
        catch (XmlException error)
        {
            var rule = Xml.XmlFailure.IsDoctype(error) ? FileReason.DtdForbidden : FileReason.Schema;
            read.Refuse(error.LineNumber, "", rule, "Phần XML của tệp XLSX hỏng.", "A part of the workbook is broken.");
        }
    }

    /// <summary>The bytes of a package in memory, as its directory stands at its end.</summary>
    public static MemoryStream Packed(ReadContext read, HashedStream hashed)
    {
        var packed = new MemoryStream();
        var buffer = new byte[SourceFile.HeadBytes];
        while (hashed.Read(buffer) is var count && count > 0)
        {
            packed.Write(buffer, 0, count);
            if (packed.Length > MaxPackedBytes)
                throw read.Findings.Stop(
                    0, "", FileReason.LimitExceeded, $"Tệp nén lớn hơn {MaxPackedBytes} byte.",
                    $"A package of more than {MaxPackedBytes} bytes.");
        }

        // The platform reads the whole directory into memory before anyone can count.
        if (packed.GetBuffer().AsSpan(0, (int)packed.Length).Count(DirectoryRecord) > MaxParts)
            throw read.Findings.Stop(
                0, "", FileReason.LimitExceeded, "Tệp nén có quá nhiều phần.", "Too many parts in the package.");
        packed.Position = 0;
        return packed;
    }

    private static void ReadWorkbook(ReadContext read, ZipArchive zip, UnpackedBytes unpacked)
    {
        var sheets = zip.Entries.Where(IsSheet)
            .OrderBy(e => e.FullName.Length).ThenBy(e => e.FullName, StringComparer.Ordinal).ToList();
        read.Format = "XLSX";
        var shared = SharedTexts(read, zip.GetEntry("xl/sharedStrings.xml"), unpacked);
        if (TableChoice.ForSheets(read, sheets, Open, out var isBegun) is { } table)
            ReadSheet(table.Sheet, rows => new TableReader(read, table.Profile, rows).Read());
        else if (ListChoice.ForSheets(read.Options, sheets, Open) is { } list)
            ReadSheet(list.Sheet, rows => new ListReader(read, list.Profile, new CellRows(rows, null)).Read());
        else if (isBegun)
            throw read.Findings.Stop(
                0, "", FileReason.Truncated, "Bảng bị cắt cụt trước khi hết dòng tiêu đề.",
                "The table is cut off before the end of its title row.");
        else
            throw read.Findings.Stop(
                0, "", FileReason.UnsupportedType, "Không có hồ sơ ngân hàng nào hợp với bảng này.",
                "No bank profile fits this sheet.");

        XlsxRows Open(ZipArchiveEntry sheet) => new(read, unpacked.Of(sheet.Open()), shared);

        void ReadSheet(ZipArchiveEntry sheet, Action<XlsxRows> reading)
        {
            if (sheets.Count > 1)
                read.Remark(
                    0, sheet.FullName, $"Chỉ đọc trang tính {sheet.Name}.", $"Only sheet {sheet.Name} is read.");
            using var rows = Open(sheet);
            read.Raw = () => rows.Raw;
            reading(rows);
            CheckRows(read, rows);
        }
    }

    private static void CheckRows(ReadContext read, XlsxRows rows)
    {
        // Rows around the entries have the same tag; what counts is that none was overlooked.
        read.CountMarkers(read.EntriesOfPart + rows.RowMarkers - rows.RowsSeen);
        read.CheckMarkers("row");
    }

    private static bool IsSheet(ZipArchiveEntry entry) =>
        entry.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)
        && entry.FullName.EndsWith(".xml", StringComparison.Ordinal);

    private static List<string> SharedTexts(ReadContext read, ZipArchiveEntry? part, UnpackedBytes unpacked)
    {
        var texts = new List<string>();
        if (part is null) return texts;
        using var bytes = new CheckedByteStream(unpacked.Of(part.Open()), Limits(read.Limits), read.Findings);
        using var xml = new WorkbookXml(read, bytes);
        long taken = 0;
        while (xml.Read())
        {
            if (!xml.IsAt("si")) continue;
            var text = xml.IsEmptyElement ? "" : xml.TextsOf("t");
            texts.Add(text);
            taken += BytesOfText + sizeof(char) * text.Length;
            if (taken > MaxSharedBytes)
                throw read.Findings.Stop(
                    0, part.FullName, FileReason.LimitExceeded, "Quá nhiều chữ trong bảng chuỗi.",
                    "Too much text in the shared table.");
        }

        return texts;
    }
}
