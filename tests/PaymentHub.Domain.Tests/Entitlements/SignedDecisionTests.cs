using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>Decisions with a paper, and what uncollected money leads to.</summary>
public class SignedDecisionTests
{
    private const string Dossier = "QN-21025-000123";
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 20, 2, 0);
    private static readonly ProgrammeRules Rules = ReferenceRates.Demo.Rules;
    private static readonly DecisionPaper Paper =
        new("7/QĐ-UBND", "Trần Thị Hoa", new LocalDate(2026, 10, 19), "TT 02/2021/TT-BLĐTBXH Điều 2");

    private static readonly Entitlement Running = Entitlement.Evolve(
        null, Entitlement.IdOf(Dossier),
        new EntitlementGranted(Person, Dossier, Terms("TCXH", "K6.C", Month(2024, 3)), Now, "nhap"))!;

    [Fact]
    public void A_suspension_carries_its_paper_and_needs_a_cause_that_suspends()
    {
        Suspend("UNCOLLECTED").Events.ShouldHaveSingleItem().ShouldBeOfType<EntitlementSuspended>()
            .Paper.ShouldBe(Paper);
        Suspend("PRISON").Refusal.ShouldBeOfType<CauseUnknown>();
        Suspend("WEATHER").Refusal.ShouldBeOfType<CauseUnknown>();
    }

    [Fact]
    public void A_change_holds_from_its_month_on_and_what_was_paid_before_stays_right()
    {
        var before = new PersonClaims([Running], []).Due(Month(2026, 8));
        var paid = new PersonClaims([Running], []).Placing(before).Committed;

        var changed = After(Running, Change(Running, Month(2026, 9), "K6.A", Paper));

        changed.TermsIn(Month(2026, 8)).Group.ShouldBe("K6.C");
        changed.TermsIn(Month(2026, 9)).Group.ShouldBe("K6.A");
        new PersonClaims([changed], paid).Due(Month(2026, 8)).Lines.ShouldBeEmpty();
        var due = new PersonClaims([changed], paid).Due(November);
        due.Lines.ShouldAllBe(l => l.Group == "K6.A");
        due.Lines.SelectMany(l => l.Commitments()).Select(c => c.Month).Order().ShouldBe(
            [Month(2026, 9), Month(2026, 10), November]);
        Change(changed, Month(2026, 9), "K6.A", Paper).Events.ShouldBeEmpty();
    }

    [Fact]
    public void An_earlier_change_takes_the_place_of_a_later_one_and_none_lies_outside_the_months()
    {
        var second = Paper with { Number = "8/QĐ-UBND" };
        var changed = After(Running, Change(Running, Month(2026, 9), "K6.A", Paper));
        var again = After(changed, Change(changed, Month(2026, 5), "K6.B", second));

        again.TermsIn(Month(2026, 4)).Group.ShouldBe("K6.C");
        again.TermsIn(Month(2026, 5)).Group.ShouldBe("K6.B");
        again.TermsIn(Month(2026, 9)).Group.ShouldBe("K6.B");
        again.Former.Length.ShouldBe(1);
        Change(Running, Month(2024, 2), "K6.A", Paper).Refusal.ShouldBeOfType<ChangeMonthOutside>();
    }

    [Fact]
    public void A_paper_without_number_signer_or_basis_or_signed_tomorrow_is_refused()
    {
        foreach (var paper in new[]
        {
            Paper with { Number = "" }, Paper with { SignedBy = "" }, Paper with { LegalBasis = "" },
            Paper with { SignedOn = new LocalDate(2026, 10, 21) },
        })
        {
            SignedDecisions.Annul(Dossier, Running, "x", paper, Now, "lap").Refusal
                .ShouldBeOfType<DecisionPaperIncomplete>();
        }
    }

    [Fact]
    public void An_end_remembers_its_cause_and_an_annulment_takes_no_further_decision()
    {
        var ended = After(Running, SignedDecisions.End(Dossier, Running, November, "PRISON", Paper, Rules, Now, "lap"));
        (ended.Terms.Until, ended.EndCause).ShouldBe((November, "PRISON"));
        SignedDecisions.End(Dossier, ended, November, "PRISON", Paper, Rules, Now, "lap").Events.ShouldBeEmpty();

        var annulled = After(ended, SignedDecisions.Annul(Dossier, ended, "Nhầm", Paper, Now, "lap"));
        SignedDecisions.Annul(Dossier, annulled, "Nhầm", Paper, Now, "lap").Events.ShouldBeEmpty();
        SignedDecisions.Resume(Dossier, annulled, November, "x", Paper, Now, "lap").Refusal
            .ShouldBeOfType<EntitlementIsAnnulled>();
    }

    [Theory]
    [InlineData(1_000, 243, true)]
    [InlineData(1_000, 244, false)]
    [InlineData(1_081, 200, false)]
    [InlineData(0, 200, false)]
    [InlineData(1_000, 0, false)]
    public void Netting_stays_within_what_was_overpaid_and_30_percent_of_a_month(
        long totalThousand, long limitThousand, bool isLawful)
    {
        var plan = new NettingPlan(
            new Money(totalThousand * 1000), new Money(limitThousand * 1000), November, Paper.Number);

        var decision = SignedDecisions.Net(
            Dossier, Running, plan, new Money(1_080_000), new Money(810_000), Paper, Rules, Now, "lap");

        decision.IsRefused.ShouldBe(!isLawful);
        if (isLawful) After(Running, decision).Netting.ShouldBe(plan);
    }

    [Fact]
    public void A_move_leaves_every_month_with_exactly_one_commune()
    {
        var moved = After(
            Running, SignedDecisions.Move(Dossier, Running, "21028", November, Paper, Now, "lap"));

        (moved.CommuneIn(Month(2026, 10)), moved.CommuneIn(November)).ShouldBe(("21025", "21028"));
        var back = After(moved, SignedDecisions.Move(Dossier, moved, "21025", Month(2027, 2), Paper, Now, "lap"));
        (back.CommuneIn(Month(2026, 10)), back.CommuneIn(Month(2027, 1)), back.CommuneIn(Month(2027, 2)))
            .ShouldBe(("21025", "21028", "21025"));
        SignedDecisions.Move(Dossier, back, "21034", November, Paper, Now, "lap").Refusal
            .ShouldBeOfType<MoveNotPossible>();
        SignedDecisions.Move(Dossier, back, "21025", November, Paper, Now, "lap").Events.ShouldBeEmpty();
    }

    [Fact]
    public void Three_uncollected_months_in_a_row_ask_for_a_suspension_from_the_next()
    {
        Proposed(Running, Month(2026, 8), Month(2026, 9)).ShouldBeNull();
        Proposed(Running, Month(2026, 6), Month(2026, 8), Month(2026, 9)).ShouldBeNull();
        var proposal = Proposed(Running, Month(2026, 8), Month(2026, 9), Month(2026, 10)).ShouldNotBeNull();
        (proposal.Ends, proposal.Month, proposal.Cause).ShouldBe((false, November, "UNCOLLECTED"));
        proposal.LegalBasis.ShouldContain("TT 02/2021");
    }

    [Fact]
    public void Three_months_of_suspension_without_an_answer_ask_for_the_end()
    {
        var resting = After(Running, Suspend("UNCOLLECTED"));

        UncollectedRule.Of(resting, new HashSet<YearMonth>(), Month(2027, 1), Rules).ShouldBeNull();
        var proposal = UncollectedRule.Of(resting, new HashSet<YearMonth>(), Month(2027, 2), Rules).ShouldNotBeNull();
        (proposal.Ends, proposal.Month, proposal.Cause).ShouldBe((true, Month(2027, 2), "NO_ANSWER"));
    }

    [Fact]
    public void The_first_month_follows_the_rule_of_the_group()
    {
        var (signed, certificate) = (new LocalDate(2026, 10, 14), new LocalDate(2026, 8, 20));
        StartRules.FirstMonth(Rules, "TCXH", "K6.C", signed, certificate, null).ShouldBe(Month(2026, 8));
        StartRules.FirstMonth(Rules, "TCXH", "K8", signed, certificate, null).ShouldBe(Month(2026, 10));
        StartRules.FirstMonth(Rules, "HTXH", "75+", signed, null, null).ShouldBe(Month(2026, 10));
        StartRules.FirstMonth(Rules, "TCXH", "K5.C", signed, null, new LocalDate(1945, 6, 2)).ShouldBe(Month(2025, 6));
    }

    [Theory]
    [InlineData(RuleKind.AgeBand, "48..192", true)]
    [InlineData(RuleKind.AgeBand, "0..192,720..;SUBJECT", true)]
    [InlineData(RuleKind.AgeBand, "192..48", false)]
    [InlineData(RuleKind.AgeBand, "48..;BACKWARD", false)]
    [InlineData(RuleKind.TopUp, "PERCENT=20", true)]
    [InlineData(RuleKind.TopUp, "PERCENT=-20", false)]
    [InlineData(RuleKind.Start, "SOMETIME", false)]
    [InlineData(RuleKind.YearlyIn, "13", false)]
    public void A_rule_whose_value_cannot_be_read_is_not_published(RuleKind kind, string value, bool isTaken)
    {
        var date = new LocalDate(2026, 1, 1);
        var row = new RuleRow(kind, "X", "TCXH", "K9", value, date, null, date, "", "", "NĐ", true);

        var decision = RateTableDecisions.Publish(
            new RatePublication(RateTable.RuleTable, [], [], [], "x") { Rules = [row] }, null, Now, "x");

        decision.IsRefused.ShouldBe(!isTaken);
    }

    private static Decision Change(Entitlement state, YearMonth from, string group, DecisionPaper paper) =>
        SignedDecisions.Change(Dossier, state, from, new TermsWanted("TCXH", group, null), paper, Now, "lap");

    private static Decision Suspend(string cause) =>
        SignedDecisions.Suspend(Dossier, Running, November, cause, Paper, Rules, Now, "lap");

    private static ProposedDecision? Proposed(Entitlement state, params YearMonth[] uncollected) =>
        UncollectedRule.Of(state, uncollected.ToHashSet(), Month(2026, 12), Rules);

    private static Entitlement After(Entitlement state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(state, (s, e) => Entitlement.Evolve(s, s.Id, e)!);
    }
}
