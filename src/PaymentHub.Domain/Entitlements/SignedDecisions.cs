using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>What a signed change puts in place of the terms of before.</summary>
public sealed record TermsWanted(string Programme, string Group, int? InjuryPercent);

/// <summary>
/// Decisions that an authority signs about one entitlement (quyết định tạm dừng, chi lại, thôi hưởng, hủy bỏ, thu hồi).
/// Each carries its paper; the months follow from the law where it sets them.
/// </summary>
public static class SignedDecisions
{
    /// <summary>Rests payment from a month on for a cause of the catalogue (TT 02/2021 Điều 2.3).</summary>
    public static Decision Suspend(
        string dossier, Entitlement? state, YearMonth from, string cause, DecisionPaper paper, ProgrammeRules rules,
        Instant at, string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        if (rules.CauseOf(cause) is not { Value: "SUSPEND" }) return new CauseUnknown(dossier, cause);
        return state!.IsSuspended || state.Knows(nameof(EntitlementSuspended), paper, from)
            ? Decision.AlreadyDone
            : Decision.Accept(new EntitlementSuspended(from, cause, at, byUser, paper));
    }

    /// <summary>
    /// Replaces programme, group or injury percent from a month on (điều chỉnh); the months before keep the terms that
    /// they had, so what was paid for them stays right.
    /// </summary>
    public static Decision Change(
        string dossier, Entitlement? state, YearMonth from, TermsWanted wanted, DecisionPaper paper, Instant at,
        string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        var terms = state!.Terms;
        if (from < terms.From || from >= terms.Until) return new ChangeMonthOutside(dossier, from);
        if (wanted.InjuryPercent is < 21 or > 100)
            return new InjuryPercentOutOfRange(dossier, wanted.InjuryPercent.Value);
        if (state.Knows(nameof(EntitlementChanged), paper, from)) return Decision.AlreadyDone;
        var changed = terms with
        {
            Programme = wanted.Programme,
            Group = wanted.Group,
            InjuryPercent = wanted.InjuryPercent,
            DecisionNumber = paper.Number,
            SignedBy = paper.SignedBy,
            SignedOn = paper.SignedOn,
        };
        var fields = EntitlementDecisions.ChangedFields(state.TermsIn(from), changed);
        return Decision.Accept(new EntitlementChanged(changed, fields, at, byUser, from, paper));
    }

    /// <summary>Resumes payment; a month before the end of the rest brings the months between back.</summary>
    public static Decision Resume(
        string dossier, Entitlement? state, YearMonth from, string reason, DecisionPaper paper, Instant at,
        string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        return state!.IsSuspended && !state.Knows(nameof(EntitlementResumed), paper, from)
            ? Decision.Accept(new EntitlementResumed(from, reason, at, byUser, paper))
            : Decision.AlreadyDone;
    }

    /// <summary>Ends an entitlement for a cause of the catalogue (TT 02/2021 Điều 2).</summary>
    public static Decision End(
        string dossier, Entitlement? state, YearMonth until, string cause, DecisionPaper paper, ProgrammeRules rules,
        Instant at, string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        if (rules.CauseOf(cause) is not { Value: "STOP" }) return new CauseUnknown(dossier, cause);
        if (until < state!.Terms.From) return new EntitlementMonthsInverted(dossier);
        return state.Terms.Until == until && state.EndCause == cause
            ? Decision.AlreadyDone
            : Decision.Accept(new EntitlementEnded(until, cause, at, byUser, paper));
    }

    /// <summary>Declares a decision void from its beginning; what was paid under it becomes recoverable.</summary>
    public static Decision Annul(
        string dossier, Entitlement? state, string reason, DecisionPaper paper, Instant at, string byUser)
    {
        if (state is { IsAnnulled: true }) return Decision.AlreadyDone;
        return FaultOf(dossier, state, paper, at) is { } fault
            ? fault
            : Decision.Accept(new EntitlementAnnulled(reason, paper, at, byUser));
    }

