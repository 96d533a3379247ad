using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace PaymentHub.Access;

/// <summary>
/// Checks a user name and a password. Unknown name, wrong password, locked and disabled user look the same from outside
/// and cost about the same time, so that names cannot be probed.
/// </summary>
public sealed class PasswordSignIn(
    UserManager<HubUser> users, SignInManager<HubUser> signIn, IPasswordHasher<HubUser> hasher, AccessRows rows)
{
    public const string DisplayNameClaim = "display_name";

    private static readonly HubUser Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<HubUser>().HashPassword(
        Nobody, Guid.NewGuid().ToString());

    /// <summary>The user, or null where the sign-in is refused; failures count towards the lockout.</summary>
    public async Task<HubUser?> CheckAsync(string? userName, string? password, CancellationToken ct)
    {
        var user = string.IsNullOrWhiteSpace(userName) ? null : await users.FindByNameAsync(userName.Trim());
        if (user is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash, password ?? "");
            return null;
        }

        var result = await signIn.CheckPasswordSignInAsync(user, password ?? "", lockoutOnFailure: true);
        if (!result.Succeeded) return null;
        return (await rows.AccessOfAsync(user.UserName!, ct)).IsDisabled ? null : user;
    }
}

/// <summary>
/// The principal of a user: the name and the readable name. Rights are looked up per request, never in the cookie.
/// </summary>
public sealed class HubPrincipals(UserManager<HubUser> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<HubUser>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(HubUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new(PasswordSignIn.DisplayNameClaim, user.DisplayName));
        return identity;
    }
}
