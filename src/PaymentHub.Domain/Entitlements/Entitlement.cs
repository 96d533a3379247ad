using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// A decision entered the register. <paramref name="ByUser"/> is the importer, who may not approve its money.
/// </summary>
public sealed record EntitlementGranted(
    Guid PersonId, string Dossier, EntitlementTerms Terms, Instant At, string ByUser);

/// <summary>
/// The terms of a decision were replaced; the whole terms are carried, and the names of the fields that differ. A
/// signed change (quyết định điều chỉnh) has <paramref name="From"/>, its first month: the months before keep the
/// former terms. Without it the register was wrong, and the terms hold for all months.
/// </summary>
public sealed record EntitlementChanged(
    EntitlementTerms Terms, IReadOnlyList<string> ChangedFields, Instant At, string ByUser, YearMonth? From = null,
    DecisionPaper? Paper = null);

/// <summary>
/// Payment rests from a month on (tạm dừng), e.g. after three uncollected months (TT 02/2021 Điều 2.3). Months already
/// committed stay lawful.
/// </summary>
public sealed record EntitlementSuspended(
    YearMonth From, string Reason, Instant At, string ByUser, DecisionPaper? Paper = null);

/// <summary>
/// Payment resumes; <paramref name="From"/> is the first month payable again. A month before the end of the rest brings
/// the months between back as arrears, by subtraction.
/// </summary>
public sealed record EntitlementResumed(
    YearMonth From, string Reason, Instant At, string ByUser, DecisionPaper? Paper = null);

/// <summary>
/// The entitlement ends (thôi hưởng); <paramref name="Until"/> is the first month no longer entitled.
/// </summary>
public sealed record EntitlementEnded(
    YearMonth Until, string Reason, Instant At, string ByUser, DecisionPaper? Paper = null);

/// <summary>
/// The decision is void from its beginning (hủy bỏ quyết định): nothing was ever due under it.
/// </summary>
public sealed record EntitlementAnnulled(string Reason, DecisionPaper Paper, Instant At, string ByUser);

/// <summary>The papers of a decision were recorded; the whole is carried.</summary>
public sealed record CircumstancesRecorded(Circumstances Circumstances, Instant At, string ByUser);

/// <summary>
/// A decision takes months back whole because they were obtained by fraud (TT 44/2022/TT-BTC Điều 15), from <paramref
/// name="From"/> up to, not including, <paramref name="Until"/>.
/// </summary>
public sealed record WholeRecoveryDecided(
    YearMonth From, YearMonth? Until, string Reason, DecisionPaper Paper, Instant At, string ByUser);

/// <summary>
/// A signed decision lets an over-payment be taken from later months (trừ dần), at most <paramref name="Total"/> and
/// <paramref name="MonthlyLimit"/> a month. Without one nothing is ever deducted.
/// </summary>
public sealed record NettingDecided(
    Money Total, Money MonthlyLimit, YearMonth From, DecisionPaper Paper, Instant At, string ByUser);

/// <summary>Another commune pays from <paramref name="From"/> on; the months before stay with the former one.</summary>
public sealed record EntitlementMoved(
    EntitlementTerms Terms, string FormerCommune, YearMonth From, DecisionPaper? Paper, Instant At, string ByUser);

/// <summary>The paper of a decision: number, who signed it and when, and the article it rests on.</summary>
public sealed record DecisionPaper(string Number, string SignedBy, LocalDate SignedOn, string LegalBasis);

/// <summary>
/// What the earlier system paid (số dư chuyển sang): the same amount for each month of a closed range. Months before
/// <paramref name="First"/> belong to that system and are never computed.
/// </summary>
public sealed record PaidBeforeRecorded(YearMonth First, YearMonth Last, Money Monthly, Instant At, string ByUser);

/// <summary>The register no longer says that the earlier system paid anything.</summary>
public sealed record PaidBeforeWithdrawn(Instant At, string ByUser);

