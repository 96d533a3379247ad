using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>What people may say of a break, and the places where one step more is too much.</summary>
public sealed class BreakClearingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);
    private static readonly LocalDate Due = new(2026, 11, 27);
    private static readonly Guid Batch = Keys.GuidOf("batch");
    private static readonly AdvanceOrder Order = new("ADV1", "LIST1", "POST", "9999", new Money(900), false);

    [Fact]
    public void The_same_owner_and_day_again_change_nothing()
    {
        var state = Fold(Break(900), BreakDecisions.Assign(Break(900), "lan", Due, "truong", Now));
        (state.Owner, state.Due).ShouldBe(("lan", Due));
        BreakDecisions.Assign(state, "lan", null, "truong", Now).Events.ShouldBeEmpty();
        BreakDecisions.Assign(state, "lan", Due, "truong", Now).Events.ShouldBeEmpty();
        Fold(state, BreakDecisions.Assign(state, "lan", Due.PlusDays(1), "truong", Now)).Due.ShouldBe(Due.PlusDays(1));
        var other = Fold(state, BreakDecisions.Assign(state, "minh", null, "truong", Now));
        (other.Owner, other.Due).ShouldBe(("minh", Due), "another owner keeps the day");
        BreakDecisions.Assign(Break(900), "lan", null, "truong", Now).Events.Count.ShouldBe(1);
    }

    [Fact]
    public void A_payment_that_is_not_the_one_is_said_once_and_with_a_reason()
    {
        var facts = Facts(Paid(0), Paid(1));
        var state = Fold(Break(900), Reject(Break(900), "E1", facts));
        state.Rejected.ShouldBe([new PaymentRef(Batch, 1)]);
        Reject(state, "E1", facts).Events.ShouldBeEmpty();
        Fold(state, Reject(state, "E0", facts)).Rejected.Length.ShouldBe(2);
        Reject(state, "E9", facts).Refusal.ShouldBe(new ExplanationPaymentUnknown("E9"));
        BreakDecisions.RejectPair(state, "E0", "bốn!", facts, "lan", Now).Refusal.ShouldBeOfType<BreakReasonMissing>();
    }

    [Fact]
    public void Only_what_waits_for_a_second_person_is_declined()
    {
        BreakDecisions.Decline(Break(900), "Không đúng", "khobac", Now).Refusal.ShouldBeOfType<BreakNotExplained>();
        var waiting = Fold(Break(900), Decision.Accept(new BreakExplained(Now, "lan", [], "Phí tháng")));
        BreakDecisions.Decline(waiting, "bốn!", "khobac", Now).Refusal.ShouldBeOfType<BreakReasonMissing>();
        var open = Fold(waiting, BreakDecisions.Decline(waiting, "  Không đúng ", "khobac", Now));
        (open.Status, open.Explained).ShouldBe((BreakStatus.Open, null));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(2_000, true)]
    [InlineData(2_001, false)]
    public void A_reason_has_five_to_two_thousand_characters(int length, bool isEnough) =>
        BreakRules.IsMissing(new string('x', length)).ShouldBe(!isEnough);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_paper_has_one_byte_to_the_limit(long size, bool isTaken)
    {
        var rules = ClearedFile.Rules;
        rules.AttachmentBytes.ShouldBe(100);
        var answer = BreakDecisions.Attach(Break(1), "thư.pdf", "application/pdf", "hash", size, rules, "lan", Now);
        answer.IsRefused.ShouldBe(!isTaken);
        if (!isTaken)
            answer.Refusal.ShouldBe(new AttachmentRefused(100, "application/pdf, image/png, image/jpeg"));
    }

    [Fact]
    public void A_remark_of_two_thousand_characters_is_taken() =>
        BreakDecisions.Comment(new string('x', 2_000), "lan", Now).IsRefused.ShouldBeFalse();

    [Fact]
    public void A_thousand_parts_are_the_most()
    {
        Charges(1_000).Refusal.ShouldBeNull();
        Charges(1_001).Refusal.ShouldBeOfType<ExplanationSum>();

        static ExplanationResult Charges(int parts)
        {
            var one = new Explanation(ExplanationKind.Charge, new Money(1));
            return Explain(Break(parts), [.. Enumerable.Repeat(one, parts)], Facts());
        }
    }

    [Theory]
    [InlineData(ExplanationKind.AnswerWithdrawn, 0, true)]
    [InlineData(ExplanationKind.AnswerStands, 0, true)]
    [InlineData(ExplanationKind.AnswerStands, 1, false)]
    [InlineData(ExplanationKind.Charge, 0, false)]
    public void A_contradicted_answer_is_decided_by_one_word_without_money(ExplanationKind kind, long amount, bool fits)
    {
        var answer = Break(900) with { Facts = Break(900).Facts with { Kind = BreakKind.AnswerContradicted } };
        Explanation[] parts = [new Explanation(kind, new Money(amount))];
        Explain(answer, parts, Facts()).Refusal.ShouldBe(fits ? null : new AnswerDecisionMissing());
        Explain(answer, [.. parts, .. parts], Facts()).Refusal.ShouldBeOfType<AnswerDecisionMissing>();
        Explain(Break(900), [new Explanation(kind, new Money(900))], Facts()).Refusal
            .ShouldBe(kind == ExplanationKind.Charge ? null : new ExplanationDirection(kind));
    }

    [Fact]
    public void An_advance_is_explained_once_whole_and_by_its_list()
    {
        Explain(Break(900), [Given(900)], Facts()).ForAccount.ShouldHaveSingleItem().ShouldBeOfType<AdvanceGiven>()
            .ToInstitution.ShouldBe("POST");
        Explain(Break(899), [Given(899)], Facts()).Refusal.ShouldBe(new ExplanationAdvanceUnknown("LIST1"));
        Explain(Break(1_800), [Given(900), Given(900)], Facts()).Refusal.ShouldBeOfType<ExplanationAdvanceUnknown>();
        Explain(Break(900), [Given(900) with { MessageId = "LIST2" }], Facts()).Refusal
            .ShouldBe(new ExplanationAdvanceUnknown("LIST2"));
        Explain(Break(900), [Given(900) with { MessageId = null }], Facts()).Refusal
            .ShouldBe(new ExplanationAdvanceUnknown(null));
        Explain(Break(900), [Given(900)], Facts().Having(Order with { IsGiven = true })).Refusal
            .ShouldBeOfType<ExplanationAdvanceUnknown>();
    }

    [Fact]
    public void Two_advances_in_one_debit_are_two_lists()
    {
        var facts = Facts() with
        {
            Advances = new[] { Order, Order with { MessageId = "LIST2" } }.ToDictionary(o => o.MessageId),
        };
        Explain(Break(1_800), [Given(900), Given(900) with { MessageId = "LIST2" }], facts).ForAccount.Length
            .ShouldBe(2);
    }

    [Fact]
    public void Of_an_advance_that_was_given_any_part_comes_back()
    {
        Explanation[] parts = [new(ExplanationKind.AdvanceReturned, new Money(300), MessageId: "LIST1")];
        var given = Facts().Having(Order with { IsGiven = true });
        Explain(Break(300, isDebit: false), parts, given).Refusal.ShouldBeNull();
        Explain(Break(300, isDebit: false), parts, Facts()).Refusal.ShouldBeOfType<ExplanationAdvanceUnknown>();
    }

    [Fact]
    public void A_return_that_a_person_found_has_no_reason_of_the_bank()
    {
        var paid = Paid(0) with { Status = PaymentStatus.Settled, Settled = new Money(900) };
        var back = Explain(Break(900, isDebit: false), [OfPayment(ExplanationKind.Return, 900)], Facts(paid))
            .ByBatch[Batch].ShouldHaveSingleItem().ShouldBeOfType<PaymentsReturned>();
        (back.FromAdvance, back.Items[0].Code).ShouldBe((false, "NARR"));
    }

    [Fact]
    public void Two_parts_of_one_payment_count_together()
    {
        Explanation[] parts = [OfPayment(ExplanationKind.Payment, 500), OfPayment(ExplanationKind.Payment, 500)];
        Explain(Break(1_000), parts, Facts(Paid(0))).Refusal
            .ShouldBe(new ExplanationExceedsPayment("E0", new Money(900)));
        Explanation[] other = [parts[0], parts[1] with { No = 1 }];
        Explain(Break(1_000), other, Facts(Paid(0), Paid(1))).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_sampled_match_is_judged_once_and_a_wrong_one_with_words()
    {
        var right = new MatchChecked(
            Now, "lan", new YearMonth(2026, 11), Guid.Empty, 4, Batch, 2, MatchRule.EndToEndId, true, null);
        var state = MatchChecks.Evolve(null, Guid.Empty, right)!;
        MatchCheckDecisions.Check(null, right).Events.ShouldBe([right]);
        MatchCheckDecisions.Check(state, right).Refusal.ShouldBeOfType<MatchCheckedAlready>();
        MatchCheckDecisions.Check(state, right with { Entry = 5 }).IsRefused.ShouldBeFalse();
        MatchCheckDecisions.Check(null, right with { IsRight = false }).Refusal.ShouldBeOfType<BreakReasonMissing>();
        MatchCheckDecisions.Check(null, right with { IsRight = false, Note = "Sai tên" }).IsRefused.ShouldBeFalse();
        var two = MatchChecks.Evolve(state, Guid.Empty, right with { No = null })!;
        two.Done.ShouldBe(
            [$"{Guid.Empty}/4/{Batch}/2", $"{Guid.Empty}/4/{Batch}/"], ignoreOrder: true);
        MatchChecks.Evolve(two, Guid.Empty, "another event").ShouldBe(two);
    }

    private static Explanation Given(long amount) =>
        new(ExplanationKind.Advance, new Money(amount), MessageId: "LIST1");

    private static Explanation OfPayment(ExplanationKind kind, long amount) => new(kind, new Money(amount), Batch, 0);

    private static ExplanationResult Explain(EntryBreak state, Explanation[] parts, ExplanationFacts facts) =>
        BreakDecisions.Explain(state, parts, "Đã hỏi ngân hàng", facts, ClearedFile.Rules, "lan", Now);

    private static Decision Reject(EntryBreak state, string id, ExplanationFacts facts) =>
        BreakDecisions.RejectPair(state, id, "Không phải khoản này", facts, "lan", Now);

    private static BatchPayment Paid(int no) => new(
        new PlacedPayment(
            no, Keys.GuidOf("p", $"{no}"), 0, $"E{no}", new Money(900),
            new Payout(PayoutMethod.Transfer, "970418", "1111", "NGUYEN VAN A", "Self", "Nguyễn Văn A"), null),
        PaymentStatus.Instructed);

    private static ExplanationFacts Facts(params BatchPayment[] payments) => new(
        payments.ToDictionary(p => new PaymentRef(Batch, p.Placed.No)),
        new Dictionary<string, AdvanceOrder> { ["LIST1"] = Order }, new Dictionary<Guid, EntryBreak>());

    private static EntryBreak Break(long amount, bool isDebit = true) => EntryBreak.Evolve(
        null, EntryBreak.IdOf(Guid.Empty, 3, 1), new BreakOpened(Now, "lan", new BreakFacts(
            Guid.Empty, 1, "AGRI", "4500201000018", false,
            isDebit ? BreakKind.UnexplainedDebit : BreakKind.UnexplainedCredit, new Money(amount), isDebit,
            new LocalDate(2026, 11, 2), "FT1", null, null)))!;

    private static EntryBreak Fold(EntryBreak state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(state, (s, e) => EntryBreak.Evolve(s, s.Id, e)!);
    }
}

file static class More
{
    public static ExplanationFacts Having(this ExplanationFacts facts, AdvanceOrder order) =>
        facts with { Advances = new Dictionary<string, AdvanceOrder> { [order.MessageId] = order } };
}
