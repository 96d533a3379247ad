using NodaTime;

namespace PaymentHub.Domain;

/// <summary>
/// An event with a day of its own beside the moment when we knew of it: the value date of the bank's entry (ngày giá
/// trị) and, where the books of that month were shut, the day in the open month under which it is booked (ngày hạch
/// toán).
/// </summary>
public interface IValueDated
{
    LocalDate ValueDate { get; }

    /// <summary>Null, and not written, where the value date's own month was open.</summary>
    LocalDate? BookedOn { get; }
}
