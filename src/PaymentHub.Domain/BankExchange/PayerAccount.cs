using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>The province's account at a paying institution is known to the ledger.</summary>
public sealed record AccountOpened(Instant At, string Institution, string Account, bool HasStatements);

/// <summary>
/// What was on the account before its first statement (số dư đầu kỳ chuyển sang); below zero where it was overdrawn. An
/// account that was empty has none.
/// </summary>
public sealed record BalanceBroughtForward(
    Instant At, Guid FileId, LocalDate ValueDate, string Account, Money Amount) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>Treasury money arrived on the account (Kho bạc cấp kinh phí).</summary>
public sealed record FundingReceived(
    Instant At, Guid FileId, int Entry, LocalDate ValueDate, string Account, Money Amount, string BankReference)
    : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>The debit of an advance to the organisation that pays cash was booked.</summary>
public sealed record AdvanceGiven(
    Instant At, Guid FileId, int Entry, LocalDate ValueDate, string Account, string ToInstitution, Money Amount,
    string MessageId) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>Money of an advance that was not paid out came back.</summary>
public sealed record AdvanceReturned(
    Instant At, Guid FileId, int Entry, LocalDate ValueDate, string Account, string FromInstitution, Money Amount,
    string? MessageId) : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>The bank took a charge.</summary>
public sealed record ChargeBooked(
    Instant At, Guid FileId, int Entry, LocalDate ValueDate, string Account, Money Amount, string BankReference)
    : IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>Every entry of the statement has its place in the ledger.</summary>
public sealed record StatementBooked(Instant At, Guid FileId, StatementFacts Statement);

/// <summary>The payer's account at an institution; the chain of statements hangs on it.</summary>
public sealed record PayerAccount : IFold<PayerAccount>
{
    public required Guid Id { get; init; }

    public required AccountOpened Opened { get; init; }

    public StatementFacts? LastStatement { get; init; }

    public static Guid IdOf(string institution) => Keys.GuidOf("payer-account", institution);

    public static PayerAccount? Evolve(PayerAccount? state, Guid id, object @event) => @event switch
    {
        AccountOpened e => new PayerAccount { Id = id, Opened = e },
        StatementBooked e when state is not null => state with { LastStatement = e.Statement },
        _ => state,
    };
}
