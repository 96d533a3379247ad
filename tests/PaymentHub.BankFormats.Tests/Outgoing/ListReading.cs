using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>
/// Reads lists back as a bank's program would, from the layout alone. It shares no code with the writers, on purpose.
/// </summary>
internal static class ListReading
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static List<string[]> Rows(byte[] bytes, ListLayout layout) => layout.Kind switch
    {
        ListKind.Xlsx => Sheet(bytes),
        ListKind.Csv => Separated(Text(bytes, layout), layout.Separator),
        _ => Fixed(Text(bytes, layout), layout),
    };

    public static string SheetXml(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return reader.ReadToEnd();
    }

    private static List<string[]> Sheet(byte[] bytes) =>
    [
        .. XDocument.Parse(SheetXml(bytes)).Descendants(Main + "row")
            .Select(row => row.Elements(Main + "c").Select(c => c.Value).ToArray()),
    ];

    private static string Text(byte[] bytes, ListLayout layout)
    {
        var mark = Encoding.UTF8.Preamble;
        if (layout.Encoding == ListEncoding.Utf8Mark)
        {
            if (!bytes.AsSpan().StartsWith(mark)) throw new FormatException("no byte order mark");
            bytes = bytes[mark.Length..];
        }
        else if (bytes.AsSpan().StartsWith(mark))
        {
            throw new FormatException("a byte order mark");
        }

        if (layout.Encoding == ListEncoding.Ascii && !Ascii.IsValid(bytes)) throw new FormatException("not ASCII");
        return new UTF8Encoding(false, true).GetString(bytes);
    }

    public static List<string[]> Separated(string text, char separator)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') field.Append(text[i++]);
                else quoted = false;
            }
            else if (c == '"')
            {
                quoted = true;
            }
            else if (c == separator || c == '\n')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c != '\n') continue;
                rows.Add([.. row]);
                row.Clear();
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        return rows;
    }

    private static List<string[]> Fixed(string text, ListLayout layout)
    {
        var lines = text.Split(layout.LineEnd);
        var rows = new List<string[]>();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            var cells = i < layout.Before.Count ? layout.Before[i]
                : i >= lines.Length - 1 - layout.After.Count ? layout.After[i - (lines.Length - 1 - layout.After.Count)]
                : layout.Columns;
            var at = 0;
            var row = new List<string>();
            foreach (var cell in cells)
            {
                var value = lines[i].Substring(at, cell.Width!.Value);
                at += cell.Width.Value;
                row.Add(cell.Right && cell.Fill == '0'
                    ? long.Parse(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
                    : value.Trim(' '));
            }

            if (at != lines[i].Length) throw new FormatException($"line {i + 1} is too long");
            rows.Add([.. row]);
        }

        return rows;
    }
}
