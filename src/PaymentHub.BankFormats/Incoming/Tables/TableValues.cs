using System.Globalization;
using NodaTime;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>Amounts and dates as a profile writes them. Nothing is guessed: another form is an error.</summary>
internal sealed class TableValues(TableProfile profile)
{
    private const int GroupDigits = 3;

    private static readonly LocalDate SheetEpoch = new(1899, 12, 30);

    /// <summary>
    /// Reads a signed amount. Groups of thousands must be whole; <paramref name="isNumber"/>: the cell of a sheet,
    /// which has a point and no groups.
    /// </summary>
    public bool TryAmount(ReadOnlySpan<char> text, bool isNumber, out ExactAmount amount)
    {
        var isNegative = text.StartsWith('-');
        if (isNegative || text.StartsWith('+')) text = text[1..];
        var (separator, group) = isNumber ? ('.', '\0') : (profile.Decimal, profile.Group);
        amount = default;
        if (group == '\0' || !text.Contains(group))
        {
            if (!ExactAmount.TryParse(text, separator, openEnds: false, out amount)) return false;
            if (isNegative) amount = -amount;
            return true;
        }

        Span<char> digits = stackalloc char[64];
        if (text.Length > digits.Length) return false;
        var point = text.IndexOf(separator);
        var (whole, fraction) = (point < 0 ? text.Length : point, point < 0 ? 0 : text.Length - point);
        if (!AreGroups(text[..whole], group) || text[whole..].Contains(group)) return false;
        var length = 0;
        foreach (var c in text[..whole])
            if (c != group) digits[length++] = c;
        text[whole..].CopyTo(digits[length..]);
        if (!ExactAmount.TryParse(digits[..(length + fraction)], separator, openEnds: false, out amount)) return false;
        if (isNegative) amount = -amount;
        return true;
    }

    public bool TryDate(ReadOnlySpan<char> text, bool isNumber, out LocalDate date)
    {
        date = default;
        if (isNumber)
        {
            const int LastDay = 109_000;
            var point = text.IndexOf('.');
            var days = point < 0 ? text : text[..point];
            if (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)) return false;
            if (serial is < 1 or > LastDay) return false;
            date = SheetEpoch.PlusDays(serial);
            return true;
        }

        // A time after the date does not matter.
        var form = profile.Dates.AsSpan();
        if (text.Length < form.Length) return false;
        if (text.Length > form.Length && text[form.Length] is not (' ' or 'T')) return false;
        int year = 0, month = 0, day = 0;
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] is not ('d' or 'M' or 'y'))
            {
                if (text[i] != form[i]) return false;
                continue;
            }

            if (!char.IsAsciiDigit(text[i])) return false;
            var digit = text[i] - '0';
            if (form[i] == 'y') year = year * 10 + digit;
            else if (form[i] == 'M') month = month * 10 + digit;
            else day = day * 10 + digit;
        }

        if (year is < 1900 or > 2199 || month is < 1 or > 12 || day < 1) return false;
        if (day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        date = new LocalDate(year, month, day);
        return true;
    }

    private static bool AreGroups(ReadOnlySpan<char> whole, char group)
    {
        var first = whole.IndexOf(group);
        if (first is < 1 or > GroupDigits) return false;
        for (var at = first; at < whole.Length; at += GroupDigits + 1)
        {
            if (whole[at] != group || at + GroupDigits >= whole.Length) return false;
            if (whole.Slice(at + 1, GroupDigits).Contains(group)) return false;
        }

        return true;
    }
}
