namespace PaymentHub.Domain.Ledger;

/// <summary>The accounts of the ledger (tài khoản kế toán). Debit is positive and credit negative throughout.</summary>
public enum LedgerAccount
{
    /// <summary>Budget allotted to funds; the counterpart of what they have.</summary>
    Allotment,

    /// <summary>What funds may still promise.</summary>
    FundAvailable,

    /// <summary>Promised to approved batches and not yet spent.</summary>
    FundReserved,

    /// <summary>Spent: debited at a bank or signed for in cash.</summary>
    FundSpent,

    /// <summary>
    /// On its way from one budget year into the next; sub-account: the fund that it goes into, where it comes to zero.
    /// </summary>
    CarriedOver,

    /// <summary>Obligations recognised at approval.</summary>
    Obligation,

    /// <summary>Payable to beneficiaries, not instructed yet.</summary>
    Payable,

    /// <summary>Instructed, not settled; sub-account: institution (through the batch).</summary>
    InTransit,

    /// <summary>Our account at a bank; sub-account: payer account.</summary>
    Bank,

    /// <summary>Cash advanced to a pay-out organisation; sub-account: its code.</summary>
    Advances,

    /// <summary>Rejected, cancelled or returned: payable again.</summary>
    ReturnedHeld,

    /// <summary>Money the treasury put on our accounts.</summary>
    TreasuryFunding,

    /// <summary>Bank charges.</summary>
    Charges,

    /// <summary>What was on our accounts before their first statement (số dư đầu kỳ).</summary>
    OpeningBalance,

    /// <summary>Bank entries, or shares of them, that nobody can explain yet.</summary>
    Unexplained,

    /// <summary>Paid without entitlement and demanded back; sub-account: the receivable.</summary>
    Recoverable,

    /// <summary>What the budget gets back of it when it comes; sub-account: the receivable.</summary>
    RecoveryDue,

    /// <summary>Demanded and given up; sub-account: the receivable.</summary>
    WrittenOff,

    /// <summary>Budget granted to the province; the counterpart of what was or may be allotted to funds.</summary>
    Appropriation,

    /// <summary>Granted and not allotted to a fund yet.</summary>
    Undistributed,
}

/// <summary>
/// One leg of a balanced entry. <see cref="Batch"/> gives commune, programme, institution, fund and period;
/// <see cref="SubAccount"/> divides bank and advance accounts; <see cref="Source"/> is the budget that bears the money,
/// null where it is the batch's own one or where no fund is concerned.
/// </summary>
public sealed record Posting(
    LedgerAccount Account, string? SubAccount, Guid? Batch, Money Amount, string? Source = null)
{
    /// <summary>The part of the event that the leg is of, where it has days of its own; else null.</summary>
    public IValueDated? Item { get; init; }
}
