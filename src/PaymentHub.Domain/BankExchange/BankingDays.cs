using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>
/// Days on which banks execute orders: Monday to Friday. Public holidays are a bank's own calendar and move the
/// execution at the bank, which the statement's value date tells.
/// </summary>
public static class BankingDays
{
    /// <summary>The first working day after <paramref name="day"/>.</summary>
    public static LocalDate NextAfter(LocalDate day)
    {
        var next = day.PlusDays(1);
        while (next.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) next = next.PlusDays(1);
        return next;
    }
}
