using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// What is taken back of a payment, the entry that had been its evidence, and where the payment stands after it.
/// </summary>
public sealed record UndonePayment(int No, Money Amount, int Entry, PaymentStatus Stands);

/// <summary>
/// A person took back that entries of a file paid these payments; whether they are paid is not known any more. The
/// money on the account stays where the bank booked it, so a break takes its place in the same transaction.
/// </summary>
public sealed record SettlementsUndone(
    Instant At, string ByUser, Guid FileId, LocalDate ValueDate, string PaidFrom, bool FromAdvance,
    UndonePayment[] Items, Money Amount, string Reason) : BatchMoney, IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>The same of money that had come back to our account.</summary>
public sealed record ReturnsUndone(
    Instant At, string ByUser, Guid FileId, LocalDate ValueDate, string PaidFrom, UndonePayment[] Items, Money Amount,
    string Reason) : BatchMoney, IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}
