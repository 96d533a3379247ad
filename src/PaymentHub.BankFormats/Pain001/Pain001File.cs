using NodaTime;

namespace PaymentHub.BankFormats.Pain001;

/// <summary>
/// Lệnh chi: one payment file for one paying institution (pain.001, any version).
/// </summary>
/// <param name="MessageId">Ours, unique for ever; at most 16 characters so that it survives MT940's reference
/// field.</param>
/// <param name="CreatedAt">When the bytes were fixed; part of the message, so it must not change when written
/// again.</param>
/// <param name="InitiatingParty">Name of the paying authority, at most 140 characters.</param>
/// <param name="Batches">At least one.</param>
public sealed record Pain001File(
    string MessageId, OffsetDateTime CreatedAt, string InitiatingParty, IReadOnlyList<Pain001Batch> Batches);

/// <summary>
/// One batch of the file (<c>PmtInf</c>). Count and sum are declared before the payments are enumerated, because they
/// stand before them in the file; the writer refuses a file whose payments turn out otherwise.
/// </summary>
public sealed record Pain001Batch
{
    /// <summary>Ours, unique in the file, at most 16 characters.</summary>
    public required string PaymentInformationId { get; init; }

    /// <summary>True: the bank debits the batch in one sum. False: one debit per payment.</summary>
    public required bool BatchBooking { get; init; }

    /// <summary>The day on which the bank is to debit us, in Viet Nam.</summary>
    public required LocalDate RequestedExecutionDate { get; init; }

    /// <summary>Name of our account's holder.</summary>
    public required string DebtorName { get; init; }

    /// <summary>Our account at the executing bank.</summary>
    public required string DebtorAccount { get; init; }

    /// <summary>BIC of the executing bank.</summary>
    public required string DebtorBic { get; init; }

    /// <summary>How many payments follow.</summary>
    public required int Count { get; init; }

    /// <summary>Their sum in đồng.</summary>
    public required long ControlSum { get; init; }

    /// <summary>ISO category purpose code, or null for none.</summary>
    public string? CategoryPurpose { get; init; } = Pain001Purpose.SocialSecurityBenefit;

    /// <summary>Enumerated once, in the order given; may be lazy.</summary>
    public required IEnumerable<Pain001Payment> Payments { get; init; }
}

/// <summary>
/// One credit transfer (<c>CdtTrfTxInf</c>).
/// </summary>
/// <param name="EndToEndId">Ours, unique for ever, at most 16 characters.</param>
/// <param name="AmountDong">Whole đồng, at least 1.</param>
/// <param name="CreditorAgent">BIC (8 or 11 characters) or NAPAS member number (6 digits) of the payee's bank.</param>
/// <param name="CreditorName">Name on the account, as the bank writes it.</param>
/// <param name="CreditorAccount">Account number, at most 34 characters.</param>
/// <param name="Remittance">Text for the payee, at most 140 characters; null for none.</param>
/// <param name="Purpose">ISO purpose code, or null for none.</param>
/// <param name="Reference">Structured creditor reference, at most 35 characters; null for none.</param>
public sealed record Pain001Payment(
    string EndToEndId,
    long AmountDong,
    string CreditorAgent,
    string CreditorName,
    string CreditorAccount,
    string? Remittance,
    string? Purpose = Pain001Purpose.SocialSecurityBenefit,
    string? Reference = null);

/// <summary>
/// The codes of the ISO 20022 external purpose and category purpose sets that may stand in a welfare payment. A purpose
/// travels to the payee's bank and onto the statement, so codes that say more than "social money" (BENE
/// UnemploymentDisabilityBenefit, CCHD CashCompensationHelplessnessDisability, BECH ChildBenefit, PENS PensionPayment)
/// are not among them: they would tell of health, family or programme.
/// </summary>
public static class Pain001Purpose
{
    /// <summary>SSBE, SocialSecurityBenefit: in both sets; for every payment to a person.</summary>
    public const string SocialSecurityBenefit = "SSBE";

    /// <summary>GOVT, GovernmentPayment: in both sets; for payments to a fund or an agency.</summary>
    public const string GovernmentPayment = "GOVT";

    /// <summary>The codes that may be written.</summary>
    public static IReadOnlyList<string> All { get; } = [SocialSecurityBenefit, GovernmentPayment];
}
