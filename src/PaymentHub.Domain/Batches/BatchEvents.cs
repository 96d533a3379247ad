using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Batches;

/// <summary>How money reaches the payee.</summary>
public enum PayoutMethod
{
    /// <summary>Credit transfer to a bank account (chuyển khoản).</summary>
    Transfer,

    /// <summary>Cash paid out by the post office (tiền mặt).</summary>
    Cash,

    /// <summary>Transfer to an insurance fund with the list of insured people (chuyển quỹ).</summary>
    Fund,
}

/// <summary>What a line pays for.</summary>
public enum LineKind
{
    /// <summary>The period's own month.</summary>
    Regular,

    /// <summary>Underpaid earlier months (truy lĩnh).</summary>
    Arrears,

    /// <summary>Owed once: funeral support, relief, a gift (chi một lần).</summary>
    OneOff,

    /// <summary>
    /// Taken off towards an over-payment of earlier months by a signed decision (trừ dần); its amount is below zero.
    /// </summary>
    Recovery,
}

/// <summary>
/// Where a payment goes, copied from the register when the payment is placed, so that a later change of account cannot
/// redirect what was approved. <see cref="Account"/> is text: leading zeros count.
/// </summary>
public sealed record Payout(
    PayoutMethod Method, string? BankBin, string? Account, string? HolderName, string Relation, string PayeeName);

/// <summary>Money of a batch, divided among the budgets that bear it (nguồn kinh phí).</summary>
public abstract record BatchMoney
{
    /// <summary>
    /// What other sources than the batch's own one bear of the amount; null, and not written, where it bears all.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SourceShare[]? OtherSources { get; init; }
}

/// <summary>
/// One transfer or hand-out, numbered within its batch from 0. <see cref="Amount"/> is the sum of its lines.
/// </summary>
public sealed record PlacedPayment(
    int No, Guid Payee, int Occurrence, string EndToEndId, Money Amount, Payout Payout, string? HeldBecause)
    : BatchMoney;

/// <summary>One benefit amount of one person inside payment <see cref="No"/>, with the rule that gave it.</summary>
public sealed record PlacedLine(
    int No, Guid Entitlement, Guid Person, string Dossier, string Group, LineKind Kind,
    YearMonth FirstMonth, YearMonth LastMonth, Money Amount, string Why);

/// <summary>
/// The batch exists; payments follow in chunks. <see cref="Importers"/> are the users whose imports its lines rest on.
/// <see cref="Source"/> is its own source of funds, which bears what no payment says otherwise of.
/// </summary>
public sealed record BatchPrepared(
    Instant At, string ByUser, YearMonth Period, string Commune, string Programme, string Institution, int Number,
    BatchKind Kind, string Source, string[] Importers);

/// <summary>A chunk of at most 1,000 payments or lines. A fund payment's lines may continue in later chunks.</summary>
public sealed record PaymentsPlaced(Instant At, PlacedPayment[] Payments, PlacedLine[] Lines);

/// <summary>A payment leaves the batch before it is submitted.</summary>
public sealed record PaymentRemoved(Instant At, string ByUser, int No, string Reason);

/// <summary>The payment must not leave until the hold is released; it keeps its approval.</summary>
public sealed record PaymentHeld(Instant At, string ByUser, int No, string Reason);

/// <summary>The hold's cause is gone.</summary>
public sealed record HoldReleased(Instant At, string ByUser, int No, string Reason);

/// <summary>The planner hands the batch to the approvers; the content is fixed by its hash.</summary>
public sealed record BatchSubmitted(Instant At, string ByUser, int Count, Money Amount, string ContentHash);

/// <summary>One signature. <see cref="IsFinal"/> tells whether the needed number of signatures is complete.</summary>
public sealed record BatchApproved(
    Instant At, string ByUser, int Count, Money Amount, string ContentHash, bool IsFinal) : BatchMoney;

/// <summary>An approver sends the batch back; it may be planned again.</summary>
public sealed record BatchReturnedToPlanner(Instant At, string ByUser, string Reason);

/// <summary>The treasurer lets the money go: what is not held goes into the file <see cref="MessageId"/>.</summary>
public sealed record BatchReleased(
    Instant At, string ByUser, string MessageId, int Count, Money Amount, int HeldCount, Money HeldAmount,
    string ContentHash);

/// <summary>From here money may move.</summary>
public sealed record PaymentsInstructed(Instant At, string MessageId, int[] Nos, Money Amount) : BatchMoney;

/// <summary>The institution took the payments on (status report).</summary>
public sealed record PaymentsAccepted(Instant At, Guid FileId, int[] Nos, Money Amount);

/// <summary>A payment with the ISO 20022 reason code the institution gave.</summary>
public sealed record PaymentReason(int No, string Code);

/// <summary>The institution refused the payments before any debit; they are payable again.</summary>
public sealed record PaymentsRejected(Instant At, Guid FileId, PaymentReason[] Items, Money Amount) : BatchMoney;

/// <summary>Nobody knows whether the money moved; nothing is sent again until an enquiry or a statement says.</summary>
public sealed record PaymentsUnknown(Instant At, Guid FileId, PaymentReason[] Items, Money Amount);

/// <summary>The institution confirms that the payments were cancelled before any debit.</summary>
public sealed record PaymentsCancelled(Instant At, Guid FileId, PaymentReason[] Items, Money Amount) : BatchMoney;

/// <summary>
/// The share of a bank entry or of a cash report that settles a payment; <see cref="Entry"/> is its number there.
/// </summary>
public sealed record SettledPayment(int No, Money Amount, int Entry);

/// <summary>
/// The debit was booked on our account, or cash was signed for. <see cref="PaidFrom"/> is the payer account's number,
/// or the pay-out organisation's code when it paid from an advance (<see cref="FromAdvance"/>).
/// </summary>
public sealed record PaymentsSettled(
    Instant At, Guid FileId, LocalDate ValueDate, string PaidFrom, bool FromAdvance, SettledPayment[] Items,
    Money Amount) : BatchMoney, IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>Money that came back for a payment, with the return reason.</summary>
public sealed record ReturnedPayment(int No, Money Amount, int Entry, string Code);

/// <summary>
/// Money came back after settlement, or cash was not collected (<see cref="FromAdvance"/>: it never left the advance).
/// </summary>
public sealed record PaymentsReturned(
    Instant At, Guid FileId, LocalDate ValueDate, string PaidFrom, bool FromAdvance, ReturnedPayment[] Items,
    Money Amount) : BatchMoney, IValueDated
{
    /// <inheritdoc/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalDate? BookedOn { get; init; }
}

/// <summary>A rejected or returned payment and the payment that takes its place.</summary>
public sealed record ReissuedPayment(int No, Guid Batch, int NewNo);

/// <summary>The payments are paid again in another batch; each at most once.</summary>
public sealed record PaymentsReissued(
    Instant At, string ByUser, ReissuedPayment[] Items, Money Amount, string Reason) : BatchMoney;

/// <summary>Approved payments that will never be instructed, with their money back in the fund.</summary>
public sealed record PaymentsVoided(Instant At, string ByUser, int[] Nos, Money Amount, string Reason) : BatchMoney;

/// <summary>
/// Rejected, cancelled or returned payments that will not be made again; their money is back in its funds (hoàn dự
/// toán).
/// </summary>
public sealed record PaymentsWrittenBack(Instant At, string ByUser, int[] Nos, Money Amount, string Reason)
    : BatchMoney;

/// <summary>The ordered release could not take this batch along; the reason is the refusal's code.</summary>
public sealed record BatchReleaseRefused(Instant At, string ByUser, string MessageId, string Code);
