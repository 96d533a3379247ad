using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>What a register file brings.</summary>
public enum ImportKind
{
    Register,
    Deaths,
    Allotments,
}

/// <summary>
/// A file read whole: the accepted rows of its kind and every defect found. Where a finding is an error the file is
/// refused, so the rows must not be applied.
/// </summary>
public sealed class ImportContent
{
    private readonly List<RowFinding> _findings = [];

    public List<RegisterRecord> Register { get; } = [];

    public List<DeathRecord> Deaths { get; } = [];

    public List<AllotmentRecord> Allotments { get; } = [];

    /// <summary>Data rows in the file, refused ones included.</summary>
    public int Rows { get; private set; }

    public IReadOnlyList<RowFinding> Findings => _findings;

    public bool HasErrors => _findings.Exists(f => f.Severity == Severity.Error);

    /// <summary>Rows with at least one error.</summary>
    public int RefusedRows =>
        _findings.Where(f => f.Severity == Severity.Error && f.Row > 1).Select(f => f.Row).Distinct().Count();

    /// <summary>Reads the whole file; <paramref name="communes"/> bounds the importer's scope, null does not.</summary>
    public static ImportContent Read(ImportKind kind, byte[] bytes, RegisterReference reference, string[]? communes)
    {
        var content = new ImportContent();
        var columns = kind switch
        {
            ImportKind.Deaths => DeathRow.Columns,
            ImportKind.Allotments => AllotmentRow.Columns,
            _ => RegisterRow.Columns,
        };
        content.ReadRows(bytes, columns, (row, cells) => content.Add(kind, row, cells, reference));
        content.CheckAcrossRows(communes);
        content._findings.Sort((a, b) => a.Row.CompareTo(b.Row));
        return content;
    }

    private void ReadRows(byte[] bytes, FileColumns columns, Action<int, string[]> add)
    {
        var isWorkbook = RegisterWorkbook.IsOne(bytes);
        if (!isWorkbook) _findings.AddRange(CsvRows.BrokenLines(bytes));
        try
        {
            ReadRows(isWorkbook ? RegisterWorkbook.Read(bytes) : CsvRows.Read(bytes), columns, add);
        }
        catch (WorkbookRefusedException e)
        {
            _findings.Add(e.Finding);
        }
    }

    private void ReadRows(IEnumerable<FileRow> rows, FileColumns columns, Action<int, string[]> add)
    {
        HeaderReading? header = null;
        foreach (var row in rows)
        {
            if (header is null)
            {
                header = columns.ReadHeader(row.Cells);
                _findings.AddRange(header.Findings);
                continue;
            }

            Rows++;
            _findings.AddRange(row.Faults);
            if (!row.IsReadable || header.Order is null) continue;
            if (header.Order.Arrange(row.Number, row.Cells, out var cells) is { } finding) _findings.Add(finding);
            else AddJudged(row, cells, add);
        }

        if (header is null) _findings.AddRange(columns.ReadHeader([]).Findings);
    }

    // A cell that has no usable value is told once, not also for what it seems to contain.
    private void AddJudged(FileRow row, string[] cells, Action<int, string[]> add)
    {
        var before = _findings.Count;
        add(row.Number, cells);
        for (var i = _findings.Count - 1; i >= before && row.Faults.Count > 0; i--)
        {
            if (row.Faults.Any(f => f.Column == _findings[i].Column)) _findings.RemoveAt(i);
        }
    }

    private void Add(ImportKind kind, int row, string[] cells, RegisterReference reference)
    {
        switch (kind)
        {
            case ImportKind.Deaths:
                Take(DeathRow.Parse(new DeathRow(row, cells), reference), Deaths);
                break;
            case ImportKind.Allotments:
                Take(AllotmentRow.Parse(new AllotmentRow(row, cells), reference), Allotments);
                break;
            default:
                Take(RegisterRowParsing.Parse(new RegisterRow(row, cells), reference), Register);
                break;
        }
    }

    private void Take<T>(RowReading<T> reading, List<T> to)
        where T : class
    {
        _findings.AddRange(reading.Findings);
        if (reading.Record is { } record) to.Add(record);
    }

    private void CheckAcrossRows(string[]? communes)
    {
        _findings.AddRange(FileChecks.DuplicateDossiers(Register.Select(r => (r.Row, r.Dossier))));
        _findings.AddRange(FileChecks.DifferingPersons(Register.Select(r => (r.Row, r.Person))));
        _findings.AddRange(FileChecks.DuplicateAllotments(Allotments));
        foreach (var record in Register)
        {
            var row = RegisterChunk.EntitlementRowOf(record, Guid.Empty);
            if (EntitlementDecisions.FromRegister(row, null, default, "").Refusal is { } refusal)
                _findings.Add(RegisterChunk.FindingOf(record.Row, refusal));
        }

        if (communes is null) return;
        var rows = Register.Select(r => (r.Row, r.Person.Commune)).Concat(Allotments.Select(a => (a.Row, a.Commune)));
        _findings.AddRange(rows.Where(r => !communes.Contains(r.Commune, StringComparer.Ordinal))
            .Select(r => OutOfScope(r.Row)));
    }

    private static RowFinding OutOfScope(int row) => new(
        row, "Mã xã", "COMMUNE_OUT_OF_SCOPE", Severity.Error, "5 digits",
        "Xã này nằm ngoài phạm vi được giao cho người nhập. Hãy chuyển dòng này cho người phụ trách xã.",
        "This commune lies outside the importer's scope. Hand the row to whoever is in charge of the commune.");
}
