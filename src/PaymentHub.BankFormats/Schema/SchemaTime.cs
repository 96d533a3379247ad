namespace PaymentHub.BankFormats.Schema;

/// <summary>
/// Dates and times as XML Schema writes them, of the years 0001 to 9999. A zone may follow each of them: <c>Z</c> or a
/// difference of at most fourteen hours.
/// </summary>
internal static class SchemaTime
{
    private const int YearLength = 4;
    private const int YearMonthLength = 7;
    private const int DateLength = 10;
    private const int TimeLength = 8;

    /// <summary><c>2026-11-05</c></summary>
    public static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length >= DateLength && IsDay(text[..DateLength]) && IsZone(text[DateLength..]);

    /// <summary><c>2026-11-05T08:00:00.123+07:00</c></summary>
    public static bool IsDateTime(ReadOnlySpan<char> text)
    {
        const int Least = DateLength + 1 + TimeLength;
        if (text.Length < Least || text[DateLength] != 'T' || !IsDay(text[..DateLength])) return false;
        if (!IsTime(text[(DateLength + 1)..Least])) return false;
        var rest = text[Least..];
        if (!rest.StartsWith('.')) return IsZone(rest);
        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits == 0 || rest.Length == 1) return false;
        return digits < 0 || IsZone(rest[(digits + 1)..]);
    }

    /// <summary><c>2026</c></summary>
    public static bool IsYear(ReadOnlySpan<char> text) =>
        text.Length >= YearLength && Number(text[..YearLength]) > 0 && IsZone(text[YearLength..]);

    /// <summary><c>2026-11</c></summary>
    public static bool IsYearMonth(ReadOnlySpan<char> text) =>
        text.Length >= YearMonthLength && Number(text[..YearLength]) > 0 && text[YearLength] == '-'
        && Number(text[(YearLength + 1)..YearMonthLength]) is >= 1 and <= 12 && IsZone(text[YearMonthLength..]);

    private static bool IsDay(ReadOnlySpan<char> text)
    {
        if (text[YearLength] != '-' || text[YearMonthLength] != '-') return false;
        var (year, month) = (Number(text[..YearLength]), Number(text[(YearLength + 1)..YearMonthLength]));
        return year > 0 && month is >= 1 and <= 12
            && Number(text[(YearMonthLength + 1)..]) is >= 1 and var day && day <= DateTime.DaysInMonth(year, month);
    }

    // The end of a day may be written as its twenty-fourth hour.
    private static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text[2] != ':' || text[5] != ':') return false;
        var (hour, minute, second) = (Number(text[..2]), Number(text[3..5]), Number(text[6..]));
        if (hour == 24) return minute == 0 && second == 0;
        return hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60;
    }

    private static bool IsZone(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text is "Z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        var (hour, minute) = (Number(text[1..3]), Number(text[4..]));
        return hour is >= 0 and < 14 ? minute is >= 0 and < 60 : hour == 14 && minute == 0;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return -1;
            number = number * 10 + (c - '0');
        }

        return number;
    }
}
