using CsCheck;
using NodaTime;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Access;

public sealed class UserAccessTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 10, 22, 1, 0);

    [Fact]
    public void A_permission_reaches_only_as_far_as_the_grants_that_give_it()
    {
        var state = AccessDecisionsTests.After(
            AccessDecisionsTests.Grant(Role.Planner) with { Scope = AccessScope.OfCommunes("21025") },
            AccessDecisionsTests.Grant(Role.Approver) with { Scope = AccessScope.OfCommunes("21028") });

        state.ScopeOf(Permissions.RunsPlan).ShouldBe(AccessScope.OfCommunes("21025"));
        state.ScopeOf(Permissions.BatchesApprove).ShouldBe(AccessScope.OfCommunes("21028"));
        state.ScopeOf(Permissions.BatchesView).ShouldBe(AccessScope.OfCommunes("21025", "21028"));
        state.ScopeOf(Permissions.BatchesRelease).ShouldBeNull();
    }

    [Fact]
    public void A_bank_user_reaches_the_files_of_its_institution_and_nothing_else()
    {
        var state = AccessDecisionsTests.After(AccessDecisionsTests.Grant(Role.Bank));

        Permissions.All.Where(state.Can).ShouldBe(
            [Permissions.BankPortal, Permissions.FilesReceive, Permissions.FilesView], ignoreOrder: true);
        state.ScopeOf(Permissions.FilesView)!.Covers("21025", "AGRI").ShouldBeTrue();
        state.ScopeOf(Permissions.FilesView)!.Covers("21025", "VCB").ShouldBeFalse();
        state.ScopeOf(Permissions.FilesView)!.InstitutionFilter.ShouldBe(["AGRI"]);
    }

    [Fact]
    public void A_later_grant_of_the_same_role_replaces_its_scope()
    {
        var state = AccessDecisionsTests.After(
            AccessDecisionsTests.Grant(Role.Planner),
            AccessDecisionsTests.Grant(Role.Planner) with { Scope = AccessScope.OfCommunes("21025") });

        state.ScopeOf(Permissions.RunsPlan).ShouldBe(AccessScope.OfCommunes("21025"));
    }

    [Fact]
    public void Who_plans_or_submits_can_neither_approve_nor_release_by_role()
    {
        string[] money = [Permissions.BatchesSubmit, Permissions.BatchesApprove, Permissions.BatchesRelease];

        foreach (var role in Enum.GetValues<Role>())
            Permissions.Of(role).Intersect(money).Count().ShouldBeLessThanOrEqualTo(1, role.ToString());
    }

    [Fact]
    public void Administrators_cannot_touch_or_see_money() =>
        Permissions.Of(Role.Administrator).ShouldBe(
            [Permissions.AccessManage, Permissions.BanksView, Permissions.BanksManage, Permissions.ClockSet]);

    [Fact]
    public void Who_proposes_a_banks_account_or_key_by_role_does_not_agree_to_it_by_role()
    {
        string[] both = [Permissions.BanksManage, Permissions.BanksConfirm];

        foreach (var role in Enum.GetValues<Role>())
            Permissions.Of(role).Intersect(both).Count().ShouldBeLessThanOrEqualTo(1, role.ToString());
    }

    [Fact]
    public void User_names_differing_only_in_case_share_one_stream() =>
        UserAccess.StreamOf(" Lap").ShouldBe(UserAccess.StreamOf("lap"));

    [Fact]
    public void Rows_and_events_turn_into_each_other_without_loss()
    {
        var scopes = Gen.OneOf(
            Gen.Const(AccessScope.Province),
            Gen.Const(AccessScope.OfInstitution("AGRI")),
            Gen.Int[21000, 21999].Array[1, 5].Select(codes => AccessScope.OfCommunes(codes.Select(c => $"{c}"))));
        var roles = Gen.Enum<Role>();
        var events = Gen.OneOf(
            Gen.Select(
                roles, scopes, object (role, scope) => new RoleGranted("lap", role, scope, "quantri", "lý do", Now)),
            roles.Select(object (role) => new RoleRevoked("lap", role, "quantri", "lý do", Now)),
            Gen.Const<object>(new UserDisabled("lap", "quantri", "nghỉ việc", Now)));

        events.Holds(e => AccessGrantRow.Of(e, 7)!.ToEvent().Equals(e));
    }

    [Fact]
    public void Folding_rows_gives_the_same_rights_as_folding_events()
    {
        object[] history =
        [
            new RoleGranted("lap", Role.Planner, AccessScope.OfCommunes("21025"), "quantri", "x", Now),
            new RoleGranted("lap", Role.Approver, AccessScope.Province, "quantri", "x", Now),
            new RoleRevoked("lap", Role.Planner, "quantri", "x", Now),
        ];

        var state = AccessGrantRow.Fold(history.Select((e, i) => AccessGrantRow.Of(e, i + 1)!))!;

        state.Grants.ShouldHaveSingleItem().ShouldBe(new(Role.Approver, AccessScope.Province));
    }
}