/// <summary>
/// The terms of a decision. <paramref name="InjuryPercent"/> (tỷ lệ tổn thương) is 21..100 for wounded people,
/// otherwise null. <paramref name="From"/> is the first entitled month, <paramref name="Until"/> the first month no
/// longer entitled. <paramref name="Commune"/> is the five-digit code of the paying commune.
/// </summary>
public sealed record EntitlementTerms(
    string Programme,
    string Group,
    int? InjuryPercent,
    string DecisionNumber,
    string SignedBy,
    LocalDate SignedOn,
    YearMonth From,
    YearMonth? Until,
    string Commune);

/// <summary>A closed range of months that the earlier system paid, with the amount of each.</summary>
public sealed record PaidBefore(YearMonth First, YearMonth Last, Money Monthly);

/// <summary>
/// Months in which payment rests: from <paramref name="From"/> up to, not including, <paramref name="Until"/>.
/// </summary>
public sealed record Suspension(YearMonth From, YearMonth? Until, string Reason);

/// <summary>Months taken back whole by decision, from the first up to, not including, the last.</summary>
public sealed record Forfeiture(YearMonth From, YearMonth? Until, string Reason);

/// <summary>What a signed decision lets be taken from later months.</summary>
public sealed record NettingPlan(Money Total, Money MonthlyLimit, YearMonth From, string Number);

/// <summary>Until the month before <paramref name="Until"/> these terms were in force.</summary>
public sealed record TermsBefore(YearMonth Until, EntitlementTerms Terms);

/// <summary>Until the month before <paramref name="From"/> the former commune pays.</summary>
public sealed record CommuneBefore(YearMonth From, string Commune);

