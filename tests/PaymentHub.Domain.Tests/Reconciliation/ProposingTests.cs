using CsCheck;
using NodaTime;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Domain.Reconciliation.Linkage;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

public class ProposingTests
{
    private static readonly LocalDate Day = new(2026, 11, 2);

    [Fact]
    public void A_mistyped_account_is_found_by_what_else_agrees_and_says_why()
    {
        var payments = Payments(60);
        var of = payments[17];
        var breaks = new[] { Break(1, of, of.Account![..^1] + "9"), Break(2, payments[30], payments[30].Account!) };

        var found = Proposing.Propose(breaks, payments, new HashSet<(Guid, string)>());

        var first = found.Single(p => p.Break == breaks[0].Id);
        (first.EndToEndId, first.No).ShouldBe((of.EndToEndId, 17));
        first.Evidence.Single(e => e.Field == "account").MilliBits.ShouldBePositive();
        first.Evidence.Sum(e => e.MilliBits).ShouldBeInRange(first.MilliBits - 50, first.MilliBits + 50);
        first.PerMille.ShouldBeInRange(450, 1_000);
    }

    [Fact]
    public void A_rejected_pair_is_not_proposed_again()
    {
        var payments = Payments(40);
        var breaks = new[] { Break(1, payments[3], payments[3].Account!) };
        var rejected = new HashSet<(Guid, string)> { (breaks[0].Id, payments[3].EndToEndId) };

        Proposing.Propose(breaks, payments, new HashSet<(Guid, string)>()).ShouldNotBeEmpty();
        Proposing.Propose(breaks, payments, rejected).ShouldNotContain(p => p.EndToEndId == payments[3].EndToEndId);
    }

    [Fact]
    public void Credits_look_at_what_payees_kept_and_debits_at_what_is_out()
    {
        var payments = Payments(40);
        var credit = Break(1, payments[5], payments[5].Account!) with { IsDebit = false };

        Proposing.Propose([credit], payments, new HashSet<(Guid, string)>()).ShouldBeEmpty();
    }

    [Fact]
    public void The_order_of_the_rows_decides_neither_the_proposals_nor_the_hash_of_the_input() =>
        Gen.Select(Gen.Int[0, 1_000].Array[30], Gen.Int[1, 4]).Holds(
            (keys, count) =>
            {
                var payments = Payments(30);
                var breaks = Enumerable.Range(1, count)
                    .Select(i => Break(i, payments[i * 5], payments[i * 5].Account![..^1] + "7")).ToArray();
                var turned = payments.Select((p, i) => (p, keys[i])).OrderBy(x => x.Item2).Select(x => x.p).ToArray();
                var none = new HashSet<(Guid, string)>();

                Told(Proposing.Propose([.. breaks.Reverse()], turned, none))
                    .ShouldBe(Told(Proposing.Propose(breaks, payments, none)));
                Proposing.InputOf([.. breaks.Reverse()], turned, none)
                    .ShouldBe(Proposing.InputOf(breaks, payments, none));
                Proposing.InputOf(breaks, [.. payments.Skip(1)], none)
                    .ShouldNotBe(Proposing.InputOf(breaks, payments, none));
            },
            iter: 30);

    private static string Told(ProposedMatch[] found) => string.Join('\n', found.Select(p =>
        $"{p} {string.Join(',', p.Evidence.Select(e => e.ToString()))} {string.Join(',', p.WouldDecide)}"));

    private static PaymentToLink[] Payments(int count) => [.. Enumerable.Range(0, count).Select(i => new PaymentToLink(
        new PaymentRef(Keys.GuidOf("batch"), i), $"E2E{i:0000}", true, new Money(500_000 + (i % 9 * 40_000)), Day,
        $"45002{i * 7_919 % 100_000:00000}{i:000}", $"NGUYEN VAN {(char)('A' + (i % 26))}{i}"))];

    private static BreakToLink Break(int no, PaymentToLink of, string account) => new(
        Keys.GuidOf("break", $"{no}"), true, of.Amount, Day.PlusDays(1), $"FT{no}", account);
}
