using System.Text.Json.Serialization;

namespace PaymentHub.Domain.Register;

/// <summary>Which budget pays (nguồn kinh phí): TW central, TINH provincial, XA commune, TAITRO donor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FundSource>))]
public enum FundSource
{
    Central,
    Provincial,
    Commune,
    Donor,
}

/// <summary>One raw row of the allotments (dự toán giao); the header is row 1.</summary>
public readonly record struct AllotmentRow(int Row, string[] Cells)
{
    internal const string ColumnCommune = "Mã xã";
    internal const string ColumnProgramme = "Chương trình";
    internal const string ColumnSource = "Nguồn";
    internal const string ColumnYear = "Năm";
    internal const string ColumnAmount = "Số tiền";
    internal const string ColumnDecision = "Số quyết định";

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } =
        new(ColumnCommune, ColumnProgramme, ColumnSource, ColumnYear, ColumnAmount, ColumnDecision);

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<AllotmentRecord> Parse(in AllotmentRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var (communeCode, programmeCode) = (row.Cells[0].Trim(), row.Cells[1].Trim());
        if (!reference.TryCommune(communeCode, out var commune))
            cells.Error(ColumnCommune, RowRules.CommuneUnknown, ValueClass.Of(communeCode));
        if (!reference.TryProgramme(programmeCode, out var programme))
            cells.Error(ColumnProgramme, RowRules.GroupUnknown, ValueClass.Of(programmeCode));
        var source = SourceOf(row.Cells[2].Trim());
        if (source is null) cells.Error(ColumnSource, RowRules.SourceInvalid, ValueClass.Of(row.Cells[2]));
        var year = ReadYear(row.Cells[3], cells);
        var amount = cells.Amount(ColumnAmount, row.Cells[4]);
        var decision = cells.Required(ColumnDecision, row.Cells[5], 100, RowRules.DecisionMissing);
        if (cells.HasErrors) return new(null, cells.Findings);
        var record = new AllotmentRecord(
            row.Row, commune!.Code, programme, source!.Value, year!.Value, amount!.Value, decision);
        return new(record, cells.Findings);
    }

    private static FundSource? SourceOf(string code) => code switch
    {
        "TW" => FundSource.Central,
        "TINH" => FundSource.Provincial,
        "XA" => FundSource.Commune,
        "TAITRO" => FundSource.Donor,
        _ => null,
    };

    private static int? ReadYear(string cell, CellReader cells)
    {
        var text = cell.AsSpan().Trim();
        if (text.Length == 4 && !text.ContainsAnyExceptInRange('0', '9')
            && int.Parse(text, null) is var year and >= 2000)
            return year;
        cells.Error(ColumnYear, RowRules.YearInvalid, ValueClass.Of(cell));
        return null;
    }
}

/// <summary>
/// One accepted allotment: money given to a commune for a programme from one source in one budget year.
/// </summary>
public sealed record AllotmentRecord(
    int Row, string Commune, string Programme, FundSource Source, int Year, Money Amount, string DecisionNumber);
