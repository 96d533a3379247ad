using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Reconciliation;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>Who may do what with a preview of changed rules, and when.</summary>
public class MatchImpactTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 0);
    private static readonly ImpactPlace Place = new("AGRI", Now, Guid.Empty, IsLater: false);

    private static readonly MatchImpactOrdered Ordered = new(Now, "doisoat", 3, new LocalDate(2025, 11, 20), 2);

    [Fact]
    public void It_is_stopped_and_goes_on_behind_its_last_step()
    {
        var running = Fold(Ordered, Judged(0));
        MatchImpactDecisions.Resume(running, "doisoat", Now).Refusal.ShouldBeOfType<MatchImpactState>();
        var stopped = Fold(running, [.. MatchImpactDecisions.Stop(running, "doisoat", Now).Events]);
        stopped.Status.ShouldBe(MatchImpactStatus.Stopped);
        MatchImpactDecisions.Stop(stopped, "doisoat", Now).Events.ShouldBeEmpty();

        var again = Fold(stopped, [.. MatchImpactDecisions.Resume(stopped, "doisoat", Now).Events]);

        (again.Status, again.Steps, again.Last).ShouldBe((MatchImpactStatus.Running, 1, Place));
    }

    [Fact]
    public void Only_a_complete_preview_with_differences_is_proposed_and_another_person_agrees()
    {
        MatchImpactDecisions.Propose(Fold(Ordered, Judged(2)), "Quy tắc mới", "doisoat", Now).Refusal
            .ShouldBeOfType<MatchImpactState>();
        MatchImpactDecisions.Propose(Fold(Ordered, new MatchImpactCompleted(Now)), "Quy tắc mới", "doisoat", Now)
            .Refusal.ShouldBeOfType<MatchImpactEmpty>();
        var complete = Fold(Ordered, Judged(2), new MatchImpactCompleted(Now));
        MatchImpactDecisions.Propose(complete, "x", "doisoat", Now).Refusal.ShouldBeOfType<BreakReasonMissing>();
        var proposed = Fold(
            complete, [.. MatchImpactDecisions.Propose(complete, "Quy tắc mới", "doisoat", Now).Events]);

        MatchImpactDecisions.Confirm(proposed, "DOISOAT", Now).Refusal.ShouldBeOfType<BreakSecondPerson>();
        var applying = Fold(proposed, [.. MatchImpactDecisions.Confirm(proposed, "khobac", Now).Events]);

        applying.Status.ShouldBe(MatchImpactStatus.Applying);
        MatchImpactDecisions.Decline(applying, "Chưa đúng", "khobac", Now).Refusal.ShouldBeOfType<MatchImpactState>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(EntryMatching.RuleVersion + 1)]
    public void A_version_that_is_none_is_refused(int version) =>
        MatchImpactDecisions.Order(version, Ordered.From, 0, "doisoat", Now).Refusal
            .ShouldBeOfType<RuleVersionUnknown>();

    [Fact]
    public void A_break_that_people_opened_again_or_whose_pair_they_rejected_is_theirs()
    {
        var payment = new PaymentRef(Guid.NewGuid(), 0);
        var facts = new BreakFacts(
            Guid.NewGuid(), 0, "AGRI", "1", false, BreakKind.UnexplainedDebit, new Money(5), true, Ordered.From, "R",
            null, null);
        var open = new EntryBreak { Id = Guid.NewGuid(), Facts = facts };
        Explanation[] parts = [new(ExplanationKind.Payment, new Money(5), payment.Batch, payment.No)];
        var none = new ExplanationFacts(
            new Dictionary<PaymentRef, BatchPayment>(), new Dictionary<string, AdvanceOrder>(),
            new Dictionary<Guid, EntryBreak>());

        foreach (var mine in new[] { open with { IsForPeople = true }, open with { Rejected = [payment] } })
        {
            MatchImpactDecisions.Match(mine, parts, MatchRule.AccountAndAmount, 3, none, Now).Refusal
                .ShouldBeOfType<ImpactDecidedByPeople>();
        }
    }

    private static MatchImpactJudged Judged(int differences) => new(Now, Place, 4, 0, differences, []);

    private static MatchImpact Fold(params object[] events) => Fold(null, events);

    private static MatchImpact Fold(MatchImpact? from, object[] events) =>
        events.Aggregate(from, (state, e) => MatchImpact.Evolve(state, Guid.Empty, e))!;
}
