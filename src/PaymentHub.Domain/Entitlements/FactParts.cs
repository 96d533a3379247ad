using System.Collections.Immutable;
using NodaTime;

namespace PaymentHub.Domain.Entitlements;

/// <summary>
/// Splits a decision whose terms changed into one part for each stretch of months, so that every month is computed
/// under the terms in force in it and what was paid for a month meets what was due for the same month.
/// </summary>
internal static class FactParts
{
    /// <summary>The parts in the order of their months; together they speak for every month once.</summary>
    public static IEnumerable<DecisionFacts> Of(DecisionFacts whole, ImmutableArray<TermsBefore> former)
    {
        var held = new List<(EntitlementTerms Terms, HeldMonths Months)>(former.Length + 1);
        YearMonth? start = null;
        YearMonth? begun = null;
        foreach (var (until, terms) in former)
        {
            held.Add((terms, new HeldMonths(Later(begun, terms.From), until)));
            begun = until;
            // Months of the earlier system have no due, and a part without months says nothing.
            var isEmpty = until <= terms.From || whole.PaidBefore?.First >= until || whole.Terms.Until <= start;
            if (isEmpty) continue;
            yield return Part(whole, terms, start, until) with { Held = Like(terms, held) };
            start = until;
        }

        held.Add((whole.Terms, new HeldMonths(Later(begun, whole.Terms.From), null)));
        yield return Part(whole, whole.Terms, start, null) with { Held = Like(whole.Terms, held) };
    }

    private static HeldMonths[] Like(EntitlementTerms terms, List<(EntitlementTerms Terms, HeldMonths Months)> held) =>
    [
        .. held.Where(h => h.Terms.Programme == terms.Programme && h.Terms.Group == terms.Group)
            .Select(h => h.Months),
    ];

    private static YearMonth Later(YearMonth? a, YearMonth b) => a > b ? a.Value : b;

    private static DecisionFacts Part(
        DecisionFacts whole, EntitlementTerms terms, YearMonth? start, YearMonth? until) => whole with
        {
            Terms = terms with
            {
                From = start > terms.From ? start.Value : terms.From,
                Until = Earlier(until, whole.Terms.Until),
            },
            PaidBefore = Within(whole.PaidBefore, start, until),
            Netting = until is null ? whole.Netting : null,
            SpeaksFrom = start,
            SpeaksUntil = until,
        };

    private static YearMonth? Earlier(YearMonth? a, YearMonth? b) => a is null || b < a ? b : a;

    private static PaidBefore? Within(PaidBefore? paid, YearMonth? start, YearMonth? until)
    {
        if (paid is null) return null;
        var first = start > paid.First ? start.Value : paid.First;
        var last = until is { } end && end <= paid.Last ? end.PlusMonths(-1) : paid.Last;
        return first <= last ? paid with { First = first, Last = last } : null;
    }
}
