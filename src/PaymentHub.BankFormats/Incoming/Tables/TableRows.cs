using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>The rows of a table, one in memory at a time. Cells are without surrounding blanks.</summary>
internal abstract class TableRows
{
    /// <summary>How many cells the present row has.</summary>
    public abstract int Count { get; }

    /// <summary>Line of the file, or row of the sheet, from 1.</summary>
    public int Line { get; protected set; }

    public long Offset { get; protected set; } = -1;

    /// <summary>A cell of the present row; valid until the next.</summary>
    public abstract ReadOnlySpan<char> this[int cell] { get; }

    /// <summary>Whether the last cells were numbers of a sheet, not texts.</summary>
    public virtual bool IsNumber(int cell) => false;

    /// <summary>Moves to the next row that is not empty; false at the end.</summary>
    public abstract bool Read();

    /// <summary>The first cell from <paramref name="from"/> on that is not empty; -1 where there is none.</summary>
    public int FirstFilled(int from)
    {
        for (var cell = from; cell < Count; cell++)
            if (!this[cell].IsEmpty) return cell;
        return -1;
    }
}

/// <summary>
/// Rows of separated values: quotes doubled inside quotes, quoted fields over several lines. Cells of a line without
/// quotes are places in that line; the others are gathered.
/// </summary>
internal sealed class CsvRows(ReadContext read, ByteLines lines, char separator) : TableRows
{
    private readonly List<(int From, int Length)> _cells = [];
    private readonly GatheredText _gathered = new();
    private bool _isGathered;

    public override int Count => _cells.Count;

    public override ReadOnlySpan<char> this[int cell] =>
        (_isGathered ? _gathered.Text : lines.LastText).Slice(_cells[cell].From, _cells[cell].Length);

    public override bool Read()
    {
        while (lines.Next())
        {
            _cells.Clear();
            (Line, Offset) = (lines.LineNo, lines.Offset);
            var text = lines.Text();
            _isGathered = text.Contains('"');
            if (_isGathered) SplitQuoted(text);
            else Split(text);
            if (FirstFilled(0) >= 0) return true;
        }

        return false;
    }

    private void Split(ReadOnlySpan<char> text)
    {
        var from = 0;
        while (true)
        {
            var length = text[from..].IndexOf(separator);
            Add(text, from, length < 0 ? text.Length - from : length);
            if (length < 0) return;
            from += length + 1;
        }
    }

    private void Add(ReadOnlySpan<char> text, int from, int length)
    {
        while (length > 0 && char.IsWhiteSpace(text[from])) (from, length) = (from + 1, length - 1);
        while (length > 0 && char.IsWhiteSpace(text[from + length - 1])) length--;
        _cells.Add((from, length));
    }

    private void SplitQuoted(ReadOnlySpan<char> text)
    {
        _gathered.Clear();
        while (true)
        {
            var from = _gathered.Text.Length;
            if (text.StartsWith('"'))
            {
                text = Quoted(text[1..]);
                Add(_gathered.Text, from, _gathered.Text.Length - from);
                if (text.IsEmpty) return;
                text = text[1..];
                continue;
            }

            var end = text.IndexOf(separator);
            var cell = end < 0 ? text : text[..end];
            if (cell.Contains('"'))
                read.Remark(Line, "", "Dấu ngoặc kép đặt sai chỗ.", "A misplaced quote.");
            _gathered.Append(cell);
            Add(_gathered.Text, from, cell.Length);
            if (end < 0) return;
            text = text[(end + 1)..];
        }
    }

    // Returns what follows the closing quote: nothing, or text that starts with the separator.
    private ReadOnlySpan<char> Quoted(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var end = text.IndexOf('"');
            if (end < 0)
            {
                _gathered.Append(text);
                _gathered.Append("\n");
                if (_gathered.Text.Length > read.Limits.MaxTextCharacters || !lines.Next())
                    throw read.Findings.Stop(
                        Line, "", FileReason.Truncated, "Dấu ngoặc kép không đóng: tệp bị cắt cụt.",
                        "A quote is left open: the file is cut off.");
                text = lines.Text();
                continue;
            }

            _gathered.Append(text[..end]);
            text = text[(end + 1)..];
            if (!text.StartsWith('"')) break;
            _gathered.Append("\"");
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
    private string _record = "";
    private IReadOnlyList<TableColumn> _columns = [];

    public override int Count => _columns.Count + 1;

    public override ReadOnlySpan<char> this[int cell]
    {
        get
        {
            if (cell == 0) return _record;
            var text = lines.LastText;
            var column = _columns[cell - 1];
            var from = Math.Min(column.From - 1, text.Length);
            return text.Slice(from, Math.Min(column.Length, text.Length - from)).Trim();
        }
    }

    public override bool Read()
    {
        while (lines.Next())
        {
            var text = lines.Text();
            if (text.IsWhiteSpace()) continue;
            (Line, Offset) = (lines.LineNo, lines.Offset);
            (_record, _columns) = Kind(text);
            return true;
        }

        return false;
    }

    private (string Record, IReadOnlyList<TableColumn> Columns) Kind(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(profile.EntryRecord)) return (profile.EntryRecord, profile.Columns);
        if (text.StartsWith(profile.HeadRecord)) return (profile.HeadRecord, profile.HeadColumns);
        return text.StartsWith(profile.TailRecord) ? (profile.TailRecord, profile.TailColumns) : ("", []);
    }
}
