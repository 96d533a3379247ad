using System.IO.Compression;
using System.Text;
using System.Xml;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>
/// A workbook of one sheet (ECMA-376), written row by row. Numbers are numbers; every other cell is an inline string,
/// which no spreadsheet runs as a formula and whose leading zeros stay. The clock does not enter the bytes.
/// </summary>
internal sealed class XlsxSink : IListSink
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Base = "application/vnd.openxmlformats-";
    private const string Sheet = "xl/worksheets/sheet1.xml";

    // The first moment that a ZIP entry can have.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip;
    private readonly Stream _part;
    private readonly XmlWriter _xml;

    public XlsxSink(Stream output, ListLayout layout)
    {
        _zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        WriteFrame(layout.Sheet);
        (_part, _xml) = Part(Sheet);
        _xml.WriteStartElement("worksheet", Main);
        _xml.WriteStartElement("sheetData", Main);
    }

    public void Row(IReadOnlyList<WrittenCell> cells)
    {
        _xml.WriteStartElement("row", Main);
        foreach (var cell in cells)
        {
            _xml.WriteStartElement("c", Main);
            if (cell.IsNumber)
            {
                _xml.WriteElementString("v", Main, cell.Text);
            }
            else
            {
                _xml.WriteAttributeString("t", "inlineStr");
                _xml.WriteStartElement("is", Main);
                _xml.WriteStartElement("t", Main);
                _xml.WriteString(CellWidth.Within(cell));
                _xml.WriteEndElement();
                _xml.WriteEndElement();
            }

            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    public void Dispose()
    {
        _xml.WriteEndDocument();
        _xml.Dispose();
        _part.Dispose();
        _zip.Dispose();
    }

    private void WriteFrame(string sheet)
    {
        Write("[Content_Types].xml", xml =>
        {
            xml.WriteStartElement("Types", Types);
            Element(xml, Types, "Default", ("Extension", "rels"), ("ContentType", Base + "package.relationships+xml"));
            Element(
                xml, Types, "Override", ("PartName", "/xl/workbook.xml"),
                ("ContentType", Base + "officedocument.spreadsheetml.sheet.main+xml"));
            Element(
                xml, Types, "Override", ("PartName", "/" + Sheet),
                ("ContentType", Base + "officedocument.spreadsheetml.worksheet+xml"));
        });
        Write("_rels/.rels", xml => Relation(xml, "officeDocument", "xl/workbook.xml"));
        Write("xl/_rels/workbook.xml.rels", xml => Relation(xml, "worksheet", "worksheets/sheet1.xml"));
        Write("xl/workbook.xml", xml =>
        {
            xml.WriteStartElement("workbook", Main);
            xml.WriteStartElement("sheets", Main);
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", sheet);
            xml.WriteAttributeString("sheetId", "1");
            xml.WriteAttributeString("r", "id", Relations, "rId1");
        });
    }

    private static void Relation(XmlWriter xml, string type, string target)
    {
        xml.WriteStartElement("Relationships", Package);
        Element(xml, Package, "Relationship", ("Id", "rId1"), ("Type", $"{Relations}/{type}"), ("Target", target));
    }

    private static void Element(
        XmlWriter xml, string space, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, space);
        foreach (var (key, value) in attributes) xml.WriteAttributeString(key, value);
        xml.WriteEndElement();
    }

    private void Write(string name, Action<XmlWriter> content)
    {
        var (part, xml) = Part(name);
        content(xml);
        xml.WriteEndDocument();
        xml.Dispose();
        part.Dispose();
    }

    private (Stream Part, XmlWriter Xml) Part(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        var part = entry.Open();
        return (part, XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }));
    }
}
