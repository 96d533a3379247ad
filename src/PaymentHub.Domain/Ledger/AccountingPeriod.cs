using NodaTime;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Domain.Ledger;

/// <summary>
/// What the postings of a month came to: their number, the sum of their debits and of each account's balance (debit
/// positive, đồng), and SHA-256 (hex) over all of them in a fixed order.
/// </summary>
public sealed record PeriodSeal(long Postings, Money Debit, AccountTotal[] Totals, string Hash)
{
    /// <summary>Two seals are the same when they were taken over the same postings.</summary>
    public bool IsSame(PeriodSeal other) => Hash == other.Hash && Postings == other.Postings;
}

/// <summary>An account's balance in a month, debit positive.</summary>
public sealed record AccountTotal(LedgerAccount Account, Money Balance);

/// <summary>Exceptions of one kind that a month carries over undecided, and why they may wait.</summary>
public sealed record CarriedExceptions(string Kind, int Count, Money Amount, string Reason);

/// <summary>The books of the month take postings again, after a soft close that was taken back.</summary>
public sealed record PeriodOpened(Instant At, string ByUser, YearMonth Period, string Reason);

/// <summary>
/// Nothing more is booked into the month; what is checked from here on is what will be sealed. New facts of it are
/// booked in the next open month with their own days kept.
/// </summary>
public sealed record PeriodSoftClosed(Instant At, string ByUser, YearMonth Period);

/// <summary>The first of two signatures under the month as it is sealed.</summary>
public sealed record PeriodSigned(
    Instant At, string ByUser, YearMonth Period, PeriodSeal Seal, CarriedExceptions[] Carried);

/// <summary>The second signature: the month is closed under the seal that both people signed.</summary>
public sealed record PeriodClosed(
    Instant At, string ByUser, YearMonth Period, string FirstSigner, PeriodSeal Seal, CarriedExceptions[] Carried);

/// <summary>The first of two people proposes to open a closed month again.</summary>
public sealed record PeriodReopenProposed(Instant At, string ByUser, YearMonth Period, string Reason);

/// <summary>The second person agrees; the month takes postings again and its seal no longer binds.</summary>
public sealed record PeriodReopened(
    Instant At, string ByUser, YearMonth Period, string ProposedBy, string Reason);

/// <summary>How far the books of a month are shut.</summary>
public enum PeriodStatus
{
    /// <summary>Takes postings.</summary>
    Open,

    /// <summary>Takes none; being checked.</summary>
    SoftClosed,

    /// <summary>Checked; one of two people has signed.</summary>
    Signed,

    /// <summary>Sealed.</summary>
    Closed,

    /// <summary>Sealed; one of two people has proposed to open it again.</summary>
    ReopenProposed,
}

/// <summary>
/// The books of one month (kỳ kế toán). A month that nobody has touched is open. Shut months take no posting: see
/// <see cref="OpenBooks"/>.
/// </summary>
public sealed record AccountingPeriod : IFold<AccountingPeriod>
{
    public required Guid Id { get; init; }

    public required YearMonth Period { get; init; }

    public PeriodStatus Status { get; init; }

    /// <summary>Who signed first, or who proposed to open the month again.</summary>
    public string? FirstBy { get; init; }

    /// <summary>What was signed.</summary>
    public PeriodSeal? Seal { get; init; }

    public CarriedExceptions[] Carried { get; init; } = [];

    public bool IsShut => Status != PeriodStatus.Open;

    public static Guid IdOf(YearMonth period) => Keys.GuidOf("accounting-period", PeriodIso.Format(period));

    public static AccountingPeriod? Evolve(AccountingPeriod? state, Guid id, object @event) => @event switch
    {
        PeriodOpened e => new AccountingPeriod { Id = id, Period = e.Period },
        PeriodSoftClosed e => new AccountingPeriod { Id = id, Period = e.Period, Status = PeriodStatus.SoftClosed },
        _ when state is null => null,
        PeriodSigned e => state with
        {
            Status = PeriodStatus.Signed,
            FirstBy = e.ByUser,
            Seal = e.Seal,
            Carried = e.Carried,
        },
        PeriodClosed e => state with
        {
            Status = PeriodStatus.Closed,
            FirstBy = null,
            Seal = e.Seal,
            Carried = e.Carried,
        },
        PeriodReopenProposed e => state with { Status = PeriodStatus.ReopenProposed, FirstBy = e.ByUser },
        PeriodReopened e => new AccountingPeriod { Id = id, Period = e.Period },
        _ => state,
    };
}
