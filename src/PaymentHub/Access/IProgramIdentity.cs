using System.Security.Claims;

namespace PaymentHub.Access;

/// <summary>Programs that act for an institution, without a user of their own.</summary>
public interface IProgramIdentity
{
    /// <summary>The institution for which the principal may act at this moment, or null.</summary>
    Task<string?> InstitutionOfAsync(ClaimsPrincipal principal, CancellationToken cancellation);
}
