using NodaTime;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// Bút toán: one movement that any bank file reports, whatever its format. Texts are as written, without the blanks
/// that banks pad them with; what a format does not carry is null.
/// </summary>
public sealed record IncomingEntry
{
    /// <summary>Position among all entries of the file, from 1: stable for the same bytes.</summary>
    public required int EntryNo { get; init; }

    /// <summary>Line of the file on which the entry starts, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Offset of its first byte in the file (after conversion to UTF-8); -1 in a packed sheet.</summary>
    public long Offset { get; private init; } = -1;

    /// <summary>
    /// XXH3-128 of the bytes that tell the entry: in XML from its start tag through its end tag, in text the lines on
    /// which it stands with their line ends, in a workbook its row in the sheet.
    /// </summary>
    public UInt128 RawHash { get; private init; }

    internal RawEntry Raw
    {
        init => (Offset, RawHash) = (value.Offset, value.Hash);
    }

    /// <summary>Positive for a credit to the account, negative for a debit: the entry's own sign, reversals
    /// included.</summary>
    public required ExactAmount Amount { get; init; }

    /// <summary>ISO 4217 code of <see cref="Amount"/>.</summary>
    public required string Currency { get; init; }

    /// <summary>The bank takes back an earlier entry; the sign already is that of this entry.</summary>
    public bool IsReversal { get; init; }

    /// <summary>Whether the entry moves the booked balance: pending, expected and informational ones do not.</summary>
    public bool IsBooked { get; init; } = true;

    /// <summary>The status as written (BOOK, PDNG, INFO, a status code of a payment); null where the format has
    /// none.</summary>
    public string? Status { get; init; }

    public LocalDate? BookingDate { get; init; }

    public LocalDate? ValueDate { get; init; }

    /// <summary>The bank's code of the kind of movement: ISO domain, family, sub-family, and the bank's own (MT type,
    /// BAI2 type code).</summary>
    public TransactionCode Code { get; init; } = TransactionCode.None;

    /// <summary>All references of the entry itself.</summary>
    public IncomingReferences References { get; init; } = IncomingReferences.None;

    /// <summary>Who is on the other side, as far as the entry itself says.</summary>
    public Counterparty Counterparty { get; init; } = Counterparty.None;

    /// <summary>Remittance information and the bank's words, joined by blanks.</summary>
    public string? Remittance { get; init; }

    /// <summary>Why money came back or a payment was refused; null where it did not.</summary>
    public ReturnReason? Return { get; init; }

    /// <summary>Charges the bank names for the entry, in the order given.</summary>
    public IReadOnlyList<IncomingCharge> Charges { get; init; } = [];

    /// <summary>One for each batch statement inside the entry: how many transactions the bank declares.</summary>
    public IReadOnlyList<DeclaredBatch> Batches { get; init; } = [];

    /// <summary>The single transactions that the entry is made of, where the bank lists them.</summary>
    public IReadOnlyList<IncomingDetail> Details { get; init; } = [];

    /// <summary>What any format can say of a movement: equal where two files tell the same.</summary>
    public EntryFacts Facts => new(
        Amount, Currency, BookingDate, ValueDate, References.EndToEndId, References.BankReference,
        Counterparty.Account, Counterparty.Name, Remittance, Return?.Code);
}

/// <summary>The facts of an entry that do not depend on the format of its file.</summary>
public sealed record EntryFacts(
    ExactAmount Amount, string Currency, LocalDate? BookingDate, LocalDate? ValueDate, string? EndToEndId,
    string? BankReference, string? Account, string? Name, string? Remittance, string? ReturnCode);

/// <summary>One transaction inside an entry.</summary>
public sealed record IncomingDetail
{
    public required int Line { get; init; }

    /// <summary>Signed as the entry unless the detail carries its own mark; null where the bank gives none.</summary>
    public ExactAmount? Amount { get; init; }

    public string? Currency { get; init; }

    public IncomingReferences References { get; init; } = IncomingReferences.None;

    public Counterparty Counterparty { get; init; } = Counterparty.None;

    public string? Remittance { get; init; }

    public ReturnReason? Return { get; init; }

    public IReadOnlyList<IncomingCharge> Charges { get; init; } = [];
}

/// <summary>References, each under the name that its sender gave it. NOTPROVIDED and NONREF are null.</summary>
public sealed record IncomingReferences
{
    public static IncomingReferences None { get; } = new();

    /// <summary>The payer's end-to-end id: ours, where we instructed.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>The account servicer's reference.</summary>
    public string? BankReference { get; init; }

    /// <summary>The reference of the entry or the customer's reference in MT940.</summary>
    public string? EntryReference { get; init; }

    public string? MessageId { get; init; }

    public string? PaymentInformationId { get; init; }

    public string? InstructionId { get; init; }

    public string? TransactionId { get; init; }

    public string? ClearingReference { get; init; }

    public string? Uetr { get; init; }

    public string? MandateId { get; init; }

    public string? ChequeNumber { get; init; }

    /// <summary>References under the bank's own names: <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Proprietary { get; init; } = [];
}

/// <summary>The other side of a movement.</summary>
public sealed record Counterparty(string? Account, string? Name, string? Agent)
{
    public static Counterparty None { get; } = new(null, null, null);
}

/// <summary>Why money came back or a payment was refused: the ISO code, else the bank's own, and its words.</summary>
public sealed record ReturnReason(string? Code, string? Text);

/// <summary>A charge taken with an entry; negative where it was debited.</summary>
public sealed record IncomingCharge(ExactAmount Amount, string? Currency, string? Type);

/// <summary>What a batch entry declares of itself.</summary>
public sealed record DeclaredBatch(string? PaymentInformationId, string? MessageId, long? Count, ExactAmount? Total);
