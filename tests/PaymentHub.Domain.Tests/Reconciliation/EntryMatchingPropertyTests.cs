using System.Collections.Concurrent;
using CsCheck;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>
/// What must hold for any entries of any file, however wrong. A failure prints the seed that repeats it.
/// </summary>
public class EntryMatchingPropertyTests
{
    private const int Cases = 2_000;

    [Fact]
    public void Every_dong_of_every_entry_is_in_exactly_one_match_or_break() =>
        MatchCase.Any.Holds(
            c =>
            {
                var result = c.Match();
                var found = result.Matches.Select(m => (m.Entry, m.Amount))
                    .Concat(result.Breaks.Select(b => (b.Entry, b.Amount))).ToLookup(f => f.Entry, f => f.Amount);
                foreach (var entry in c.Entries)
                {
                    found[entry.No].ShouldAllBe(amount => amount.IsPositive);
                    // A cash report may repeat itself or contradict what was collected; that moves nothing at all.
                    if (c.Source.FromAdvance && !found[entry.No].Any()) continue;
                    found[entry.No].Sum().ShouldBe(entry.Amount, $"entry {entry.No}");
                }
            },
            iter: Cases);

    [Fact]
    public void No_payment_settles_above_its_amount_and_no_more_comes_back_than_left() =>
        MatchCase.Any.Holds(
            c =>
            {
                var result = c.Match();
                foreach (var batch in c.Batches)
                {
                    var events = result.ByBatch.GetValueOrDefault(batch.Id, []);
                    var after = events.Aggregate(batch, (state, e) => PaymentBatch.Evolve(state, batch.Id, e)!);
                    foreach (var (p, before) in after.Payments.Zip(batch.Payments))
                    {
                        p.Settled.ShouldBeLessThanOrEqualTo(p.Amount);
                        p.Kept.ShouldBeGreaterThanOrEqualTo(Money.Zero);
                        p.Outstanding.ShouldBeGreaterThanOrEqualTo(Money.Zero);
                        var place = new PaymentRef(batch.Id, p.Placed.No);
                        (p.Settled - before.Settled).ShouldBe(Matched(result, place, MatchKind.Payment));
                        (p.Returned + p.Uncollected).ShouldBe(Matched(result, place, MatchKind.Return));
                    }
                }
            },
            iter: Cases);

    [Fact]
    public void The_ledger_moves_by_what_the_statement_says() =>
        MatchCase.Any.Where(c => !c.Source.FromAdvance).Holds(
            c =>
            {
                var result = c.Match();
                var found = new BreaksFound(default, c.Source.Account, c.Source.FromAdvance, result.Breaks);
                var postings = result.ByBatch.SelectMany(b => b.Value.SelectMany(e => PostingRules.Of(e, b.Key)))
                    .Concat(result.ForAccount.Append(found).SelectMany(e => PostingRules.Of(e, c.Source.FileId)))
                    .ToList();

                postings.Sum(p => p.Amount).ShouldBe(Money.Zero);
                postings.Where(p => p is { Account: LedgerAccount.Bank, SubAccount: MatchCase.OwnAccount })
                    .Sum(p => p.Amount).ShouldBe(c.Entries.Sum(e => e.IsDebit ? -e.Amount : e.Amount));
            },
            iter: Cases);

    [Fact]
    public void The_order_of_candidates_decides_nothing() =>
        MatchCase.Any.Holds(c => Told(c.Match(turned: true)).ShouldBe(Told(c.Match())), iter: Cases);

    [Fact]
    public void Account_and_amount_settle_only_the_one_payment_that_fits()
    {
        var seen = new ConcurrentDictionary<string, bool>();
        MatchCase.Any.Where(c => !c.Source.FromAdvance).Holds(
            c =>
            {
                foreach (var how in CheckCandidates(c)) seen[how] = true;
            },
            iter: Cases);

        if (Property.Whole) seen.Keys.ShouldBe(["one", "several", "none", "a sum"], ignoreOrder: true);
    }

