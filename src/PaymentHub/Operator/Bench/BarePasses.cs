using System.Globalization;
using System.Xml;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// What a pass costs that is written by hand for one known layout and trusts it: every field that the codec hands out
/// is taken, amounts as decimals, dates as dates, all else as strings, and nothing is hashed, checked or located. Each
/// pass gives the sum of the amounts and the days, so that none of the work can be left out.
/// </summary>
internal static class BarePasses
{
    private const int Century = 2000;

    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = "," };

    private static readonly XmlReaderSettings Bare = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);

    /// <summary>Every text of the file by an XmlReader.</summary>
    public static decimal Xml(string path)
    {
        using var file = Open(path);
        using var xml = XmlReader.Create(file, Bare);
        var (sum, fields, name) = (0m, 0L, "");
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                name = xml.LocalName;
                if (xml.HasAttributes) fields += xml.GetAttribute("Ccy")?.Length ?? 0;
            }
            else if (xml.NodeType == XmlNodeType.Text)
            {
                var text = xml.Value;
                if (name == "Amt") sum += Amount(text, CultureInfo.InvariantCulture.NumberFormat);
                else if (name == "Dt") fields += IsoDate(text).DayNumber;
                else fields += text.Length;
            }
        }

        return sum + fields;
    }

    /// <summary>Lines of MT940: value date, entry date, mark, amount, type, references, and the parts of the
    /// words.</summary>
    public static decimal Swift(string path)
    {
        using var file = new StreamReader(Open(path), bufferSize: 1 << 16);
        var (sum, fields) = (0m, 0L);
        while (file.ReadLine() is { } line)
        {
            if (line.StartsWith(":61:", StringComparison.Ordinal))
            {
                var comma = line.IndexOf(',', StringComparison.Ordinal);
                var slashes = line.IndexOf("//", StringComparison.Ordinal);
                var text = line.AsSpan();
                var date = new DateOnly(Century + Number(text[4..6]), Number(text[6..8]), Number(text[8..10]));
                var booked = new DateOnly(date.Year, Number(text[10..12]), Number(text[12..14]));
                var amount = Amount(text[15..(comma + 1)], Comma);
                var (type, reference) = (line.Substring(comma + 1, 4), line[(comma + 5)..slashes]);
                sum += line[14] == 'D' ? -amount : amount;
                fields += date.DayNumber + booked.DayNumber + type.Length + reference.Length
                    + line[(slashes + 2)..].Length;
            }
            else if (line.StartsWith(":86:", StringComparison.Ordinal))
            {
                foreach (var part in line.Split('/')) fields += part.Length;
            }
        }

        return sum + fields;
    }

    /// <summary>Rows of the layout MB: two dates, reference, amount, and texts.</summary>
    public static decimal Csv(string path)
    {
        const int Columns = 9;
        using var file = new StreamReader(Open(path), bufferSize: 1 << 16);
        var (sum, fields) = (0m, 0L);
        while (file.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells.Length != Columns || !char.IsAsciiDigit(cells[0][0])) continue;
            sum += Amount(cells[3], CultureInfo.InvariantCulture.NumberFormat);
            fields += IsoDate(cells[0]).DayNumber + IsoDate(cells[1]).DayNumber;
            foreach (var cell in cells) fields += cell.Length;
        }

        return sum + fields;
    }

    private static DateOnly IsoDate(ReadOnlySpan<char> text) =>
        new(Number(text[..4]), Number(text[5..7]), Number(text[8..10]));

    private static int Number(ReadOnlySpan<char> digits) =>
        int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static decimal Amount(ReadOnlySpan<char> text, NumberFormatInfo form) =>
        decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, form);
}
