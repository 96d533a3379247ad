using NodaTime;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// Which months may still be booked into. A fact of a month whose books are shut is booked in the first open month, on
/// the day it becomes known where that month is open; its own days stay with it.
/// </summary>
/// <param name="Shut">Months that are soft-closed or closed.</param>
/// <param name="Today">The business date on which the facts are booked.</param>
public sealed record OpenBooks(IReadOnlySet<YearMonth> Shut, LocalDate Today)
{
    /// <summary>Books in which every month is open.</summary>
    public static OpenBooks Always { get; } = new(new HashSet<YearMonth>(), LocalDate.MinIsoValue);

    /// <summary>
    /// The day under which a fact is booked (ngày hạch toán); null where its value date's own month is open.
    /// </summary>
    public LocalDate? BookedOn(LocalDate valueDate)
    {
        if (!Shut.Contains(valueDate.ToYearMonth())) return null;
        var day = LocalDate.Max(Today, valueDate);
        while (Shut.Contains(day.ToYearMonth())) day = day.ToYearMonth().PlusMonths(1).OnDayOfMonth(1);
        return day;
    }
}
