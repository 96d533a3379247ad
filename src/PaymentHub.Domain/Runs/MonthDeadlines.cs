using NodaTime;

namespace PaymentHub.Domain.Runs;

/// <summary>What happens to a last day on which offices are closed.</summary>
public enum OffDayRule
{
    /// <summary>The last working day before it counts.</summary>
    Before,

    /// <summary>The next working day counts (BLDS 2015 Điều 148 khoản 5).</summary>
    After,
}

/// <summary>
/// A duty of the monthly calendar as the law sets it: until <paramref name="LastDay"/> of the month that lies
/// <paramref name="MonthOffset"/> months from the paid one. With <paramref name="OnlyMonth"/> it exists in that month
/// of the year only. "Before day 25" is last day 24.
/// </summary>
public sealed record DeadlineRule(
    string Code, int? OnlyMonth, int MonthOffset, int LastDay, OffDayRule OffDay, string TextVi, string TextEn,
    string LegalBasis, bool Verified, string Note);

/// <summary>How a duty stands on a day.</summary>
public enum DeadlineStatus
{
    /// <summary>Done in time.</summary>
    Done,

    /// <summary>Done, but after the day.</summary>
    DoneLate,

    /// <summary>Still to do; the last day is today or later.</summary>
    Due,

    /// <summary>Still to do, and the day is past.</summary>
    Overdue,
}

/// <summary>
/// A duty of one month. <paramref name="LawDay"/> is the day that the text names, <paramref name="Day"/> the working
/// day that counts; <paramref name="DaysOff"/> are the holidays that lie between.
/// </summary>
public sealed record Deadline(
    DeadlineRule Rule, LocalDate LawDay, LocalDate Day, IReadOnlyList<SpecialDay> DaysOff, bool HolidaysKnown)
{
    /// <summary>
    /// The month whose payments it is about: an earlier one where a yearly duty ends in the month asked for.
    /// </summary>
    public YearMonth Period { get; init; }

    /// <summary>Whether the day that counts is another than the one that the law names.</summary>
    public bool IsMoved => LawDay != Day;

    /// <summary>
    /// How it stands on <paramref name="today"/>, where it was done on <paramref name="doneOn"/> or not.
    /// </summary>
    public DeadlineStatus StatusOn(LocalDate today, LocalDate? doneOn) => doneOn is { } done
        ? done <= Day ? DeadlineStatus.Done : DeadlineStatus.DoneLate
        : today <= Day ? DeadlineStatus.Due : DeadlineStatus.Overdue;

    /// <summary>Working days that are left, or by which it is late; a duty that is done in time has zero.</summary>
    public int WorkingDays(LocalDate today, LocalDate? doneOn, WorkingCalendar calendar) =>
        StatusOn(today, doneOn) switch
        {
            DeadlineStatus.Due => calendar.WorkingDaysAfter(today, Day),
            DeadlineStatus.Overdue => calendar.WorkingDaysAfter(Day, today),
            DeadlineStatus.DoneLate => calendar.WorkingDaysAfter(Day, doneOn!.Value),
            _ => 0,
        };
}

/// <summary>
/// The calendar of the law around one paid month (lịch chi trả): NĐ 20/2021 Điều 34, TT 44/2022 Điều 8, TT 344/2016
/// Điều 13. The days are data; here is only how a day becomes a working day.
/// </summary>
public static class MonthDeadlines
{
    /// <summary>
    /// The duties around the payment of <paramref name="period"/>, in order of their day, with the yearly duties of an
    /// earlier month that end in it: who works on January must see the settlement of the old year.
    /// </summary>
    public static IReadOnlyList<Deadline> Of(
        YearMonth period, IEnumerable<DeadlineRule> rules, WorkingCalendar calendar) =>
        [.. rules.SelectMany(r => PeriodsOf(r, period).Select(p => Of(p, r, calendar))).OrderBy(d => d.Day)];

    private static IEnumerable<YearMonth> PeriodsOf(DeadlineRule rule, YearMonth period)
    {
        if (rule.OnlyMonth is null || rule.OnlyMonth == period.Month) yield return period;
        if (rule.OnlyMonth is null || rule.MonthOffset <= 0) yield break;
        var earlier = period.PlusMonths(-rule.MonthOffset);
        if (earlier.Month == rule.OnlyMonth) yield return earlier;
    }

    private static Deadline Of(YearMonth period, DeadlineRule rule, WorkingCalendar calendar)
    {
        var month = period.PlusMonths(rule.MonthOffset);
        var length = CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month);
        var law = month.OnDayOfMonth(Math.Min(rule.LastDay, length));
        var day = rule.OffDay == OffDayRule.Before ? calendar.OnOrBefore(law) : calendar.OnOrAfter(law);
        var (first, last) = day <= law ? (day, law) : (law, day);
        var off = Enumerable.Range(0, Period.DaysBetween(first, last) + 1)
            .Select(first.PlusDays).Select(calendar.SpecialOn).OfType<SpecialDay>()
            .Where(s => s.Kind != SpecialDayKind.SwappedWork);
        return new Deadline(rule, law, day, [.. off], calendar.Knows(law.Year) && calendar.Knows(day.Year))
        {
            Period = period,
        };
    }
}
