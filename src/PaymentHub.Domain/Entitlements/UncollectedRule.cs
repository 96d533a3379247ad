using NodaTime;
using PaymentHub.Domain.Programmes;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// A decision that the law asks the authority to sign: to suspend from a month on, or to end with it as the first month
/// no longer entitled.
/// </summary>
public sealed record ProposedDecision(string Dossier, bool Ends, YearMonth Month, string Cause, string LegalBasis);

/// <summary>
/// What uncollected money and unanswered requests lead to (TT 02/2021 Điều 2): after three months in a row that nobody
/// collected, or when a request to determine again was not answered in time, payment rests, and after three more months
/// without an answer the entitlement ends. A person signs; nothing happens by itself.
/// </summary>
public static class UncollectedRule
{
    public const string Suspends = "UNCOLLECTED";

    public const string Unanswered = "REDETERMINATION";

    public const string Ends = "NO_ANSWER";

    /// <param name="uncollected">Months paid out in cash or to an account that came back uncollected.</param>
    /// <param name="now">The month that is being planned.</param>
    /// <param name="today">The day on which it is asked; null: no request is looked at.</param>
    public static ProposedDecision? Of(
        Entitlement state, IReadOnlySet<YearMonth> uncollected, YearMonth now, ProgrammeRules rules,
        LocalDate? today = null)
    {
        if (rules.UncollectedMonths is not { } limit || state.IsAnnulled || state.Terms.Until <= now) return null;
        foreach (var rest in state.Suspensions)
        {
            if (rest.Until is not null || rules.CauseOf(rest.Reason) is not { Value: "SUSPEND" }) continue;
            var ends = rest.From.PlusMonths(limit.Stop);
            return ends <= now ? Proposal(state, true, ends, Ends, rules) : null;
        }

        if (state.Asked is { } asked && asked.AnswerBy < today && asked.AnswerBy.ToYearMonth() < now)
            return Proposal(state, false, asked.AnswerBy.ToYearMonth().PlusMonths(1), Unanswered, rules);
        return FirstAfterRow(uncollected, limit.Suspend, now) is { } month && !WasAnswered(state, month)
            ? Proposal(state, false, month, Suspends, rules)
            : null;
    }

    private static ProposedDecision Proposal(
        Entitlement state, bool ends, YearMonth month, string cause, ProgrammeRules rules) => new(
        state.Dossier, ends, month, cause, rules.CauseOf(cause)?.LegalBasis ?? "");

    // The latest row of uncollected months counts; the month right after it is the first that rests.
    private static YearMonth? FirstAfterRow(IReadOnlySet<YearMonth> uncollected, int needed, YearMonth now)
    {
        YearMonth? found = null;
        foreach (var month in uncollected)
        {
            var inRow = Enumerable.Range(0, needed).All(n => uncollected.Contains(month.PlusMonths(-n)));
            if (inRow && month < now && !(found > month)) found = month.PlusMonths(1);
        }

        return found;
    }

    // A rest that began there and was lifted is answered.
    private static bool WasAnswered(Entitlement state, YearMonth month) =>
        state.Suspensions.Any(s => s.Until is not null && s.Until >= month);
}
