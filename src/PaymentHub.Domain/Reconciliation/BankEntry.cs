using NodaTime;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>What the bank's codes and our references say an entry is, before any partner is looked for.</summary>
public enum EntryClass
{
    /// <summary>A payment order leaving.</summary>
    Payment,

    /// <summary>Money of a payment coming back.</summary>
    Return,

    /// <summary>Cash that the pay-out organisation could not hand out.</summary>
    Uncollected,

    /// <summary>Money from the treasury.</summary>
    Funding,

    /// <summary>A charge of the bank.</summary>
    Charge,

    /// <summary>Money of an advance that came back unspent.</summary>
    AdvanceReturned,

    /// <summary>A credit of no known class.</summary>
    OtherCredit,
}

/// <summary>
/// One money movement as an institution reports it: an entry detail of a statement, an undetailed entry, or a row of a
/// cash report.
/// <see cref="No"/> counts from 0 within the file. <see cref="Amount"/> is positive; <see cref="IsDebit"/> gives the
/// direction.
/// </summary>
public sealed record BankEntry(
    int No, EntryClass Class, bool IsDebit, Money Amount, LocalDate ValueDate, string BankReference, string? EndToEndId,
    string? Account, string? BatchBooking, string? ReasonCode, string? OurMessageId)
{
    /// <summary>The bank's entry that this movement is, or is a part of; from 1 within the file.</summary>
    public int EntryNo { get; init; }

    /// <summary>Day on which the bank books it; the value day where it names no other.</summary>
    public LocalDate Day { get; init; }
}
