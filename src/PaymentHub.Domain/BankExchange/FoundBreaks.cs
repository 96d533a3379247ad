using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>Why a share of an entry has no partner.</summary>
public enum BreakKind
{
    UnexplainedDebit,
    UnexplainedCredit,
    ExcessDebit,
    SecondDebit,
    WrongAccount,
    Ambiguous,

    /// <summary>The bank says that money of a payment came back; none fits, or it came back already.</summary>
    UnknownReturn,

    /// <summary>The bank debited an order that it had rejected or cancelled.</summary>
    DebitOfRefused,

    /// <summary>A person took the entry's match back.</summary>
    MatchUndone,

    /// <summary>Money of a payment that had come back left again: the bank reversed its return.</summary>
    ReturnReversed,

    /// <summary>
    /// An answer that cannot be true beside what is recorded. It is about a payment and no money: its amount is zero.
    /// </summary>
    AnswerContradicted,

    /// <summary>
    /// A statement that replaces an earlier one tells an entry no more: what it moved stands here the other way round.
    /// </summary>
    EntryWithdrawn,
}

/// <summary>A share of an entry that found no partner. Debits are negative on our account.</summary>
public sealed record FoundBreak(
    int Entry, LocalDate ValueDate, BreakKind Kind, Money Amount, bool IsDebit, string BankReference,
    string? EndToEndId,
    string? Account, string[] Candidates) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>
/// A chunk of breaks; the money is unexplained until a person or later evidence explains it. <see cref="Account"/> is
/// the payer account, or the pay-out organisation when <see cref="FromAdvance"/>.
/// </summary>
public sealed record BreaksFound(Instant At, string Account, bool FromAdvance, FoundBreak[] Breaks);
