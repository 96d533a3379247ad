using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>Reads RFC 4180 records of the tables built into the console and of files it wrote itself.</summary>
internal static class CsvText
{
    public static IEnumerable<string[]> Records(TextReader reader)
    {
        var cells = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            cells.Clear();
            for (var at = 0; at <= line.Length; at++)
                cells.Add(Cell(line, ref at));
            yield return [.. cells];
        }
    }

    /// <summary>Reads one cell and leaves <paramref name="at"/> on the delimiter after it, or at the end.</summary>
    private static string Cell(string line, ref int at)
    {
        if (at >= line.Length || line[at] != '"')
        {
            var end = line.IndexOf(',', Math.Min(at, line.Length));
            var start = at;
            at = end < 0 ? line.Length : end;
            return line[start..at];
        }

        var text = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
                text.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"')
                text.Append(line[at++]);
            else
                break;
        }

        at++;
        return text.ToString();
    }
}
