using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// A date of birth (ngày sinh) as papers state it: a full date, or only the year where day and month are unknown, which
/// is common among older people. A missing day is never filled with 01/01: that would invent a fact and make strangers
/// alike.
/// </summary>
/// <param name="Year">1900..2399.</param>
/// <param name="Month">1..12, or 0 when unknown.</param>
/// <param name="Day">1..31, or 0 when unknown.</param>
[JsonConverter(typeof(BirthDateJson))]
public readonly record struct BirthDate(int Year, int Month, int Day)
{
    public static BirthDate OfYear(int year) => new(year, 0, 0);

    public static BirthDate Of(LocalDate date) => new(date.Year, date.Month, date.Day);

    public bool IsYearOnly => Month == 0;

    /// <summary>The full date, or null where only the year is known.</summary>
    public LocalDate? Date => IsYearOnly ? null : new LocalDate(Year, Month, Day);

    /// <summary>The first day on which the person can have been born: 1 January where only the year is known.</summary>
    public LocalDate Earliest => Date ?? new LocalDate(Year, 1, 1);

    /// <summary>
    /// True where the date can help to tell people apart: complete and not 1 January, which older systems write for
    /// "unknown".
    /// </summary>
    public bool Distinguishes => !IsYearOnly && !(Month == 1 && Day == 1);

    /// <summary>ISO 8601 with the precision that is known: <c>1950</c> or <c>1950-03-31</c>.</summary>
    public override string ToString() => IsYearOnly
        ? Year.ToString("0000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}-{Day:00}");

    /// <summary>Reads the form of <see cref="ToString"/>.</summary>
    public static bool TryParseIso(string? text, out BirthDate date)
    {
        date = default;
        var span = text.AsSpan();
        if (!int.TryParse(span.Length >= 4 ? span[..4] : [], CultureInfo.InvariantCulture, out var year)) return false;
        date = OfYear(year);
        if (span.Length == 4) return true;
        return span.Length == 10 && span[4] == '-' && span[7] == '-'
            && int.TryParse(span[5..7], CultureInfo.InvariantCulture, out var month)
            && int.TryParse(span[8..], CultureInfo.InvariantCulture, out var day)
            && CellDates.IsDate(year, month, day)
            && (date = new BirthDate(year, month, day)).Month == month;
    }
}

/// <summary>Writes the ISO form with the known precision as a JSON string.</summary>
[SuppressMessage("Design", "CA1812", Justification = "Made by the serializer through the attribute.")]
internal sealed class BirthDateJson : JsonConverter<BirthDate>
{
    public override BirthDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BirthDate.TryParseIso(reader.GetString(), out var date)
            ? date
            : throw new JsonException("Not a date of birth.");

    public override void Write(Utf8JsonWriter writer, BirthDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
