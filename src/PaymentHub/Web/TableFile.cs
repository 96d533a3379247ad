using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PaymentHub.Web;

/// <summary>
/// Tables as files for spreadsheets, written row by row: CSV (UTF-8 with mark, RFC 4180) and XLSX. A cell that a
/// spreadsheet would run as a formula is made a text: in CSV by a leading apostrophe, in XLSX because every cell is
/// written as a text.
/// </summary>
public static class TableFile
{
    public const string CsvType = "text/csv";
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    private const string BookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    private const string LinksType = "application/vnd.openxmlformats-package.relationships+xml";

    private static readonly (string Name, string Text)[] Frame =
    [
        ("[Content_Types].xml",
            $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"{LinksType}\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{BookType}\"/>"
            + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{SheetType}\"/></Types>"),
        ("_rels/.rels", Link("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", Link("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Document}\"><sheets><sheet name=\"Danh sách\" sheetId=\"1\" "
            + "r:id=\"rId1\"/></sheets></workbook>"),
    ];

    /// <summary>True where the caller asked for a workbook; anything else is CSV.</summary>
    public static bool IsWorkbook(string? format) => string.Equals(format, "xlsx", StringComparison.OrdinalIgnoreCase);

    /// <summary>The rows, the header first, as the answer to a request.</summary>
    public static IResult Answer(IEnumerable<string[]> rows, string name, bool asWorkbook) => Results.Stream(
        async to =>
        {
            // The writers of both forms are synchronous; the pipe's stream is not, so a file of its own is between.
            await using var file = new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16,
                FileOptions.DeleteOnClose);
            Write(file, rows, asWorkbook);
            file.Position = 0;
            await file.CopyToAsync(to);
        },
        asWorkbook ? XlsxType : CsvType, name + (asWorkbook ? ".xlsx" : ".csv"));

    /// <summary>Writes all rows to the stream, which stays open.</summary>
    public static void Write(Stream to, IEnumerable<string[]> rows, bool asWorkbook)
    {
        if (asWorkbook) WriteWorkbook(to, rows, []);
        else WriteCsv(to, rows);
    }

    /// <summary>
    /// The cell as a spreadsheet shows it without running it: =, +, -, @, tab and line breaks at the beginning would
    /// make it a formula (OWASP, CSV injection). Plain numbers stay as they are.
    /// </summary>
    public static string Guarded(string cell) =>
        cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'
            && !long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;

    private static void WriteCsv(Stream to, IEnumerable<string[]> rows)
    {
        using var writer = new StreamWriter(to, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) writer.Write(',');
                writer.Write(Quoted(Guarded(row[i])));
            }

            writer.WriteLine();
        }
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// Writes a workbook, the same bytes for the same rows; the stream stays open. Whole numbers in the columns marked
    /// in <paramref name="numbers"/> become numbers, so that they can be added; everything else is a text.
    /// </summary>
    public static void WriteWorkbook(Stream to, IEnumerable<string[]> rows, IReadOnlyList<bool> numbers)
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, text) in Frame)
        {
            using var part = new StreamWriter(Entry(zip, name).Open(), new UTF8Encoding(false));
            part.Write(text);
        }

        using var sheet = new StreamWriter(Entry(zip, "xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
        sheet.Write($"<worksheet xmlns=\"{Main}\"><sheetData>");
        foreach (var row in rows)
        {
            sheet.Write("<row>");
            for (var i = 0; i < row.Length; i++) sheet.Write(CellOf(row[i], i < numbers.Count && numbers[i]));
            sheet.Write("</row>");
        }

        sheet.Write("</sheetData></worksheet>");
    }

    // The time of an entry would differ from writing to writing.
    private static ZipArchiveEntry Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry;
    }

    private static string CellOf(string cell, bool isNumber)
    {
        if (cell.Length == 0) return "<c/>";
        return isNumber && long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? string.Create(CultureInfo.InvariantCulture, $"<c><v>{n}</v></c>")
            : $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{Escaped(cell)}</t></is></c>";
    }

    // XML cannot hold control characters at all; a broken file of a sender may.
    private static string Escaped(string cell) =>
        SecurityElement.Escape(cell.Any(IsForbidden) ? string.Concat(cell.Where(c => !IsForbidden(c))) : cell)!;

    private static bool IsForbidden(char c) => (c < ' ' && c is not ('\t' or '\n' or '\r')) || c >= '\uFFFE';

    private static string Link(string type, string target) =>
        $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Document}/{type}\" "
        + $"Target=\"{target}\"/></Relationships>";
}
