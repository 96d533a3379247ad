using NodaTime;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>What another version makes of entries, beside what stands.</summary>
public class MatchComparingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);

    [Fact]
    public void The_same_version_keeps_everything_and_changes_nothing() => MatchCase.Any.Holds(
        c =>
        {
            var result = c.Match();

            var found = MatchComparing.Compare(c.Source, c.Entries, c.Facts(), Known(result), 0, Now);

            found.Differences.ShouldBeEmpty();
            found.Kept.Sum(k => k.Amount).ShouldBe(result.Matches.Sum(m => m.Amount));
        },
        iter: 2_000);

    [Fact]
    public void Everything_made_otherwise_is_gained_and_everything_unmade_is_lost_to_the_dong() => MatchCase.Any.Holds(
        c =>
        {
            var result = c.Match();
            var none = Known(result) with { Standing = Array.Empty<StandingMatch>().ToLookup(s => s.Entry) };

            var gained = MatchComparing.Compare(c.Source, c.Entries, c.Facts(), none, 5, Now).Differences;
            var first = MatchComparing.Compare(
                c.Source with { RuleVersion = 1 }, c.Entries, c.Facts(), Known(result), 0, Now);

            gained.ShouldAllBe(d => d.Change == MatchChange.Gained && d.Before == null);
            gained.Select(d => d.No).ShouldBe(Enumerable.Range(5, gained.Count));
            gained.Sum(d => d.Amount).ShouldBe(result.Matches.Sum(m => m.Amount));
            var stays = first.Kept.Sum(k => k.Amount)
                + first.Differences.Where(d => d.Before is not null).Sum(d => d.Amount);
            stays.ShouldBe(result.Matches.Sum(m => m.Amount), "each match is kept, lost or changed, once");
        },
        iter: 2_000);

    [Fact]
    public void What_people_decided_or_rejected_is_never_touched() => MatchCase.Any.Holds(
        c =>
        {
            var result = c.Match();
            var known = Known(result) with { Standing = Array.Empty<StandingMatch>().ToLookup(s => s.Entry) };
            var people = known with { ByPeople = c.Entries.Select(e => e.No).ToHashSet() };
            var rejected = result.Matches
                .Where(m => m.Batch is not null).Select(m => (m.Entry, new PaymentRef(m.Batch!.Value, m.No!.Value)))
                .ToHashSet();

            MatchComparing.Compare(c.Source, c.Entries, c.Facts(), people, 0, Now).Differences.ShouldBeEmpty();
            MatchComparing.Compare(
                    c.Source, c.Entries, c.Facts(), known with { Rejected = rejected }, 0, Now).Differences
                .ShouldAllBe(d => d.After!.Batch == null
                    || !rejected.Contains(new(d.Entry, new PaymentRef(d.After.Batch.Value, d.After.No!.Value))));
        },
        iter: 1_000);

    private static ImpactKnown Known(MatchResult result) => new(
        result.Matches.Select(m => new StandingMatch(
            m.Entry, new ImpactPartner(m.Kind, m.Rule, EntryMatching.RuleVersion, m.Batch, m.No, null), m.Amount))
            .ToLookup(s => s.Entry),
        new HashSet<int>(), new HashSet<(int, PaymentRef)>(), new HashSet<int>());
}