    // Walks the file in its order with plain counters and looks at each entry that had to be found by its account.
    private static IEnumerable<string> CheckCandidates(MatchCase c)
    {
        var result = c.Match();
        var open = Places(c).ToDictionary(p => p, p => Of(c, p).Outstanding);
        var kept = Places(c).ToDictionary(p => p, p => Of(c, p).Kept);
        foreach (var entry in c.Entries)
        {
            var own = result.Matches.Where(m => m.Entry == entry.No && m.Batch is not null).ToList();
            var broken = result.Breaks.Where(b => b.Entry == entry.No).ToList();
            if (IsFoundByAccount(c, entry))
            {
                var money = entry.Class == EntryClass.Return ? kept : open;
                var fits = entry.Account is null ? [] : Places(c).Where(
                    p => Of(c, p).Placed.Payout.Account == entry.Account && money[p] == entry.Amount).ToList();
                yield return fits.Count switch { 0 => "none", 1 => "one", _ => "several" };
                var several = fits.Count == 0 && entry.Class == EntryClass.Payment && entry.Account is not null
                    ? OnlyChoice(
                        [.. Places(c).Where(
                            p => Of(c, p).Placed.Payout.Account == entry.Account && open[p].IsPositive)],
                        open, entry.Amount)
                    : 0;
                if (several > 0) yield return "a sum";
                own.Count.ShouldBe(fits.Count == 1 ? 1 : several, $"entry {entry.No}");
                if (fits.Count == 1) new PaymentRef(own[0].Batch!.Value, own[0].No!.Value).ShouldBe(fits[0]);
                if (fits.Count > 1) AssertAmbiguous(c, broken, fits);
            }

            foreach (var m in own) Move(m, new PaymentRef(m.Batch!.Value, m.No!.Value), open, kept);
        }
    }

    // How many payments the one choice has that makes the sum; none where no choice or several do.
    private static int OnlyChoice(PaymentRef[] of, Dictionary<PaymentRef, Money> open, Money sum)
    {
        var choices = Enumerable.Range(1, (1 << of.Length) - 1)
            .Select(choice => of.Where((_, i) => ((choice >> i) & 1) == 1).ToList())
            .Where(chosen => chosen.Sum(p => open[p]) == sum).ToList();
        return choices.Count == 1 ? choices[0].Count : 0;
    }

    private static void AssertAmbiguous(MatchCase c, List<FoundBreak> broken, List<PaymentRef> fits)
    {
        broken.Single().Kind.ShouldBe(BreakKind.Ambiguous);
        broken.Single().Candidates.ShouldBe(
            fits.Select(p => Of(c, p).Placed.EndToEndId).Order(StringComparer.Ordinal));
    }

    private static void Move(
        EntryMatch m, PaymentRef p, Dictionary<PaymentRef, Money> open, Dictionary<PaymentRef, Money> kept)
    {
        if (m.Kind == MatchKind.Payment) open[p] -= m.Amount;
        kept[p] += m.Kind == MatchKind.Payment ? m.Amount : -m.Amount;
    }

    private static bool IsFoundByAccount(MatchCase c, BankEntry entry)
    {
        var names = entry.EndToEndId is { } id
            && (Places(c).Any(p => Of(c, p).Placed.EndToEndId == id) || c.Advances.Any(a => a.EndToEndId == id));
        return entry.Class is EntryClass.Payment or EntryClass.Return && entry.BatchBooking is null && !names;
    }

    private static IEnumerable<PaymentRef> Places(MatchCase c) =>
        c.Batches.SelectMany(b => b.Payments.Select(p => new PaymentRef(b.Id, p.Placed.No)));

    private static BatchPayment Of(MatchCase c, PaymentRef p) => c.Batches.Single(b => b.Id == p.Batch).Payments[p.No];

    private static Money Matched(MatchResult result, PaymentRef p, MatchKind kind) =>
        result.Matches.Where(m => m.Kind == kind && m.Batch == p.Batch && m.No == p.No).Sum(m => m.Amount);

    private static string Told(MatchResult result) => string.Join(
        '\n',
        [
            .. result.Matches.Select(m => m.ToString()),
            .. result.Breaks.Select(b => $"{b} {string.Join(',', b.Candidates)}"),
            .. result.ForAccount.Select(e => $"{e}"),
            .. result.ByBatch.OrderBy(b => b.Key).SelectMany(b => b.Value).Select(e => e switch
            {
                PaymentsSettled s => $"{s} {string.Join(',', s.Items.Select(i => i.ToString()))}",
                PaymentsReturned r => $"{r} {string.Join(',', r.Items.Select(i => i.ToString()))}",
                _ => $"{e}",
            }),
        ]);
}
