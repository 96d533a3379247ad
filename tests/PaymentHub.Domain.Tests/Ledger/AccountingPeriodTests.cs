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

    [Fact]
    public void A_refusal_says_where_the_month_stands()
    {
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), Facts(), "khobac"));
        var closed = Fold(signed, Sign(signed, Facts(), "doisoat"));

        Standing(Sign(null, Facts(), "khobac")).ShouldBe(("2026-11", PeriodStatus.Open));
        Standing(Sign(closed, Facts(), "khobac")).ShouldBe(("2026-11", PeriodStatus.Closed));
        Standing(AccountingPeriodDecisions.SoftClose(closed, November, null, "khobac", December))
            .ShouldBe(("2026-11", PeriodStatus.Closed));
        Standing(AccountingPeriodDecisions.SoftClose(signed, November, null, "khobac", December))
            .ShouldBe(("2026-11", PeriodStatus.Signed));
        Standing(AccountingPeriodDecisions.Reopen(null, November, "Quên một khoản", "khobac", December))
            .ShouldBe(("2026-11", PeriodStatus.Open));
        Standing(Reopen(SoftClosed(), "Quên một khoản", "khobac")).ShouldBe(("2026-11", PeriodStatus.SoftClosed));
    }

    [Fact]
    public void What_is_done_is_not_done_again()
    {
        AccountingPeriodDecisions.SoftClose(SoftClosed(), November, null, "doisoat", December).Events.ShouldBeEmpty();
        AccountingPeriodDecisions.Open(null, "Còn một sao kê", "doisoat", December).Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bốn!", false)]
    [InlineData("  bốn!   ", false)]
    [InlineData("năm ý", true)]
    public void A_reason_has_five_characters(string reason, bool isEnough)
    {
        AccountingPeriodDecisions.Open(SoftClosed(), reason, "doisoat", December).IsRefused.ShouldBe(!isEnough);
        var facts = Facts() with { Exceptions = [new OpenExceptions("ambiguous", 1, new Money(1))] };
        Sign(SoftClosed(), facts, "khobac", new() { ["ambiguous"] = reason }).IsRefused.ShouldBe(!isEnough);
    }

    [Fact]
    public void The_second_signature_covers_every_exception_the_first_one_carried_and_no_other()
    {
        OpenExceptions[] two =
        [
            new("ambiguous", 1, new Money(1)), new("unexplained-debit", 2, new Money(9)),
        ];
        Dictionary<string, string> reasons = new()
        {
            ["ambiguous"] = "Chờ xã",
            ["unexplained-debit"] = "Chờ ngân hàng",
        };
        var facts = Facts() with { Exceptions = two };
        var signed = Fold(SoftClosed(), Sign(SoftClosed(), facts, "khobac", reasons));

        Fold(signed, Sign(signed, facts, "doisoat")).Carried.Length.ShouldBe(2);
        Sign(signed, facts with { Exceptions = [two[0], two[1] with { Amount = new Money(8) }] }, "doisoat")
            .Refusal.ShouldBeOfType<SealDiffers>().Period.ShouldBe("2026-11");
        Sign(signed, facts with { Exceptions = [two[0], two[1] with { Kind = "short" }] }, "doisoat")
            .Refusal.ShouldBeOfType<SealDiffers>();
        Sign(SoftClosed(), facts, "khobac").Refusal.ShouldBeOfType<CarryingNeedsReason>()
            .Kinds.ShouldBe("ambiguous, unexplained-debit");
    }

    [Fact]
    public void Open_points_are_listed_in_both_languages()
    {
        ClosingPoint[] bad = [new("a", false, "một", "one"), new("b", false, "hai", "two")];
        var refusal = Sign(SoftClosed(), Facts() with { Points = bad }, "khobac").Refusal
            .ShouldBeOfType<ChecklistOpen>();
        refusal.Codes.ShouldBe("a, b");
        refusal.Vietnamese.ShouldBe("Chưa đủ điều kiện khóa sổ: một; hai.");
        refusal.English.ShouldBe("The month cannot be closed yet: one; two.");
    }

    [Fact]
    public void The_stream_of_a_month_is_the_same_for_ever() =>
        AccountingPeriod.IdOf(November).ShouldBe(new Guid("ea4e7680-197c-8704-b77a-c6fe835c5823"));

    private static (string Period, PeriodStatus Status) Standing(Decision decision)
    {
        var refusal = decision.Refusal.ShouldBeOfType<PeriodStandsOtherwise>();
        return (refusal.Period, refusal.Status);
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
