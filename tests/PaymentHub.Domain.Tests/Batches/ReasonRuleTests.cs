using PaymentHub.Domain.Batches;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Batches;

public sealed class ReasonRuleTests
{
    [Fact]
    public void A_duplicate_a_fraud_and_an_unknown_outcome_are_not_paid_again()
    {
        Of(ReasonAction.DoNotRetry).ForbidsReissue.ShouldBeTrue();
        Of(ReasonAction.StopFraud, FuturePayments.Stop).ForbidsReissue.ShouldBeTrue();
        Of(ReasonAction.WaitStatus).ForbidsReissue.ShouldBeTrue();
        Of(ReasonAction.Investigate, FuturePayments.Stop).ForbidsReissue.ShouldBeTrue();
        Of(ReasonAction.StopDeceased, FuturePayments.Stop).ForbidsReissue.ShouldBeFalse();
        Of(ReasonAction.OurError).ForbidsReissue.ShouldBeFalse();
    }

    [Fact]
    public void A_wrong_account_and_a_dead_holder_need_another_payout()
    {
        Of(ReasonAction.FixAccount, FuturePayments.HoldThisAccount).NeedsOtherPayout.ShouldBeTrue();
        Of(ReasonAction.StopDeceased, FuturePayments.Stop).NeedsOtherPayout.ShouldBeTrue();
        Of(ReasonAction.Investigate, FuturePayments.HoldThisAccount).NeedsOtherPayout.ShouldBeFalse();
    }

    [Fact]
    public void An_account_is_held_at_once_or_when_it_fails_twice()
    {
        Of(ReasonAction.FixAccount, FuturePayments.HoldThisAccount).HoldsAccountAfter(1).ShouldBeTrue();
        Of(ReasonAction.Investigate, FuturePayments.HoldAfter2).HoldsAccountAfter(1).ShouldBeFalse();
        Of(ReasonAction.Investigate, FuturePayments.HoldAfter2).HoldsAccountAfter(2).ShouldBeTrue();
        Of(ReasonAction.OurError).HoldsAccountAfter(9).ShouldBeFalse();
    }

    [Fact]
    public void A_code_that_nobody_listed_is_looked_into_by_people()
    {
        var unknown = new ReasonRules([Of(ReasonAction.OurError)]).Of("ZZ99");
        unknown.Action.ShouldBe(ReasonAction.Investigate);
        unknown.WhoActs.ShouldBe("operations");
        unknown.ForbidsReissue.ShouldBeFalse();
    }

    private static ReasonRule Of(ReasonAction action, FuturePayments future = FuturePayments.No) =>
        new("AC01", action, ReasonRetry.No, future, "operations", "no");
}
