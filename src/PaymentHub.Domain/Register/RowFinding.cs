using System.Buffers;
using System.Globalization;

namespace PaymentHub.Domain.Register;

/// <summary>How much a finding weighs: a warning lets the row in, an error keeps it out.</summary>
public enum Severity
{
    Warning,
    Error,
}

/// <summary>
/// One defect of one row of an imported file. <paramref name="ValueClass"/> describes the offending value ("11 digits",
/// "letters", "empty") and never repeats it: findings are shown, exported and logged, personal values are not.
/// </summary>
/// <remarks>
/// <paramref name="Row"/> is the number people see in a spreadsheet: the header is row 1. <paramref name="Column"/> is
/// the column's name in the file's own language. <paramref name="Rule"/> is a stable code of <see cref="RowRules"/>.
/// </remarks>
public sealed record RowFinding(
    int Row, string Column, string Rule, Severity Severity, string ValueClass, string TextVi, string TextEn)
{
    /// <summary>An error with the rule's own texts.</summary>
    public static RowFinding Error(int row, string column, string rule, string valueClass)
    {
        var (vi, en) = RowRules.TextsOf(rule);
        return new(row, column, rule, Severity.Error, valueClass, vi, en);
    }

    /// <summary>A warning with the rule's own texts.</summary>
    public static RowFinding Warning(int row, string column, string rule, string valueClass) =>
        Error(row, column, rule, valueClass) with { Severity = Severity.Warning };
}

/// <summary>Names the class of a value without giving the value away.</summary>
public static class ValueClass
{
    public const string Empty = "empty";

    private static readonly SearchValues<char> MantissaCharacters = SearchValues.Create("0123456789.,");

    /// <summary>For example "empty", "11 digits", "letters", "scientific notation", "digits with separators".</summary>
    public static string Of(string? value)
    {
        var text = (value ?? string.Empty).AsSpan().Trim();
        if (text.IsEmpty) return Empty;
        var (digits, letters, others) = Count(text);
        if (letters == 0 && others == 0) return string.Create(CultureInfo.InvariantCulture, $"{digits} digits");
        if (IsScientific(text)) return "scientific notation";
        if (digits == 0) return letters > 0 ? "letters" : "signs";
        if (letters > 0) return "letters and digits";
        return text[0] == '-' ? "negative number" : "digits with separators";
    }

    /// <summary>The length as a class: "130 characters".</summary>
    public static string LengthOf(string value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Length} characters");

    /// <summary>
    /// True for what a spreadsheet makes of a long number: <c>5.1203E+10</c>, also with a decimal comma or without a
    /// sign.
    /// </summary>
    public static bool IsScientific(ReadOnlySpan<char> text)
    {
        var e = text.IndexOfAny('e', 'E');
        if (e < 1 || e == text.Length - 1) return false;
        var mantissa = text[..e];
        var exponent = text[(e + 1)..];
        if (exponent[0] is '+' or '-') exponent = exponent[1..];
        return char.IsAsciiDigit(mantissa[0])
            && !exponent.IsEmpty
            && !mantissa.ContainsAnyExcept(MantissaCharacters)
            && !exponent.ContainsAnyExceptInRange('0', '9');
    }

    private static (int Digits, int Letters, int Others) Count(ReadOnlySpan<char> text)
    {
        var (digits, letters, others) = (0, 0, 0);
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            else if (char.IsLetter(c)) letters++;
            else others++;
        }

        return (digits, letters, others);
    }
}
