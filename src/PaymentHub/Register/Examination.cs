using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>
/// Reads a whole file once and gathers every defect, one row in memory at a time. What only shows across rows is kept
/// as numbers: a hash a row, not the row.
/// </summary>
public sealed class Examination(FileKind kind, RegisterReference reference, string[]? communes)
{
    // The first row of a repeated key gets its finding when the second one is seen.
    private readonly Dictionary<Guid, int> _unique = [];
    private readonly Dictionary<string, (int Row, Guid Stated)> _persons = new(StringComparer.Ordinal);
    private readonly HashSet<int> _repeated = [];
    private readonly HashSet<int> _differing = [];
    private readonly HashSet<int> _refused = [];

    /// <summary>Data rows in the file, refused ones included.</summary>
    public int Rows { get; private set; }

    public bool HasErrors { get; private set; }

    /// <summary>Rows with at least one error.</summary>
    public int RefusedRows => _refused.Count;

    /// <summary>The findings, row by row; those across rows come last.</summary>
    public IEnumerable<RowFinding> Examine(IEnumerable<ArrangedRow> rows)
    {
        var late = new List<RowFinding>();
        foreach (var row in rows)
        {
            if (row.Number > 1) Rows++;
            foreach (var finding in row.Faults) yield return Noted(finding);
            if (row.Cells is not { } cells) continue;
            var read = kind.Read(row.Number, cells, reference);
            foreach (var finding in read.Findings)
            {
                // A cell that has no usable value is told once, not also for what it seems to contain.
                if (!row.Faults.Any(f => f.Column == finding.Column)) yield return Noted(finding);
            }

            if (read.Record is { } record) Across(row.Number, record, late);
        }

        foreach (var finding in late) yield return Noted(finding);
    }

    private RowFinding Noted(RowFinding finding)
    {
        if (finding.Severity != Severity.Error) return finding;
        HasErrors = true;
        if (finding.Row > 1) _refused.Add(finding.Row);
        return finding;
    }

    private void Across(int row, object record, List<RowFinding> late)
    {
        if (kind.UniqueOf(record) is { } unique) CheckUnique(row, unique, late);
        if (kind.PersonOf(record) is { } person) CheckPerson(row, person, late);
        if (kind.FaultOf(record) is { } fault) late.Add(fault);
        if (communes is not null && kind.CommunesOf(record).Any(c => !communes.Contains(c, StringComparer.Ordinal)))
            late.Add(OutOfScope(row));
    }

    private void CheckUnique(int row, (string Key, string Column, string Rule) unique, List<RowFinding> late)
    {
        var key = HashOf(unique.Key);
        if (_unique.TryAdd(key, row)) return;
        foreach (var repeated in new[] { _unique[key], row }.Where(_repeated.Add))
            late.Add(RowFinding.Error(repeated, unique.Column, unique.Rule, "repeated value"));
    }

    private void CheckPerson(int row, PersonDetails person, List<RowFinding> late)
    {
        var id = person.PersonalId.Value;
        var stated = HashOf($"{person.Birth}|{person.Sex}|{VietnameseKeys.ToneKey(person.FullName)}");
        if (_persons.TryAdd(id, (row, stated))) return;
        var (first, before) = _persons[id];
        if (before == stated) return;
        foreach (var differing in new[] { first, row })
        {
            if (!_differing.Add(differing)) continue;
            late.Add(RowFinding.Warning(differing, "Họ và tên", RowRules.PersonDiffers, "differs between rows"));
        }
    }

    // Half of a SHA-256: two different keys among a million are never taken for one.
    private static Guid HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return new Guid(hash[..16]);
    }

    private static RowFinding OutOfScope(int row) => new(
        row, "Mã xã", "COMMUNE_OUT_OF_SCOPE", Severity.Error, "5 digits",
        "Xã này nằm ngoài phạm vi được giao cho người nhập. Hãy chuyển dòng này cho người phụ trách xã.",
        "This commune lies outside the importer's scope. Hand the row to whoever is in charge of the commune.");
}
