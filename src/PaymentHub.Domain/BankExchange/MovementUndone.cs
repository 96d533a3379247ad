using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>
/// A person took back that an entry was funding, a charge or an advance; what it was posted as is reversed.
/// </summary>
/// <param name="Kind">What the entry had been taken for; never a payment or a return.</param>
/// <param name="Counterpart">The pay-out organisation of an advance.</param>
/// <param name="Reference">The bank's reference, or the message id of the list that an advance covers.</param>
public sealed record MovementUndone(
    Instant At, string ByUser, MatchKind Kind, Guid FileId, int Entry, LocalDate ValueDate, string Account,
    string? Counterpart, Money Amount, string? Reference, string Reason) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}
