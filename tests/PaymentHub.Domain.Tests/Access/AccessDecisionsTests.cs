using NodaTime;
using PaymentHub.Domain.Access;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Access;

public sealed class AccessDecisionsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 22, 1, 0);

    [Fact]
    public void A_grant_is_an_event_with_scope_actor_and_reason()
    {
        var decision = AccessDecisions.Decide(
            new GrantRole("Lap", Role.Planner, AccessScope.OfCommunes("21028", "21025"), "quantri", " phân công "),
            null, Now);

        decision.Events.ShouldHaveSingleItem().ShouldBe(new RoleGranted(
            "lap", Role.Planner, AccessScope.OfCommunes("21025", "21028"), "quantri", "phân công", Now));
    }

    [Fact]
    public void The_same_grant_twice_appends_nothing() =>
        AccessDecisions.Decide(Grant(Role.Planner), After(Grant(Role.Planner)), Now).Events.ShouldBeEmpty();

    [Fact]
    public void Nobody_changes_their_own_rights()
    {
        AccessDecisions.Decide(Grant(Role.Planner) with { By = "LAP " }, null, Now).Refusal.ShouldBeOfType<OwnAccess>();
        AccessDecisions.Decide(new RevokeRole("lap", Role.Planner, "lap", "x"), After(Grant(Role.Planner)), 3, Now)
            .Refusal.ShouldBeOfType<OwnAccess>();
    }

    [Fact]
    public void A_change_without_a_reason_is_refused() =>
        AccessDecisions.Decide(
            Grant(Role.Planner) with { Reason = " " }, null, Now).Refusal.ShouldBeOfType<ReasonMissing>();

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Bank)]
    public void Administrators_and_bank_users_hold_no_other_role(Role alone)
    {
        AccessDecisions.Decide(Grant(Role.Planner), After(Grant(alone)), Now)
            .Refusal.ShouldBe(new RolesConflict(alone, Role.Planner));
        AccessDecisions.Decide(Grant(alone), After(Grant(Role.Planner)), Now)
            .Refusal.ShouldBe(new RolesConflict(Role.Planner, alone));
    }

    [Fact]
    public void A_scope_must_fit_its_role()
    {
        AccessScope[] unfitForBank =
            [AccessScope.Province, AccessScope.OfCommunes("21025"), new(ScopeKind.Institution, ["AGRI", "VCB"])];
        foreach (var scope in unfitForBank)
            AccessDecisions.Decide(Grant(Role.Bank) with { Scope = scope }, null, Now).Refusal.ShouldBe(
                new ScopeUnfit(Role.Bank));

        AccessDecisions.Decide(Grant(Role.Planner) with { Scope = AccessScope.OfInstitution("AGRI") }, null, Now)
            .Refusal.ShouldBe(new ScopeUnfit(Role.Planner));
        AccessDecisions.Decide(Grant(Role.Planner) with { Scope = AccessScope.OfCommunes() }, null, Now)
            .Refusal.ShouldBe(new ScopeUnfit(Role.Planner));
        AccessDecisions.Decide(Grant(Role.Administrator) with { Scope = AccessScope.OfCommunes("21025") }, null, Now)
            .Refusal.ShouldBe(new ScopeUnfit(Role.Administrator));
    }

    [Fact]
    public void The_last_administrator_can_neither_be_revoked_nor_disabled()
    {
        var state = After(Grant(Role.Administrator));

        AccessDecisions.Decide(new RevokeRole("lap", Role.Administrator, "quantri", "x"), state, 0, Now)
            .Refusal.ShouldBeOfType<LastAdministrator>();
        AccessDecisions.Decide(new DisableUser("lap", "quantri", "x"), state, 0, Now)
            .Refusal.ShouldBeOfType<LastAdministrator>();
        AccessDecisions.Decide(new DisableUser("lap", "quantri", "x"), state, 1, Now)
            .Events.ShouldHaveSingleItem().ShouldBe(new UserDisabled("lap", "quantri", "x", Now));
    }

    [Fact]
    public void A_sign_in_is_reset_by_somebody_else_with_a_reason_and_changes_no_right()
    {
        var state = After(Grant(Role.Approver));

        AccessDecisions.Decide(new ResetSignIn("lap", "LAP", "mất điện thoại"), state, Now)
            .Refusal.ShouldBeOfType<OwnAccess>();
        AccessDecisions.Decide(new ResetSignIn("lap", "quantri", " "), state, Now)
            .Refusal.ShouldBeOfType<ReasonMissing>();
        var reset = AccessDecisions.Decide(new ResetSignIn("lap", "quantri", "mất điện thoại"), state, Now)
            .Events.ShouldHaveSingleItem();
        reset.ShouldBe(new SignInReset("lap", "quantri", "mất điện thoại", Now));
        UserAccess.Evolve(state, state.Id, reset).ShouldBe(state);
        AccessGrantRow.Of(reset, 3)!.ToEvent().ShouldBe(reset);
    }

    [Fact]
    public void A_disabled_user_may_do_nothing_and_gets_no_role_again()
    {
        var state = UserAccess.Evolve(
            After(Grant(Role.Planner)), UserAccess.StreamOf("lap"),
            new UserDisabled("lap", "quantri", "nghỉ việc", Now))!;

        state.Can(Permissions.RunsPlan).ShouldBeFalse();
        AccessDecisions.Decide(Grant(Role.Approver), state, Now).Refusal.ShouldBe(new UserIsDisabled("lap"));
    }

    [Fact]
    public void A_role_that_is_not_held_cannot_be_revoked() =>
        AccessDecisions.Decide(new RevokeRole("lap", Role.Planner, "quantri", "x"), null, 1, Now)
            .Refusal.ShouldBe(new RoleNotHeld(Role.Planner));

    internal static UserAccess After(params GrantRole[] grants)
    {
        UserAccess? state = null;
        foreach (var grant in grants)
        {
            foreach (var e in AccessDecisions.Decide(grant, state, Now).Events)
                state = UserAccess.Evolve(state, UserAccess.StreamOf(grant.UserName), e);
        }

        return state!;
    }

    internal static GrantRole Grant(Role role) => new(
        "lap", role, ScopeOf(role), "quantri", "phân công");

    private static AccessScope ScopeOf(Role role) => role switch
    {
        Role.Bank => AccessScope.OfInstitution("AGRI"),
        Role.Agency => AccessScope.Province.For(SharingPurpose.BenefitCheck),
        _ => AccessScope.Province,
    };
}
