using NodaTime;

namespace PaymentHub.BankFormats;

/// <summary>
/// Strict dates of files. A date that does not exist (30 February) is never mended.
/// </summary>
internal static class FileDates
{
    private const int IsoDateLength = 10;
    private const int MinYear = 1900;
    private const int MaxYear = 2199;

    /// <summary>
    /// <c>yyyy-MM-dd</c>, optionally with a time and an offset. A time with an offset (also Z) is turned into the date
    /// in Viet Nam (UTC+7 all year), because 18:30 Z is already the next business day there; one without is taken as
    /// written.
    /// </summary>
    public static bool TryParseIso(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (text.Length < IsoDateLength || text[4] != '-' || text[7] != '-') return false;
        if (!TryMake(text[..4], text.Slice(5, 2), text.Slice(8, 2), out date)) return false;
        if (text.Length == IsoDateLength) return true;
        var rest = text[IsoDateLength..];
        return rest[0] == 'T' ? TryApplyTime(rest[1..], ref date) : TryOffsetMinutes(rest, out _);
    }

    /// <summary><c>dd/MM/yyyy</c>, the form of Vietnamese papers.</summary>
    public static bool TryParseVietnamese(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        return text.Length == 10 && text[2] == '/' && text[5] == '/'
            && TryMake(text.Slice(6, 4), text.Slice(3, 2), text[..2], out date);
    }

    private static bool TryApplyTime(ReadOnlySpan<char> time, ref LocalDate date)
    {
        if (time.Length < 8 || time[2] != ':' || time[5] != ':') return false;
        if (!TryNumber(time[..2], out var hour) || !TryNumber(time.Slice(3, 2), out var minute)) return false;
        if (!TryNumber(time.Slice(6, 2), out var second) || hour > 23 || minute > 59 || second > 59) return false;
        var rest = time[8..];
        if (rest.Length > 0 && rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits == 0 || rest.Length == 1) return false;
            rest = digits < 0 ? [] : rest[(digits + 1)..];
        }

        if (rest.IsEmpty) return true;
        if (!TryOffsetMinutes(rest, out var offset)) return false;
        const int VietnamMinutes = 7 * 60;
        const int DayMinutes = 24 * 60;
        var local = hour * 60 + minute - offset + VietnamMinutes;
        date = date.PlusDays(local < 0 ? -1 : local / DayMinutes);
        return true;
    }

    private static bool TryOffsetMinutes(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!TryNumber(text.Slice(1, 2), out var hour) || !TryNumber(text.Slice(4, 2), out var minute)) return false;
        if (hour > 14 || minute > 59) return false;
        minutes = (text[0] == '-' ? -1 : 1) * (hour * 60 + minute);
        return true;
    }

    private static bool TryMake(
        ReadOnlySpan<char> years, ReadOnlySpan<char> months, ReadOnlySpan<char> days, out LocalDate date)
    {
        date = default;
        if (!TryNumber(years, out var year) || !TryNumber(months, out var month)) return false;
        if (!TryNumber(days, out var day)) return false;
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1) return false;
        if (day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        date = new LocalDate(year, month, day);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }

        return true;
    }
}
