using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>One raw row of the death register (đăng ký khai tử); the header is row 1.</summary>
public readonly record struct DeathRow(int Row, string[] Cells)
{
    internal const string ColumnPersonalId = "Số định danh cá nhân";
    internal const string ColumnFullName = "Họ và tên";
    internal const string ColumnBirthDate = "Ngày sinh";
    internal const string ColumnDiedOn = "Ngày mất";
    internal const string ColumnExtract = "Số trích lục";
    internal const string ColumnRegisteredOn = "Ngày đăng ký";

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        "STT", ColumnPersonalId, ColumnFullName, ColumnBirthDate, ColumnDiedOn, ColumnExtract, ColumnRegisteredOn);

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<DeathRecord> Parse(in DeathRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var id = cells.PersonalIdOf(ColumnPersonalId, row.Cells[1], reference);
        var name = cells.Name(ColumnFullName, row.Cells[2]);
        var birth = cells.Birth(ColumnBirthDate, row.Cells[3]);
        var died = cells.Date(ColumnDiedOn, row.Cells[4]);
        var extract = cells.Text(ColumnExtract, row.Cells[5], 50);
        var registered = cells.Date(ColumnRegisteredOn, row.Cells[6]);
        if (id is { } known)
        {
            foreach (var rule in known.Contradictions(null, birth?.Year))
                cells.Warn(ColumnPersonalId, rule, "12 digits");
        }

        if (died < birth?.Earliest) cells.Error(ColumnDiedOn, RowRules.DateInvalid, "date before birth");
        if (registered < died) cells.Error(ColumnRegisteredOn, RowRules.DateInvalid, "date before death");
        if (cells.HasErrors) return new(null, cells.Findings);
        var record = new DeathRecord(row.Row, id!.Value, name, birth!.Value, died!.Value, extract, registered!.Value);
        return new(record, cells.Findings);
    }
}

/// <summary>
/// One accepted entry of the death register. <paramref name="ExtractNumber"/> (số trích lục khai tử) may be empty.
/// </summary>
public sealed record DeathRecord(
    int Row, PersonalId PersonalId, string FullName, BirthDate Birth, LocalDate DiedOn, string ExtractNumber,
    LocalDate RegisteredOn);
