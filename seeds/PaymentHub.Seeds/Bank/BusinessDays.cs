using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>Days on which the simulated banks book. Saturdays and Sundays are off; public holidays are not
/// known.</summary>
public static class BusinessDays
{
    /// <summary>The date itself, or the next Monday.</summary>
    public static LocalDate OnOrAfter(LocalDate date) => date.DayOfWeek switch
    {
        IsoDayOfWeek.Saturday => date.PlusDays(2),
        IsoDayOfWeek.Sunday => date.PlusDays(1),
        _ => date,
    };

    /// <summary>The last business day before the date.</summary>
    public static LocalDate Before(LocalDate date)
    {
        var day = date.PlusDays(-1);
        while (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            day = day.PlusDays(-1);
        return day;
    }

    /// <summary>The business day the given number of business days later.</summary>
    public static LocalDate Plus(LocalDate date, int businessDays)
    {
        var day = OnOrAfter(date);
        for (var i = 0; i < businessDays; i++)
            day = OnOrAfter(day.PlusDays(1));
        return day;
    }
}
