using NodaTime;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Breaks of any file judged again by what is known after it.</summary>
public class ReconsideringTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);

    [Fact]
    public void It_ends_and_what_it_left_open_stays_open() => MatchCase.Any.Holds(
        c =>
        {
            var file = new ClearedFile(c);
            for (var left = file.Breaks.Count; file.Reconsider(c, file.Places.ToHashSet(), Now).ByBreak.Count > 0;)
                (--left).ShouldBeGreaterThanOrEqualTo(0);
        },
        iter: 3_000);

    [Fact]
    public void What_is_resolved_moves_the_breaks_money_and_no_dong_more() => MatchCase.Any.Holds(
        c =>
        {
            var file = new ClearedFile(c);
            var before = file.Balance(LedgerAccount.Unexplained);
            var open = file.Breaks.ToDictionary(b => b.Id, b => b.Facts);

            var result = file.Reconsider(c, file.Places.ToHashSet(), Now);

            var moved = result.ByBreak.Values.Sum(r => r.IsDebit ? r.Moved : -r.Moved);
            file.Balance(LedgerAccount.Unexplained).ShouldBe(before - moved);
            file.Postings.Sum(p => p.Amount).ShouldBe(Money.Zero);
            foreach (var (id, resolved) in result.ByBreak)
            {
                resolved.Parts.Sum(p => p.Amount).ShouldBe(open[id].Amount);
                Reconsidering.Kinds.ShouldContain(open[id].Kind);
            }

            foreach (var place in file.Places)
            {
                var stands = file.Of(place);
                (stands.Settled <= stands.Placed.Amount).ShouldBeTrue();
                (stands.Returned <= stands.Settled).ShouldBeTrue();
            }
        },
        iter: 3_000);

    [Fact]
    public void Payments_ordered_after_the_file_are_no_ones() => MatchCase.Any.Holds(
        c => new ClearedFile(c).Reconsider(c, new HashSet<PaymentRef>(), Now).ByBreak.ShouldBeEmpty(), iter: 300);
}
