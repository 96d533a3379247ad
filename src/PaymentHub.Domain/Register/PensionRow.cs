using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>What social insurance pays a person monthly (BHXH chi trả hằng tháng).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PensionKind>))]
public enum PensionKind
{
    /// <summary>Lương hưu.</summary>
    OldAge,

    /// <summary>Trợ cấp bảo hiểm xã hội hằng tháng.</summary>
    MonthlyAllowance,

    /// <summary>Trợ cấp mất sức lao động.</summary>
    LossOfWorkingCapacity,
}

/// <summary>One raw row of the list of pensions that social insurance pays; the header is row 1.</summary>
public readonly record struct PensionRow(int Row, string[] Cells)
{
    internal const string ColumnBook = "Mã số BHXH";
    internal const string ColumnKind = "Loại chế độ";
    internal const string ColumnFrom = "Hưởng từ tháng";
    internal const string ColumnUntil = "Thôi hưởng từ tháng";
    internal const string ColumnMonthly = "Mức hưởng (đ/tháng)";

    private static readonly (string Vi, PensionKind Kind)[] Kinds =
    [
        ("Lương hưu", PensionKind.OldAge), ("Trợ cấp BHXH hằng tháng", PensionKind.MonthlyAllowance),
        ("Trợ cấp mất sức lao động", PensionKind.LossOfWorkingCapacity),
    ];

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        "STT", RegisterRow.ColumnPersonalId, RegisterRow.ColumnFullName, RegisterRow.ColumnBirthDate, ColumnBook,
        ColumnKind, ColumnFrom, ColumnUntil, ColumnMonthly);

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<PensionRecord> Parse(in PensionRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var id = cells.PersonalIdOf(RegisterRow.ColumnPersonalId, row.Cells[1], reference);
        var name = cells.Name(RegisterRow.ColumnFullName, row.Cells[2]);
        var birth = cells.Birth(RegisterRow.ColumnBirthDate, row.Cells[3]);
        var book = row.Cells[4].Trim();
        if (book.Length > 0 && !Identifier.IsValid(IdentifierKind.InsuranceCode, book))
            cells.Error(ColumnBook, RowRules.IdentifierInvalid, ValueClass.Of(book));
        var kind = KindOf(row.Cells[5]);
        if (kind is null) cells.Error(ColumnKind, RowRules.PensionKindInvalid, ValueClass.Of(row.Cells[5]));
        var from = cells.Month(ColumnFrom, row.Cells[6]);
        var until = string.IsNullOrWhiteSpace(row.Cells[7]) ? null : cells.Month(ColumnUntil, row.Cells[7]);
        if (until < from) cells.Error(ColumnUntil, RowRules.MonthOrder, "month before the first");
        var monthly = cells.Amount(ColumnMonthly, row.Cells[8]);
        if (cells.HasErrors) return new(null, cells.Findings);
        return new(
            new PensionRecord(
                row.Row, id!.Value, name, birth!.Value, book.Length == 0 ? null : book,
                new Pension(kind!.Value, from!.Value, until, monthly!.Value)),
            cells.Findings);
    }

    private static PensionKind? KindOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, kind) in Kinds)
            if (VietnameseText.SameName(vi, text)) return kind;
        return null;
    }
}

/// <summary>
/// A monthly payment of social insurance, which excludes the social pension (NĐ 176/2025 Điều 2).
/// <paramref name="Until"/> is the first month no longer paid.
/// </summary>
public sealed record Pension(PensionKind Kind, YearMonth From, YearMonth? Until, Money Monthly);

/// <summary>One accepted row of the list of pensions.</summary>
public sealed record PensionRecord(
    int Row, PersonalId PersonalId, string FullName, BirthDate Birth, string? Book, Pension Pension);
