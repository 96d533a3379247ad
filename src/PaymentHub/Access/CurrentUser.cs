using System.Security.Claims;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>
/// Who acts in this request (or this command-line call) and what they may do. Filled once per request, before
/// authorisation; queries take their filters from here so that nobody sees beyond the own scope.
/// </summary>
public sealed class CurrentUser(AccessRows rows, IProgramIdentity programs)
{
    private UserAccess _access = UserAccess.Empty("");

    /// <summary>The signed-in user name; empty for an anonymous request.</summary>
    public string UserName => _access.UserName;

    /// <summary>The name that people read; falls back to the user name.</summary>
    public string DisplayName { get; private set; } = "";

    public bool IsSignedIn => UserName.Length > 0;

    public IReadOnlyCollection<Role> Roles => _access.IsDisabled ? [] : [.. _access.Grants.Keys];

    /// <summary>Each role with its scope.</summary>
    public IReadOnlyDictionary<Role, AccessScope> Grants => _access.Grants;

    /// <summary>Whether the action is permitted at least somewhere.</summary>
    public bool Can(string permission) => _access.Can(permission);

    /// <summary>Whether the action is permitted on something of this commune and this institution.</summary>
    public bool Can(string permission, string? commune, string? institution) =>
        _access.ScopeOf(permission)?.Covers(commune, institution) == true;

    /// <summary>Where the action is permitted; null where it is not permitted at all.</summary>
    public AccessScope? ScopeOf(string permission) => _access.ScopeOf(permission);

    /// <summary>
    /// Communes that a query for this action must be limited to; null: no limit; empty: nothing is visible.
    /// </summary>
    public string[]? CommuneFilter(string permission) =>
        ScopeOf(permission) is { } scope ? scope.CommuneFilter : [];

    /// <summary>Institutions that a query for this action must be limited to; null: no limit; empty: nothing.</summary>
    public string[]? InstitutionFilter(string permission) =>
        ScopeOf(permission) is { } scope ? scope.InstitutionFilter : [];

    /// <summary>
    /// The service itself acts for a bank whose file it fetched: as that bank, under the channel's name, no further.
    /// </summary>
    internal void BecomeChannel(string name, string institution)
    {
        _access = new UserAccess(
            name, new Dictionary<Role, AccessScope> { [Role.Bank] = AccessScope.OfInstitution(institution) }, false);
        DisplayName = name;
    }

    /// <summary>Fills the user from an authenticated principal; an anonymous one leaves it empty.</summary>
    public async Task BecomeAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } name }) return;
        if (await programs.InstitutionOfAsync(principal, ct) is { } institution)
        {
            BecomeChannel(name, institution);
            return;
        }

        _access = await rows.AccessOfAsync(name, ct);
        DisplayName = principal.FindFirstValue(PasswordSignIn.DisplayNameClaim) is { Length: > 0 } shown ? shown : name;
    }
}