    /// <summary>Takes months back whole for fraud (TT 44/2022 Điều 15).</summary>
    public static Decision RecoverWhole(
        string dossier, Entitlement? state, YearMonth from, YearMonth? until, string reason, DecisionPaper paper,
        Instant at, string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        if (until <= from) return new EntitlementMonthsInverted(dossier);
        return state!.Forfeitures.Contains(new Forfeiture(from, until, reason))
            ? Decision.AlreadyDone
            : Decision.Accept(new WholeRecoveryDecided(from, until, reason, paper, at, byUser));
    }

    /// <summary>
    /// Lets an over-payment be taken from later months: no more than was over-paid, and of a month no more than the
    /// catalogue's percent of <paramref name="monthly"/>, the amount of one month.
    /// </summary>
    public static Decision Net(
        string dossier, Entitlement? state, NettingPlan plan, Money overpaid, Money monthly, DecisionPaper paper,
        ProgrammeRules rules, Instant at, string byUser)
    {
        if (FaultOf(dossier, state, paper, at) is { } fault) return fault;
        if (!plan.Total.IsPositive || plan.Total > overpaid)
            return new RecoveryAboveOverpaid(dossier, plan.Total, overpaid);
        var allowed = new Money(RateArithmetic.PercentOf(monthly.Dong, rules.RecoveryLimitPercent ?? 0));
        if (!plan.MonthlyLimit.IsPositive || plan.MonthlyLimit > allowed)
            return new NettingAboveLimit(dossier, plan.MonthlyLimit, allowed);
        return state!.Netting == plan
            ? Decision.AlreadyDone
            : Decision.Accept(new NettingDecided(plan.Total, plan.MonthlyLimit, plan.From, paper, at, byUser));
    }

    /// <summary>
    /// Another commune pays from the month right after the month in which the former one stops (NĐ 20/2021 Điều 8.4):
    /// one stream goes on, so no month is left out and none paid twice.
    /// </summary>
    public static Decision Move(
        string dossier, Entitlement? state, string commune, YearMonth from, DecisionPaper? paper, Instant at,
        string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        if (state.IsAnnulled) return new EntitlementIsAnnulled(dossier);
        if (state.Terms.Commune == commune) return Decision.AlreadyDone;
        var latest = state.Moves.IsEmpty ? state.Terms.From : state.Moves[^1].From;
        if (from < latest || from >= state.Terms.Until) return new MoveNotPossible(dossier, commune, from);
        return Decision.Accept(new EntitlementMoved(
            state.Terms with { Commune = commune }, state.Terms.Commune, from, paper, at, byUser));
    }

    /// <summary>
    /// Follows the person to the commune of the paying place. Where the decision begins later, or was moved again
    /// since, it goes over with its own first month; where it has ended by then, nothing moves.
    /// </summary>
    public static Decision Follow(
        Entitlement state, string commune, YearMonth from, DecisionPaper? paper, Instant at, string byUser)
    {
        var latest = state.Moves.IsEmpty ? state.Terms.From : state.Moves[^1].From;
        var month = from < latest ? latest : from;
        return state.IsAnnulled || month >= state.Terms.Until
            ? Decision.AlreadyDone
            : Move(state.Dossier, state, commune, month, paper, at, byUser);
    }

    /// <summary>Records what the papers say beside the terms; the same again is already done.</summary>
    public static Decision Record(
        string dossier, Entitlement? state, Circumstances circumstances, Instant at, string byUser)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        return state.Circumstances == circumstances
            ? Decision.AlreadyDone
            : Decision.Accept(new CircumstancesRecorded(circumstances, at, byUser));
    }

    private static Refusal? FaultOf(string dossier, Entitlement? state, DecisionPaper paper, Instant at)
    {
        if (state is null) return new EntitlementUnknown(dossier);
        if (state.IsAnnulled) return new EntitlementIsAnnulled(dossier);
        var complete = paper.Number.Length > 0 && paper.SignedBy.Length > 0 && paper.LegalBasis.Length > 0;
        return complete && paper.SignedOn <= at.InZone(BusinessZone).Date ? null : new DecisionPaperIncomplete(dossier);
    }

    private static readonly DateTimeZone BusinessZone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];
}
