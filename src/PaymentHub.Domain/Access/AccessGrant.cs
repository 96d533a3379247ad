using NodaTime;

namespace PaymentHub.Domain.Access;

/// <summary>
/// What a person does in the payment month. Segregation of duties is checked per batch on top of this.
/// </summary>
public enum Role
{
    /// <summary>Imports the register, plans and submits (cán bộ lập danh sách).</summary>
    Planner,

    /// <summary>Approves batches (lãnh đạo phê duyệt).</summary>
    Approver,

    /// <summary>Releases approved batches to the banks (kho bạc, kế toán chi).</summary>
    Treasurer,

    /// <summary>Receives bank files and clears exceptions (cán bộ đối soát).</summary>
    Reconciler,

    /// <summary>A paying institution's own user: sees and sends only its own files (ngân hàng, bưu điện).</summary>
    Bank,

    /// <summary>Reads everything in scope, works cases, verifies the ledger (thanh tra).</summary>
    Inspector,

    /// <summary>Manages users and grants; touches no money (quản trị hệ thống).</summary>
    Administrator,

    /// <summary>
    /// Another agency's user (cơ quan khác): reads shared data for the purposes of the grant and nothing else.
    /// </summary>
    Agency,
}

/// <summary>A role was given to a user within a scope; a later grant of the same role replaces its scope.</summary>
public sealed record RoleGranted(
    string UserName, Role Role, AccessScope Scope, string By, string Reason, Instant At);

/// <summary>A role was taken from a user.</summary>
public sealed record RoleRevoked(string UserName, Role Role, string By, string Reason, Instant At);

/// <summary>
/// A user was shut out for good. The name is never given to anybody else, so histories stay unambiguous.
/// </summary>
public sealed record UserDisabled(string UserName, string By, string Reason, Instant At);

/// <summary>
/// An administrator gave a user a new one-time password and removed the authenticator app, for instance after a lost
/// telephone (cấp lại đăng nhập). It changes no right.
/// </summary>
public sealed record SignInReset(string UserName, string By, string Reason, Instant At);

/// <summary>The grants of one user, folded from the user's stream.</summary>
public sealed record UserAccess(string UserName, IReadOnlyDictionary<Role, AccessScope> Grants, bool IsDisabled)
    : IFold<UserAccess>
{
    public Guid Id { get; init; } = StreamOf(UserName);

    /// <summary>The stream of a user name; names are compared without regard to case.</summary>
    public static Guid StreamOf(string userName) => Keys.GuidOf("user", NameKey(userName));

    /// <summary>The form under which a user name is stored and compared.</summary>
    public static string NameKey(string userName) => userName.Trim().ToLowerInvariant();

    public static UserAccess? Evolve(UserAccess? state, Guid id, object @event) => @event switch
    {
        RoleGranted e => (state ?? Empty(e.UserName)).With(e.Role, e.Scope),
        RoleRevoked e => (state ?? Empty(e.UserName)).Without(e.Role),
        UserDisabled e => (state ?? Empty(e.UserName)) with { IsDisabled = true },
        _ => state,
    };

    /// <summary>A user without any grant.</summary>
    public static UserAccess Empty(string userName) => new(userName, new Dictionary<Role, AccessScope>(), false);

    /// <summary>Whether any grant permits the action somewhere. A disabled user may do nothing.</summary>
    public bool Can(string permission) => ScopeOf(permission) is not null;

    /// <summary>
    /// Where the action is permitted: the joined scopes of only those grants whose role permits it; null where none
    /// does.
    /// </summary>
    public AccessScope? ScopeOf(string permission)
    {
        if (IsDisabled) return null;
        AccessScope? scope = null;
        foreach (var (role, granted) in Grants)
        {
            if (Permissions.Of(role).Contains(permission, StringComparer.Ordinal))
            {
                scope = scope?.Union(granted) ?? granted;
            }
        }

        return scope;
    }

    private UserAccess With(Role role, AccessScope scope) =>
        this with { Grants = new SortedDictionary<Role, AccessScope>(Grants.ToDictionary()) { [role] = scope } };

    private UserAccess Without(Role role) =>
        this with { Grants = Grants.Where(g => g.Key != role).ToDictionary() };
}
