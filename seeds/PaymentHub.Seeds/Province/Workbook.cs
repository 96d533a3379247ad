using System.IO.Compression;
using System.Security;
using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Writes the register as a workbook (.xlsx) of one sheet, all cells as inline text, so that no leading zero is lost.
/// The parts carry one fixed time: the same register gives the same bytes on the same runtime.
/// </summary>
internal static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static void FromCsv(string csvPath, string path)
    {
        using var stream = File.Create(path);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", writer => writer.Write(
            $"{Xml}<Types xmlns=\"{Package}/content-types\">" +
            $"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
            $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{SheetType}sheet.main+xml\"/>" +
            $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{SheetType}worksheet+xml\"/></Types>"));
        Part(zip, "_rels/.rels", writer => writer.Write(Link("officeDocument", "xl/workbook.xml")));
        Part(zip, "xl/_rels/workbook.xml.rels", writer => writer.Write(Link("worksheet", "worksheets/sheet1.xml")));
        Part(zip, "xl/workbook.xml", writer => writer.Write(
            $"{Xml}<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>" +
            "<sheet name=\"Danh sách\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"));
        Part(zip, "xl/worksheets/sheet1.xml", writer => Sheet(writer, csvPath));
    }

    private static string Link(string type, string target) =>
        $"{Xml}<Relationships xmlns=\"{Package}/relationships\">" +
        $"<Relationship Id=\"rId1\" Type=\"{Relations}/{type}\" Target=\"{target}\"/></Relationships>";

    private static void Sheet(StreamWriter writer, string csvPath)
    {
        writer.Write($"{Xml}<worksheet xmlns=\"{Main}\"><sheetData>");
        using var reader = new StreamReader(csvPath, Encoding.UTF8);
        foreach (var record in CsvText.Records(reader))
        {
            writer.Write("<row>");
            foreach (var cell in record)
                writer.Write(cell.Length == 0 ? "<c/>"
                    : $"<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(cell)}</t></is></c>");
            writer.Write("</row>");
        }

        writer.Write("</sheetData></worksheet>");
    }

    private static void Part(ZipArchive zip, string name, Action<StreamWriter> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(2026, 10, 20, 8, 0, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false));
        write(writer);
    }
}
