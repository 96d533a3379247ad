using NodaTime;
using static PaymentHub.Domain.Register.RegisterRow;

namespace PaymentHub.Domain.Register;

/// <summary>What a decision does to an entitlement (loại quyết định).</summary>
public enum DecisionKind
{
    /// <summary>Hưởng mới.</summary>
    Granted,

    /// <summary>Điều chỉnh.</summary>
    Changed,

    /// <summary>Tạm dừng.</summary>
    Suspended,

    /// <summary>Hưởng lại.</summary>
    Resumed,

    /// <summary>Thôi hưởng.</summary>
    Ended,
}

/// <summary>
/// One raw row of a list of decisions (danh sách quyết định). A grant carries the columns of the register too; the
/// other kinds name the dossier and the person only.
/// </summary>
public readonly record struct DecisionRow(int Row, string[] Cells)
{
    internal const string ColumnKind = "Loại quyết định";
    internal const string ColumnMonth = "Từ tháng";
    internal const string ColumnReason = "Lý do";
    internal const string ColumnCause = "Mã lý do";
    internal const string ColumnBasis = "Căn cứ pháp lý";

    private static readonly string[] Required =
    [
        "STT", ColumnDossier, ColumnPersonalId, ColumnFullName, ColumnKind, ColumnDecision, ColumnSigner,
        ColumnSignedOn, ColumnMonth, ColumnReason,
    ];

    private static readonly (string Vi, DecisionKind Kind)[] Kinds =
    [
        ("Hưởng mới", DecisionKind.Granted), ("Điều chỉnh", DecisionKind.Changed), ("Tạm dừng", DecisionKind.Suspended),
        ("Hưởng lại", DecisionKind.Resumed), ("Thôi hưởng", DecisionKind.Ended),
    ];

    /// <summary>The template's columns; those of the register are needed for grants only.</summary>
    public static FileColumns Columns { get; } = new(
        Required,
        [
            .. RegisterRow.Columns.Names.Where(c => c != ColumnFrom && !Required.Contains(c, StringComparer.Ordinal)),
            ColumnCause, ColumnBasis,
        ]);

    /// <summary>Columns of months.</summary>
    public static IReadOnlyCollection<string> MonthColumns { get; } = [ColumnMonth, .. RegisterRow.MonthColumns];

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<DecisionRecord> Parse(in DecisionRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var kind = KindOf(row.Cells[4]);
        if (kind is null) cells.Error(ColumnKind, RowRules.DecisionKindInvalid, ValueClass.Of(row.Cells[4]));
        if (kind == DecisionKind.Granted) return Grant(row, reference);
        var dossier = cells.Dossier(ColumnDossier, row.Cells[1]);
        var id = cells.PersonalIdOf(ColumnPersonalId, row.Cells[2], reference);
        var name = cells.Name(ColumnFullName, row.Cells[3]);
        var number = cells.Required(ColumnDecision, row.Cells[5], 100, RowRules.DecisionMissing);
        var signer = cells.Text(ColumnSigner, row.Cells[6], 100);
        var signedOn = cells.Date(ColumnSignedOn, row.Cells[7]);
        var month = cells.Month(ColumnMonth, row.Cells[8]);
        var reason = kind is DecisionKind.Suspended or DecisionKind.Ended
            ? cells.Required(ColumnReason, row.Cells[9], 200, RowRules.ReasonMissing)
            : cells.Text(ColumnReason, row.Cells[9], 200);
        var cause = cells.Text(ColumnCause, Cell(row, ColumnCause), 40);
        var basis = cells.Text(ColumnBasis, Cell(row, ColumnBasis), 200);
        var terms = kind == DecisionKind.Changed ? NewTerms(row, reference, cells) : default;
        if (cells.HasErrors) return new(null, cells.Findings);
        return new(
            new DecisionRecord(
                row.Row, kind!.Value, dossier, id!.Value, name, number, signer, signedOn!.Value, month!.Value, reason,
                null)
            {
                Programme = terms.Programme,
                Group = terms.Group,
                InjuryPercent = terms.Injury,
                Cause = cause,
                LegalBasis = basis,
            },
            cells.Findings);
    }

    private static RowReading<DecisionRecord> Grant(in DecisionRow row, RegisterReference reference)
    {
        var source = row.Cells;
        var cells = RegisterRow.Columns.Names
            .Select(c => source[Columns.PositionOf(c == ColumnFrom ? ColumnMonth : c)!.Value]).ToArray();
        var reading = RegisterRowParsing.Parse(new RegisterRow(row.Row, cells), reference);
        var findings = reading.Findings
            .Select(f => f.Column == ColumnFrom ? f with { Column = ColumnMonth } : f).ToList();
        if (reading.Record is not { } r) return new(null, findings, reading.Question);
        return new(
            new DecisionRecord(
                r.Row, DecisionKind.Granted, r.Dossier, r.Person.PersonalId, r.Person.FullName, r.DecisionNumber,
                r.Signer, r.SignedOn, r.From, string.Empty, r),
            findings);
    }

    private static (string? Programme, string? Group, int? Injury) NewTerms(
        in DecisionRow row, RegisterReference reference, CellReader cells)
    {
        var (programme, group) = (Cell(row, ColumnProgramme), Cell(row, ColumnGroup));
        if (programme.Length == 0 && group.Length == 0) return default;
        var known = reference.TryProgramme(programme, out var found);
        if (!known) cells.Error(ColumnProgramme, RowRules.GroupUnknown, ValueClass.Of(programme));
        if (known && !reference.TryGroup(found, group, out _))
            cells.Error(ColumnGroup, RowRules.GroupUnknown, ValueClass.Of(group));
        var percent = Cell(row, ColumnInjuryPercent);
        if (percent.Length == 0 && !reference.NeedsInjuryPercent(group)) return (programme, group, null);
        var isNumber = percent.Length is > 0 and <= 3 && percent.All(char.IsAsciiDigit);
        if (isNumber && int.Parse(percent, null) is > 0 and <= 100)
            return (programme, group, int.Parse(percent, null));
        cells.Error(ColumnInjuryPercent, RowRules.InjuryPercentInvalid, ValueClass.Of(percent));
        return (programme, group, null);
    }

    private static string Cell(in DecisionRow row, string column) =>
        row.Cells[Columns.PositionOf(column)!.Value].Trim();

    private static DecisionKind? KindOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, kind) in Kinds)
            if (VietnameseText.SameName(vi, text)) return kind;
        return null;
    }
}

/// <summary>
/// One accepted decision. <paramref name="Month"/> is the first month in which it takes effect; a grant is a complete
/// <paramref name="Grant"/> of the register. Programme, group and injury percent are those of a change, null where they
/// stay.
/// </summary>
public sealed record DecisionRecord(
    int Row, DecisionKind Kind, string Dossier, PersonalId PersonalId, string FullName, string DecisionNumber,
    string Signer, LocalDate SignedOn, YearMonth Month, string Reason, RegisterRecord? Grant)
{
    public string? Programme { get; init; }

    public string? Group { get; init; }

    public int? InjuryPercent { get; init; }

    /// <summary>Code of a cause of the catalogue; empty where the reason names one in words.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The article that the decision rests on; empty where the catalogue says it.</summary>
    public string LegalBasis { get; init; } = "";
}
