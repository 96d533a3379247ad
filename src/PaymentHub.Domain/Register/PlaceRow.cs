namespace PaymentHub.Domain.Register;

/// <summary>
/// One raw row of a list of places of living (danh sách nơi cư trú, nơi ở hiện tại); the header is row 1.
/// </summary>
public readonly record struct PlaceRow(int Row, string[] Cells)
{
    internal const string ColumnKind = "Loại nơi ở";
    internal const string ColumnFrom = "Từ ngày";
    internal const string ColumnDocument = "Số giấy tờ";

    private static readonly (string Vi, PlaceKind Kind)[] Kinds =
        [("Nơi cư trú", PlaceKind.Residence), ("Nơi ở hiện tại", PlaceKind.Stay)];

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        [
            "STT", RegisterRow.ColumnPersonalId, RegisterRow.ColumnFullName, ColumnKind, RegisterRow.ColumnCommune,
            RegisterRow.ColumnCommuneName, ColumnFrom, ColumnDocument,
        ], [RegisterRow.ColumnSigner, RegisterRow.ColumnSignedOn]);

    /// <summary>
    /// The record, or every defect of the row at once. An empty code with a name means a place outside the province.
    /// </summary>
    public static RowReading<PlaceRecord> Parse(in PlaceRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var id = cells.PersonalIdOf(RegisterRow.ColumnPersonalId, row.Cells[1], reference);
        var name = cells.Name(RegisterRow.ColumnFullName, row.Cells[2]);
        var kind = KindOf(row.Cells[3]);
        if (kind is null) cells.Error(ColumnKind, RowRules.PlaceKindInvalid, ValueClass.Of(row.Cells[3]));
        var isOutside = string.IsNullOrWhiteSpace(row.Cells[4]) && !string.IsNullOrWhiteSpace(row.Cells[5]);
        var commune = isOutside
            ? null
            : cells.CommuneOf(
                RegisterRow.ColumnCommune, row.Cells[4], RegisterRow.ColumnCommuneName, row.Cells[5], reference);
        var place = cells.Text(RegisterRow.ColumnCommuneName, row.Cells[5], 100);
        var from = cells.Date(ColumnFrom, row.Cells[6]);
        var document = cells.Required(ColumnDocument, row.Cells[7], 100, RowRules.DecisionMissing);
        var signer = cells.Text(RegisterRow.ColumnSigner, row.Cells[8], 100);
        var signedOn = string.IsNullOrWhiteSpace(row.Cells[9])
            ? null
            : cells.Date(RegisterRow.ColumnSignedOn, row.Cells[9]);
        if (cells.HasErrors || cells.Question is not null) return new(null, cells.Findings, cells.Question);
        var stated = new LivingPlace(
            kind!.Value, commune, commune is null ? place : "", from!.Value, document,
            signer.Length == 0 ? null : signer, signedOn);
        return new(new PlaceRecord(row.Row, id!.Value, name, stated), cells.Findings);
    }

    private static PlaceKind? KindOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, kind) in Kinds)
            if (VietnameseText.SameName(vi, text)) return kind;
        return null;
    }
}

/// <summary>One accepted place of living.</summary>
public sealed record PlaceRecord(int Row, PersonalId PersonalId, string FullName, LivingPlace Place);
