using System.Globalization;
using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>
/// The rows of the first sheet of a workbook, as a stream. Only texts and numbers as they are stored are taken; formats
/// of cells, formulas and macros are nothing to us.
/// </summary>
internal sealed class XlsxRows : TableRows, IDisposable
{
    private const int MostColumns = 1_000;

    private readonly ReadContext _read;
    private readonly IReadOnlyList<string> _shared;
    private readonly CheckedByteStream _bytes;
    private readonly WorkbookXml _xml;
    private readonly List<string> _cells = [];
    private readonly List<bool> _numbers = [];
    private readonly GatheredText _row = new();
    private bool _isPlaced;

    public XlsxRows(ReadContext read, Stream sheet, IReadOnlyList<string> shared)
    {
        (_read, _shared) = (read, shared);
        _bytes = new CheckedByteStream(sheet, XlsxFile.Limits(read.Limits), read.Findings, marker: "row");
        _xml = new WorkbookXml(read, _bytes);
    }

    /// <summary>Rows that were handed out or were empty.</summary>
    public long RowsSeen { get; private set; }

    /// <summary>Row tags in the bytes of the sheet.</summary>
    public long RowMarkers => _bytes.Markers;

    /// <summary>The present row's bytes; a packed file has no offset for them.</summary>
    public RawEntry Raw => _bytes.RawOf(RowsSeen) with { Offset = -1 };

    public override bool IsNumber(int cell) => cell < _numbers.Count && _numbers[cell];

    /// <summary>Where every cell says in which column it stands, those that are left out are empty.</summary>
    public override RowShape Shape(TableProfile profile) =>
        base.Shape(profile) is var shape && shape == RowShape.Short && _isPlaced ? RowShape.Whole : shape;

    public override bool Read()
    {
        while (_xml.Read())
        {
            if (!_xml.IsAt("row")) continue;
            RowsSeen++;
            Line = int.TryParse(_xml.Attribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : (int)RowsSeen;
            _cells.Clear();
            _numbers.Clear();
            _isPlaced = true;
            if (!_xml.IsEmptyElement) ReadCells();
            Gather();
            if (FirstFilled(0) >= 0) return true;
        }

        _bytes.Drain();
        return false;
    }

    public void Dispose()
    {
        _xml.Dispose();
        _bytes.Dispose();
    }

    private void Gather()
    {
        _row.Clear();
        foreach (var cell in _cells) _row.Append(cell);
        Begin(_row.Characters);
        var from = 0;
        foreach (var cell in _cells)
        {
            Add(from, cell.Length);
            from += cell.Length;
        }
    }

    private void ReadCells()
    {
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
            if (_xml.IsAt("c")) ReadCell();
    }

    private void ReadCell()
    {
        var place = ColumnOf(_xml.Attribute("r"));
        _isPlaced &= place is not null;
        var column = place ?? _cells.Count;
        if (column >= MostColumns)
            throw _read.Findings.Stop(
                Line, "", FileReason.LimitExceeded, $"Bảng có hơn {MostColumns} cột.",
                $"More than {MostColumns} columns.");
        var type = _xml.Attribute("t") ?? "n";
        var text = _xml.IsEmptyElement ? "" : _xml.TextsOf("v", "t");
        if (type == "s") text = SharedText(text);
        while (_cells.Count <= column)
        {
            _cells.Add("");
            _numbers.Add(false);
        }

        _cells[column] = type == "n" ? Plain(text) : text.Trim();
        _numbers[column] = type == "n";
    }

    private string SharedText(string index)
    {
        if (int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _shared.Count)
            return _shared[at].Trim();
        throw _read.Findings.Stop(
            Line, "", FileReason.Schema, "Ô trỏ tới chuỗi không có trong tệp.", "A cell of a text that is not there.");
    }

    // Sheets store large numbers with an exponent; in decimal arithmetic the conversion is exact.
    private static string Plain(string text) =>
        text.Contains('E') && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : text.Trim();

    private static int? ColumnOf(string? reference)
    {
        if (string.IsNullOrEmpty(reference)) return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z') break;
            column = column * 26 + (c - 'A' + 1);
            if (column > MostColumns) break;
        }

        return column == 0 ? null : column - 1;
    }
}
