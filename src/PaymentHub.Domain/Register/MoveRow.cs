using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>One raw row of a list of moves (danh sách chuyển đi, chuyển đến); the header is row 1.</summary>
public readonly record struct MoveRow(int Row, string[] Cells)
{
    internal const string ColumnFrom = "Mã xã đi";
    internal const string ColumnFromName = "Tên xã đi";
    internal const string ColumnTo = "Mã xã đến";
    internal const string ColumnToName = "Tên xã đến";
    internal const string ColumnMovedOn = "Ngày chuyển";
    internal const string ColumnDocument = "Số giấy tờ";

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        "STT", RegisterRow.ColumnPersonalId, RegisterRow.ColumnFullName, ColumnFrom, ColumnFromName, ColumnTo,
        ColumnToName, ColumnMovedOn, ColumnDocument);

    /// <summary>
    /// The record, or every defect of the row at once. An empty code of arrival with a name means that the person left
    /// the province.
    /// </summary>
    public static RowReading<MoveRecord> Parse(in MoveRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var id = cells.PersonalIdOf(RegisterRow.ColumnPersonalId, row.Cells[1], reference);
        var name = cells.Name(RegisterRow.ColumnFullName, row.Cells[2]);
        var from = cells.CommuneOf(ColumnFrom, row.Cells[3], ColumnFromName, row.Cells[4], reference);
        var leaves = string.IsNullOrWhiteSpace(row.Cells[5]) && !string.IsNullOrWhiteSpace(row.Cells[6]);
        var to = leaves ? null : cells.CommuneOf(ColumnTo, row.Cells[5], ColumnToName, row.Cells[6], reference);
        var place = cells.Text(ColumnToName, row.Cells[6], 100);
        if (to is not null && to == from) cells.Error(ColumnTo, RowRules.SameCommune, "5 digits");
        var movedOn = cells.Date(ColumnMovedOn, row.Cells[7]);
        var document = cells.Required(ColumnDocument, row.Cells[8], 100, RowRules.DecisionMissing);
        if (cells.HasErrors || cells.Question is not null) return new(null, cells.Findings, cells.Question);
        var move = new MoveRecord(row.Row, id!.Value, name, from!, to, place, movedOn!.Value, document);
        return new(move, cells.Findings);
    }
}

/// <summary>
/// One accepted move. <paramref name="To"/> is null where the person left the province for <paramref name="Place"/>.
/// </summary>
public sealed record MoveRecord(
    int Row, PersonalId PersonalId, string FullName, string From, string? To, string Place, LocalDate MovedOn,
    string Document)
{
    /// <summary>
    /// The first month that the commune of arrival pays: the one after the move, so that no month is paid twice and
    /// none is left out (NĐ 20/2021 Điều 8).
    /// </summary>
    public YearMonth FirstMonth => MovedOn.ToYearMonth().PlusMonths(1);
}
