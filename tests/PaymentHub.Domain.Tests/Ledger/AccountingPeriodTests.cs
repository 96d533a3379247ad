using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>The books of a month are shut, signed by two people under one seal, and opened again by two.</summary>
public sealed class AccountingPeriodTests
{
    private static readonly YearMonth November = new(2026, 11);
    private static readonly Instant December = Instant.FromUtc(2026, 12, 3, 2, 0);
    private static readonly ClosingPoint Good = new("tie-out", true, "khớp", "ties out");
    private static readonly Dictionary<string, string> NoReasons = [];
    private static readonly PeriodSeal Seal = new(2, new Money(5), [], "aa");

    [Fact]
    public void A_month_is_shut_after_its_last_day_only()
    {
        var lastEvening = Instant.FromUtc(2026, 11, 30, 16, 59);
        AccountingPeriodDecisions.SoftClose(null, November, null, "khobac", lastEvening)
            .Refusal.ShouldBeOfType<PeriodNotOver>();
        AccountingPeriodDecisions.SoftClose(null, November, null, "khobac", lastEvening + Duration.FromMinutes(1))
            .Events.ShouldHaveSingleItem().ShouldBeOfType<PeriodSoftClosed>();
    }

    [Fact]
    public void Months_are_shut_in_their_order() =>
        AccountingPeriodDecisions.SoftClose(null, November, new YearMonth(2026, 10), "khobac", December)
            .Refusal.ShouldBeOfType<PeriodOutOfOrder>();

    [Fact]
    public void Two_people_sign_one_seal()
    {
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), Facts(), "khobac"));
        signed.Status.ShouldBe(PeriodStatus.Signed);
        Sign(signed, Facts(), "khobac").Refusal.ShouldBeOfType<SecondPersonNeeded>();

        var closed = Fold(signed, Sign(signed, Facts(), "doisoat"));

        closed.Status.ShouldBe(PeriodStatus.Closed);
        closed.Seal.ShouldBe(Seal);
        closed.IsShut.ShouldBeTrue();
    }

    [Fact]
    public void Another_posting_between_the_signatures_breaks_the_seal()
    {
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), Facts(), "khobac"));
        var changed = Facts() with { Seal = Seal with { Hash = "bb" } };
        Sign(signed, changed, "doisoat").Refusal.ShouldBeOfType<SealDiffers>();
    }

    [Fact]
    public void An_open_month_is_not_signed() =>
        Sign(null, Facts(), "khobac").Refusal.ShouldBeOfType<PeriodStandsOtherwise>();

    [Fact]
    public void Every_open_point_of_the_checklist_is_named()
    {
        var bad = new ClosingPoint("unknown", false, "còn 2 khoản chưa rõ", "2 payments are unknown");
        var refusal = Sign(SoftClosed(), Facts() with { Points = [Good, bad] }, "khobac").Refusal
            .ShouldBeOfType<ChecklistOpen>();
        refusal.Codes.ShouldBe("unknown");
        refusal.English.ShouldContain("2 payments are unknown");
        refusal.English.ShouldNotContain("ties out");
    }

    [Fact]
    public void Exceptions_are_carried_with_a_reason_of_their_kind_or_not_at_all()
    {
        var facts = Facts() with { Exceptions = [new OpenExceptions("unexplained-debit", 1, new Money(9))] };
        Sign(SoftClosed(), facts, "khobac").Refusal.ShouldBeOfType<CarryingNeedsReason>().Kinds
            .ShouldBe("unexplained-debit");

        var signed = Fold(SoftClosed(), Sign(SoftClosed(), facts, "khobac", new()
        {
            ["unexplained-debit"] = "Đã hỏi ngân hàng, chờ trả lời",
        }));

        signed.Carried.ShouldHaveSingleItem().Reason.ShouldBe("Đã hỏi ngân hàng, chờ trả lời");
        Fold(signed, Sign(signed, facts, "doisoat")).Status.ShouldBe(PeriodStatus.Closed);
        var more = facts with { Exceptions = [.. facts.Exceptions, new OpenExceptions("ambiguous", 1, new Money(1))] };
        Sign(signed, more, "doisoat").Refusal.ShouldBeOfType<SealDiffers>();
    }

    [Fact]
    public void Reopening_needs_two_people_and_a_reason()
    {
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), Facts(), "khobac"));
        var closed = Fold(signed, Sign(signed, Facts(), "doisoat"));
        Reopen(closed, "", "khobac").Refusal.ShouldBeOfType<ReasonMissing>();
        AccountingPeriodDecisions.Open(closed, "Quên một khoản", "khobac", December).Refusal
            .ShouldBeOfType<PeriodStandsOtherwise>();

        var proposed = Fold(closed, Reopen(closed, "Quên một khoản", "khobac"));
        proposed.IsShut.ShouldBeTrue("nothing is posted until a second person agrees");
        Reopen(proposed, "Quên một khoản", "khobac").Refusal.ShouldBeOfType<SecondPersonNeeded>();

        Fold(proposed, Reopen(proposed, "Đồng ý mở lại", "duyet1")).Status.ShouldBe(PeriodStatus.Open);
    }

    [Fact]
    public void A_soft_close_is_taken_back_by_one_person_and_signatures_fall()
    {
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), Facts(), "khobac"));
        var open = Fold(signed, AccountingPeriodDecisions.Open(signed, "Còn một sao kê", "doisoat", December));
        open.IsShut.ShouldBeFalse();
        open.Seal.ShouldBeNull();
    }

    private static AccountingPeriod SoftClosed() =>
        Fold(null, AccountingPeriodDecisions.SoftClose(null, November, null, "khobac", December));

    private static ClosingFacts Facts() => new([Good], [], Seal);

    private static Decision Sign(
        AccountingPeriod? period, ClosingFacts facts, string user, Dictionary<string, string>? reasons = null) =>
        AccountingPeriodDecisions.Sign(period, November, facts, reasons ?? NoReasons, user, December);

    private static Decision Reopen(AccountingPeriod period, string reason, string user) =>
        AccountingPeriodDecisions.Reopen(period, November, reason, user, December);

    private static AccountingPeriod Fold(AccountingPeriod? state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        foreach (var e in decision.Events)
            state = AccountingPeriod.Evolve(state, AccountingPeriod.IdOf(November), e);
        return state!;
    }
}
