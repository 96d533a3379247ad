using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>No version of the passes has this number.</summary>
public sealed record RuleVersionUnknown(int Latest) : Refusal(
    "rule-version-unknown",
    $"Không có phiên bản quy tắc này; các phiên bản là 1 đến {Latest}.",
    $"There is no such version of the rules; they are 1 to {Latest}.");

/// <summary>The impact is not in a state for this.</summary>
public sealed record MatchImpactState() : Refusal(
    "match-impact-state",
    "Bản xem trước này không ở trạng thái cho phép thao tác đó. Hãy tải lại trang.",
    "The preview is not in a state for this. Reload the page.");

/// <summary>Nothing would be gained, lost or changed.</summary>
public sealed record MatchImpactEmpty() : Refusal(
    "match-impact-empty",
    "Bản xem trước không có khác biệt nào để áp dụng.",
    "The preview has no difference that could be applied.");

/// <summary>A rule's match is not made against what a person decided.</summary>
public sealed record ImpactDecidedByPeople() : Refusal(
    "impact-decided-by-people",
    "Một người đã xử lý khoản này; quy tắc không thay quyết định của người.",
    "A person decided on this; the rules do not overrule people.");

/// <summary>What people may do with an impact.</summary>
public static class MatchImpactDecisions
{
    /// <summary>Orders a look at the entries posted since a day.</summary>
    public static Decision Order(int ruleVersion, LocalDate from, int steps, string user, Instant now) =>
        ruleVersion is < 1 or > EntryMatching.RuleVersion
            ? new RuleVersionUnknown(EntryMatching.RuleVersion)
            : Decision.Accept(new MatchImpactOrdered(now, user, ruleVersion, from, steps));

    /// <summary>Stops the looking; again changes nothing.</summary>
    public static Decision Stop(MatchImpact state, string user, Instant now) => state.Status switch
    {
        MatchImpactStatus.Stopped => Decision.AlreadyDone,
        MatchImpactStatus.Running => Decision.Accept(new MatchImpactStopped(now, user)),
        _ => new MatchImpactState(),
    };

    /// <summary>Goes on behind the last step.</summary>
    public static Decision Resume(MatchImpact state, string user, Instant now) =>
        state.Status == MatchImpactStatus.Stopped
            ? Decision.Accept(new MatchImpactResumed(now, user))
            : new MatchImpactState();

    /// <summary>Wants the differences applied, as the first of two people.</summary>
    public static Decision Propose(MatchImpact state, string? reason, string user, Instant now)
    {
        if (state.Status is not (MatchImpactStatus.Completed or MatchImpactStatus.Declined))
            return new MatchImpactState();
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        if (state.Differences == 0) return new MatchImpactEmpty();
        return Decision.Accept(new MatchImpactProposed(now, user, reason!.Trim()));
    }

    /// <summary>Agrees as the second person.</summary>
    public static Decision Confirm(MatchImpact state, string user, Instant now)
    {
        if (state is not { Status: MatchImpactStatus.Proposed, Proposed: { } proposed }) return new MatchImpactState();
        return string.Equals(proposed.ByUser, user, StringComparison.OrdinalIgnoreCase)
            ? new BreakSecondPerson(user)
            : Decision.Accept(new MatchImpactConfirmed(now, user));
    }

    /// <summary>Does not want them applied, by anybody.</summary>
    public static Decision Decline(MatchImpact state, string? reason, string user, Instant now)
    {
        if (state.Status != MatchImpactStatus.Proposed) return new MatchImpactState();
        return BreakRules.IsMissing(reason)
            ? new BreakReasonMissing()
            : Decision.Accept(new MatchImpactDeclined(now, user, reason!.Trim()));
    }

    /// <summary>
    /// A break gets the partners that the rules name, unless people decided on it or on the pair. The reason is the
    /// rule's name, as of every match that the rules made.
    /// </summary>
    public static ExplanationResult Match(
        EntryBreak state, Explanation[] parts, MatchRule rule, int ruleVersion, ExplanationFacts facts, Instant now)
    {
        var isForPeople = state.IsForPeople || state.Status != BreakStatus.Open
            || parts.Any(p => p.Payment is { } place && state.Rejected.Contains(place));
        if (isForPeople) return new ImpactDecidedByPeople();
        if (Explaining.Check(state, parts, facts) is { } refusal) return refusal;
        var result = Explaining.Resolve(state, parts, null, rule.ToString(), facts, Reconsidering.ByUser, now);
        return result.WithRuleVersion(ruleVersion);
    }
}
