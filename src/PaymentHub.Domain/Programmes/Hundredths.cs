using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// An exact number with at most two decimals, held as a count of hundredths: a coefficient (hệ số) 2.5 is 250, 22 % is
/// 2,200 (basis points), 15 kg is 1,500. Never negative. Written to JSON as the plain integer of hundredths.
/// </summary>
[JsonConverter(typeof(HundredthsJson))]
public readonly record struct Hundredths(long Count)
{
    /// <summary>The whole part where nothing is left over, otherwise null.</summary>
    public long? Whole => Count % 100 == 0 ? Count / 100 : null;

    public static Hundredths OfWhole(long value) => new(value * 100);

    /// <summary>
    /// Reads digits with an optional point and one or two decimals. A comma, a sign, an exponent, spaces, more decimals
    /// or more than 15 digits before the point are refused, because each of them would be a guess about money.
    /// </summary>
    public static bool TryParse(string? text, out Hundredths value)
    {
        value = default;
        if (string.IsNullOrEmpty(text)) return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var decimals = point < 0 ? "" : text[(point + 1)..];
        if (whole.Length is 0 or > 15 || (point >= 0 && decimals.Length is 0 or > 2)) return false;
        if (!whole.All(char.IsAsciiDigit) || !decimals.All(char.IsAsciiDigit)) return false;
        value = new Hundredths(long.Parse(whole + decimals.PadRight(2, '0'), CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Shortest exact form with a point: 2.5, 22, 0.25.</summary>
    public override string ToString()
    {
        var (whole, rest) = Math.DivRem(Count, 100);
        var text = whole.ToString(CultureInfo.InvariantCulture);
        return rest switch
        {
            0 => text,
            _ when rest % 10 == 0 => $"{text}.{rest / 10}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{text}.{rest:00}"),
        };
    }
}

/// <summary>Reads and writes <see cref="Hundredths"/> as a JSON integer.</summary>
public sealed class HundredthsJson : JsonConverter<Hundredths>
{
    public override Hundredths Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Hundredths value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Count);
}
