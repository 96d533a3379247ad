using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PaymentHub.Tests.Register;

/// <summary>A cell with a formula and the value that was calculated last, if any.</summary>
internal sealed record Formula(string Text, string? Cached);

/// <summary>A cell with a spreadsheet error such as #N/A.</summary>
internal sealed record SheetError(string Text);

/// <summary>A month as spreadsheets keep it: a date that is shown as mmm-yy.</summary>
internal sealed record SheetMonth(int Year, int Month);

/// <summary>One tab.</summary>
internal sealed record TestSheet(string Name, IReadOnlyList<object?[]> Rows, bool IsHidden = false);

/// <summary>
/// Builds workbooks with every kind of cell that a spreadsheet writes: texts, numbers, real dates, formulas, errors.
/// </summary>
internal static class TestWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Document = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string DateStyle = "1";
    private const string MonthStyle = "2";

    public static byte[] Of(params IEnumerable<object?[]> rows) => OfSheets(new TestSheet("Danh sách", [.. rows]));

    public static byte[] OfSheets(params TestSheet[] sheets) => OfParts([.. Parts(sheets)]);

    /// <summary>A package of any parts, also of such as no spreadsheet would write.</summary>
    public static byte[] OfParts(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(text);
            }
        }

        return bytes.ToArray();
    }

    public static IEnumerable<(string Name, string Text)> Parts(TestSheet[] sheets)
    {
        yield return ("[Content_Types].xml",
            $"<Types xmlns=\"{Package}/content-types\">"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
        yield return ("_rels/.rels", Links(("rId1", "officeDocument", "xl/workbook.xml")));
        var links = sheets.Select((_, i) => ($"rId{i + 1}", "worksheet", $"worksheets/sheet{i + 1}.xml"));
        yield return ("xl/_rels/workbook.xml.rels", Links([.. links, ("rIdS", "styles", "styles.xml")]));
        var tabs = sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\""
            + $"{(s.IsHidden ? " state=\"hidden\"" : "")}/>");
        yield return ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Document}\"><sheets>{string.Concat(tabs)}</sheets></workbook>");
        yield return ("xl/styles.xml",
            $"<styleSheet xmlns=\"{Main}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/>"
            + "<xf numFmtId=\"14\" applyNumberFormat=\"1\"/><xf numFmtId=\"17\" applyNumberFormat=\"1\"/>"
            + "</cellXfs></styleSheet>");
        for (var i = 0; i < sheets.Length; i++) yield return ($"xl/worksheets/sheet{i + 1}.xml", SheetXml(sheets[i]));
    }

    private static string Links(params (string Id, string Type, string Target)[] links) =>
        $"<Relationships xmlns=\"{Package}/relationships\">" + string.Concat(links.Select(l =>
            $"<Relationship Id=\"{l.Id}\" Type=\"{Document}/{l.Type}\" Target=\"{l.Target}\"/>")) + "</Relationships>";

    private static string SheetXml(TestSheet sheet)
    {
        var rows = sheet.Rows.Select((cells, i) =>
            $"<row r=\"{i + 1}\">{string.Concat(cells.Select((c, j) => CellXml(c, $"{ColumnOf(j)}{i + 1}")))}</row>");
        return $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows)}</sheetData></worksheet>";
    }

    private static string CellXml(object? cell, string at) => cell switch
    {
        null or "" => "",
        string text =>
            $"<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
        DateTime date => $"<c r=\"{at}\" s=\"{DateStyle}\"><v>{Serial(date)}</v></c>",
        SheetMonth m => $"<c r=\"{at}\" s=\"{MonthStyle}\"><v>{Serial(new DateTime(m.Year, m.Month, 1))}</v></c>",
        Formula f => $"<c r=\"{at}\" t=\"str\"><f>{f.Text}</f>{(f.Cached is null ? "" : $"<v>{f.Cached}</v>")}</c>",
        SheetError e => $"<c r=\"{at}\" t=\"e\"><f>1/0</f><v>{e.Text}</v></c>",
        IFormattable number => $"<c r=\"{at}\"><v>{number.ToString(null, CultureInfo.InvariantCulture)}</v></c>",
        _ => throw new ArgumentException($"{cell.GetType()} is no cell."),
    };

    private static string Serial(DateTime date) => date.ToOADate().ToString(CultureInfo.InvariantCulture);

    private static string ColumnOf(int index) => index < 26
        ? $"{(char)('A' + index)}"
        : $"{(char)('A' + (index / 26) - 1)}{(char)('A' + (index % 26))}";
}
