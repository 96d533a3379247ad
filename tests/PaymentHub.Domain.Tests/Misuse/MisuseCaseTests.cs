using NodaTime;
using PaymentHub.Domain.Misuse;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class MisuseCaseTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);
    private static readonly Guid Key = Keys.GuidOf("misuse", "x");

    private static MisuseFinding Finding(params string[] evidence) => new(
        Detectors.PaidAfterDeath, Key, ["QN-1"], ["E1"], new Money(540_000),
        [.. evidence.Select(e => new MisuseEvidence(e, "vi " + e, "en " + e))], "vi", "en");

    [Fact]
    public void A_finding_opens_one_case_and_screening_again_opens_no_second()
    {
        var opened = MisuseCaseDecisions.Open(Finding("a", "b"), null, Now, "system");
        opened.Events.ShouldHaveSingleItem().ShouldBeOfType<CaseOpened>().CaseId.ShouldBe(Key);
        MisuseCaseDecisions.Open(Finding("b", "a"), Fold(null, opened), Now, "system").Events.ShouldBeEmpty();
    }

    [Fact]
    public void Only_evidence_that_is_not_in_the_case_is_added()
    {
        var state = Opened();
        var added = MisuseCaseDecisions.Open(Finding("a", "c"), state, Now, "system");
        added.Events.ShouldHaveSingleItem().ShouldBeOfType<EvidenceAdded>().Added.Select(e => e.Key).ShouldBe(["c"]);
        MisuseCaseDecisions.Open(Finding("a", "c"), Fold(state, added), Now, "system").Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_decision_needs_a_reason_and_is_made_once()
    {
        var state = Opened();
        MisuseCaseDecisions.Decide(CaseOutcome.Unfounded, "  ", state, Now, "thanhtra").Refusal
            .ShouldBeOfType<CaseReasonMissing>();
        state = Fold(state, MisuseCaseDecisions.Decide(CaseOutcome.Unfounded, "Đã xác minh", state, Now, "thanhtra"))!;
        (state.Status, state.Outcome).ShouldBe((CaseStatus.Decided, CaseOutcome.Unfounded));
        MisuseCaseDecisions.Decide(CaseOutcome.Unfounded, "Đã xác minh", state, Now, "thanhtra").Events.ShouldBeEmpty();
        MisuseCaseDecisions.Decide(CaseOutcome.Confirmed, "Khác", state, Now, "thanhtra").Refusal
            .ShouldBeOfType<CaseAlreadyDecided>();
        MisuseCaseDecisions.Decide(CaseOutcome.Confirmed, "x", null, Now, "thanhtra").Refusal
            .ShouldBeOfType<CaseUnknown>();
    }

    [Fact]
    public void More_evidence_opens_a_decided_case_again()
    {
        var decided = MisuseCaseDecisions.Decide(CaseOutcome.Unfounded, "Đúng", Opened(), Now, "thanhtra");
        var state = Fold(Opened(), decided);
        state = Fold(state, MisuseCaseDecisions.Open(Finding("z"), state, Now, "system"))!;
        state.Status.ShouldBe(CaseStatus.Open);
        MisuseCaseDecisions.Decide(CaseOutcome.Confirmed, "Có chứng cứ mới", state, Now, "thanhtra")
            .Events.Count.ShouldBe(1);
    }

    [Fact]
    public void Money_is_recovered_only_in_a_confirmed_case_and_never_more_than_ordered()
    {
        var state = Opened();
        Order(state, "QN-1", 500).Refusal.ShouldBeOfType<CaseNotConfirmed>();
        var confirmed = MisuseCaseDecisions.Decide(CaseOutcome.Confirmed, "Chi sau khi mất", state, Now, "thanhtra");
        state = Fold(state, confirmed)!;
        Order(state, "QN-9", 500).Refusal.ShouldBeOfType<DossierNotInCase>();
        Order(state, "QN-1", 0).Refusal.ShouldBeOfType<RecoveryIncomplete>();
        state = Fold(state, Order(state, "QN-1", 500))!;
        Order(state, "QN-1", 500).Events.ShouldBeEmpty();
        Receive(state, 501, "PT1").Refusal.ShouldBeOfType<RecoveryExceedsOrder>();
        state = Fold(state, Receive(state, 200, "PT1"))!;
        Receive(state, 200, "PT1").Events.ShouldBeEmpty();
        state.Status.ShouldBe(CaseStatus.Recovering);
        state = Fold(state, Receive(state, 300, "PT2"))!;
        (state.Status, state.Ordered, state.Received).ShouldBe((CaseStatus.Recovered, new Money(500), new Money(500)));
    }

    private static Decision Order(MisuseCase state, string dossier, long dong) =>
        MisuseCaseDecisions.OrderRecovery(dossier, new Money(dong), "7/QĐ", state, Now, "thanhtra");

    private static Decision Receive(MisuseCase state, long dong, string reference) =>
        MisuseCaseDecisions.ReceiveRecovery(new Money(dong), reference, state, Now, "khobac");

    private static MisuseCase Opened() => Fold(null, MisuseCaseDecisions.Open(Finding("a"), null, Now, "system"))!;

    private static MisuseCase? Fold(MisuseCase? state, Decision decision) =>
        decision.Events.Aggregate(state, (s, e) => MisuseCase.Evolve(s, Key, e));
}
