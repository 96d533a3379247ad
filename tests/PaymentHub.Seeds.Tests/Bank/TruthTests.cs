using CsCheck;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class TruthTests
{
    private static readonly BankPreset ManyFaults = new()
    {
        RejectRate = 0.05m,
        ReturnRate = 0.05m,
        WrongAccount = 3,
        OverDebit = 3,
        UnderDebit = 3,
        DoubleDebit = 3,
        UnknownDebit = 2,
        UnknownCredit = 2,
        AmbiguousPairs = 2,
        MissingEndToEndId = 5,
    };

    [Fact]
    public void Every_payment_is_in_exactly_one_set_as_its_own_statement_reader_finds_it()
    {
        Gen.Select(Gen.Long, Gen.Int[20, 120]).Holds((seed, size) =>
        {
            using var test = new BankOfTests(ManyFaults, seed);
            var ordered = test.SendMonth(size).ToDictionary(p => p.EndToEndId);
            var truth = test.Bank.Truth();
            var settled = Settled(test, ordered, truth);
            var sets = truth.Rejected.Select(r => r.EndToEndId).Concat(truth.Returned.Select(r => r.EndToEndId))
                .Concat(truth.InTransit.Select(t => t.EndToEndId)).Concat(settled).ToList();
            sets.Count.ShouldBe(ordered.Count);
            sets.ToHashSet().SetEquals(ordered.Keys).ShouldBeTrue();
        }, iter: 10);
    }

    [Fact]
    public void Ordered_money_is_rejected_settled_returned_or_in_transit_and_nothing_else()
    {
        Gen.Select(Gen.Long, Gen.Int[1, 150]).Holds((seed, size) =>
        {
            using var test = new BankOfTests(ManyFaults, seed);
            var ordered = test.SendMonth(size);
            var totals = test.Bank.Truth().Institutions;
            totals.Sum(t => t.Ordered.Amount).ShouldBe(ordered.Sum(p => p.Amount));
            foreach (var t in totals)
            {
                t.Ordered.Amount.ShouldBe(
                    t.Rejected.Amount + t.Settled.Amount + t.Returned.Amount + t.InTransit.Amount);
                t.Ordered.Count.ShouldBe(t.Rejected.Count + t.Settled.Count + t.Returned.Count + t.InTransit.Count);
            }
        }, iter: 12);
    }

    [Fact]
    public void What_the_preset_asks_is_planted_and_named_item_by_item()
    {
        using var test = new BankOfTests(ManyFaults);
        test.SendMonth(100);
        var truth = test.Bank.Truth();
        truth.Planted.ShouldAllBe(p => p.Asked == p.Count);
        truth.Unexplained.CountBy(u => u.Kind).ToDictionary().ShouldBe(
            new Dictionary<string, int>
            {
                ["WRONG_ACCOUNT"] = 3,
                ["EXCESS_DEBIT"] = 3,
                ["SECOND_DEBIT"] = 3,
                ["UNEXPLAINED_DEBIT"] = 2,
                ["UNEXPLAINED_CREDIT"] = 2,
            },
            ignoreOrder: true);
        truth.Ambiguous.Count.ShouldBe(4);
        truth.InTransit.Count.ShouldBe(3 + 3 + 4);
        truth.Returned.Select(r => r.Code).ShouldContain("MD07");
    }

    /// <summary>The return of a return: the debit comes after its return and belongs to nothing that is owed.</summary>
    [Fact]
    public void A_return_that_the_bank_reverses_is_debited_again_and_stays_unexplained()
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { ReturnRate = 0.2m, ReturnsReversed = 2 });
        test.SendMonth(60);
        var truth = test.Bank.Truth();
        truth.Planted.ShouldContain(new Planted("returnsReversed", 2, 2));
        var unexplained = truth.Unexplained.Where(u => u.Kind == "RETURN_REVERSED").ToList();
        unexplained.Count.ShouldBe(2);
        var entries = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries).ToList();
        foreach (var reversal in unexplained)
        {
            var of = entries.Where(e => e.EndToEndId == reversal.EndToEndId).ToList();
            of.Select(e => Math.Sign(e.Signed)).ShouldBe([-1, 1, -1]);
            of[^1].Reference.ShouldBe(reversal.BankReference);
        }

        truth.Returned.Select(r => r.EndToEndId).ShouldContain(unexplained[0].EndToEndId);
    }

    [Fact]
    public void Without_a_pair_of_equal_payments_the_truth_says_that_none_is_ambiguous()
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { AmbiguousPairs = 1 });
        test.Send("AGRI", BankOfTests.AgriAccount, 'x', false, [.. BankOfTests.Payments(1, 30)]);
        var truth = test.Bank.Truth();
        truth.Ambiguous.ShouldBeEmpty();
        truth.Planted.ShouldContain(new Planted("ambiguousPairs", 1, 0));
    }

    [Fact]
    public void Three_equal_payments_to_one_account_are_not_made_ambiguous()
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { AmbiguousPairs = 1 });
        var three = Enumerable.Range(1, 3).Select(i => new Ordered(PaymentFiles.Id('P', i), 540_000, "7770001"));
        test.Send("AGRI", BankOfTests.AgriAccount, 'x', false, [.. three]);
        test.Bank.Truth().Ambiguous.ShouldBeEmpty();
    }

    [Fact]
    public void Debits_without_id_are_the_only_fit_of_account_and_amount_unless_ambiguous()
    {
        using var test = new BankOfTests(ManyFaults);
        var ordered = test.SendMonth(100);
        var truth = test.Bank.Truth();
        var ambiguous = truth.Ambiguous.Select(a => a.BankReference).ToHashSet();
        var bare = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries)
            .Where(e => e is { Account: not null, EndToEndId: null or "NOTPROVIDED" })
            .Where(e => !truth.Unexplained.Any(u => u.BankReference == e.Reference)).ToList();
        bare.Count.ShouldBeGreaterThanOrEqualTo(5 + 4);
        foreach (var entry in bare)
        {
            var fits = ordered.Count(p => p.Account == entry.Account && p.Amount == Math.Abs(entry.Signed));
            fits.ShouldBe(ambiguous.Contains(entry.Reference) ? 2 : 1);
        }
    }

    [Fact]
    public void The_insurance_fund_and_the_advance_are_always_paid_as_ordered()
    {
        using var test = new BankOfTests(ManyFaults with { RejectRate = 0.9m, ReturnRate = 1m });
        test.SendMonth(30);
        var truth = test.Bank.Truth();
        var untouched = new[] { 1, 2, 3 }.Select(s => PaymentFiles.Id('P', s * 1_000_000 + 950_000))
            .Append(PaymentFiles.Id('V', 1)).ToHashSet();
        truth.Rejected.ShouldAllBe(r => !untouched.Contains(r.EndToEndId));
        truth.Returned.ShouldAllBe(r => !untouched.Contains(r.EndToEndId));
        var booked = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries).Select(e => e.EndToEndId);
        untouched.ShouldBeSubsetOf(booked.OfType<string>());
    }

    /// <summary>What a reader that knows nothing of the plan takes as settled: by id and account, by batch, by cash
    /// list.</summary>
    private static List<string> Settled(
        BankOfTests test, Dictionary<string, Ordered> ordered, BankTruth truth)
    {
        var refused = truth.Rejected.Select(r => r.EndToEndId).ToHashSet();
        var settled = new HashSet<string>();
        foreach (var entry in test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries))
        {
            if (entry.PaymentInformationId is { } batch)
                settled.UnionWith(BatchMembers(ordered, batch).Where(id => !refused.Contains(id)));
            else if (entry.EndToEndId is { } id && ordered.TryGetValue(id, out var payment))
                Take(settled, entry, payment);
            else if (entry.Account is not null)
                TakeByAccount(settled, entry, ordered.Values.Where(p => !refused.Contains(p.EndToEndId)));
        }

        foreach (var line in test.Bank.PostReports().SelectMany(PostReport.Lines).Where(l => l.IsPaid))
            settled.Add(line.EndToEndId).ShouldBeTrue();
        return [.. settled];
    }

    private static void Take(HashSet<string> settled, SeenEntry entry, Ordered payment)
    {
        if (entry.ReturnCode is not null)
            settled.Remove(payment.EndToEndId);
        else if (entry.Account == payment.Account && -entry.Signed >= payment.Amount)
            settled.Add(payment.EndToEndId);
    }

    private static void TakeByAccount(HashSet<string> settled, SeenEntry entry, IEnumerable<Ordered> ordered)
    {
        var fits = ordered.Where(p => p.Account == entry.Account && p.Amount == Math.Abs(entry.Signed)).ToList();
        if (fits.Count == 1)
            Take(settled, entry, fits[0]);
    }

    private static IEnumerable<string> BatchMembers(Dictionary<string, Ordered> ordered, string batch)
    {
        var series = new[] { 1, 2, 3 }.Single(s => PaymentFiles.Id('B', s * 10 + 1) == batch);
        return Enumerable.Range(series * 1_000_000 + 500_000, 400_000).Select(i => PaymentFiles.Id('P', i))
            .TakeWhile(ordered.ContainsKey);
    }
}
