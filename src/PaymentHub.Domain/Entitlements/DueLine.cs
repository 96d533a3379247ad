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

    /// <summary>Owed once: funeral support, relief, a gift (chi một lần).</summary>
    OneOff,

    /// <summary>
    /// Taken from the month's payment towards an over-payment (trừ dần), by a signed decision only.
    /// </summary>
    Netting,
}

/// <summary>Why a line is placed but must not be paid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HoldReason>))]
public enum HoldReason
{
    /// <summary>NO_RATE: the catalogue has no price for the months of the line.</summary>
    NoRate,

    /// <summary>
    /// AWAITS_ANSWER: payment was suspended or ended because nobody collected or answered; what earlier months owe
    /// waits for the person (<see cref="WaitingRule"/>). Such a line is told, never placed.
    /// </summary>
    AwaitsAnswer,
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

    /// <summary>The person has not reached the age of the group.</summary>
    UnderAge,

    /// <summary>The person has passed the age of the group.</summary>
    OverAge,

    /// <summary>A pension excludes the benefit in this month.</summary>
    Pensioned,

    /// <summary>The decision was declared void from its beginning.</summary>
    Annulled,

    /// <summary>A decision takes the month back whole (fraud).</summary>
    Forfeited,

    /// <summary>The months that the law supports in a life are used up.</summary>
    Exhausted,

    /// <summary>The benefit is not owed in this month: yearly or one-off.</summary>
    NotThisMonth,

    /// <summary>Another person of the couple or household receives the one share.</summary>
    SharedElsewhere,
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
    Guid Id, string Dossier, EntitlementTerms Terms, PaidBefore? PaidBefore, IReadOnlyList<Suspension> Suspensions)
{
    /// <summary>What the decision's papers say beside its terms.</summary>
    public Circumstances Circumstances { get; init; } = Circumstances.None;

    /// <summary>Why it ended: the code of a cause or the words of the decision.</summary>
    public string? EndCause { get; init; }

    /// <summary>True where the decision was declared void from its beginning.</summary>
    public bool IsAnnulled { get; init; }

    /// <summary>Months that a decision takes back whole.</summary>
    public IReadOnlyList<Forfeiture> Forfeitures { get; init; } = [];

    /// <summary>The signed decision by which an over-payment is taken from later months, or null.</summary>
    public NettingPlan? Netting { get; init; }

    /// <summary>The first month of a part whose terms began with a signed change; null: from the beginning.</summary>
    public YearMonth? SpeaksFrom { get; init; }

    /// <summary>The first month behind a part whose terms a signed change replaced; null: to the end.</summary>
    public YearMonth? SpeaksUntil { get; init; }

    /// <summary>
    /// The months in which the decision had this part's programme and group, in the order of time and with the part's
    /// own: what the law counts from the beginning of a benefit goes on where its terms changed. Empty where they never
    /// did.
    /// </summary>
    public IReadOnlyList<HeldMonths> Held { get; init; } = [];

    /// <summary>Whether what was committed for a month belongs to this part.</summary>
    public bool SpeaksFor(YearMonth month) =>
        (SpeaksFrom is not { } from || month >= from) && (SpeaksUntil is not { } until || month < until);
}

/// <summary>Months from the first up to, not including, the last; without a last they go on.</summary>
public readonly record struct HeldMonths(YearMonth From, YearMonth? Until);

/// <summary>
/// A monthly pension or social-insurance allowance paid by social insurance (lương hưu, trợ cấp BHXH hằng tháng), from
/// <paramref name="From"/> up to, not including, <paramref name="Until"/>.
/// </summary>
public sealed record PensionFact(YearMonth From, YearMonth? Until, Money Monthly);

/// <summary>
/// Another person's decision for the same one share (a couple, a household, a person cared for) as <paramref
/// name="EntitlementId"/>. It has the share where its amount is higher, or equal and it began earlier.
/// </summary>
public sealed record SharedClaim(
    Guid EntitlementId, string RivalDossier, string Programme, string Group, int? InjuryPercent, YearMonth From,
    YearMonth? Until);

/// <summary>
/// All decisions of one person with all their committed months, in any order. <paramref name="MonthOfDeath"/> is set
/// once the death is known.
/// </summary>
public sealed record PersonClaims(
    IReadOnlyList<DecisionFacts> Decisions,
    IReadOnlyList<CommittedMonth> Committed,
    YearMonth? MonthOfDeath = null)
{
    /// <summary>
    /// The birth date; 1 January where only the year is known. Null: no rule about ages can speak.
    /// </summary>
    public LocalDate? Born { get; init; }

    public IReadOnlyList<PensionFact> Pensions { get; init; } = [];

    public IReadOnlyList<SharedClaim> Shared { get; init; } = [];

    /// <summary>The claims of a person whose decisions were folded from their streams.</summary>
    public PersonClaims(
        IReadOnlyList<Entitlement> entitlements,
        IReadOnlyList<CommittedMonth> committed,
        YearMonth? monthOfDeath = null)
        : this([.. entitlements.SelectMany(e => e.ToParts())], committed, monthOfDeath)
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
    /// <summary>True where the line may become money: not a recovery or its netting, and not held.</summary>
    public bool IsPayable => Kind is not (DueKind.Recovery or DueKind.Netting) && Hold is null;

    /// <summary>Which budget bears how much of the line; adds up to it exactly.</summary>
    public IReadOnlyList<FundedPart> Funding { get; init; } = [];

    /// <summary>
    /// The commitments that placing this line makes; none for a recovery, for a line that waits or for a held one
    /// without a price. Netting gives
    /// money back to the over-paid months, so its commitments are negative.
    /// </summary>
    public IEnumerable<CommittedMonth> Commitments()
    {
        if (Kind == DueKind.Recovery || Hold == HoldReason.AwaitsAnswer) yield break;
        foreach (var span in Months)
        {
            var monthly = Kind == DueKind.Netting ? -span.Monthly : span.Monthly;
            for (var month = span.First; month <= span.Last; month = month.PlusMonths(1))
                yield return new CommittedMonth(EntitlementId, month, monthly);
        }
    }
}

/// <summary>The part of a line that one budget bears (nguồn kinh phí).</summary>
public sealed record FundedPart(string Source, Money Amount);

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

    /// <summary>The sum of the payable lines less what a recovery decision takes from them.</summary>
    public Money ToPay => Lines.Where(l => l.IsPayable).Sum(l => l.Amount)
        - Lines.Where(l => l.Kind == DueKind.Netting).Sum(l => l.Amount);

    /// <summary>The sum of the recovery findings.</summary>
    public Money ToRecover => Lines.Where(l => l.Kind == DueKind.Recovery).Sum(l => l.Amount);
}

/// <summary>
/// One month of one decision after all rules: what is due and what is committed, both ≥ 0 unless commitments were
/// reversed. Over a person and a month the due of a suppressed decision is what stays lawfully paid under it.
/// </summary>
public readonly record struct MonthDue(
    Guid EntitlementId, string Programme, YearMonth Month, MonthState State, Money Due, Money Committed)
{
    /// <summary>The group by which the month is paid; age and time may move it from the decision's own.</summary>
    public string Group { get; init; } = "";

    /// <summary>Number of children, martyrs or shares that the amount counts.</summary>
    public int Units { get; init; } = 1;
}
