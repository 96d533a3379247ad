using NodaTime;

namespace PaymentHub.Domain.Runs;

/// <summary>Why a day is another day than its place in the week says.</summary>
public enum SpecialDayKind
{
    /// <summary>A holiday of the law (ngày nghỉ lễ, tết): Bộ luật Lao động 2019 Điều 112.</summary>
    Holiday,

    /// <summary>The working day off in lieu of a holiday on a weekend (nghỉ bù): Điều 111 khoản 3.</summary>
    Compensatory,

    /// <summary>A working day off that is worked on another day (nghỉ hoán đổi).</summary>
    SwappedOff,

    /// <summary>A day of the weekend that is worked (làm bù).</summary>
    SwappedWork,
}

/// <summary>One row of the public holidays. Unverified: the notice of the year was not seen.</summary>
public sealed record SpecialDay(
    LocalDate Day, SpecialDayKind Kind, string NameVi, string NameEn, string LegalBasis, bool Verified);

/// <summary>
/// The working days of public offices (ngày làm việc): Monday to Friday without holidays, days in lieu and exchanged
/// days. The holidays of a year are rows of data, because Tết, Hùng Kings' day and exchanges follow the lunar calendar
/// and a notice of each year.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly Dictionary<LocalDate, SpecialDay> _days;
    private readonly HashSet<int> _years;

    public WorkingCalendar(IEnumerable<SpecialDay> days)
    {
        _days = days.ToDictionary(d => d.Day);
        _years = [.. _days.Keys.Select(d => d.Year)];
    }

    /// <summary>Whether the holidays of the year are known; otherwise only weekends are.</summary>
    public bool Knows(int year) => _years.Contains(year);

    /// <summary>The row of that day, or null for an ordinary day.</summary>
    public SpecialDay? SpecialOn(LocalDate day) => _days.GetValueOrDefault(day);

    /// <summary>Whether offices work on that day.</summary>
    public bool IsWorkingDay(LocalDate day) => SpecialOn(day) is { } special
        ? special.Kind == SpecialDayKind.SwappedWork
        : !IsWeekend(day);

    /// <summary>That day, or the last working day before it.</summary>
    public LocalDate OnOrBefore(LocalDate day)
    {
        while (!IsWorkingDay(day)) day = day.PlusDays(-1);
        return day;
    }

    /// <summary>That day, or the first working day after it.</summary>
    public LocalDate OnOrAfter(LocalDate day)
    {
        while (!IsWorkingDay(day)) day = day.PlusDays(1);
        return day;
    }

    /// <summary>
    /// How many working days lie after <paramref name="from"/> up to and with <paramref name="to"/>; zero where
    /// <paramref name="to"/> is not later.
    /// </summary>
    public int WorkingDaysAfter(LocalDate from, LocalDate to)
    {
        var count = 0;
        for (var day = from.PlusDays(1); day <= to; day = day.PlusDays(1))
            if (IsWorkingDay(day)) count++;
        return count;
    }

    /// <summary>
    /// The days off between two days, both included, that no notice of the year confirms yet: a count over them may
    /// still change.
    /// </summary>
    public IReadOnlyList<SpecialDay> UnverifiedBetween(LocalDate a, LocalDate b)
    {
        var (first, last) = a <= b ? (a, b) : (b, a);
        return [.. _days.Values.Where(d => !d.Verified && first <= d.Day && d.Day <= last).OrderBy(d => d.Day)];
    }

    private static bool IsWeekend(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;
}
