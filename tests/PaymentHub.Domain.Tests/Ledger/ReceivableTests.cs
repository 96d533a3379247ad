using NodaTime;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>Money that must come back: demanded, in parts, from heirs, given up by two people, and its age.</summary>
public sealed class ReceivableTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 2, 0);
    private static readonly LocalDate Due = new(2026, 12, 31);
    private static readonly Guid Id = Receivable.IdOf("QN-1", "7/QĐ");

    [Fact]
    public void A_demand_is_made_once_and_whole()
    {
        ReceivableDecisions.Open(null, Demand(900)).Events.Count.ShouldBe(1);
        ReceivableDecisions.Open(Opened(900), Demand(900)).Events.ShouldBeEmpty();
        ReceivableDecisions.Open(null, Demand(0)).Refusal.ShouldBeOfType<ReceivableIncomplete>();
        ReceivableDecisions.Open(null, Demand(1) with { Reason = "?" }).Refusal.ShouldBeOfType<ReceivableIncomplete>();
    }

    [Fact]
    public void The_same_document_counts_once_and_never_more_than_is_left()
    {
        var some = Fold(Opened(900), Collect(Opened(900), 400, "GNT-1"));
        Collect(some, 400, " GNT-1 ").Events.ShouldBeEmpty();
        Collect(some, 501, "GNT-2").Refusal.ShouldBeOfType<MoreThanLeft>();
        Collect(some, 1, "").Refusal.ShouldBeOfType<ReferenceMissing>();
        Fold(some, Collect(some, 500, "GNT-2")).Left.ShouldBe(Money.Zero);
    }

    [Theory]
    [InlineData("300,300,300", true)]
    [InlineData("900", true)]
    [InlineData("300,300,301", false)]
    [InlineData("900,0", false)]
    [InlineData("", false)]
    public void Parts_without_interest_are_exactly_what_is_left(string amounts, bool fits)
    {
        var agreed = ReceivableDecisions.Agree(Opened(900), Parts(amounts), "BB-3", "lap", Now);
        agreed.IsRefused.ShouldBe(!fits);
        if (!fits) agreed.Refusal.ShouldBeOfType<PlanDiffers>();
    }

    [Fact]
    public void Parts_on_days_that_do_not_rise_are_no_plan()
    {
        Instalment[] parts = [new(Due, new Money(450)), new(Due, new Money(450))];
        ReceivableDecisions.Agree(Opened(900), parts, "BB-3", "lap", Now).Refusal.ShouldBeOfType<PlanDiffers>();
    }

    [Fact]
    public void Age_follows_the_parts_that_are_not_covered_in_their_order()
    {
        var state = Opened(900);
        Ageing.Of(state, Due).Select(a => a.Dong).ShouldBe([900, 0, 0, 0, 0, 0]);
        Ageing.Of(state, Due.PlusDays(31)).Select(a => a.Dong).ShouldBe([0, 0, 900, 0, 0, 0]);
        state = Fold(state, Collect(state, 300, "GNT-1"));
        state = Fold(state, ReceivableDecisions.Agree(state, Parts("200,200,200"), "BB-3", "lap", Now));
        state = Fold(state, Collect(state, 250, "GNT-2"));

        // Due at the end of December, January and February; the first part is covered, and 50 of the second.
        Ageing.Of(state, new LocalDate(2027, 2, 15)).Select(a => a.Dong).ShouldBe([200, 150, 0, 0, 0, 0]);
        Ageing.Of(state, new LocalDate(2029, 1, 1)).Select(a => a.Dong).ShouldBe([0, 0, 0, 0, 0, 350]);
    }

    [Fact]
    public void Two_people_give_up_what_is_left_and_what_came_back_since_is_not_given_up()
    {
        var state = Opened(900);
        ReceivableDecisions.WriteOff(state, "doisoat", Now).Refusal.ShouldBeOfType<NothingProposed>();
        ReceivableDecisions.ProposeWriteOff(state, "9/QĐ", "?", "khobac", Now).Refusal.ShouldBeOfType<ReasonMissing>();
        state = Fold(state, ReceivableDecisions.ProposeWriteOff(
            state, "9/QĐ", "Đã mất, không có tài sản", "khobac", Now));
        ReceivableDecisions.WriteOff(state, "khobac", Now).Refusal.ShouldBeOfType<SecondPersonNeeded>();
        state = Fold(state, Collect(state, 100, "GNT-1"));

        state = Fold(state, ReceivableDecisions.WriteOff(state, "doisoat", Now));

        (state.WrittenOff, state.Left).ShouldBe((new Money(800), Money.Zero));
        ReceivableDecisions.WriteOff(state, "duyet1", Now).Refusal.ShouldBeOfType<NothingProposed>();
    }

    [Fact]
    public void A_demand_without_a_part_of_it_is_none()
    {
        ReceivableOpened[] lacking =
        [
            Demand(1) with { Dossier = " " }, Demand(1) with { DecisionNumber = " " },
            Demand(1) with { Reason = "bốn!" }, Demand(-1),
        ];
        foreach (var demand in lacking)
            ReceivableDecisions.Open(null, demand).Refusal.ShouldBeOfType<ReceivableIncomplete>();
        ReceivableDecisions.Open(null, Demand(1) with { Reason = "năm ý" }).IsRefused.ShouldBeFalse();
    }

    [Fact]
    public void A_plan_has_a_paper_and_at_most_sixty_parts()
    {
        static Instalment[] Of(int parts) =>
            [.. Enumerable.Range(0, parts).Select(i => new Instalment(Due.PlusMonths(i), new Money(10)))];
        ReceivableDecisions.Agree(Opened(600), Of(60), "BB-3", "lap", Now).IsRefused.ShouldBeFalse();
        ReceivableDecisions.Agree(Opened(610), Of(61), "BB-3", "lap", Now).Refusal.ShouldBe(
            new PlanDiffers(new Money(610), new Money(610)));
        ReceivableDecisions.Agree(Opened(600), Of(60), " ", "lap", Now).Refusal.ShouldBeOfType<ReferenceMissing>();
        var paid = Fold(Opened(900), Collect(Opened(900), 900, "GNT-1"));
        ReceivableDecisions.Agree(paid, [], "BB-3", "lap", Now).Refusal.ShouldBeOfType<PlanDiffers>();
    }

    [Fact]
    public void Money_comes_back_today_at_the_latest()
    {
        Collect(Opened(900), 1, "GNT-1", new LocalDate(2026, 12, 1)).IsRefused.ShouldBeFalse();
        Collect(Opened(900), 1, "GNT-1", new LocalDate(2026, 12, 2)).Refusal.ShouldBeOfType<ReferenceMissing>();
        Collect(Opened(900), 0, "GNT-1").Refusal.ShouldBe(new MoreThanLeft(Money.Zero, new Money(900)));
    }

    [Fact]
    public void Nothing_is_given_up_that_is_not_left()
    {
        var paid = Fold(Opened(900), Collect(Opened(900), 900, "GNT-1"));
        ReceivableDecisions.ProposeWriteOff(paid, "9/QĐ", "Không còn tài sản", "khobac", Now)
            .Refusal.ShouldBeOfType<MoreThanLeft>();
        ReceivableDecisions.ProposeWriteOff(Opened(900), " ", "Không còn tài sản", "khobac", Now)
            .Refusal.ShouldBeOfType<ReferenceMissing>();
        ReceivableDecisions.ProposeWriteOff(Opened(900), "9/QĐ", "bốn!", "khobac", Now)
            .Refusal.ShouldBeOfType<ReasonMissing>();
        var proposed = Fold(Opened(900), ReceivableDecisions.ProposeWriteOff(
            Opened(900), "9/QĐ", "năm ý", "khobac", Now));
        var cleared = Fold(proposed, Collect(proposed, 900, "GNT-2"));
        ReceivableDecisions.WriteOff(cleared, "doisoat", Now).Refusal.ShouldBe(
            new MoreThanLeft(new Money(900), Money.Zero));
    }

    [Fact]
    public void What_was_given_up_no_longer_ages()
    {
        var state = Fold(Opened(900), ReceivableDecisions.ProposeWriteOff(
            Opened(900), "9/QĐ", "Không còn tài sản", "khobac", Now));
        state = Fold(state, ReceivableDecisions.WriteOff(state, "doisoat", Now));
        Ageing.Of(state, Due.PlusDays(31)).Select(a => a.Dong).ShouldAllBe(left => left == 0);
        PostingRules.Of(ReceivableDecisions.Open(null, Demand(900)).Events[0], Id)
            .ShouldAllBe(p => p.SubAccount == Id.ToString("N"));
    }

    [Fact]
    public void The_stream_of_a_demand_is_the_same_for_ever() =>
        Id.ShouldBe(new Guid("b5c38026-b63b-845c-994d-fab4d452dc8a"));

    private static ReceivableOpened Demand(long amount) => new(
        Now, "lap", Id, "21025", "HTXH", "TINH", "QN-1", true, new Money(amount), "7/QĐ", Due, "Chi sau khi mất");

    private static Receivable Opened(long amount) => Fold(null, ReceivableDecisions.Open(null, Demand(amount)));

    private static Decision Collect(Receivable state, long amount, string reference, LocalDate? on = null) =>
        ReceivableDecisions.Collect(state, new ReceivableCollected(
            Now, "khobac", Id, new Money(amount), on ?? new LocalDate(2026, 11, 30), CollectionChannel.Treasury,
            reference, "Con trai"));

    private static Instalment[] Parts(string amounts) =>
    [
        .. amounts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((a, i) => new Instalment(
            Due.PlusMonths(i), new Money(long.Parse(a, System.Globalization.CultureInfo.InvariantCulture)))),
    ];

    private static Receivable Fold(Receivable? state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        foreach (var e in decision.Events) state = Receivable.Evolve(state, Id, e);
        return state!;
    }
}
