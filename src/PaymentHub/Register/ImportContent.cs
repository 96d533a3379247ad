using System.Text;
using System.Text.Unicode;
using PaymentHub.BankFormats.Text;
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
    /// <summary>Rule of a row whose quotes are wrong, so that its cells cannot be told apart.</summary>
    public const string RowMalformed = "ROW_MALFORMED";

    private const int MaxCellCharacters = 4000;

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
        var broken = BrokenLines(bytes);
        foreach (var line in broken) _findings.Add(RowFinding.Error(line, "", RowRules.LineEncoding, "bytes"));
        using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        var csv = new CsvReader(text, MaxCellCharacters);
        var header = columns.ReadHeader(csv.Read() ? csv.Fields : []);
        _findings.AddRange(header.Findings);
        while (csv.Read())
        {
            Rows++;
            if (broken.Contains(csv.Line)) continue;
            if (csv.Fault != CsvFault.None)
            {
                _findings.Add(Malformed(csv.Line));
                continue;
            }

            if (header.Order is null) continue;
            if (header.Order.Arrange(csv.Line, [.. csv.Fields], out var cells) is { } finding) _findings.Add(finding);
            else add(csv.Line, cells);
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

    // Bytes are checked by line, so that the report names the lines and the rest of the file is still examined.
    private static HashSet<int> BrokenLines(ReadOnlySpan<byte> bytes)
    {
        var broken = new HashSet<int>();
        if (Utf8.IsValid(bytes)) return broken;
        var number = 0;
        foreach (var line in bytes.Split((byte)'\n'))
        {
            number++;
            if (!Utf8.IsValid(bytes[line])) broken.Add(number);
        }

        return broken;
    }

    private static RowFinding Malformed(int row) => new(
        row, "", RowMalformed, Severity.Error, "quotes",
        "Dấu ngoặc kép của dòng này không đúng, hoặc ô quá dài, nên không tách được các ô. Hãy lưu lại tệp CSV từ bảng tính.",
        "The quotes of this row are wrong or a cell is too long, so its cells cannot be told apart. Save the CSV again.");

    private static RowFinding OutOfScope(int row) => new(
        row, "Mã xã", "COMMUNE_OUT_OF_SCOPE", Severity.Error, "5 digits",
        "Xã này nằm ngoài phạm vi được giao cho người nhập. Hãy chuyển dòng này cho người phụ trách xã.",
        "This commune lies outside the importer's scope. Hand the row to whoever is in charge of the commune.");
}
