using System.Text.RegularExpressions;

namespace PaymentHub.BankFormats.Schema;

/// <summary>Kinds of values, by the built-in types of XML Schema.</summary>
internal enum ValueKind
{
    Text,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Year,
    YearMonth,
    Base64,
}

/// <summary>What is wrong with a value.</summary>
internal enum ValueFault
{
    None,
    TooShort,
    TooLong,
    NotACode,
    NotOfPattern,
    NotOfKind,
    TooManyDigits,
    TooSmall,
}

/// <summary>The form of a value: its kind and what narrows it.</summary>
/// <param name="Kind">The built-in type.</param>
/// <param name="PatternText">A regular expression for the whole value; null where there is none.</param>
internal sealed record ValueForm(ValueKind Kind, string? PatternText)
{
    private readonly Regex? _pattern =
        PatternText is null ? null : new Regex($"^(?:{PatternText})\\z", RegexOptions.CultureInvariant);

    /// <summary>Values that are allowed; none where all are.</summary>
    public string[] Codes { get; init; } = [];

    /// <summary>Characters at least (of binary content: bytes).</summary>
    public int MinLength { get; init; }

    /// <summary>Characters at most (of binary content: bytes).</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>Decimal digits at most.</summary>
    public int TotalDigits { get; init; } = int.MaxValue;

    /// <summary>Digits after the point at most.</summary>
    public int FractionDigits { get; init; } = int.MaxValue;

    /// <summary>The least number allowed.</summary>
    public int? Least { get; init; }

    /// <summary>Judges a whole value as it stands between its tags.</summary>
    public ValueFault Check(ReadOnlySpan<char> text)
    {
        if (Kind == ValueKind.Text) return CheckText(text);
        // Blanks around everything but text mean nothing.
        text = text.Trim(" \t\r\n");
        var fault = Kind switch
        {
            ValueKind.Decimal => SchemaNumber.Check(text, this),
            ValueKind.Boolean => Of(text is "true" or "false" or "1" or "0"),
            ValueKind.Date => Of(SchemaTime.IsDate(text)),
            ValueKind.DateTime => Of(SchemaTime.IsDateTime(text)),
            ValueKind.Year => Of(SchemaTime.IsYear(text)),
            ValueKind.YearMonth => Of(SchemaTime.IsYearMonth(text)),
            _ => CheckBinary(text),
        };
        return fault == ValueFault.None && _pattern?.IsMatch(text) == false ? ValueFault.NotOfPattern : fault;
    }

    private static ValueFault Of(bool isOfKind) => isOfKind ? ValueFault.None : ValueFault.NotOfKind;

    private ValueFault CheckText(ReadOnlySpan<char> text)
    {
        if (text.Length < MinLength) return ValueFault.TooShort;
        if (text.Length > MaxLength && Characters(text) > MaxLength) return ValueFault.TooLong;
        if (Codes.Length > 0) return IsCode(text) ? ValueFault.None : ValueFault.NotACode;
        return _pattern?.IsMatch(text) == false ? ValueFault.NotOfPattern : ValueFault.None;
    }

    private bool IsCode(ReadOnlySpan<char> text)
    {
        foreach (var code in Codes)
            if (text.SequenceEqual(code)) return true;
        return false;
    }

    // A character outside the basic plane takes two places in memory and counts once.
    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
            if (char.IsLowSurrogate(c)) count--;
        return count;
    }

    private ValueFault CheckBinary(ReadOnlySpan<char> text)
    {
        if (!System.Buffers.Text.Base64.IsValid(text, out var bytes)) return ValueFault.NotOfKind;
        if (bytes < MinLength) return ValueFault.TooShort;
        return bytes > MaxLength ? ValueFault.TooLong : ValueFault.None;
    }
}
