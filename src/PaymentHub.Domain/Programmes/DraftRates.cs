using NodaTime;

namespace PaymentHub.Domain.Programmes;

/// <summary>
/// A catalogue with draft rows that nobody published: what a decree would change. Draft rows count as in force and read
/// in the text, because the question is what they would do, not whether they may be used.
/// </summary>
public static class DraftRates
{
    /// <summary>The book with the draft, or the refusal that a publication of it would get.</summary>
    public static (RateBook? Book, Refusal? Refusal) Apply(
        IReadOnlyList<RateTable> tables, IReadOnlyList<RatePublication> draft, Instant now, LocalDate today)
    {
        var drafted = tables.ToDictionary(t => t.Table);
        foreach (var offered in draft)
        {
            var known = drafted.GetValueOrDefault(offered.Table);
            var decision = RateTableDecisions.Publish(AsInForce(offered, today), known, now, "draft");
            if (decision.Refusal is { } refusal) return (null, refusal);
            var id = RateTable.IdOf(offered.Table);
            var state = decision.Events.Aggregate(known, (s, e) => RateTable.Evolve(s, id, e));
            if (state is not null) drafted[offered.Table] = state;
        }

        return (RateBook.Of(drafted.Values), null);
    }

    private static RatePublication AsInForce(RatePublication offered, LocalDate today) => new(
        offered.Table,
        [.. offered.Rates.Select(r => r with { InForceFrom = Min(r.InForceFrom, today), Verified = true })],
        [.. offered.Bases.Select(b => b with { InForceFrom = Min(b.InForceFrom, today), Verified = true })],
        [.. offered.Percents.Select(p => p with { InForceFrom = Min(p.InForceFrom, today), Verified = true })],
        offered.Source)
    {
        Rules = [.. offered.Rules.Select(r => r with { InForceFrom = Min(r.InForceFrom, today), Verified = true })],
    };

    private static LocalDate Min(LocalDate a, LocalDate b) => a < b ? a : b;
}
