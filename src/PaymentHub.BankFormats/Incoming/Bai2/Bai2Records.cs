using PaymentHub.BankFormats.Incoming.Lines;

namespace PaymentHub.BankFormats.Incoming.Bai2;

/// <summary>One logical record: a 01, 02, 03, 16, 49, 98 or 99 with its continuations joined.</summary>
internal sealed class Bai2Record
{
    public string Code { get; set; } = "";

    public int Line { get; set; }

    /// <summary>Fields after the record code.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>Continuation texts, one for each 88 record, apart from the fields that they add.</summary>
    public List<string> Continuations { get; } = [];

    /// <summary>Physical records: this one and its 88s.</summary>
    public int Physical { get; set; }

    public string Field(int index) => index < Fields.Count ? Fields[index] : "";
}

/// <summary>
/// Cuts a BAI2 file into records. A record ends with a slash; banks leave it out, let it stand inside texts, put
/// several records on one line and wrap texts without an 88, so a record begins where a line, or the text after a
/// slash, starts with a record code and a comma.
/// </summary>
internal sealed class Bai2Records(ReadContext read, ByteLines lines)
{
    private const int MaxFieldsPerRecord = 10_000;

    private readonly Queue<(string Text, bool IsRecord, int Line)> _parts = new();

    /// <summary>Whether the last part read was closed by a slash or a line end.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <summary>Reads the next logical record; null at the end.</summary>
    public Bai2Record? Next()
    {
        Bai2Record? record = null;
        while (_parts.Count > 0 || ReadLine())
        {
            var part = _parts.Peek();
            var code = part.IsRecord ? part.Text[..2] : "88";
            if (code != "88" && record is not null) return record;
            _parts.Dequeue();
            if (code != "88")
            {
                lines.OpenEntry();
                record = new Bai2Record { Code = code, Line = part.Line, Physical = 1 };
                AddFields(record, part.Text.AsSpan(3));
            }
            else if (record is not null)
            {
                Continue(record, part.Text, part.IsRecord);
            }
            else
            {
                read.Remark(part.Line, "88", "Dòng nối tiếp không thuộc bản ghi nào.", "A continuation of nothing.");
            }
        }

        return record;
    }

    private static void Continue(Bai2Record record, string text, bool isRecord)
    {
        var more = isRecord ? text[3..] : text;
        if (isRecord) record.Physical++;
        // A detail that breaks off before its text goes on with its fields.
        if (record.Code != "16" || record.Fields.Count <= Bai2Detail.TextField(record.Fields)) AddFields(record, more);
        else record.Continuations.Add(Unslashed(more.AsSpan()).ToString());
    }

    // The last field of a detail is free text, in which commas mean nothing.
    private static void AddFields(Bai2Record record, ReadOnlySpan<char> text)
    {
        text = Unslashed(text);
        while (record.Fields.Count < MaxFieldsPerRecord)
        {
            var comma = text.IndexOf(',');
            if (comma < 0 || (record.Code == "16" && record.Fields.Count >= Bai2Detail.TextField(record.Fields)))
            {
                record.Fields.Add(text.Trim().ToString());
                return;
            }

            record.Fields.Add(text[..comma].Trim().ToString());
            text = text[(comma + 1)..];
        }
    }

    private static ReadOnlySpan<char> Unslashed(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        return text.EndsWith('/') ? text[..^1] : text;
    }

    private bool ReadLine()
    {
        while (lines.Next())
        {
            var text = lines.Text().TrimEnd(" \t\0\u001A").TrimStart(' ');
            if (text.IsEmpty) continue;
            IsClosed = lines.IsEnded || text.EndsWith('/');
            var from = 0;
            while (from < text.Length)
            {
                var next = NextRecord(text, from + 1);
                var part = text[from..next];
                _parts.Enqueue((part.ToString(), IsRecord(part), lines.LineNo));
                from = next;
            }

            return true;
        }

        return false;
    }

    private static int NextRecord(ReadOnlySpan<char> text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var slash = text[at..].IndexOf('/');
            if (slash < 0) return text.Length;
            at += slash;
            var next = at + 1;
            while (next < text.Length && text[next] == ' ') next++;
            if (next < text.Length && IsRecordInLine(text[next..])) return next;
        }

        return text.Length;
    }

    private static bool IsRecord(ReadOnlySpan<char> text) =>
        text.Length > 2 && text[2] == ',' && text[..2] is "01" or "02" or "03" or "16" or "49" or "88" or "98" or "99";

    // Behind a slash in the middle of a line: "03/16, 2020" in the words of a detail is a date and no record, so what
    // follows must have the form of one.
    private static bool IsRecordInLine(ReadOnlySpan<char> text)
    {
        if (!IsRecord(text)) return false;
        var rest = text[3..];
        var end = rest.IndexOf('/');
        var fields = end < 0 ? rest : rest[..end];
        switch (text[..2])
        {
            case "16":
                return Bai2Code.IsFollowed(rest);
            case "49":
                return Numbers(fields) >= 2;
            case "98" or "99":
                return Numbers(fields) >= 3;
            case "88":
                return true;
            default:
                return fields.Count(',') >= (text[..2] is "03" ? 2 : 5);
        }
    }

    // How many fields from the start on are whole numbers.
    private static int Numbers(ReadOnlySpan<char> fields)
    {
        var count = 0;
        foreach (var field in fields.Split(','))
        {
            var number = fields[field].Trim().TrimStart("+-");
            if (number.IsEmpty || number.ContainsAnyExceptInRange('0', '9')) break;
            count++;
        }

        return count;
    }
}

/// <summary>The type code of a detail: three digits and a comma.</summary>
internal static class Bai2Code
{
    public const int Length = 4;

    public static bool IsFollowed(ReadOnlySpan<char> rest) =>
        rest.Length >= Length && rest[3] == ',' && !rest[..3].ContainsAnyExceptInRange('0', '9');

    /// <inheritdoc cref="IsFollowed(ReadOnlySpan{char})"/>
    public static bool IsFollowed(ReadOnlySpan<byte> rest) => rest.Length >= Length && rest[3] == ','
        && !rest[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