/// <summary>One decision of one person in one programme group, as known now.</summary>
public sealed record Entitlement(
    Guid Id,
    Guid PersonId,
    string Dossier,
    EntitlementTerms Terms,
    PaidBefore? PaidBefore,
    ImmutableArray<Suspension> Suspensions) : IFold<Entitlement>
{
    /// <summary>True while a suspension has no end.</summary>
    public bool IsSuspended => Suspensions.Any(s => s.Until is null);

    public Circumstances Circumstances { get; init; } = Circumstances.None;

    /// <summary>Why it ended: the code of a cause or the words of the decision.</summary>
    public string? EndCause { get; init; }

    public bool IsAnnulled { get; init; }

    /// <summary>The request to determine again that nobody answered yet.</summary>
    public OpenRequest? Asked { get; init; }

    public ImmutableArray<Forfeiture> Forfeitures { get; init; } = [];

    public NettingPlan? Netting { get; init; }

    /// <summary>Earlier paying communes, in the order of the moves.</summary>
    public ImmutableArray<CommuneBefore> Moves { get; init; } = [];

    /// <summary>Terms that a signed change replaced, in the order of their months.</summary>
    public ImmutableArray<TermsBefore> Former { get; init; } = [];

    /// <summary>What was signed about it: kind, number and month, so that the same paper again is not news.</summary>
    public ImmutableHashSet<string> Signed { get; init; } = [];

    /// <summary>The terms that are in force in a month.</summary>
    public EntitlementTerms TermsIn(YearMonth month)
    {
        foreach (var former in Former)
            if (month < former.Until) return former.Terms;
        return Terms;
    }

    /// <summary>The commune whose list pays in a month.</summary>
    public string CommuneIn(YearMonth month)
    {
        foreach (var move in Moves)
            if (month < move.From) return move.Commune;
        return Terms.Commune;
    }

    /// <summary>What the amount due is computed from.</summary>
    public DecisionFacts ToFacts() => new(Id, Dossier, Terms, PaidBefore, Suspensions)
    {
        Circumstances = Circumstances,
        EndCause = EndCause,
        IsAnnulled = IsAnnulled,
        Forfeitures = Forfeitures,
        Netting = Netting,
    };

    /// <summary>The same, one part for each stretch of months with its own terms.</summary>
    public IEnumerable<DecisionFacts> ToParts() =>
        Former.IsEmpty ? [ToFacts()] : FactParts.Of(ToFacts(), Former);

    /// <summary>The stream of one decision; the same dossier number (mã hồ sơ) always gives the same id.</summary>
    public static Guid IdOf(string dossier) => Keys.GuidOf("entitlement", dossier);

    public static Entitlement? Evolve(Entitlement? state, Guid id, object @event) => (state, @event) switch
    {
        (_, EntitlementGranted e) => new Entitlement(id, e.PersonId, e.Dossier, e.Terms, null, []),
        (null, _) => null,
        (_, EntitlementChanged e) => Changed(state, e),
        (_, EntitlementMoved e) => state with
        {
            Terms = e.Terms,
            Moves = state.Moves.Add(new CommuneBefore(e.From, e.FormerCommune)),
        },
        (_, EntitlementEnded e) => state with
        {
            Terms = state.Terms with { Until = e.Until },
            EndCause = e.Reason,
            Signed = With(state, nameof(EntitlementEnded), e.Paper, e.Until),
        },
        (_, EntitlementAnnulled) => state with { IsAnnulled = true },
        (_, CircumstancesRecorded e) => state with { Circumstances = e.Circumstances },
        (_, WholeRecoveryDecided e) =>
            state with { Forfeitures = state.Forfeitures.Add(new(e.From, e.Until, e.Reason)) },
        (_, NettingDecided e) =>
            state with { Netting = new NettingPlan(e.Total, e.MonthlyLimit, e.From, e.Paper.Number) },
        (_, EntitlementSuspended e) => state with
        {
            Suspensions = state.Suspensions.Add(new(e.From, null, e.Reason)),
            Signed = With(state, nameof(EntitlementSuspended), e.Paper, e.From),
        },
        (_, EntitlementResumed e) => state with
        {
            Suspensions = Resume(state.Suspensions, e.From),
            Asked = null,
            Signed = With(state, nameof(EntitlementResumed), e.Paper, e.From),
        },
        (_, RedeterminationRequested or RedeterminationAnswered) =>
            state with { Asked = RedeterminationDecisions.AskedAfter(@event) },
        (_, PaidBeforeRecorded e) => state with { PaidBefore = new PaidBefore(e.First, e.Last, e.Monthly) },
        (_, PaidBeforeWithdrawn) => state with { PaidBefore = null },
        _ => state,
    };

    /// <summary>A suspension that would begin only after the resumption disappears, the open one is closed.</summary>
    private static ImmutableArray<Suspension> Resume(ImmutableArray<Suspension> suspensions, YearMonth from) =>
        [.. suspensions.Select(s => s.Until is null ? s with { Until = from } : s).Where(s => s.Until > s.From)];

    private static Entitlement Changed(Entitlement state, EntitlementChanged e) => state with
    {
        Terms = e.Terms,
        EndCause = e.Terms.Until is null ? null : state.EndCause,
        Former = e.From is { } from ? Replaced(state, from) : state.Former,
        Signed = With(state, nameof(EntitlementChanged), e.Paper, e.From),
    };

    /// <summary>Whether a paper of this kind, number and first month was recorded already.</summary>
    public bool Knows(string kind, DecisionPaper paper, YearMonth month) => Signed.Contains(SignOf(kind, paper, month));

    private static string SignOf(string kind, DecisionPaper paper, YearMonth month) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{kind}|{paper.Number}|{month.Year}-{month.Month}");

    private static ImmutableHashSet<string> With(
        Entitlement state, string kind, DecisionPaper? paper, YearMonth? month) =>
        paper is null || month is not { } from ? state.Signed : state.Signed.Add(SignOf(kind, paper, from));

    // A change from an earlier month than the last one takes the place of everything behind its own month.
    private static ImmutableArray<TermsBefore> Replaced(Entitlement state, YearMonth from) =>
    [
        .. state.Former.Where(f => f.Until < from),
        new TermsBefore(from, state.TermsIn(from.PlusMonths(-1))),
    ];
}
