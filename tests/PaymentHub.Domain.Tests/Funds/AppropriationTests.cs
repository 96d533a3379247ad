using NodaTime;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Funds;

/// <summary>What the budget grants the province, and the shares of it that communes' funds get.</summary>
public sealed class AppropriationTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 12, 1, 2, 0);
    private static readonly AppropriationKey Key = new("HTXH", "TINH", 2026);
    private static readonly FundKey Here = new("21025", "HTXH", "TINH", 2026);
    private static readonly FundKey There = Here with { Commune = "21028" };

    [Fact]
    public void Shares_are_taken_up_to_the_dong_and_no_further()
    {
        var state = Fold(null, Grant(null, 1_000));
        state = Fold(state, Share(state, Here, 999));
        Share(state, There, 2).Refusal.ShouldBe(new AppropriationShort(Key, new Money(2), new Money(1)));
        state = Fold(state, Share(state, There, 1));
        (state.Granted, state.Distributed, state.Left).ShouldBe((new Money(1_000), new Money(1_000), Money.Zero));

        Fold(state, Grant(state, 500, "2/QĐ")).Left.ShouldBe(new Money(500), "a supplementary grant");
    }

    [Fact]
    public void A_grant_counts_once_and_needs_a_number_and_an_amount()
    {
        var state = Fold(null, Grant(null, 1_000));
        Grant(state, 1_000, " 1/QĐ ").Events.ShouldBeEmpty();
        Grant(state, 0, "2/QĐ").Refusal.ShouldBeOfType<AppropriationIncomplete>();
        Grant(state, 5, " ").Refusal.ShouldBeOfType<AppropriationIncomplete>();
        Grant(state, 5, new string('x', 51)).Refusal.ShouldBeOfType<AppropriationIncomplete>();
        AppropriationDecisions.Grant(
            null, Key with { FiscalYear = 2024 }, new Money(5), "1/QĐ", [], "lan", Now).Refusal
            .ShouldBe(new BudgetYearClosed(2024));
    }

    [Fact]
    public void The_first_grant_takes_in_what_was_allotted_before()
    {
        FundNeed[] before = [new(Here, new Money(600)), new(There, new Money(300))];
        Grant(null, 899, "1/QĐ", before).Refusal.ShouldBe(
            new AppropriationBelowAllotments(new Money(899), new Money(900)));
        var decision = Grant(null, 1_000, "1/QĐ", before);
        Fold(null, decision).Left.ShouldBe(new Money(100));

        var legs = decision.Events.SelectMany(e => PostingRules.Of(e, Key.Id)).ToList();
        Balance(legs, LedgerAccount.Appropriation).ShouldBe(-1_000);
        Balance(legs, LedgerAccount.Undistributed).ShouldBe(100);
        Balance(legs, LedgerAccount.Allotment).ShouldBe(900, "the other side of the funds' own postings");
        legs.ShouldAllBe(l => l.Source == "TINH");
        legs.Where(l => l.Account == LedgerAccount.Allotment).Select(l => l.SubAccount)
            .ShouldBe([Here.Code, There.Code]);
    }

    [Fact]
    public void Without_a_recorded_grant_allotments_are_not_bound() =>
        Share(null, Here, 5).ShouldSatisfyAllConditions(
            d => d.Refusal.ShouldBeNull(), d => d.Events.ShouldBeEmpty());

    private static long Balance(List<Posting> legs, LedgerAccount account) =>
        legs.Where(l => l.Account == account).Sum(l => l.Amount.Dong);

    private static Decision Grant(
        Appropriation? state, long amount, string number = "1/QĐ", FundNeed[]? before = null) =>
        AppropriationDecisions.Grant(state, Key, new Money(amount), number, before ?? [], "lan", Now);

    private static Decision Share(Appropriation? state, FundKey fund, long amount) =>
        AppropriationDecisions.Distribute(state, fund, new Money(amount), "3/QĐ", "nhap", Now);

    private static Appropriation Fold(Appropriation? state, Decision decision)
    {
        decision.Refusal.ShouldBeNull();
        foreach (var e in decision.Events) state = Appropriation.Evolve(state, Key.Id, e);
        return state!;
    }
}
