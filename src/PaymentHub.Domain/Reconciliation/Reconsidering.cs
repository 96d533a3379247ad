using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>A break and the bank's entry, or the share of it, that the break is about.</summary>
public sealed record OpenBreak(EntryBreak Break, BankEntry Entry);

/// <summary>What newer facts made of open breaks of one file: events of batches, and each break's own.</summary>
public sealed record ReconsideredBreaks(
    IReadOnlyDictionary<Guid, object[]> ByBatch, IReadOnlyDictionary<Guid, BreakResolved> ByBreak)
{
    /// <summary>Nothing is known now that would decide one.</summary>
    public static ReconsideredBreaks None { get; } =
        new(new Dictionary<Guid, object[]>(), new Dictionary<Guid, BreakResolved>());
}

/// <summary>
/// Judges open breaks again by the passes of <see cref="EntryMatching"/>, once more is known: a bank that refuses one
/// of two equal payments leaves the other as the only one, and a debit told late says what an early return brings back.
/// Whatever the passes would have matched whole had they known is matched; the rest stays open, and so does what a
/// person opened again, waits for a second person, or said not to be the one. Only payments that were ordered before
/// the file was posted count: an order of next month must not take a debit of this one.
/// </summary>
public static class Reconsidering
{
    /// <summary>Who resolves such a break.</summary>
    public const string ByUser = "system:reconciliation";

    /// <summary>Kinds that say only that no one partner was known; the other kinds say what is wrong.</summary>
    public static readonly IReadOnlyList<BreakKind> Kinds =
        [BreakKind.UnexplainedDebit, BreakKind.Ambiguous, BreakKind.UnknownReturn];

    /// <summary>Decides over the open breaks of one file; their entries have the file's numbers.</summary>
    /// <param name="ordered">The payments that were ordered before the file was posted.</param>
    public static ReconsideredBreaks Decide(
        EntrySource source, IReadOnlyList<OpenBreak> breaks, MatchFacts facts, IReadOnlySet<PaymentRef> ordered,
        Instant now)
    {
        facts = facts.Among(ordered);
        // Where two breaks share an entry, what is left for the one depends on the other. As in a file, what names its
        // payment is judged before what only fits.
        var open = breaks.Where(b => IsOpen(b.Break)).GroupBy(b => b.Entry.No).Where(g => g.Count() == 1)
            .Select(g => g.Single())
            .OrderBy(b => b.Entry.EndToEndId is null && b.Entry.BatchBooking is null).ThenBy(b => b.Entry.No).ToList();
        while (open.Count > 0)
        {
            var result = EntryMatching.Match(source, [.. open.Select(b => b.Entry)], facts, now);
            var matches = result.Matches.ToLookup(m => m.Entry);
            var whole = open.Where(b => IsWhole(b, [.. matches[b.Entry.No]])).ToList();
            if (whole.Count == open.Count)
            {
                return new ReconsideredBreaks(
                    result.ByBatch, open.ToDictionary(b => b.Break.Id, b => Resolved(b, matches[b.Entry.No])));
            }

            // What stays open took a share of some payment in this round, so the others are judged without it.
            open = whole;
        }

        return ReconsideredBreaks.None;

        BreakResolved Resolved(OpenBreak of, IEnumerable<EntryMatch> by) => new(
            now, ByUser, null, of.Break.Facts.ValueDate, of.Break.Facts.Account, of.Break.Facts.FromAdvance,
            of.Break.Facts.IsDebit, of.Break.Facts.Amount, [.. by.Select(m => PartOf(m, facts))],
            by.First().Rule.ToString())
        {
            RuleVersion = EntryMatching.RuleVersion,
            BookedOn = source.Books.BookedOn(of.Break.Facts.ValueDate),
        };
    }

    private static bool IsOpen(EntryBreak b) =>
        b is { Status: BreakStatus.Open, IsForPeople: false } && Kinds.Contains(b.Facts.Kind);

    private static bool IsWhole(OpenBreak of, EntryMatch[] by) =>
        by.Length > 0 && by.Sum(m => m.Amount) == of.Break.Facts.Amount
        && by.All(m => m is { Kind: MatchKind.Payment or MatchKind.Return, Batch: { } batch, No: { } no }
            && !of.Break.Rejected.Contains(new PaymentRef(batch, no)));

    private static Explanation PartOf(EntryMatch match, MatchFacts facts) => new(
        match.Kind == MatchKind.Payment ? ExplanationKind.Payment : ExplanationKind.Return, match.Amount, match.Batch,
        match.No, facts.Payments[new PaymentRef(match.Batch!.Value, match.No!.Value)].Placed.EndToEndId);
}
