using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>Numbers by which authorities know a person.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdentifierKind>))]
public enum IdentifierKind
{
    /// <summary>Số định danh cá nhân (căn cước, căn cước công dân), 12 digits.</summary>
    PersonalId,

    /// <summary>Mã số an sinh xã hội: 6 to 15 digits or capitals; no structure is published.</summary>
    SocialSecurityCode,

    /// <summary>Số chứng minh nhân dân, 9 digits, no longer issued.</summary>
    OldIdentityCard,

    /// <summary>Mã số bảo hiểm xã hội, 10 digits; since 2025-08-01 the personal id takes its place.</summary>
    InsuranceCode,

    /// <summary>Thẻ bảo hiểm y tế: 15 characters <c>XX L PP NNNNNNNNNN</c>.</summary>
    HealthCard,
}

/// <summary>
/// A number that a person holds or held. Effective-dated and replaceable, never given to another person.
/// </summary>
public sealed record Identifier(IdentifierKind Kind, string Value, LocalDate? From, LocalDate? Until)
{
    /// <summary>
    /// A typed number as it is compared: without blanks, dots and hyphens, in capitals. It is used for searching, so
    /// that a number is found however it is written.
    /// </summary>
    public static string Clean(string text) =>
        string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c))).ToUpperInvariant();

    /// <summary>True where the value has the form of its kind.</summary>
    public static bool IsValid(IdentifierKind kind, string value) => kind switch
    {
        IdentifierKind.PersonalId => value.Length == PersonalId.Length && value.All(char.IsAsciiDigit),
        IdentifierKind.OldIdentityCard => value.Length == 9 && value.All(char.IsAsciiDigit),
        IdentifierKind.InsuranceCode => value.Length == 10 && value.All(char.IsAsciiDigit),
        IdentifierKind.HealthCard => value.Length == 15 && IsHealthCard(value),
        _ => value.Length is >= 6 and <= 15 && value.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)),
    };

    /// <summary>For lists and logs: the last two characters stay.</summary>
    public static string Mask(string value) => value.Length <= 4
        ? new string('*', value.Length)
        : new string('*', value.Length - 2) + value[^2..];

    private static bool IsHealthCard(string value) =>
        char.IsAsciiLetterUpper(value[0]) && char.IsAsciiLetterUpper(value[1]) && value[2] is >= '1' and <= '5'
        && value.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;
}

/// <summary>One raw row of a list of identifiers (danh sách mã số); the header is row 1.</summary>
public readonly record struct IdentifierRow(int Row, string[] Cells)
{
    internal const string ColumnKind = "Loại số";
    internal const string ColumnValue = "Số";
    internal const string ColumnFrom = "Từ ngày";
    internal const string ColumnUntil = "Đến ngày";
    internal const string ColumnDocument = "Giấy tờ";

    private static readonly (string Vi, IdentifierKind Kind)[] Kinds =
    [
        ("Mã số an sinh xã hội", IdentifierKind.SocialSecurityCode), ("CMND", IdentifierKind.OldIdentityCard),
        ("Mã số BHXH", IdentifierKind.InsuranceCode), ("Thẻ BHYT", IdentifierKind.HealthCard),
        ("Số định danh", IdentifierKind.PersonalId),
    ];

    /// <summary>The template's columns.</summary>
    public static FileColumns Columns { get; } = new(
        "STT", RegisterRow.ColumnPersonalId, RegisterRow.ColumnFullName, ColumnKind, ColumnValue, ColumnFrom,
        ColumnUntil, ColumnDocument);

    /// <summary>The record, or every defect of the row at once.</summary>
    public static RowReading<IdentifierRecord> Parse(in IdentifierRow row, RegisterReference reference)
    {
        var cells = new CellReader(row.Row, reference.AsOf);
        var id = cells.PersonalIdOf(RegisterRow.ColumnPersonalId, row.Cells[1], reference);
        var name = cells.Name(RegisterRow.ColumnFullName, row.Cells[2]);
        var kind = KindOf(row.Cells[3]);
        var value = Identifier.Clean(row.Cells[4]);
        if (kind is null) cells.Error(ColumnKind, RowRules.IdentifierKindInvalid, ValueClass.Of(row.Cells[3]));
        else if (!Identifier.IsValid(kind.Value, value))
            cells.Error(ColumnValue, RowRules.IdentifierInvalid, ValueClass.Of(row.Cells[4]));
        // Nobody remembers since when an old number was held; the one that takes another's place begins on a day.
        LocalDate? from = kind is null or IdentifierKind.PersonalId || !string.IsNullOrWhiteSpace(row.Cells[5])
            ? cells.Date(ColumnFrom, row.Cells[5]) : null;
        LocalDate? until = null;
        if (!string.IsNullOrWhiteSpace(row.Cells[6]) && !CellDates.TryDay(row.Cells[6], out until))
            cells.Error(ColumnUntil, RowRules.DateInvalid, ValueClass.Of(row.Cells[6]));
        if (until < from) cells.Error(ColumnUntil, RowRules.DateOrder, "date before the first");
        var document = cells.Required(ColumnDocument, row.Cells[7], 100, RowRules.DecisionMissing);
        if (cells.HasErrors) return new(null, cells.Findings);
        return new(
            new IdentifierRecord(row.Row, id!.Value, name, new Identifier(kind!.Value, value, from, until), document),
            cells.Findings);
    }

    private static IdentifierKind? KindOf(string cell)
    {
        var text = VietnameseText.Normalize(cell);
        foreach (var (vi, kind) in Kinds)
            if (VietnameseText.SameName(vi, text)) return kind;
        return null;
    }
}

/// <summary>One accepted number of a person who is known by the personal id.</summary>
public sealed record IdentifierRecord(
    int Row, PersonalId PersonalId, string FullName, Identifier Identifier, string Document);
