using System.Globalization;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// An amount of money exactly as a file writes it: a signed integer of the smallest unit written and the number of
/// digits after the decimal point. Never rounded, never binary. Equal amounts are equal whatever their scale: 1.50 and
/// 1.5.
/// </summary>
public readonly struct ExactAmount : IEquatable<ExactAmount>, IComparable<ExactAmount>
{
    /// <summary>
    /// Digits after the point that are carried at most: with <see cref="MaxDigits"/> digits and millions of entries a
    /// sum still fits 128 bits.
    /// </summary>
    public const int MaxScale = 13;

    /// <summary>Significant digits at most, as the ISO 20022 amount type allows.</summary>
    public const int MaxDigits = 18;

    private static readonly Int128[] Powers = [.. Enumerable.Range(0, MaxScale + 1).Select(Power)];

    public ExactAmount(Int128 units, int scale) => (Units, Scale) = (units, scale);

    public static ExactAmount Zero => default;

    /// <summary>The amount times ten to the power of <see cref="Scale"/>.</summary>
    public Int128 Units { get; }

    /// <summary>Digits after the decimal point, 0 to <see cref="MaxScale"/>.</summary>
    public int Scale { get; }

    public bool IsZero => Units == Int128.Zero;

    /// <summary>Whether no fraction is left: 5.00 is whole, 5.50 is not.</summary>
    public bool IsWhole => Scale == 0 || Units % Powers[Scale] == 0;

    public static ExactAmount operator -(ExactAmount a) => new(-a.Units, a.Scale);

    public static ExactAmount operator +(ExactAmount a, ExactAmount b)
    {
        if (a.Scale == b.Scale) return new ExactAmount(a.Units + b.Units, a.Scale);
        var scale = Math.Max(a.Scale, b.Scale);
        return new ExactAmount(a.UnitsAt(scale) + b.UnitsAt(scale), scale);
    }

    public static ExactAmount operator -(ExactAmount a, ExactAmount b) => a + -b;

    public static bool operator ==(ExactAmount a, ExactAmount b) => a.Equals(b);

    public static bool operator !=(ExactAmount a, ExactAmount b) => !a.Equals(b);

    public static bool operator <(ExactAmount a, ExactAmount b) => a.CompareTo(b) < 0;

    public static bool operator >(ExactAmount a, ExactAmount b) => a.CompareTo(b) > 0;

    public static bool operator <=(ExactAmount a, ExactAmount b) => a.CompareTo(b) <= 0;

    public static bool operator >=(ExactAmount a, ExactAmount b) => a.CompareTo(b) >= 0;

    /// <summary>The units where they fit a machine word.</summary>
    internal bool TryWord(out long units)
    {
        unchecked
        {
            units = (long)Units;
        }

        return units == Units;
    }

    /// <summary>Whole đồng, for posting; false where a fraction is left or the number does not fit.</summary>
    public bool TryToDong(out long dong)
    {
        dong = 0;
        if (!IsWhole) return false;
        var whole = Units / Powers[Scale];
        if (whole > long.MaxValue || whole < long.MinValue) return false;
        dong = (long)whole;
        return true;
    }

    public ExactAmount Abs() => new(Int128.Abs(Units), Scale);

    public bool Equals(ExactAmount other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is ExactAmount other && Equals(other);

    public override int GetHashCode()
    {
        var (units, scale) = (Units, Scale);
        while (scale > 0 && units % 10 == 0) (units, scale) = (units / 10, scale - 1);
        return HashCode.Combine(units, scale);
    }

    public int CompareTo(ExactAmount other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return UnitsAt(scale).CompareTo(other.UnitsAt(scale));
    }

    /// <summary>Plain decimal with a point and all digits that were written: <c>-1234.50</c>.</summary>
    public override string ToString()
    {
        if (Scale == 0) return Units.ToString(CultureInfo.InvariantCulture);
        var digits = Int128.Abs(Units).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Units < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }

    /// <summary>
    /// Reads an unsigned amount: digits, at most one separator. Either side of the separator may be empty where
    /// <paramref name="openEnds"/> allows it (MT940 writes <c>5,</c> and some banks <c>,50</c>).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, char separator, bool openEnds, out ExactAmount amount)
    {
        amount = default;
        var units = 0L;
        var point = -1;
        for (var at = 0; at < text.Length; at++)
        {
            var digit = unchecked((uint)(text[at] - '0'));
            if (digit <= 9)
            {
                // Eighteen significant digits fit a machine word; a number with more of them is refused below.
                unchecked
                {
                    units = units * 10 + digit;
                }

                continue;
            }

            if (text[at] != separator || point >= 0 || (at == 0 && !openEnds)) return false;
            point = at;
        }

        var scale = point < 0 ? 0 : text.Length - point - 1;
        var digits = point < 0 ? text.Length : text.Length - 1;
        if (digits == 0 || scale > MaxScale || (point >= 0 && scale == 0 && !openEnds)) return false;
        if (digits > MaxDigits && HasMoreThanMaxDigits(text)) return false;
        amount = new ExactAmount(units, scale);
        return true;
    }

    private static bool HasMoreThanMaxDigits(ReadOnlySpan<char> text)
    {
        var significant = 0;
        foreach (var c in text)
            if (char.IsAsciiDigit(c) && (c != '0' || significant > 0)) significant++;
        return significant > MaxDigits;
    }

    private static Int128 Power(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private Int128 UnitsAt(int scale) => Units * Powers[scale - Scale];
}
