using System.Globalization;

namespace PaymentHub.Domain.Register;

/// <summary>
/// The columns of one kind of file, in the order of its template. A file may order them differently; names are compared
/// after NFC and trimming. Optional columns may be left out and then are empty.
/// </summary>
public sealed class FileColumns
{
    /// <summary>
    /// The column that our own list of errors adds; a file that comes back with it is read as if it were not there.
    /// </summary>
    public const string ReasonColumn = "Lý do lỗi";

    /// <summary>The running number of a row, which says nothing; a source that is mapped need not have it.</summary>
    public const string Ordinal = "STT";

    private readonly Dictionary<string, int> _positions;
    private readonly int _required;

    internal FileColumns(params string[] names)
        : this(names, [])
    {
    }

    internal FileColumns(string[] required, string[] optional)
    {
        Names = [.. required, .. optional];
        _required = required.Length;
        _positions = Enumerable.Range(0, Names.Count).ToDictionary(i => Names[i], StringComparer.Ordinal);
    }

    /// <summary>Column names in template order, the optional ones last.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True where a file may leave the column out.</summary>
    public bool IsOptional(string name) => _positions.TryGetValue(name, out var i) && i >= _required;

    /// <summary>Where the column stands in the template, or null for another file's column.</summary>
    public int? PositionOf(string name) => _positions.TryGetValue(name, out var position) ? position : null;

    /// <summary>
    /// Reads the header row: where each column stands, or every missing, unknown and repeated column at once, with row
    /// 1. A mapping translates the source's own header names first.
    /// </summary>
    public HeaderReading ReadHeader(IReadOnlyList<string> cells, ColumnMapping? mapping = null)
    {
        var findings = new List<RowFinding>();
        var comesBack = false;
        var sources = new int[Names.Count];
        Array.Fill(sources, -1);
        for (var i = 0; i < cells.Count; i++)
        {
            var header = CleanName(cells[i]);
            var name = mapping?.ColumnOf(header) ?? header;
            comesBack |= header == ReasonColumn;
            if (header == ReasonColumn || (name.Length == 0 && mapping is not null)) continue;
            if (_positions.TryGetValue(name, out var position) && sources[position] < 0) sources[position] = i;
            else findings.Add(RowFinding.Error(1, Shown(header), RowRules.ColumnUnknown, "column"));
        }

        var fixedCells = new string[Names.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            if (sources[i] >= 0) continue;
            fixedCells[i] = mapping?.ConstantOf(Names[i]) ?? string.Empty;
            var isNeeded = i < _required && !(mapping is not null && Names[i] == Ordinal);
            if (isNeeded && mapping?.ConstantOf(Names[i]) is null)
                findings.Add(RowFinding.Error(1, Names[i], RowRules.ColumnMissing, ValueClass.Empty));
        }

        if (findings.Count > 0) return new HeaderReading(null, findings);
        return new HeaderReading(new ColumnOrder(sources, fixedCells, cells.Count, comesBack), findings);
    }

    /// <summary>The name as it is compared: normalised, without a byte order mark.</summary>
    public static string CleanName(string cell)
    {
        var text = cell.Trim().Trim('\uFEFF').Trim();
        return VietnameseText.Normalize(text);
    }

    /// <summary>A column name is the file's own text: it is cut so that a broken file cannot fill the report.</summary>
    private static string Shown(string name) => name.Length <= 60 ? name : string.Concat(name.AsSpan(0, 59), "…");
}

/// <summary>
/// How the files of one source (nguồn dữ liệu) name our columns. <paramref name="Headers"/> leads from the source's
/// header to ours, or to the empty text where the column is not wanted; <paramref name="Constants"/> gives one value to
/// a column that the source does not have.
/// </summary>
public sealed record ColumnMapping(
    IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Constants)
{
    /// <summary>Our column for a header, empty where it is to be left out, null where the mapping is silent.</summary>
    public string? ColumnOf(string header) => Headers.GetValueOrDefault(header);

    /// <summary>The fixed value of a column, or null.</summary>
    public string? ConstantOf(string column) => Constants.GetValueOrDefault(column);

    /// <summary>Columns that the mapping names and the kind of file does not have.</summary>
    public IReadOnlyList<string> UnknownColumns(FileColumns columns) =>
    [
        .. Headers.Values.Where(c => c.Length > 0).Concat(Constants.Keys)
            .Where(c => columns.PositionOf(c) is null).Distinct(StringComparer.Ordinal),
    ];
}

/// <summary>The result of reading a header: the order of the columns, or the findings that refuse the file.</summary>
public sealed record HeaderReading(ColumnOrder? Order, IReadOnlyList<RowFinding> Findings);

/// <summary>Where each template column stands in a particular file.</summary>
public sealed class ColumnOrder
{
    private readonly int[] _sources;
    private readonly string[] _fixed;
    private readonly int _width;
    private readonly bool _isTemplateOrder;
    private readonly bool _comesBack;

    internal ColumnOrder(int[] sources, string[] fixedCells, int width, bool comesBack)
    {
        (_sources, _fixed, _width, _comesBack) = (sources, fixedCells, width, comesBack);
        _isTemplateOrder = width == sources.Length && sources.Index().All(s => s.Index == s.Item);
    }

    /// <summary>
    /// The cells in template order. A row with another number of cells than the header gives a finding instead: a
    /// shifted row must not be read as if it were whole.
    /// </summary>
    public RowFinding? Arrange(int row, string[] cells, out string[] arranged)
    {
        arranged = cells;
        if (cells.Length != _width)
        {
            var rule = cells.Length < _width ? RowRules.ColumnMissing : RowRules.ColumnUnknown;
            var count = string.Create(CultureInfo.InvariantCulture, $"{cells.Length} cells");
            return RowFinding.Error(row, string.Empty, rule, count);
        }

        if (_isTemplateOrder) return null;
        arranged = new string[_sources.Length];
        for (var i = 0; i < arranged.Length; i++)
            arranged[i] = _sources[i] < 0 ? _fixed[i] : _comesBack ? Unguarded(cells[_sources[i]]) : cells[_sources[i]];
        return null;
    }

    /// <summary>Our own list of errors puts an apostrophe before what a spreadsheet would run as a formula.</summary>
    private static string Unguarded(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && cell[1] is '=' or '+' or '-' or '@' or '\t' ? cell[1..] : cell;
}
