using NodaTime;

namespace PaymentHub.BankFormats.Incoming.Swift;

/// <summary>What is wrong with a field; the reader turns it into a located finding.</summary>
internal enum FieldFault
{
    None,
    Date,
    Sign,
    Amount,
}

/// <summary>
/// One <c>:61:</c> taken apart: value date, entry date, mark, amount, type, references.
/// </summary>
internal ref struct StatementLine
{
    private const int DateDigits = 6;
    private const int EntryDateDigits = 4;
    private const int TypeCharacters = 4;

    public LocalDate ValueDate;
    public LocalDate? EntryDate;
    public ExactAmount Amount;
    public bool IsDebit;
    public bool IsReversal;

    /// <summary>Marks EC and ED of interim reports: announced, not booked.</summary>
    public bool IsExpected;

    /// <summary>Why the amount is odd though read; empty where it is as it should be.</summary>
    public string Oddity;

    public ReadOnlySpan<char> Type;
    public ReadOnlySpan<char> CustomerReference;
    public ReadOnlySpan<char> BankReference;

    /// <summary>Takes a line apart. Where a fault is returned, what stood before it is filled.</summary>
    public static FieldFault Parse(ReadOnlySpan<char> text, out StatementLine line)
    {
        line = default;
        line.Oddity = "";
        // A day that no calendar has leaves the rest of the line readable, so its amount still counts.
        var isDay = SwiftDates.TryDate(text, out line.ValueDate);
        if (!isDay && !SwiftDates.IsSixDigits(text)) return FieldFault.Date;
        var at = DateDigits;
        var dateFault = line.TakeEntryDate(text, ref at);
        if (!isDay) dateFault = FieldFault.Date;
        if (!line.TakeMark(text, ref at)) return FieldFault.Sign;
        if (!line.TakeAmount(text, ref at)) return FieldFault.Amount;
        line.TakeReferences(text[at..]);
        return dateFault;
    }

    private FieldFault TakeEntryDate(ReadOnlySpan<char> text, ref int at)
    {
        if (text.Length < at + EntryDateDigits) return FieldFault.None;
        var four = text.Slice(at, EntryDateDigits);
        var isBlank = four.IsWhiteSpace();
        if (!isBlank && four.ContainsAnyExceptInRange('0', '9')) return FieldFault.None;
        at += EntryDateDigits;
        if (isBlank || ValueDate == default) return FieldFault.None;
        EntryDate = SwiftDates.NearestYear(four, ValueDate);
        return EntryDate is null ? FieldFault.Date : FieldFault.None;
    }

    // The mark is C, D, RC, RD, EC or ED; a letter after it is the funds code.
    private bool TakeMark(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        if (at + 1 < text.Length && text[at] is 'R' or 'E' && text[at + 1] is 'C' or 'D')
        {
            IsReversal = text[at] == 'R';
            IsExpected = text[at] == 'E';
            at++;
        }

        if (at >= text.Length || text[at] is not ('C' or 'D')) return false;
        IsDebit = text[at] == 'D' != IsReversal;
        at++;
        if (at < text.Length && char.IsAsciiLetterUpper(text[at])) at++;
        return true;
    }

    private bool TakeAmount(ReadOnlySpan<char> text, ref int at)
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is ',' or '.')) at++;
        var written = text[from..at];
        if (!SwiftAmounts.TryParse(written, out Amount, out Oddity)) return false;
        // Digits go on after a blank: a grouped number of which only the first group was read.
        var next = text[at..].TrimStart(' ');
        var isGrouped = at + next.Length < text.Length && !next.IsEmpty && char.IsAsciiDigit(next[0])
            && !written.Contains(',');
        if (IsDebit) Amount = -Amount;
        return !isGrouped;
    }

    private void TakeReferences(ReadOnlySpan<char> rest)
    {
        // A type shorter than four characters is padded with blanks by most banks; some write none at all.
        if (rest.Length > TypeCharacters && rest[0] == ' ' && char.IsAsciiLetterUpper(rest[TypeCharacters]))
            rest = rest[1..];
        var length = rest.StartsWith("//") ? 0 : Math.Min(TypeCharacters, rest.Length);
        Type = rest[..length].Trim();
        rest = rest[length..];
        var slashes = rest.IndexOf("//");
        CustomerReference = (slashes < 0 ? rest : rest[..slashes]).Trim();
        BankReference = slashes < 0 ? default : rest[(slashes + 2)..].Trim();
    }
}

/// <summary>Dates of MT messages: two-digit years and entry dates without a year.</summary>
internal static class SwiftDates
{
    private const int Pivot = 80;

    /// <summary>The first six characters as YYMMDD; years from 80 are of the last century.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (!IsSixDigits(text)) return false;
        var (year, month, day) = (Two(text), Two(text[2..]), Two(text[4..]));
        return TryMake(year + (year >= Pivot ? 1900 : 2000), month, day, out date);
    }

    public static bool IsSixDigits(ReadOnlySpan<char> text) =>
        text.Length >= 6 && !text[..6].ContainsAnyExceptInRange('0', '9');

    /// <summary>MMDD in the year that brings it nearest to the value date; null where there is no such
    /// day.</summary>
    public static LocalDate? NearestYear(ReadOnlySpan<char> four, LocalDate near)
    {
        // Nearly always the entry is booked on its value date.
        if (Two(four) == near.Month && Two(four[2..]) == near.Day) return near;
        LocalDate? best = null;
        var distance = int.MaxValue;
        foreach (var shift in (ReadOnlySpan<int>)[0, -1, 1])
        {
            if (!TryMake(near.Year + shift, Two(four), Two(four[2..]), out var date)) continue;
            var days = Math.Abs(Period.DaysBetween(near, date));
            if (days < distance) (best, distance) = (date, days);
        }

        return best;
    }

    private static int Two(ReadOnlySpan<char> digits) => (digits[0] - '0') * 10 + digits[1] - '0';

    private static bool TryMake(int year, int month, int day, out LocalDate date)
    {
        date = default;
        const int DaysOfEveryMonth = 28;
        if (month is < 1 or > 12 || day < 1) return false;
        if (day > DaysOfEveryMonth && day > CalendarSystem.Iso.GetDaysInMonth(year, month)) return false;
        date = new LocalDate(year, month, day);
        return true;
    }
}

/// <summary>Amounts of MT messages: a decimal comma that must stand there, and that some banks leave out.</summary>
internal static class SwiftAmounts
{
    /// <summary>Reads an unsigned amount. <paramref name="oddity"/> says what was repaired, for a remark.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactAmount amount, out string oddity)
    {
        oddity = "";
        // Nearly always digits and a comma.
        if (text.Contains(',') && ExactAmount.TryParse(text, ',', openEnds: true, out amount)) return true;
        var point = text.IndexOf('.');
        if (point >= 0)
        {
            // One point with two digits after it is a decimal point; anything else may be a thousands group.
            const int CentDigits = 2;
            oddity = "point";
            amount = default;
            return text.Length - point - 1 == CentDigits
                && ExactAmount.TryParse(text, '.', openEnds: false, out amount);
        }

        if (!text.Contains(',')) oddity = "no comma";
        return ExactAmount.TryParse(text, ',', openEnds: true, out amount);
    }
}
