using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// One raw row of a list of communes' areas (danh sách đặc điểm địa bàn), such as a decision on remote or extremely
/// difficult communes; the header is row 1.
/// </summary>
public readonly record struct AreaRow(int Row, string[] Cells)
{
    internal const string ColumnArea = "Đặc điểm địa bàn";
    internal const string ColumnFrom = "Từ ngày";
    internal const string ColumnUntil = "Đến ngày";
    internal const string ColumnBasis = "Căn cứ pháp lý";
    internal const string ColumnVerified = "Đã xác minh";

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        [
            "STT", RegisterRow.ColumnCommune, RegisterRow.ColumnCommuneName, ColumnArea, ColumnFrom, ColumnUntil,
            ColumnBasis,
        ], [ColumnVerified]);

    /// <summary>The record, or every defect of the row at once. An area is its code or its Vietnamese name.</summary>
    public static RowReading<AreaRowRecord> Parse(in AreaRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var commune = cells.CommuneOf(
            RegisterRow.ColumnCommune, row.Cells[1], RegisterRow.ColumnCommuneName, row.Cells[2], reference);
        var attribute = AttributeOf(row.Cells[3], reference);
        if (attribute is null) cells.Error(ColumnArea, RowRules.AreaUnknown, ValueClass.Of(row.Cells[3]));
        if (!CellDates.TryDay(row.Cells[4], out var from))
            cells.Error(ColumnFrom, RowRules.DateInvalid, ValueClass.Of(row.Cells[4]));
        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(row.Cells[5]) && !CellDates.TryDay(row.Cells[5], out until))
            cells.Error(ColumnUntil, RowRules.DateInvalid, ValueClass.Of(row.Cells[5]));
        if (until < from) cells.Error(ColumnUntil, RowRules.DateOrder, "date before the first");
        var basis = cells.Required(ColumnBasis, row.Cells[6], 200, RowRules.DecisionMissing);
        var verified = IsVerified(row.Cells[7]);
        if (verified is null) cells.Error(ColumnVerified, RowRules.YesNoInvalid, ValueClass.Of(row.Cells[7]));
        if (cells.HasErrors || cells.Question is not null) return new(null, cells.Findings, cells.Question);
        var term = new AreaTerm(attribute!, from!.Value, until, basis, verified!.Value);
        return new(new AreaRowRecord(row.Row, commune!, term), cells.Findings);
    }

    private static string? AttributeOf(string cell, RegisterReference reference)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var area in reference.AreaAttributes)
            if (area.Code == text || VietnameseText.SameName(area.NameVi, text)) return area.Code;
        return null;
    }

    // Nobody has read the text unless the list says so.
    private static bool? IsVerified(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        if (text.Length == 0 || VietnameseText.SameName("Không", text)) return false;
        return VietnameseText.SameName("Có", text) || text is "x" or "X" ? true : null;
    }
}

/// <summary>One accepted statement of a commune's area.</summary>
public sealed record AreaRowRecord(int Row, string Commune, AreaTerm Term);
