using System.Globalization;

namespace PaymentHub.BankFormats;

/// <summary>
/// The only spelling of an amount of Vietnamese đồng that is taken from a file: digits, optionally a point followed by
/// zeros (the currency has no minor unit). No sign, blank, exponent, comma or grouping, because each of them has been
/// read as another amount by some parser. Exactly three zeros after the point are refused as well: "50.000" is how
/// Vietnamese people write fifty thousand, and nobody can tell it from fifty.
/// </summary>
public static class DongAmount
{
    /// <summary>Digits before the point, leading zeros counted: the total digits of the ISO 20022 amount
    /// type.</summary>
    public const int MaxDigits = 18;

    /// <summary>Digits after the point: the fraction digits of the ISO 20022 amount type.</summary>
    public const int MaxFractionDigits = 5;

    private const int ThousandsGroupDigits = 3;

    private static readonly CultureInfo Vietnamese = WithGroups(".");

    private static readonly CultureInfo English = WithGroups(",");

    /// <summary>Reads an amount of an XML file. False leaves <paramref name="dong"/> at 0.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long dong)
    {
        var point = text.IndexOf('.');
        if (point < 0) return TryParseDigits(text, out dong);
        dong = 0;
        var fraction = text[(point + 1)..];
        if (fraction.Length is 0 or ThousandsGroupDigits or > MaxFractionDigits) return false;
        return !fraction.ContainsAnyExcept('0') && TryParseDigits(text[..point], out dong);
    }

    /// <summary>Reads an amount of our CSV formats: digits and nothing else.</summary>
    public static bool TryParseDigits(ReadOnlySpan<char> text, out long dong)
    {
        dong = 0;
        if (text.Length is 0 or > MaxDigits) return false;
        var value = 0L;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }

        dong = value;
        return true;
    }

    /// <summary>For people who read Vietnamese: 1.234.567.</summary>
    internal static string Vi(Int128 dong) => dong.ToString("#,0", Vietnamese);

    /// <summary>For people who read English: 1,234,567.</summary>
    internal static string En(Int128 dong) => dong.ToString("#,0", English);

    private static CultureInfo WithGroups(string separator)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = separator;
        return culture;
    }
}
