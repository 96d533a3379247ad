using System.Globalization;
using PaymentHub.Domain.Register;

namespace PaymentHub.Operator.Evaluate;

/// <summary>
/// How a column writes amounts: which sign divides thousands and which the decimals. Decided over the whole column,
/// because "1.234" alone says nothing.
/// </summary>
internal sealed class AmountStyle
{
    private const string Ornaments = ",.-−–+()'$€£¥₫đĐ";

    private readonly bool _commaIsDecimal;
    private readonly bool _dotIsDecimal;

    private AmountStyle(bool commaIsDecimal, bool dotIsDecimal) =>
        (_commaIsDecimal, _dotIsDecimal) = (commaIsDecimal, dotIsDecimal);

    /// <summary>The style in which a column's values make sense.</summary>
    public static AmountStyle Of(IEnumerable<string> values)
    {
        var (commaLast, dotLast, commaOdd, dotOdd) = (false, false, false, false);
        foreach (var text in values.Select(Bare))
        {
            var (comma, dot) = (text.LastIndexOf(','), text.LastIndexOf('.'));
            if (comma >= 0 && dot >= 0) (commaLast, dotLast) = (commaLast || comma > dot, dotLast || dot > comma);
            else if (comma >= 0) commaOdd |= !IsGrouped(text, ',');
            else if (dot >= 0) dotOdd |= !IsGrouped(text, '.');
        }

        return new AmountStyle(commaLast || (commaOdd && !dotLast), dotLast || (dotOdd && !commaLast));
    }

    /// <summary>The amount, negative where it stands in brackets, after or before a minus, or is marked DR.</summary>
    public decimal? Parse(string value)
    {
        var negative = value.Contains('(') || value.Contains('-') || value.Contains('−') || value.Contains('–')
            || value.TrimEnd().EndsWith("DR", StringComparison.OrdinalIgnoreCase);
        var text = Bare(value);
        if (!_commaIsDecimal) text = text.Replace(",", "", StringComparison.Ordinal);
        if (!_dotIsDecimal) text = text.Replace(".", "", StringComparison.Ordinal);
        text = text.Replace(',', '.');
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var amount)) return null;
        return negative && !text.Contains('e', StringComparison.OrdinalIgnoreCase) ? -amount : amount;
    }

    /// <summary>Digits and separators: blanks, currency and direction are left out.</summary>
    private static string Bare(string value)
    {
        var kept = value.Where(c => char.IsAsciiDigit(c) || c is ',' or '.').ToArray();
        var other = value.Any(c => !char.IsAsciiDigit(c) && !IsOrnament(c));
        return other && !IsCurrency(value) ? "?" : new string(kept);
    }

    private static bool IsOrnament(char c) => char.IsWhiteSpace(c) || Ornaments.Contains(c);

    private static bool IsCurrency(string value)
    {
        var letters = VietnameseText.Fold(new string([.. value.Where(char.IsLetter)]));
        return letters.Length is >= 1 and <= 5 && letters != "E" && letters.All(char.IsAsciiLetterUpper);
    }

    private static bool IsGrouped(string text, char by)
    {
        var groups = text.Split(by);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3);
    }
}
