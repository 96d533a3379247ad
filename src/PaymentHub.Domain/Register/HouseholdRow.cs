using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>How the yearly review classes a household (rà soát hộ nghèo, NĐ 07/2021).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PovertyClass>))]
public enum PovertyClass
{
    /// <summary>Hộ nghèo.</summary>
    Poor,

    /// <summary>Hộ cận nghèo.</summary>
    NearPoor,

    /// <summary>Hộ thoát nghèo: neither from the first day on.</summary>
    Neither,
}

/// <summary>
/// One raw row of a poverty list (danh sách hộ nghèo, hộ cận nghèo): one member of one household; the header is row 1.
/// </summary>
public readonly record struct HouseholdRow(int Row, string[] Cells)
{
    internal const string ColumnCode = "Mã hộ";
    internal const string ColumnRelation = "Quan hệ với chủ hộ";
    internal const string ColumnClass = "Loại hộ";
    internal const string ColumnFrom = "Từ ngày";
    internal const string ColumnUntil = "Đến ngày";

    /// <summary>The relation by which the list marks the head of the household.</summary>
    public const string Head = "Chủ hộ";

    private static readonly (string Vi, PovertyClass Class)[] Classes =
    [
        ("Hộ nghèo", PovertyClass.Poor), ("Hộ cận nghèo", PovertyClass.NearPoor),
        ("Hộ thoát nghèo", PovertyClass.Neither),
    ];

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        "STT", ColumnCode, RegisterRow.ColumnPersonalId, RegisterRow.ColumnFullName, ColumnRelation,
        RegisterRow.ColumnCommune, RegisterRow.ColumnCommuneName, ColumnClass, ColumnFrom, ColumnUntil,
        RegisterRow.ColumnDecision);

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<HouseholdRecord> Parse(in HouseholdRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var code = row.Cells[1].Trim();
        if (code.Length is 0 or > 24 || !code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-'))
            cells.Error(ColumnCode, RowRules.HouseholdInvalid, ValueClass.Of(code));
        var id = cells.PersonalIdOf(RegisterRow.ColumnPersonalId, row.Cells[2], reference);
        var name = cells.Name(RegisterRow.ColumnFullName, row.Cells[3]);
        var relation = cells.Text(ColumnRelation, row.Cells[4], 50);
        var commune = cells.CommuneOf(
            RegisterRow.ColumnCommune, row.Cells[5], RegisterRow.ColumnCommuneName, row.Cells[6], reference);
        var poverty = ClassOf(row.Cells[7]);
        if (poverty is null) cells.Error(ColumnClass, RowRules.HouseholdKindInvalid, ValueClass.Of(row.Cells[7]));
        var from = cells.Date(ColumnFrom, row.Cells[8]);
        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(row.Cells[9]) && !CellDates.TryDay(row.Cells[9], out until))
            cells.Error(ColumnUntil, RowRules.DateInvalid, ValueClass.Of(row.Cells[9]));
        if (until < from) cells.Error(ColumnUntil, RowRules.DateOrder, "date before the first");
        var decision = cells.Required(RegisterRow.ColumnDecision, row.Cells[10], 100, RowRules.DecisionMissing);
        if (cells.HasErrors || cells.Question is not null) return new(null, cells.Findings, cells.Question);
        var record = new HouseholdRecord(
            row.Row, code, commune!, new HouseholdMember(id!.Value, name, relation),
            new PovertyStatus(poverty!.Value, from!.Value, until, decision));
        return new(record, cells.Findings);
    }

    private static PovertyClass? ClassOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, poverty) in Classes)
            if (VietnameseText.SameName(vi, text)) return poverty;
        return null;
    }
}

/// <summary>One accepted row of a poverty list.</summary>
public sealed record HouseholdRecord(
    int Row, string Code, string Commune, HouseholdMember Member, PovertyStatus Poverty);
