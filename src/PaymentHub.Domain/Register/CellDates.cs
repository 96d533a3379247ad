using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>
/// Dates and months as Vietnamese files write them: <c>dd/MM/yyyy</c> and <c>MM/yyyy</c>, exactly, without culture
/// rules or guesses: an American order or a spreadsheet's serial number must be refused, not read as another day.
/// </summary>
public static class CellDates
{
    public static bool TryDate(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (text.Length != 10 || text[2] != '/' || text[5] != '/') return false;
        var day = Digits(text[..2]);
        var month = Digits(text.Slice(3, 2));
        var year = Digits(text[6..]);
        if (!IsDate(year, month, day)) return false;
        date = new LocalDate(year, month, day);
        return true;
    }

    /// <summary>A day that may lie in the future, such as the last one of a paper's validity.</summary>
    public static bool TryDay(string cell, out LocalDate? date)
    {
        var isDate = TryDate(cell.AsSpan().Trim(), out var day);
        date = isDate ? day : null;
        return isDate;
    }

    public static bool TryMonth(ReadOnlySpan<char> text, out YearMonth month)
    {
        month = default;
        if (text.Length != 7 || text[2] != '/') return false;
        var number = Digits(text[..2]);
        var year = Digits(text[3..]);
        if (year is < 1900 or > 2399 || number is < 1 or > 12) return false;
        month = new YearMonth(year, number);
        return true;
    }

    /// <summary>A full date, or four digits for a year alone.</summary>
    public static bool TryBirthDate(ReadOnlySpan<char> text, out BirthDate date)
    {
        if (text.Length == 4 && Digits(text) is >= 1900 and <= 2399)
        {
            date = BirthDate.OfYear(Digits(text));
            return true;
        }

        var isDate = TryDate(text, out var full);
        date = isDate ? BirthDate.Of(full) : default;
        return isDate;
    }

    internal static bool IsDate(int year, int month, int day) =>
        year is >= 1900 and <= 2399 && month is >= 1 and <= 12
        && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>The value of ASCII digits, or -1 where another character is among them.</summary>
    private static int Digits(ReadOnlySpan<char> text)
    {
        var value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return -1;
            value = (value * 10) + (c - '0');
        }

        return value;
    }
}
