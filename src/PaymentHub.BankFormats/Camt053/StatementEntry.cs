using NodaTime;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>
/// Bút toán trên sổ phụ: one booked movement of a payer account (camt.053 <c>Ntry</c>).
/// </summary>
public sealed record StatementEntry
{
    /// <summary>Which statement of the file, from 1.</summary>
    public required int StatementNo { get; init; }

    /// <summary>Position among all entries of the file, from 1: stable for the same bytes.</summary>
    public required int EntryNo { get; init; }

    /// <summary>Line of the start tag.</summary>
    public required int Line { get; init; }

    /// <summary>đồng, positive for a credit to the account, negative for a debit; 0 after a finding on amount or
    /// sign.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code as written.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// The bank takes back an earlier entry (<c>RvslInd</c>). The sign of <see cref="Amount"/> already is that of this
    /// entry.
    /// </summary>
    public bool IsReversal { get; init; }

    /// <summary>BOOK, PDNG, INFO or FUTR; empty where missing. Only BOOK moves the balance.</summary>
    public string Status { get; init; } = "";

    public LocalDate? BookingDate { get; init; }

    public LocalDate? ValueDate { get; init; }

    /// <summary>The bank's unique reference of the entry (<c>AcctSvcrRef</c>).</summary>
    public string? BankReference { get; init; }

    /// <summary><c>NtryRef</c>.</summary>
    public string? EntryReference { get; init; }

    /// <summary>Bank transaction code.</summary>
    public TransactionCode Code { get; init; } = TransactionCode.None;

    /// <summary>One for each <c>NtryDtls/Btch</c>; a batch booking usually has one, without details.</summary>
    public IReadOnlyList<BatchInformation> Batches { get; init; } = [];

    /// <summary>The single transactions the entry is made of, where the bank lists them.</summary>
    public IReadOnlyList<TransactionDetail> Details { get; init; } = [];

    /// <summary><c>AddtlNtryInf</c>.</summary>
    public string? AdditionalInformation { get; init; }

    /// <summary>The only batch, where there is exactly one.</summary>
    public BatchInformation? Batch => Batches.Count == 1 ? Batches[0] : null;

    /// <summary>Whether the entry counts in the balance. A missing status is reported and counts as booked.</summary>
    public bool IsBooked => Status is "BOOK" or "";
}

/// <summary>Bank transaction code (<c>BkTxCd</c>): ISO domain, family, sub-family, and the bank's own.</summary>
public sealed record TransactionCode(string? Domain, string? Family, string? SubFamily, string? Proprietary)
{
    public static TransactionCode None { get; } = new(null, null, null, null);
}

/// <summary>
/// What one line of a batch booking stands for (<c>Btch</c>): the payment information id that we gave the batch, how
/// many transactions and their total in đồng, as far as the bank says so.
/// </summary>
public sealed record BatchInformation(string? PaymentInformationId, string? MessageId, long? Count, long? TotalAmount);

/// <summary>
/// One transaction inside an entry (camt.053 <c>TxDtls</c>).
/// </summary>
public sealed record TransactionDetail
{
    /// <summary>Line of the start tag.</summary>
    public required int Line { get; init; }

    /// <summary>Our end-to-end id; null also where the bank writes NOTPROVIDED.</summary>
    public string? EndToEndId { get; init; }

    public string? TransactionId { get; init; }

    /// <summary><c>Refs/AcctSvcrRef</c>.</summary>
    public string? BankReference { get; init; }

    /// <summary>The payment file the transaction came from (<c>Refs/MsgId</c>).</summary>
    public string? MessageId { get; init; }

    /// <summary>The batch the transaction came from (<c>Refs/PmtInfId</c>).</summary>
    public string? PaymentInformationId { get; init; }

    public string? InstructionId { get; init; }

    public string? ClearingReference { get; init; }

    /// <summary>
    /// đồng, signed like the entry unless the detail carries its own mark; null where the bank gives none. A missing
    /// amount is the entry's only when the entry has a single detail: never the batch total for each line.
    /// </summary>
    public long? Amount { get; init; }

    public string? DebtorName { get; init; }

    public string? DebtorAccount { get; init; }

    public string? CreditorName { get; init; }

    public string? CreditorAccount { get; init; }

    /// <summary>BIC or clearing member id of the creditor's bank: account numbers are unique only within it.</summary>
    public string? CreditorAgent { get; init; }

    /// <summary>ISO return reason (<c>RtrInf/Rsn/Cd</c>, else <c>Prtry</c>). Its presence alone makes a
    /// return.</summary>
    public string? ReturnReason { get; init; }

    public string? ReturnText { get; init; }

    /// <summary>All <c>Ustrd</c> lines joined by a blank.</summary>
    public string? Remittance { get; init; }
}
