using System.Text;
using PaymentHub.BankFormats.Incoming.Lines;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>The rows of a table, one in memory at a time.</summary>
internal abstract class TableRows
{
    public List<string> Cells { get; } = [];

    /// <summary>Line of the file, or row of the sheet, from 1.</summary>
    public int Line { get; protected set; }

    public long Offset { get; protected set; } = -1;

    /// <summary>Whether the last cells were numbers of a sheet, not texts.</summary>
    public virtual bool IsNumber(int cell) => false;

    /// <summary>Moves to the next row that is not empty; false at the end.</summary>
    public abstract bool Read();
}

/// <summary>Rows of separated values: quotes doubled inside quotes, quoted fields over several lines.</summary>
internal sealed class CsvRows(ReadContext read, ByteLines lines, char separator) : TableRows
{
    private readonly StringBuilder _quoted = new();

    public override bool Read()
    {
        while (lines.Next())
        {
            Cells.Clear();
            (Line, Offset) = (lines.LineNo, lines.Offset);
            Split(lines.Text());
            if (Cells.Exists(c => c.Length > 0)) return true;
        }

        return false;
    }

    private void Split(ReadOnlySpan<char> text)
    {
        while (true)
        {
            if (text.StartsWith('"'))
            {
                text = Quoted(text[1..]);
                Cells.Add(_quoted.ToString().Trim());
                if (text.IsEmpty) return;
                text = text[1..];
                continue;
            }

            var end = text.IndexOf(separator);
            var cell = end < 0 ? text : text[..end];
            if (cell.Contains('"'))
                read.Remark(Line, "", "Dấu ngoặc kép đặt sai chỗ.", "A misplaced quote.");
            Cells.Add(cell.Trim().ToString());
            if (end < 0) return;
            text = text[(end + 1)..];
        }
    }

    // Returns what follows the closing quote: nothing, or text that starts with the separator.
    private ReadOnlySpan<char> Quoted(ReadOnlySpan<char> text)
    {
        _quoted.Clear();
        while (true)
        {
            var end = text.IndexOf('"');
            if (end < 0)
            {
                _quoted.Append(text).Append('\n');
                if (_quoted.Length > read.Limits.MaxTextCharacters || !lines.Next())
                    throw read.Findings.Stop(
                        Line, "", FileReason.Truncated, "Dấu ngoặc kép không đóng: tệp bị cắt cụt.",
                        "A quote is left open: the file is cut off.");
                text = lines.Text();
                continue;
            }

            _quoted.Append(text[..end]);
            text = text[(end + 1)..];
            if (!text.StartsWith('"')) break;
            _quoted.Append('"');
            text = text[1..];
        }

        var next = text.TrimStart(' ');
        if (next.IsEmpty || next[0] == separator) return next;
        throw read.Findings.Stop(
            Line, "", FileReason.Schema, "Có chữ sau dấu ngoặc kép đóng.", "Text after a closing quote.");
    }
}

/// <summary>
/// Lines cut at fixed places. The first cell is the kind of record; the others are as the profile places them.
/// </summary>
internal sealed class FixedRows(ByteLines lines, TableProfile profile) : TableRows
{
    public override bool Read()
    {
        while (lines.Next())
        {
            var text = lines.Text();
            if (text.IsWhiteSpace()) continue;
            Cells.Clear();
            (Line, Offset) = (lines.LineNo, lines.Offset);
            var columns = Columns(text, out var record);
            Cells.Add(record);
            foreach (var column in columns)
            {
                var from = Math.Min(column.From - 1, text.Length);
                Cells.Add(text.Slice(from, Math.Min(column.Length, text.Length - from)).Trim().ToString());
            }

            return true;
        }

        return false;
    }

    private IReadOnlyList<TableColumn> Columns(ReadOnlySpan<char> text, out string record)
    {
        record = text.StartsWith(profile.EntryRecord) ? profile.EntryRecord
            : text.StartsWith(profile.HeadRecord) ? profile.HeadRecord
            : text.StartsWith(profile.TailRecord) ? profile.TailRecord : "";
        if (record == profile.EntryRecord) return profile.Columns;
        if (record == profile.HeadRecord) return profile.HeadColumns;
        return record == profile.TailRecord ? profile.TailColumns : [];
    }
}
