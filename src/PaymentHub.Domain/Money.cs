using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentHub.Domain;

/// <summary>
/// An amount of Vietnamese đồng (VND, ISO 4217 code 704). The currency has no minor unit, so <see cref="Dong"/> is a
/// whole number; arithmetic overflows throw because the build checks them. Written to JSON as a plain integer.
/// </summary>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(long Dong) : IComparable<Money>
{
    /// <summary>ISO 4217 code of every amount in the ledger.</summary>
    public const string Currency = "VND";

    public static Money Zero => default;

    public bool IsPositive => Dong > 0;

    public bool IsZero => Dong == 0;

    public static Money operator +(Money a, Money b) => new(a.Dong + b.Dong);

    public static Money operator -(Money a, Money b) => new(a.Dong - b.Dong);

    public static Money operator -(Money a) => new(-a.Dong);

    public static Money operator *(Money a, int times) => new(a.Dong * times);

    public static bool operator >(Money a, Money b) => a.Dong > b.Dong;

    public static bool operator <(Money a, Money b) => a.Dong < b.Dong;

    public static bool operator >=(Money a, Money b) => a.Dong >= b.Dong;

    public static bool operator <=(Money a, Money b) => a.Dong <= b.Dong;

    public static Money Min(Money a, Money b) => a <= b ? a : b;

    public static Money Max(Money a, Money b) => a >= b ? a : b;

    public int CompareTo(Money other) => Dong.CompareTo(other.Dong);

    /// <summary>The digits alone, without grouping: what files and logs carry.</summary>
    public override string ToString() => Dong.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Sums over sequences of money.</summary>
public static class MoneySums
{
    /// <summary>
    /// The total, zero for an empty sequence. Throws <see cref="OverflowException"/> beyond the range of long.
    /// </summary>
    public static Money Sum(this IEnumerable<Money> amounts)
    {
        var total = 0L;
        foreach (var amount in amounts) total += amount.Dong;
        return new Money(total);
    }

    public static Money Sum<T>(this IEnumerable<T> items, Func<T, Money> amountOf) => items.Select(amountOf).Sum();
}

/// <summary>Reads and writes <see cref="Money"/> as a JSON integer; a fraction or a string is refused.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Dong);
}
