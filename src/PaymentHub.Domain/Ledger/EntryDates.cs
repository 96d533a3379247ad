using NodaTime;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// The days of a posting: when the money moved (<see cref="Value"/>, ngày giá trị) and under which day the books have
/// it (<see cref="Booked"/>, ngày hạch toán). When we knew is the event's own <c>At</c>; the month of entitlement is
/// the batch's period.
/// </summary>
public readonly record struct EntryDates(LocalDate Value, LocalDate Booked)
{
    // Business dates are those of Việt Nam, which has no summer time.
    private static readonly Offset Here = Offset.FromHours(7);

    /// <summary>The business date of a moment.</summary>
    public static LocalDate DayOf(Instant at) => at.WithOffset(Here).Date;

    /// <summary>
    /// The days of one leg: those of its part of the event, else the event's own, else the day on which it happened.
    /// </summary>
    public static EntryDates Of(Posting leg, object @event, Instant at)
    {
        if ((leg.Item ?? @event as IValueDated) is { } dated)
            return new EntryDates(dated.ValueDate, dated.BookedOn ?? dated.ValueDate);
        var day = DayOf(at);
        return new EntryDates(day, day);
    }
}
