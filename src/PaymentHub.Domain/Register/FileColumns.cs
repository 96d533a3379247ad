using System.Globalization;

namespace PaymentHub.Domain.Register;

/// <summary>
/// The columns of one kind of file, in the order of its template. A file may order them differently; names are compared
/// after NFC and trimming.
/// </summary>
public sealed class FileColumns
{
    private readonly Dictionary<string, int> _positions;

    internal FileColumns(params string[] names)
    {
        Names = names;
        _positions = Enumerable.Range(0, names.Length).ToDictionary(i => names[i], StringComparer.Ordinal);
    }

    /// <summary>Column names in template order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Reads the header row: where each column stands, or every missing, unknown and repeated column at once, with row
    /// 1.
    /// </summary>
    public HeaderReading ReadHeader(IReadOnlyList<string> cells)
    {
        var findings = new List<RowFinding>();
        var sources = new int[Names.Count];
        Array.Fill(sources, -1);
        for (var i = 0; i < cells.Count; i++)
        {
            var name = Clean(cells[i]);
            if (_positions.TryGetValue(name, out var position) && sources[position] < 0) sources[position] = i;
            else findings.Add(RowFinding.Error(1, Shown(name), RowRules.ColumnUnknown, "column"));
        }

        for (var i = 0; i < sources.Length; i++)
            if (sources[i] < 0) findings.Add(RowFinding.Error(1, Names[i], RowRules.ColumnMissing, ValueClass.Empty));
        return new(findings.Count == 0 ? new ColumnOrder(sources) : null, findings);
    }

    private static string Clean(string cell)
    {
        var text = cell.Trim().Trim('\uFEFF').Trim();
        return VietnameseText.Normalize(text);
    }

    /// <summary>A column name is the file's own text: it is cut so that a broken file cannot fill the report.</summary>
    private static string Shown(string name) => name.Length <= 60 ? name : string.Concat(name.AsSpan(0, 59), "…");
}

/// <summary>The result of reading a header: the order of the columns, or the findings that refuse the file.</summary>
public sealed record HeaderReading(ColumnOrder? Order, IReadOnlyList<RowFinding> Findings);

/// <summary>Where each template column stands in a particular file.</summary>
public sealed class ColumnOrder
{
    private readonly int[] _sources;
    private readonly bool _isTemplateOrder;

    internal ColumnOrder(int[] sources)
    {
        _sources = sources;
        _isTemplateOrder = sources.Index().All(s => s.Index == s.Item);
    }

    /// <summary>
    /// The cells in template order. A row with another number of cells than the header gives a finding instead: a
    /// shifted row must not be read as if it were whole.
    /// </summary>
    public RowFinding? Arrange(int row, string[] cells, out string[] arranged)
    {
        arranged = cells;
        if (cells.Length != _sources.Length)
        {
            var rule = cells.Length < _sources.Length ? RowRules.ColumnMissing : RowRules.ColumnUnknown;
            var count = string.Create(CultureInfo.InvariantCulture, $"{cells.Length} cells");
            return RowFinding.Error(row, string.Empty, rule, count);
        }

        if (_isTemplateOrder) return null;
        arranged = new string[cells.Length];
        for (var i = 0; i < arranged.Length; i++) arranged[i] = cells[_sources[i]];
        return null;
    }
}
