using NodaTime;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>What a payment is for, as far as a bank may know.</summary>
public enum OrderPurpose
{
    /// <summary>Money for a person. Which programme or group stays unsaid: it may reveal health.</summary>
    Benefit,

    /// <summary>A contribution to an insurance fund.</summary>
    Fund,

    /// <summary>The advance (tạm ứng) from which an organisation pays cash.</summary>
    Advance,
}

/// <summary>
/// Everything that one release orders from one institution. What a bank gets follows from this and its profile alone.
/// </summary>
public sealed record PaymentInstruction
{
    /// <summary>Id of the first file, at most 16 characters; files split off carry ids derived from it.</summary>
    public required string MessageId { get; init; }

    /// <summary>When the bytes were fixed; part of the files.</summary>
    public required OffsetDateTime CreatedAt { get; init; }

    /// <summary>Name of the paying authority.</summary>
    public required string InitiatingParty { get; init; }

    /// <summary>The month that is paid; stands in texts for payees.</summary>
    public required YearMonth Period { get; init; }

    /// <summary>True: the bank debits a batch in one sum.</summary>
    public bool BatchBooking { get; init; }

    /// <summary>Message id of the pay list that an advance covers; null where there is none.</summary>
    public string? CoveredMessageId { get; init; }

    /// <summary>At least one, in the order in which they are to stand in the files.</summary>
    public required IReadOnlyList<PaymentOrder> Orders { get; init; }
}

/// <summary>One payment to be ordered. Carries neither programme nor group, so that no file can tell them.</summary>
public sealed record PaymentOrder
{
    /// <summary>Ours, unique for ever, at most 16 characters.</summary>
    public required string EndToEndId { get; init; }

    /// <summary>Whole đồng, at least 1.</summary>
    public required long AmountDong { get; init; }

    /// <summary>What it is for.</summary>
    public OrderPurpose Purpose { get; init; }

    /// <summary>Id of the batch the payment belongs to, at most 16 characters.</summary>
    public required string BatchId { get; init; }

    /// <summary>The day on which the bank is to debit us, in Viet Nam.</summary>
    public required LocalDate ValueDate { get; init; }

    /// <summary>Our account that is debited.</summary>
    public required DebtorAccount Debtor { get; init; }

    /// <summary>Where the money goes; null for cash.</summary>
    public CreditorAccount? Creditor { get; init; }

    /// <summary>Who may take the money; null for a transfer.</summary>
    public CashPayee? Cash { get; init; }
}

/// <summary>Our account at the executing bank.</summary>
/// <param name="Name">Its holder.</param>
/// <param name="Number">Account number.</param>
/// <param name="Bic">BIC of the executing bank.</param>
public sealed record DebtorAccount(string Name, string Number, string Bic);

/// <summary>A payee's account.</summary>
/// <param name="Bin">NAPAS member number of the payee's bank, 6 digits.</param>
/// <param name="Bic">Its BIC, where it has one.</param>
/// <param name="BankName">Its short name, where known.</param>
/// <param name="Holder">Name on the account.</param>
/// <param name="Number">Account number.</param>
public sealed record CreditorAccount(string Bin, string? Bic, string? BankName, string Holder, string Number);

/// <summary>Who is paid in cash.</summary>
/// <param name="Dossier">Mã hồ sơ.</param>
/// <param name="FullName">Họ và tên of the entitled person.</param>
/// <param name="BirthYear">Năm sinh; 0 where it is not known.</param>
/// <param name="Commune">Mã xã, 5 digits.</param>
/// <param name="Payee">Người nhận: who may sign for the money.</param>
public sealed record CashPayee(string Dossier, string FullName, int BirthYear, string Commune, string Payee);
