using NodaTime;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>What may be done with a break; money moves with an explanation only.</summary>
public static class BreakDecisions
{
    /// <summary>Somebody is to clear the break; the same again changes nothing.</summary>
    public static Decision Assign(EntryBreak state, string owner, LocalDate? due, string user, Instant now) =>
        state.Owner == owner && (due is null || state.Due == due)
            ? Decision.AlreadyDone
            : Decision.Accept(new BreakAssigned(now, user, owner, due));

    /// <summary>Adds a remark; a resolved break takes remarks too.</summary>
    public static Decision Comment(string? text, string user, Instant now) =>
        (text?.Trim().Length ?? 0) is 0 or > BreakRules.LongestText
            ? new CommentLength(BreakRules.LongestText)
            : Decision.Accept(new BreakCommented(now, user, text!.Trim()));

    /// <summary>Adds a paper; the same bytes again change nothing.</summary>
    /// <param name="type">The content type that the bytes show, or null.</param>
    public static Decision Attach(
        EntryBreak state, string fileName, string? type, string sha256, long size, BreakRules rules, string user,
        Instant now)
    {
        if (state.Files.Contains(sha256)) return Decision.AlreadyDone;
        if (type is null || size <= 0 || size > rules.AttachmentBytes) return rules.RefusedPaper;
        return Decision.Accept(new BreakFileAttached(now, user, fileName, type, sha256, size));
    }

    /// <summary>
    /// Explains the break's money: at once, or from a limit on as the first of two people. The effects on other
    /// streams belong to the same transaction.
    /// </summary>
    public static ExplanationResult Explain(
        EntryBreak state, Explanation[] parts, string? reason, ExplanationFacts facts, BreakRules rules, string user,
        Instant now)
    {
        if (state.Status == BreakStatus.Resolved) return new BreakNotOpen();
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        var isForTwo = state.Facts.Amount >= rules.SecondPersonFrom;
        if (Explaining.Check(state, parts, facts) is { } refusal) return refusal;
        if (isForTwo) return ExplanationResult.Of(new BreakExplained(now, user, parts, reason!.Trim()));
        return Explaining.Resolve(state, parts, null, reason!.Trim(), facts, user, now);
    }

    /// <summary>The second person agrees with what the first one explained; its facts are judged anew.</summary>
    public static ExplanationResult Confirm(EntryBreak state, ExplanationFacts facts, string user, Instant now)
    {
        if (state.Explained is not { } explained) return new BreakNotExplained();
        if (IsSame(user, explained.ByUser)) return new BreakSecondPerson(user);
        if (Explaining.Check(state, explained.Parts, facts) is { } refusal) return refusal;
        return Explaining.Resolve(state, explained.Parts, explained.ByUser, explained.Reason, facts, user, now);
    }

    /// <summary>A proposed payment is not the one; the same again changes nothing.</summary>
    public static Decision RejectPair(
        EntryBreak state, string? endToEndId, string? reason, ExplanationFacts facts, string user, Instant now)
    {
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        foreach (var (place, payment) in facts.Payments.Where(p => p.Value.Placed.EndToEndId == endToEndId))
        {
            return state.Rejected.Contains(place)
                ? Decision.AlreadyDone
                : Decision.Accept(new BreakPairRejected(
                    now, user, place.Batch, place.No, payment.Placed.EndToEndId, reason!.Trim()));
        }

        return new ExplanationPaymentUnknown(endToEndId);
    }

    /// <summary>The explanation is not right, by anybody: the first person takes it back so too.</summary>
    public static Decision Decline(EntryBreak state, string? reason, string user, Instant now)
    {
        if (state.Explained is null) return new BreakNotExplained();
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        return Decision.Accept(new BreakExplanationDeclined(now, user, reason!.Trim()));
    }

    /// <summary>Opens a resolved break again and takes back what its explanation posted.</summary>
    public static ExplanationResult Reopen(
        EntryBreak state, string? reason, ExplanationFacts facts, string user, Instant now)
    {
        if (state.Resolved is null) return new BreakNotResolved();
        if (BreakRules.IsMissing(reason)) return new BreakReasonMissing();
        return Unexplaining.Reopen(state, reason!.Trim(), facts, user, now);
    }

    private static bool IsSame(string one, string other) => string.Equals(
        one, other, StringComparison.OrdinalIgnoreCase);
}
