using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>What a computed line is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DueKind>))]
public enum DueKind
{
    /// <summary>The horizon month.</summary>
    Regular,

    /// <summary>Earlier months underpaid (truy lĩnh), netted over the entitlement.</summary>
    Arrears,

    /// <summary>Months overpaid (truy thu), netted over the entitlement. A finding, never a payment.</summary>
    Recovery,
}

/// <summary>Why a line is placed but must not be paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldReason>))]
public enum HoldReason
{
    /// <summary>NO_RATE: the catalogue has no price for the months of the line.</summary>
    NoRate,
}

/// <summary>How one month of one decision stands.</summary>
public enum MonthState
{
    /// <summary>Entitled and priced.</summary>
    Payable,

    /// <summary>Entitled; the law keeps the price at which the month was paid.</summary>
    Locked,

    /// <summary>Payment rests; what is committed stays.</summary>
    Suspended,

    /// <summary>Another decision of the person takes the month (highest only).</summary>
    Suppressed,

    /// <summary>Entitled, but no price is known; what is committed stays.</summary>
    Unpriced,

    /// <summary>Helped in kind; nothing to pay.</summary>
    InKind,

    /// <summary>Before the first entitled month.</summary>
    BeforeStart,

    /// <summary>From the month in which the entitlement had ended.</summary>
    Stopped,

    /// <summary>After the month of death.</summary>
    AfterDeath,

    /// <summary>Entitled, but settled by the earlier system: never computed.</summary>
    Closed,
}

/// <summary>
/// Money placed, held, approved, instructed, accepted, unknown or settled for one month of one decision, less what was
/// removed, voided, cancelled, rejected, returned or recovered. Several entries of one month add up. What the earlier
/// system paid is not repeated here: it comes from <see cref="DecisionFacts.PaidBefore"/>.
/// </summary>
public readonly record struct CommittedMonth(Guid EntitlementId, YearMonth Month, Money Amount);

/// <summary>
/// One decision as the computation needs it. <paramref name="Id"/> is the entitlement's stream; <paramref
/// name="Suspensions"/> may be empty.
/// </summary>
public sealed record DecisionFacts(
    Guid Id, string Dossier, EntitlementTerms Terms, PaidBefore? PaidBefore, IReadOnlyList<Suspension> Suspensions);

/// <summary>
/// All decisions of one person with all their committed months, in any order. <paramref name="MonthOfDeath"/> is set
/// once the death is known.
/// </summary>
public sealed record PersonClaims(
    IReadOnlyList<DecisionFacts> Decisions,
    IReadOnlyList<CommittedMonth> Committed,
    YearMonth? MonthOfDeath = null)
{
    /// <summary>The claims of a person whose decisions were folded from their streams.</summary>
    public PersonClaims(
        IReadOnlyList<Entitlement> entitlements,
        IReadOnlyList<CommittedMonth> committed,
        YearMonth? monthOfDeath = null)
        : this([.. entitlements.Select(e => e.ToFacts())], committed, monthOfDeath)
    {
    }
}

/// <summary>A run of months with the same amount each.</summary>
public readonly record struct MonthSpan(YearMonth First, YearMonth Last, Money Monthly)
{
    /// <summary>Number of months, first and last included.</summary>
    public int Count => (Last.Year - First.Year) * 12 + Last.Month - First.Month + 1;

    public Money Total => Monthly * Count;
}

/// <summary>
/// One line for one decision: what is to pay, or to recover, for the months <paramref name="FirstMonth"/> to <paramref
/// name="LastMonth"/>. <paramref name="Months"/> splits the amount by month and adds up to it exactly; a month between
/// the first and the last may be missing there. <paramref name="PayableToHeir"/>: the person is known to be dead, so
/// the money may only go to the recorded heir.
/// </summary>
public sealed record DueLine(
    Guid EntitlementId,
    string Dossier,
    string Programme,
    string Group,
    DueKind Kind,
    YearMonth FirstMonth,
    YearMonth LastMonth,
    Money Amount,
    HoldReason? Hold,
    bool PayableToHeir,
    IReadOnlyList<MonthSpan> Months,
    DueExplanation Explanation)
{
    /// <summary>True where the line may become money: not a recovery and not held.</summary>
    public bool IsPayable => Kind != DueKind.Recovery && Hold is null;

    /// <summary>
    /// The commitments that placing this line makes; none for a recovery or a held line without a price.
    /// </summary>
    public IEnumerable<CommittedMonth> Commitments()
    {
        if (Kind == DueKind.Recovery) yield break;
        foreach (var span in Months)
            for (var month = span.First; month <= span.Last; month = month.PlusMonths(1))
                yield return new CommittedMonth(EntitlementId, month, span.Monthly);
    }
}

/// <summary>Months of one decision that another decision of the same person takes, and by which rule.</summary>
public sealed record Suppression(
    Guid EntitlementId,
    string Dossier,
    string ByDossier,
    string Rule,
    string LegalBasis,
    YearMonth FirstMonth,
    YearMonth LastMonth);

/// <summary>What one person is owed and owes, decision by decision in order of dossier number.</summary>
public sealed record PersonDue(IReadOnlyList<DueLine> Lines, IReadOnlyList<Suppression> Suppressions)
{
    public static readonly PersonDue Nothing = new([], []);

    /// <summary>The sum of the payable lines.</summary>
    public Money ToPay => Lines.Where(l => l.IsPayable).Sum(l => l.Amount);

    /// <summary>The sum of the recovery findings.</summary>
    public Money ToRecover => Lines.Where(l => l.Kind == DueKind.Recovery).Sum(l => l.Amount);
}

/// <summary>
/// One month of one decision after all rules: what is due and what is committed, both ≥ 0 unless commitments were
/// reversed. Over a person and a month the due of a suppressed decision is what stays lawfully paid under it.
/// </summary>
public readonly record struct MonthDue(
    Guid EntitlementId, string Programme, YearMonth Month, MonthState State, Money Due, Money Committed);
