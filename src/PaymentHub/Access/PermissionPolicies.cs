using Microsoft.AspNetCore.Authorization;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>The user must hold a role that permits this action somewhere; filters then limit where.</summary>
public sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>Asks the rights of the request's user, which the pipeline has loaded before authorisation.</summary>
public sealed class PermissionCheck(CurrentUser user) : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (user.Can(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>One policy per permission, named like it; whatever names no policy still needs a signed-in user.</summary>
public static class PermissionPolicies
{
    public static void AddPermissionPolicies(this AuthorizationBuilder authorization)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        authorization.SetDefaultPolicy(signedIn).SetFallbackPolicy(signedIn);
        foreach (var permission in Permissions.All)
        {
            authorization.AddPolicy(permission, policy => policy
                .RequireAuthenticatedUser()
                .AddRequirements(new PermissionRequirement(permission)));
        }
    }

    /// <summary>
    /// Lets only users through whose role permits the action. The name must be one of <see cref="Permissions"/>.
    /// </summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoints, string permission)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization(permission);
}
