using NodaTime;

namespace PaymentHub.Domain.Access;

/// <summary>Give a role to a user. <paramref name="By"/> is the acting administrator.</summary>
public sealed record GrantRole(string UserName, Role Role, AccessScope Scope, string By, string Reason);

/// <summary>Take a role from a user.</summary>
public sealed record RevokeRole(string UserName, Role Role, string By, string Reason);

/// <summary>Shut a user out for good.</summary>
public sealed record DisableUser(string UserName, string By, string Reason);

/// <summary>Let a user sign in anew, with a one-time password and without the authenticator app.</summary>
public sealed record ResetSignIn(string UserName, string By, string Reason);

/// <summary>Why the change is made was not said.</summary>
public sealed record ReasonMissing() : Refusal(
    "reason-missing", "Phải ghi lý do thay đổi quyền.", "A reason for the change is required.");

/// <summary>Nobody changes the own rights.</summary>
public sealed record OwnAccess() : Refusal(
    "own-access",
    "Không được tự thay đổi quyền của chính mình; hãy nhờ một quản trị viên khác.",
    "Nobody may change their own rights; ask another administrator.");

/// <summary>The user was disabled for good.</summary>
public sealed record UserIsDisabled(string UserName) : Refusal(
    "user-disabled",
    $"Tài khoản {UserName} đã bị khóa vĩnh viễn; hãy lập tài khoản mới.",
    $"The user {UserName} has been disabled for good; create another user.");

/// <summary>The role cannot have this kind of scope, or the scope names nothing.</summary>
public sealed record ScopeUnfit(Role Role) : Refusal(
    "scope-unfit",
    "Phạm vi không phù hợp với vai trò: ngân hàng, bưu điện cần đúng một đơn vị chi trả; quản trị viên cần toàn tỉnh; "
    + "cơ quan khác cần toàn tỉnh hoặc ít nhất một xã và ít nhất một mục đích đọc dữ liệu; các vai trò còn lại cần "
    + "toàn tỉnh hoặc ít nhất một xã, không kèm mục đích.",
    $"The scope does not fit the role {Role}: a bank user needs exactly one institution, an administrator the whole "
    + "province, another agency the province or communes and at least one purpose, all others the province or at "
    + "least one commune and no purpose.");

/// <summary>Two roles that one person may not hold together.</summary>
public sealed record RolesConflict(Role Held, Role Wanted) : Refusal(
    "roles-conflict",
    "Người dùng đang giữ vai trò không được kiêm nhiệm với vai trò này; hãy thu hồi vai trò đang giữ trước.",
    $"The user holds the role {Held}, which may not be combined with {Wanted}; revoke it first.");

/// <summary>The user does not hold the role.</summary>
public sealed record RoleNotHeld(Role Role) : Refusal(
    "role-not-held", "Người dùng không giữ vai trò này.", $"The user does not hold the role {Role}.");

/// <summary>The change would leave the system without an administrator.</summary>
public sealed record LastAdministrator() : Refusal(
    "last-administrator",
    "Đây là quản trị viên cuối cùng; hãy cấp quyền quản trị cho người khác trước.",
    "This is the last administrator; grant the role to somebody else first.");

/// <summary>Pure decisions over a user's grants.</summary>
public static class AccessDecisions
{
    /// <summary>
    /// Grants a role. Refused without a reason, to oneself, to a disabled user, with an unfit scope, and where bank or
    /// administrator rights would meet any other role in one person.
    /// </summary>
    public static Decision Decide(GrantRole command, UserAccess? state, Instant now)
    {
        if (Common(command.UserName, command.By, command.Reason) is { } refusal) return refusal;
        if (state?.IsDisabled == true) return new UserIsDisabled(command.UserName);
        if (!Fits(command.Role, command.Scope)) return new ScopeUnfit(command.Role);
        if (ConflictWith(command.Role, state) is { } held) return new RolesConflict(held, command.Role);
        if (state?.Grants.GetValueOrDefault(command.Role) == command.Scope) return Decision.AlreadyDone;
        return Decision.Accept(new RoleGranted(
            UserAccess.NameKey(command.UserName), command.Role, command.Scope, command.By, command.Reason.Trim(), now));
    }

    /// <summary>
    /// Revokes a role; <paramref name="otherAdministrators"/> counts the active ones beside this user.
    /// </summary>
    public static Decision Decide(RevokeRole command, UserAccess? state, int otherAdministrators, Instant now)
    {
        if (Common(command.UserName, command.By, command.Reason) is { } refusal) return refusal;
        if (state?.Grants.ContainsKey(command.Role) != true) return new RoleNotHeld(command.Role);
        if (command.Role == Role.Administrator && !state.IsDisabled && otherAdministrators == 0)
            return new LastAdministrator();
        return Decision.Accept(new RoleRevoked(
            UserAccess.NameKey(command.UserName), command.Role, command.By, command.Reason.Trim(), now));
    }

    /// <summary>
    /// Disables a user; <paramref name="otherAdministrators"/> counts the active ones beside this user.
    /// </summary>
    public static Decision Decide(DisableUser command, UserAccess? state, int otherAdministrators, Instant now)
    {
        if (Common(command.UserName, command.By, command.Reason) is { } refusal) return refusal;
        if (state?.IsDisabled == true) return Decision.AlreadyDone;
        if (state?.Grants.ContainsKey(Role.Administrator) == true && otherAdministrators == 0)
            return new LastAdministrator();
        return Decision.Accept(
            new UserDisabled(UserAccess.NameKey(command.UserName), command.By, command.Reason.Trim(), now));
    }

    /// <summary>Resets how a user signs in; one's own password is changed, not reset.</summary>
    public static Decision Decide(ResetSignIn command, UserAccess? state, Instant now)
    {
        if (Common(command.UserName, command.By, command.Reason) is { } refusal) return refusal;
        if (state?.IsDisabled == true) return new UserIsDisabled(command.UserName);
        return Decision.Accept(
            new SignInReset(UserAccess.NameKey(command.UserName), command.By, command.Reason.Trim(), now));
    }

    private static Refusal? Common(string userName, string by, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason)) return new ReasonMissing();
        return UserAccess.NameKey(userName) == UserAccess.NameKey(by) ? new OwnAccess() : null;
    }

    private static bool Fits(Role role, AccessScope scope) =>
        (scope.Purposes.Length > 0) == (role == Role.Agency) && scope.Purposes.All(Enum.IsDefined)
        && Reaches(role, scope);

    private static bool Reaches(Role role, AccessScope scope) => role switch
    {
        Role.Bank => scope is { Kind: ScopeKind.Institution, Values.Length: 1 },
        Role.Administrator => scope.Kind == ScopeKind.Province,
        _ => scope.Kind == ScopeKind.Province || scope is { Kind: ScopeKind.Communes, Values.Length: > 0 },
    };

    // A bank's or an agency's employee is not an officer of the province, and whoever hands out rights must not be able
    // to use them.
    private static Role? ConflictWith(Role wanted, UserAccess? state)
    {
        foreach (var held in state?.Grants.Keys ?? [])
        {
            if (held != wanted && (StandsAlone(held) || StandsAlone(wanted))) return held;
        }

        return null;
    }

    private static bool StandsAlone(Role role) => role is Role.Bank or Role.Administrator or Role.Agency;
}
