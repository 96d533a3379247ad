using PaymentHub.Domain.Register;
using PaymentHub.Register;
using PaymentHub.Storage;

namespace PaymentHub.Tests.Register;

/// <summary>A register file read whole, as the import reads it before it applies anything.</summary>
internal sealed class ExaminedFile
{
    public List<RegisterRecord> Register { get; } = [];

    public List<RowFinding> Findings { get; private init; } = [];

    public bool HasErrors => Findings.Exists(f => f.Severity == Severity.Error);

    public int Rows { get; private set; }

    public static ExaminedFile Read(byte[] bytes, RegisterReference reference)
    {
        var kind = FileKind.Of(ImportKind.Register);
        var rows = new FileRows(kind, FileContent.Of(bytes), ImportOptions.None);
        var examination = new Examination(kind, reference, null);
        var findings = examination.ExamineAsync(rows.Read()).ToBlockingEnumerable().OrderBy(f => f.Row).ToList();
        var file = new ExaminedFile { Findings = findings, Rows = examination.Rows };
        foreach (var row in rows.Read().Where(r => r is { Number: > 1, Cells: not null }))
        {
            if (kind.Read(row.Number, row.Cells!, reference).Record is RegisterRecord record) file.Register.Add(record);
        }

        return file;
    }
}
