using System.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>One row of a comma-separated file and the line it begins on.</summary>
public readonly record struct CsvRow(int Line, string[] Fields);

/// <summary>
/// Comma-separated rows with quotes as RFC 4180 has them. The bank has its own reader on purpose: it must not share a
/// mistake with the program it tests.
/// </summary>
public static class CsvRows
{
    /// <summary>Reads all rows; empty lines are skipped.</summary>
    /// <exception cref="FormatException">A quote is not closed, or text follows a closing quote.</exception>
    public static IEnumerable<CsvRow> Read(TextReader reader)
    {
        var fields = new List<string>();
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            var start = line;
            while (OpenQuote(text))
            {
                line++;
                text += "\n" + (reader.ReadLine() ?? throw new FormatException($"line {start}: open quote"));
            }

            if (text.Length == 0)
                continue;
            Split(text, start, fields);
            yield return new CsvRow(start, [.. fields]);
        }
    }

    /// <summary>Appends one row, quoting only where it is needed, ended by CR LF.</summary>
    public static void Write(TextWriter writer, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            writer.Write(Quoted(fields[i]));
        }

        writer.Write("\r\n");
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? field
            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool OpenQuote(string text) => (text.AsSpan().Count('"') & 1) == 1;

    private static void Split(string text, int line, List<string> fields)
    {
        fields.Clear();
        var at = 0;
        while (true)
        {
            at = at < text.Length && text[at] == '"' ? Quoted(text, at, line, fields) : Plain(text, at, fields);
            if (at >= text.Length)
                return;
            if (text[at] != ',')
                throw new FormatException($"line {line}: text after a closing quote");
            at++;
            if (at == text.Length)
            {
                fields.Add("");
                return;
            }
        }
    }

    private static int Plain(string text, int at, List<string> fields)
    {
        var end = text.IndexOf(',', at);
        end = end < 0 ? text.Length : end;
        fields.Add(text[at..end]);
        return end;
    }

    private static int Quoted(string text, int at, int line, List<string> fields)
    {
        var value = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                value.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                value.Append('"');
                i++;
            }
            else
            {
                fields.Add(value.ToString());
                return i + 1;
            }
        }

        throw new FormatException($"line {line}: open quote");
    }
}
