using NodaTime;

namespace PaymentHub.Domain.Access;

/// <summary>
/// One insert-only row of the table <c>access_grant</c>: what an event of a user's stream said. Rows and events turn
/// into each other without loss, so the current rights are the fold of a user's rows.
/// </summary>
public sealed record AccessGrantRow(
    string UserName,
    long Version,
    Instant At,
    string Kind,
    string? Role,
    string? ScopeKind,
    string[]? ScopeValues,
    string ByUser,
    string Reason,
    string[]? ScopePurposes = null)
{
    public const string Granted = "GRANTED";
    public const string Revoked = "REVOKED";
    public const string Disabled = "DISABLED";
    public const string Reset = "SIGN_IN_RESET";

    /// <summary>The row of an event at its version in the user's stream; null for events of other streams.</summary>
    public static AccessGrantRow? Of(object @event, long version) => @event switch
    {
        RoleGranted e => new(
            e.UserName, version, e.At, Granted, e.Role.ToString(), e.Scope.Kind.ToString(), e.Scope.Values, e.By,
            e.Reason, e.Scope.Purposes.Length == 0 ? null : [.. e.Scope.Purposes.Select(p => p.ToString())]),
        RoleRevoked e => new(e.UserName, version, e.At, Revoked, e.Role.ToString(), null, null, e.By, e.Reason),
        UserDisabled e => new(e.UserName, version, e.At, Disabled, null, null, null, e.By, e.Reason),
        SignInReset e => new(e.UserName, version, e.At, Reset, null, null, null, e.By, e.Reason),
        _ => null,
    };

    /// <summary>The event that the row records.</summary>
    public object ToEvent() => Kind switch
    {
        Granted => new RoleGranted(
            UserName, Enum.Parse<Role>(Role!),
            new AccessScope(Enum.Parse<ScopeKind>(ScopeKind!), ScopeValues!)
            {
                Purposes = [.. (ScopePurposes ?? []).Select(Enum.Parse<SharingPurpose>)],
            },
            ByUser, Reason, At),
        Revoked => new RoleRevoked(UserName, Enum.Parse<Role>(Role!), ByUser, Reason, At),
        Disabled => new UserDisabled(UserName, ByUser, Reason, At),
        Reset => new SignInReset(UserName, ByUser, Reason, At),
        _ => throw new InvalidOperationException($"Unknown kind of access row: {Kind}."),
    };

    /// <summary>The rights after these rows, which belong to one user and are in the order of their versions.</summary>
    public static UserAccess? Fold(IEnumerable<AccessGrantRow> rows)
    {
        UserAccess? state = null;
        foreach (var row in rows) state = UserAccess.Evolve(state, UserAccess.StreamOf(row.UserName), row.ToEvent());
        return state;
    }
}
