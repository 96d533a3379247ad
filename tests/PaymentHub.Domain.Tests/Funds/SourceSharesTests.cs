using CsCheck;
using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Funds;

/// <summary>How money divides among the sources that bear it: to the đồng, whatever part of it moves.</summary>
public class SourceSharesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 22, 1, 0);
    private static readonly FundKey Central = new("21025", "NCC", "TW", 2026);

    private static readonly Gen<(SourceShare[] Others, Money Amount)> AnyPayment =
        from own in Gen.Long[0, 5_000_000]
        from others in Gen.Long[1, 2_000_000].Array[1, 3]
        select (
            others.Select((amount, i) => new SourceShare(((string[])["TAITRO", "TINH", "XA"])[i], new Money(amount)))
                .ToArray(),
            new Money(own + others.Sum()));

    [Fact]
    public void Stretches_that_cover_a_payment_add_up_to_its_parts() =>
        (from payment in AnyPayment
         from cuts in Gen.Long[0, payment.Amount.Dong].Array[0, 5]
         select (payment, cuts)).Holds(c =>
         {
             long[] ends = [0, .. c.cuts.Order(), c.payment.Amount.Dong];
             var parts = ends.Zip(ends.Skip(1)).Select(s => SourceShares.Between(
                 c.payment.Others, c.payment.Amount, new Money(s.First), new Money(s.Second))).ToList();

             for (var i = 0; i < parts.Count; i++)
                 SourceShares.AreOf(new Money(ends[i + 1] - ends[i]), parts[i]).ShouldBeTrue($"part {i}");
             SourceShares.AreSame(SourceShares.Sum(parts), c.payment.Others).ShouldBeTrue();
         }, iter: 1_000);

    [Fact]
    public void The_legal_amount_goes_before_what_is_added_to_it()
    {
        SourceShare[] added = [new("TINH", new Money(300_000))];
        var amount = new Money(2_107_000);

        SourceShares.Between(added, amount, Money.Zero, new Money(1_807_000)).ShouldBeNull();
        SourceShares.Between(added, amount, new Money(1_800_000), new Money(2_000_000))
            .ShouldBe([new SourceShare("TINH", new Money(193_000))]);
    }

    [Fact]
    public void What_is_taken_off_beyond_a_sources_part_is_borne_by_the_others()
    {
        var parts = new Dictionary<string, long> { ["TW"] = 900, ["TINH"] = -150, ["XA"] = 50 };

        SourceShares.Of("TW", new Money(800), parts).ShouldBe([new SourceShare("XA", new Money(50))]);
        SourceShares.Of("TW", new Money(800), new Dictionary<string, long> { ["TW"] = 800 }).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => SourceShares.Of("TW", new Money(801), parts));
    }

    [Fact]
    public void A_plan_says_beside_a_payment_what_other_sources_bear_of_it()
    {
        var batch = Planned(Line(1, 2_107_000, [new("TINH", new Money(300_000)), new("TW", new Money(1_807_000))]));

        batch.Payments[0].Placed.OtherSources.ShouldBe([new SourceShare("TINH", new Money(300_000))]);
        batch.IsDivided.ShouldBeTrue();
        Planned(Line(1, 1_807_000, null)).IsDivided.ShouldBeFalse();
    }

    [Fact]
    public void The_sources_are_part_of_what_an_approver_signs()
    {
        var whole = Planned(Line(1, 2_107_000, null));
        var divided = Planned(Line(1, 2_107_000, [new("TINH", new Money(300_000)), new("TW", new Money(1_807_000))]));

        BatchContent.Hash(divided).ShouldNotBe(BatchContent.Hash(whole));
    }

    [Fact]
    public void Approval_needs_of_each_fund_its_own_part()
    {
        var batch = Planned(Line(1, 2_107_000, [new("TINH", new Money(300_000)), new("TW", new Money(1_807_000))]));
        foreach (var e in PaymentBatchDecisions.Submit(batch, "trinh", Now).Events)
            batch = PaymentBatch.Evolve(batch, batch.Id, e)!;
        var approved = PaymentBatchDecisions.Approve(batch, ApprovalPolicy.Default, "duyet1", Now)
            .Events.OfType<BatchApproved>().Single();

        FundDecisions.Needs(Central, approved.Amount, approved.OtherSources).ShouldBe(
        [
            new FundNeed(Central, new Money(1_807_000)),
            new FundNeed(Central with { Source = "TINH" }, new Money(300_000)),
        ]);
        PostingRules.Of(approved, batch.Id).Select(p => (p.Account, p.Source, p.Amount.Dong)).ShouldBe(
        [
            (LedgerAccount.Obligation, null, 1_807_000), (LedgerAccount.Obligation, "TINH", 300_000),
            (LedgerAccount.Payable, null, -1_807_000), (LedgerAccount.Payable, "TINH", -300_000),
        ]);
    }

    [Fact]
    public void A_short_fund_is_named_with_its_balance_and_what_is_missing()
    {
        var fund = Fund.Evolve(null, Central.Id, new FundAllotted(Now, "nhap", Central, new Money(200_000), "QĐ 1"));

        var refusal = FundDecisions.Reserve(fund, Central, Guid.NewGuid(), new Money(300_000), "duyet1", Now).Refusal;

        refusal.ShouldBe(new FundShort(Central, new Money(300_000), new Money(200_000)));
        refusal!.English.ShouldStartWith(
            "Fund 21025/NCC/TW/2026 has 200000 đ left and 300000 đ is needed: 100000 đ short.");
    }

    [Fact]
    public void A_step_that_says_other_sources_than_its_payments_is_not_folded()
    {
        var batch = Planned(Line(1, 2_107_000, [new("TINH", new Money(300_000)), new("TW", new Money(1_807_000))]));
        var whole = new PaymentsInstructed(Now, "MSGAAAAAAAAAAAAA", [0], new Money(2_107_000));

        Should.Throw<InvalidOperationException>(() => PaymentBatch.Evolve(batch, batch.Id, whole));
        PaymentBatch.Evolve(batch, batch.Id, batch.WithSources(whole))!.Payments[0].Status
            .ShouldBe(PaymentStatus.Instructed);
    }

    private static PaymentBatch Planned(params PlannedLine[] lines)
    {
        var plan = BatchPlan.Make(
            new YearMonth(2026, 11), "21025", lines, (_, _) => 0, (_, _) => 0, _ => "TW", "lap", Now).Single();
        return plan.Events.Aggregate((PaymentBatch?)null, (state, e) => PaymentBatch.Evolve(state, plan.Key.Id, e))!;
    }

    private static PlannedLine Line(int person, long amount, SourceShare[]? sources)
    {
        var payee = Keys.GuidOf("person", $"{person}");
        var payout = new Payout(PayoutMethod.Transfer, "970405", "4500205000001", "NGUYEN VAN AN", "Self", "An");
        return new PlannedLine(payee, "NCC", "AGRI", payout, null, ["nhap"], new PlacedLine(
            0, Keys.GuidOf("entitlement", $"{person}"), payee, $"QN-{person}", "TUDAY", LineKind.Regular,
            new YearMonth(2026, 11), new YearMonth(2026, 11), new Money(amount), "R"))
        {
            Sources = sources,
        };
    }
}
