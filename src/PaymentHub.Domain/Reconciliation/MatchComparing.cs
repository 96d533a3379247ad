using NodaTime;
using PaymentHub.Domain.BankExchange;

namespace PaymentHub.Domain.Reconciliation;

/// <summary>A match that stands for a share of an entry and that a rule made.</summary>
public sealed record StandingMatch(int Entry, ImpactPartner Partner, Money Amount);

/// <summary>
/// What is known of a file's entries beside the passes: the matches that stand, the entries that people decided on,
/// the pairs that people rejected, and the entries that are looked at in a step of their own.
/// </summary>
public sealed record ImpactKnown(
    ILookup<int, StandingMatch> Standing, IReadOnlySet<int> ByPeople,
    IReadOnlySet<(int Entry, PaymentRef Payment)> Rejected,
    IReadOnlySet<int> Elsewhere);

/// <summary>What a version of the passes makes of entries, beside what stands.</summary>
/// <param name="Moves">What it moves on each payment: settled, returned.</param>
public sealed record ImpactOfEntries(
    IReadOnlyList<MatchDifference> Differences, IReadOnlyList<(LocalDate Day, MatchRule Rule, Money Amount)> Kept,
    IReadOnlyList<EntryMatch> Moves);

/// <summary>
/// Compares what a version of the passes would make of entries with what stands. What people decided is left out of
/// the judgement and of the comparison: their matches, and pairs that they rejected, are never overruled.
/// </summary>
public static class MatchComparing
{
    public static ImpactOfEntries Compare(
        EntrySource source, IReadOnlyList<BankEntry> entries, MatchFacts facts, ImpactKnown known, int firstNo,
        Instant now)
    {
        var (result, judged) = Judge(source, entries, facts, known, now);
        var made = result.Matches.ToLookup(m => m.Entry);
        var would = result.Breaks.GroupBy(b => b.Entry).ToDictionary(b => b.Key, b => b.First().Kind);
        var (differences, kept) = (new List<MatchDifference>(), new List<(LocalDate, MatchRule, Money)>());
        foreach (var entry in judged.Where(e => !known.Elsewhere.Contains(e.No)).OrderBy(e => e.No))
        {
            var after = made[entry.No].Select(m => new StandingMatch(entry.No, PartnerOf(m), m.Amount)).ToList();
            var (stays, before, rest) = Split([.. known.Standing[entry.No]], after);
            kept.AddRange(stays.Select(s => (entry.ValueDate, s.Partner.Rule, s.Amount)));
            foreach (var d in Pair(entry, before, rest, would.TryGetValue(entry.No, out var kind) ? kind : null))
                differences.Add(d with { No = firstNo + differences.Count });
        }

        return new ImpactOfEntries(differences, kept, result.Matches);

        ImpactPartner PartnerOf(EntryMatch m) => new(
            m.Kind, m.Rule, source.RuleVersion, m.Batch, m.No,
            m is { Batch: { } batch, No: { } no }
                ? facts.Payments[new PaymentRef(batch, no)].Placed.EndToEndId
                : null);
    }

    // An entry whose best partner a person rejected is left to people, and the others are judged without it.
    private static (MatchResult Result, List<BankEntry> Judged) Judge(
        EntrySource source, IReadOnlyList<BankEntry> entries, MatchFacts facts, ImpactKnown known, Instant now)
    {
        var judged = entries.Where(e => !known.ByPeople.Contains(e.No)).ToList();
        while (true)
        {
            var result = EntryMatching.Match(source, judged, facts, now);
            var rejected = result.Matches
                .Where(m => m is { Batch: { } batch, No: { } no }
                    && known.Rejected.Contains((m.Entry, new PaymentRef(batch, no))))
                .Select(m => m.Entry).ToHashSet();
            if (rejected.Count == 0) return (result, judged);
            judged.RemoveAll(e => rejected.Contains(e.No));
        }
    }

    // What one later judgement matched is taken back whole or not at all.
    private static (List<StandingMatch> Kept, List<StandingMatch> Before, List<StandingMatch> After) Split(
        List<StandingMatch> before, List<StandingMatch> after)
    {
        var (kept, left, rest) = (new List<StandingMatch>(), new List<StandingMatch>(), after.ToList());
        foreach (var group in before.GroupBy(b => b.Partner.Break ?? Guid.Empty))
        {
            var same = new List<StandingMatch>();
            foreach (var one in group)
            {
                var at = rest.FindIndex(a => IsSame(one, a));
                if (at < 0) continue;
                same.Add(one);
                rest.RemoveAt(at);
            }

            var isWhole = group.Key == Guid.Empty || same.Count == group.Count();
            if (isWhole) kept.AddRange(same);
            else rest.AddRange(after.Where(a => same.Exists(s => IsSame(s, a))));
            left.AddRange(isWhole ? group.Except(same) : group);
        }

        return (kept, left, rest);
    }

    private static bool IsSame(StandingMatch one, StandingMatch other) =>
        one.Amount == other.Amount && one.Partner.Kind == other.Partner.Kind
        && one.Partner.Batch == other.Partner.Batch && one.Partner.No == other.Partner.No;

    private static IEnumerable<MatchDifference> Pair(
        BankEntry entry, List<StandingMatch> before, List<StandingMatch> after, BreakKind? would)
    {
        foreach (var old in before)
        {
            var at = after.FindIndex(a => a.Amount == old.Amount);
            var other = at < 0 ? null : after[at];
            if (at >= 0) after.RemoveAt(at);
            yield return Of(old.Amount, other is null ? MatchChange.Lost : MatchChange.Changed, old, other);
        }

        foreach (var one in after) yield return Of(one.Amount, MatchChange.Gained, null, one);

        MatchDifference Of(Money amount, MatchChange change, StandingMatch? old, StandingMatch? other) => new(
            0, entry.No, entry.ValueDate, entry.BankReference, amount, change, old?.Partner, other?.Partner,
            other is null ? would : null);
    }
}
