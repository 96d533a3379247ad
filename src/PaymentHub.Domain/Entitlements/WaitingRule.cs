using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// What earlier months still owe waits while nobody knows whether the person is there: payment was suspended, or
/// ended, because nobody collected or nobody answered (TT 02/2021 Điều 2). The money stays due; once payment resumes by
/// a signed decision it is paid as arrears at once.
/// </summary>
public static class WaitingRule
{
    /// <summary>The rule by which earlier months wait in a month, or null where they may be paid.</summary>
    /// <param name="cause">The cause whose answer is awaited: the code of the suspension or of the end.</param>
    public static RuleRow? Of(
        IReadOnlyList<Suspension> rests, YearMonth? until, string? endCause, YearMonth month, ProgrammeRules rules,
        out string? cause)
    {
        cause = null;
        if (until <= month && endCause is not null && rules.WaitsFor(endCause) is { } ended)
        {
            cause = endCause;
            return ended;
        }

        foreach (var rest in rests)
        {
            if (rest.From > month || rest.Until <= month || rules.WaitsFor(rest.Reason) is not { } row) continue;
            cause = rest.Reason;
            return row;
        }

        return null;
    }

    /// <summary>The same for a decision as known now.</summary>
    public static RuleRow? Of(Entitlement state, YearMonth month, ProgrammeRules rules) =>
        Of(state.Suspensions, state.Terms.Until, state.EndCause, month, rules, out _);
}
