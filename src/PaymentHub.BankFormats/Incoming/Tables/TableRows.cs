using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>How the cells of a row stand to the columns of its profile.</summary>
internal enum RowShape
{
    Whole,

    /// <summary>A cell is missing, and nothing shows which: what is read as money may be another column.</summary>
    Short,

    /// <summary>Something stands behind the last column.</summary>
    Long,
}

/// <summary>The rows of a table, one in memory at a time. Cells are without surrounding blanks.</summary>
internal abstract class TableRows
{
    private const int FirstCells = 32;

    private char[] _characters = [];
    private (int From, int Length)[] _places = new (int, int)[FirstCells];

    /// <summary>How many cells the present row has.</summary>
    public int Count { get; private set; }

    /// <summary>Line of the file, or row of the sheet, from 1.</summary>
    public int Line { get; protected set; }

    /// <summary>The present row came to its line end, not to the end of the file.</summary>
    public virtual bool IsEnded => true;

    /// <summary>The file ends inside a character.</summary>
    public virtual bool EndsInsideCharacter => false;

    /// <summary>A cell of the present row; valid until the next.</summary>
    public ReadOnlySpan<char> this[int cell]
    {
        get
        {
            if ((uint)cell >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(cell));
            var (from, length) = _places[cell];
            return new ReadOnlySpan<char>(_characters, from, length);
        }
    }

    /// <summary>Whether the last cells were numbers of a sheet, not texts.</summary>
    public virtual bool IsNumber(int cell) => false;

    /// <summary>Moves to the next row that is not empty; false at the end.</summary>
    public abstract bool Read();

    /// <summary>
    /// Whether the present row has the columns of its profile. Empty cells behind the last column are a habit.
    /// </summary>
    public virtual RowShape Shape(TableProfile profile) =>
        Count < profile.Columns.Count ? RowShape.Short
        : FirstFilled(profile.Columns.Count) >= 0 ? RowShape.Long
        : RowShape.Whole;

    /// <summary>The first cell from <paramref name="from"/> on that is not empty; -1 where there is none.</summary>
    public int FirstFilled(int from)
    {
        for (var cell = from; cell < Count; cell++)
            if (_places[cell].Length > 0) return cell;
        return -1;
    }

    /// <summary>A row begins whose cells are places in <paramref name="characters"/>.</summary>
    protected void Begin(char[] characters) => (_characters, Count) = (characters, 0);

    /// <summary>Adds a cell without the blanks around it.</summary>
    protected void Add(int from, int length)
    {
        var text = _characters;
        while (length > 0 && char.IsWhiteSpace(text[from])) (from, length) = (from + 1, length - 1);
        while (length > 0 && char.IsWhiteSpace(text[from + length - 1])) length--;
        if (Count == _places.Length) Array.Resize(ref _places, Count * 2);
        _places[Count++] = (from, length);
    }
}

/// <summary>
/// Rows of separated values: quotes doubled inside quotes, quoted fields over several lines. Cells of a line without
/// quotes are places in that line; the others are gathered.
/// </summary>
internal sealed class CsvRows(ReadContext read, ByteLines lines, char separator) : TableRows
{
    private readonly GatheredText _gathered = new();
    private readonly List<(int From, int Length)> _quoted = [];

    public override bool IsEnded => lines.IsEnded;

    public override bool EndsInsideCharacter => lines.EndsInsideCharacter;

    public override bool Read()
    {
        while (lines.Next())
        {
            Line = lines.LineNo;
            lines.OpenEntry();
            var text = lines.Text();
            Begin(lines.Characters);
            if (!Split(text))
            {
                SplitQuoted(text);
                Begin(_gathered.Characters);
                foreach (var (from, length) in _quoted) Add(from, length);
            }

            if (FirstFilled(0) >= 0) return true;
        }

        return false;
    }

    // Looks at sixteen characters at a time for separators, of which a line has many. False where it has a quote.
    private bool Split(ReadOnlySpan<char> text)
    {
        int from = 0, at = 0;
        var (separators, quotes) = (Vector256.Create((ushort)separator), Vector256.Create((ushort)'"'));
        for (; at + Vector256<ushort>.Count <= text.Length; at += Vector256<ushort>.Count)
        {
            var block = Vector256.Create(MemoryMarshal.Cast<char, ushort>(text.Slice(at, Vector256<ushort>.Count)));
            if (Vector256.EqualsAny(block, quotes)) return false;
            var found = Vector256.Equals(block, separators).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                var end = at + BitOperations.TrailingZeroCount(found);
                Add(from, end - from);
                from = end + 1;
            }
        }

        for (; at < text.Length; at++)
        {
            if (text[at] == '"') return false;
            if (text[at] != separator) continue;
            Add(from, at - from);
            from = at + 1;
        }

        Add(from, text.Length - from);
        return true;
    }

    private void SplitQuoted(ReadOnlySpan<char> text)
    {
        _gathered.Clear();
        _quoted.Clear();
        while (true)
        {
            var from = _gathered.Text.Length;
            if (text.StartsWith('"'))
            {
                text = Quoted(text[1..]);
                _quoted.Add((from, _gathered.Text.Length - from));
                if (text.IsEmpty) return;
                text = text[1..];
                continue;
            }

            var end = text.IndexOf(separator);
            var cell = end < 0 ? text : text[..end];
            if (cell.Contains('"'))
                read.Remark(Line, "", "Dấu ngoặc kép đặt sai chỗ.", "A misplaced quote.");
            _gathered.Append(cell);
            _quoted.Add((from, cell.Length));
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
    private readonly TableColumn[] _money =
        [.. profile.Columns.Where(c => c.Field is "amount" or "debit" or "credit" or "side")];

    private IReadOnlyList<TableColumn> _columns = [];
    private int _length, _filled;

    public override bool IsEnded => lines.IsEnded;

    public override bool EndsInsideCharacter => lines.EndsInsideCharacter;

    public override bool Read()
    {
        while (lines.Next())
        {
            var text = lines.Text();
            if (text.IsWhiteSpace()) continue;
            Line = lines.LineNo;
            lines.OpenEntry();
            (var record, _columns) = Kind(text);
            (_length, _filled) = (text.Length, text.TrimEnd().Length);
            Begin(lines.Characters);
            Add(0, record.Length);
            foreach (var column in _columns)
            {
                var from = Math.Min(column.From - 1, text.Length);
                Add(from, Math.Min(column.Length, text.Length - from));
            }

            return true;
        }

        return false;
    }

    /// <summary>
    /// Programs take blanks off the end of a line, so an entry may end before columns that are empty, but not inside
    /// its money. Headings and totals are numbers to their last place.
    /// </summary>
    public override RowShape Shape(TableProfile profile)
    {
        var end = 0;
        foreach (var column in _columns) end = Math.Max(end, EndOf(column));
        if (!ReferenceEquals(_columns, profile.Columns)) return _length < end ? RowShape.Short : RowShape.Whole;
        if (_filled > end) return RowShape.Long;
        return Array.Exists(_money, c => c.From <= _length && _length < EndOf(c)) ? RowShape.Short : RowShape.Whole;
    }

    private static int EndOf(TableColumn column) => column.From - 1 + column.Length;

    private (string Record, IReadOnlyList<TableColumn> Columns) Kind(ReadOnlySpan<char> text)
    {
        if (text.StartsWith(profile.EntryRecord)) return (profile.EntryRecord, profile.Columns);
        if (text.StartsWith(profile.HeadRecord)) return (profile.HeadRecord, profile.HeadColumns);
        return text.StartsWith(profile.TailRecord) ? (profile.TailRecord, profile.TailColumns) : ("", []);
    }
}
