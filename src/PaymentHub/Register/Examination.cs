using System.Globalization;
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
    private const int Together = 256;

    // The first row of a repeated key gets its finding when the second one is seen.
    private readonly Dictionary<Guid, int> _unique = [];
    private readonly Dictionary<long, (int Row, Guid Stated)> _persons = [];
    private readonly HashSet<int> _repeated = [];
    private readonly HashSet<int> _differing = [];
    private readonly HashSet<int> _refused = [];

    /// <summary>Data rows in the file, refused ones included.</summary>
    public int Rows { get; private set; }

    public bool HasErrors { get; private set; }

    /// <summary>Rows with at least one error.</summary>
    public int RefusedRows => _refused.Count;

    /// <summary>The findings, row by row; those across rows come last.</summary>
    public async IAsyncEnumerable<RowFinding> ExamineAsync(IEnumerable<ArrangedRow> rows)
    {
        var late = new List<RowFinding>();
        await foreach (var some in Ahead.SelectAsync(rows.Chunk(Together), Judge))
        {
            foreach (var finding in some.SelectMany(j => FindingsOf(j, late))) yield return finding;
        }

        foreach (var finding in late) yield return Noted(finding);
    }

    private IEnumerable<RowFinding> FindingsOf(Judged judged, List<RowFinding> late)
    {
        var row = judged.Row;
        if (row.Number > 1) Rows++;
        foreach (var finding in row.Faults) yield return Noted(finding);
        foreach (var finding in judged.Findings)
        {
            // A cell that has no usable value is told once, not also for what it seems to contain.
            if (!row.Faults.Any(f => f.Column == finding.Column)) yield return Noted(finding);
        }

        if (judged.HasRecord) Across(row.Number, judged, late);
    }

    private Judged[] Judge(ArrangedRow[] rows) => Array.ConvertAll(rows, Judge);

    // What one row shows by itself; nothing here may look at another row.
    private Judged Judge(ArrangedRow row)
    {
        if (row.Cells is not { } cells) return new Judged(row, []);
        var read = kind.Read(row.Number, cells, reference);
        if (read.Record is not { } record) return new Judged(row, read.Findings);
        var unique = kind.UniqueOf(record);
        var person = kind.PersonOf(record);
        return new Judged(row, read.Findings)
        {
            HasRecord = true,
            Unique = unique,
            UniqueHash = unique is { } u ? HashOf(u.Key) : default,
            Person = person is null ? null : long.Parse(person.PersonalId.Value, CultureInfo.InvariantCulture),
            Stated = person is null ? default
                : HashOf($"{person.Birth}|{person.Sex}|{VietnameseKeys.ToneKey(person.FullName)}"),
            Fault = kind.FaultOf(record),
            IsOutOfScope = communes is not null
                && kind.CommunesOf(record).Any(c => !communes.Contains(c, StringComparer.Ordinal)),
        };
    }

    private RowFinding Noted(RowFinding finding)
    {
        if (finding.Severity != Severity.Error) return finding;
        HasErrors = true;
        if (finding.Row > 1) _refused.Add(finding.Row);
        return finding;
    }

    private void Across(int row, in Judged judged, List<RowFinding> late)
    {
        if (judged.Unique is { } unique) CheckUnique(row, judged.UniqueHash, unique, late);
        if (judged.Person is { } person) CheckPerson(row, person, judged.Stated, late);
        if (judged.Fault is { } fault) late.Add(fault);
        if (judged.IsOutOfScope) late.Add(OutOfScope(row));
    }

    private void CheckUnique(
        int row, Guid key, (string Key, string Column, string Rule) unique, List<RowFinding> late)
    {
        if (_unique.TryAdd(key, row)) return;
        foreach (var repeated in new[] { _unique[key], row }.Where(_repeated.Add))
            late.Add(RowFinding.Error(repeated, unique.Column, unique.Rule, "repeated value"));
    }

    private void CheckPerson(int row, long id, Guid stated, List<RowFinding> late)
    {
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

    private readonly record struct Judged(ArrangedRow Row, IReadOnlyList<RowFinding> Findings)
    {
        public bool HasRecord { get; init; }

        public (string Key, string Column, string Rule)? Unique { get; init; }

        public Guid UniqueHash { get; init; }

        public long? Person { get; init; }

        public Guid Stated { get; init; }

        public RowFinding? Fault { get; init; }

        public bool IsOutOfScope { get; init; }
    }
}
