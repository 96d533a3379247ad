using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Domain.Register;

/// <summary>Sex as civil-status papers write it: Nam (male) or Nữ (female).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sex>))]
public enum Sex
{
    Male,
    Female,
}

/// <summary>
/// Personal identification number (số định danh cá nhân, the number on the căn cước card): 12 digits <c>PPP G YY
/// SSSSSS</c>, NĐ 137/2015 Điều 13. PPP is the province or country where the birth was registered (table of the 63
/// provinces before 2025-07-01), G joins century and sex, YY is the year of birth, the rest is random: there is no
/// check digit, so a typing error in the last six digits cannot be seen.
/// </summary>
[JsonConverter(typeof(PersonalIdJson))]
public readonly record struct PersonalId
{
    /// <summary>Number of digits of every personal identification number.</summary>
    public const int Length = 12;

    private readonly string? _digits;

    private PersonalId(string digits) => _digits = digits;

    /// <summary>The 12 digits. The value <c>default</c> is not an identifier and reads as twelve zeros.</summary>
    public string Value => _digits ?? "000000000000";

    /// <summary>Province or country of birth registration, 0..999.</summary>
    public int Prefix => ((Value[0] - '0') * 100) + ((Value[1] - '0') * 10) + (Value[2] - '0');

    /// <summary>The sex that the fourth digit states: even is male, odd is female.</summary>
    public Sex Sex => (Value[3] - '0') % 2 == 0 ? Sex.Male : Sex.Female;

    /// <summary>The full year of birth that the fourth to sixth digits state, 1900..2399.</summary>
    public int BirthYear => 1900 + ((Value[3] - '0') / 2 * 100) + ((Value[4] - '0') * 10) + (Value[5] - '0');

    /// <summary>For lists and logs: the prefix and the last two digits stay, e.g. <c>051*******18</c>.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, 3), "*******", Value.AsSpan(10, 2));

    /// <summary>Reads 12 ASCII digits, surrounding blanks allowed; anything else is false.</summary>
    public static bool TryParse(string? text, out PersonalId id)
    {
        var reading = PersonalIdReading.Of(text);
        id = reading.Id ?? default;
        return reading.Id is not null;
    }

    /// <summary>Reads 12 ASCII digits. Throws <see cref="FormatException"/> without repeating the value.</summary>
    public static PersonalId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException("Not a personal identification number: " + ValueClass.Of(text));

    /// <summary>
    /// <see cref="RowRules.IdSexMismatch"/> and <see cref="RowRules.IdYearMismatch"/> where the digits contradict the
    /// stated sex or birth year. A contradiction is a lead, not proof: the paper may be wrong as well.
    /// </summary>
    public IReadOnlyList<string> Contradictions(Sex? sex, int? birthYear)
    {
        var sexDiffers = sex is { } s && s != Sex;
        var yearDiffers = birthYear is { } y && y != BirthYear;
        return (sexDiffers, yearDiffers) switch
        {
            (true, true) => [RowRules.IdSexMismatch, RowRules.IdYearMismatch],
            (true, false) => [RowRules.IdSexMismatch],
            (false, true) => [RowRules.IdYearMismatch],
            _ => [],
        };
    }

    /// <summary>The masked form, so that an identifier never reaches a log by accident.</summary>
    public override string ToString() => Masked;

    internal static PersonalId OfDigits(string digits) => new(digits);
}

/// <summary>
/// What a cell that should hold a personal identification number turned out to be: the number, or the rule it breaks
/// and the class of the value. For 11 digits, <see cref="Proposal"/> is the number with its leading zero put back; a
/// person has to confirm it against the paper, it is never accepted by itself.
/// </summary>
public readonly record struct PersonalIdReading(PersonalId? Id, string? Rule, string ValueClass, PersonalId? Proposal)
{
    /// <summary>Reads one cell.</summary>
    public static PersonalIdReading Of(string? cell)
    {
        var text = cell.AsSpan().Trim();
        if (!text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9')) return OfDigits(text, cell!);
        var valueClass = Register.ValueClass.Of(cell);
        if (text.IsEmpty) return new(null, RowRules.IdLength, valueClass, null);
        return Register.ValueClass.IsScientific(text)
            ? new(null, RowRules.IdScientific, valueClass, null)
            : new(null, RowRules.IdNotDigits, valueClass, null);
    }

    private static PersonalIdReading OfDigits(ReadOnlySpan<char> text, string cell)
    {
        if (text.Length == PersonalId.Length)
        {
            var digits = cell.Length == text.Length ? cell : text.ToString();
            return new(PersonalId.OfDigits(digits), null, "12 digits", null);
        }

        var valueClass = Register.ValueClass.Of(cell);
        return text.Length == PersonalId.Length - 1
            ? new(null, RowRules.IdLostZero, valueClass, PersonalId.OfDigits(string.Concat("0", text)))
            : new(null, RowRules.IdLength, valueClass, null);
    }
}

/// <summary>Writes the 12 digits as a JSON string; anything else is refused on reading.</summary>
[SuppressMessage("Design", "CA1812", Justification = "Made by the serializer through the attribute.")]
internal sealed class PersonalIdJson : JsonConverter<PersonalId>
{
    public override PersonalId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PersonalId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("Not a personal identification number.");

    public override void Write(Utf8JsonWriter writer, PersonalId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
