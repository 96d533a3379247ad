using System.Security.Claims;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using NodaTime;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using PaymentHub.Access;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Programs of banks sign in by client credentials (OAuth 2.0). The client is the bank, its secret one of its keys, so
/// a secret that is ended stops the tokens made with it at their very next use. Tokens are short and belong to the
/// addresses below <c>/api/bank</c> only; nothing of them is stored.
/// </summary>
public static class BankPrograms
{
    /// <summary>Where a token is asked for.</summary>
    public const string TokenPath = "/api/bank/token";

    /// <summary>Name of the claim that names the bank.</summary>
    public const string BankClaim = "bank";

    /// <summary>Name of the claim that names the key by which the program signed in.</summary>
    public const string KeyClaim = "key";

    /// <summary>Setting: how long a token lives, in seconds; 600 unless set.</summary>
    public const string LifetimeKey = "Access:BankTokenSeconds";

    private const double UsualLifetime = 600;

    public static void AddBankPrograms(this WebApplicationBuilder builder)
    {
        var lifetime = TimeSpan.FromSeconds(builder.Configuration.GetValue(LifetimeKey, UsualLifetime));
        var isDemo = DemoUsers.IsDemoProfile(builder.Configuration);
        builder.Services.AddSingleton<IProgramIdentity, BankIdentityCheck>();
        builder.Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(TokenPath[1..]).AllowClientCredentialsFlow();
                server.SetAccessTokenLifetime(lifetime);
                // Clients and secrets are keys of the partner banks; there is no second store of them. Tokens are
                // protected by the keys that protect sessions, so the two below are asked for but protect nothing.
                server.EnableDegradedMode().UseDataProtection();
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(Examine));
                var web = server.UseAspNetCore().EnableTokenEndpointPassthrough();
                // The demo listens on http://localhost only.
                if (isDemo) web.DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.UseAspNetCore();
                validation.UseDataProtection();
            });
    }

    /// <summary>The scheme that reads the credentials of a program of a bank.</summary>
    public static string? SchemeOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api/bank")
            ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
            : null;

    // The secret itself is looked at in the endpoint, behind the limits on sign-ins.
    private static ValueTask Examine(ValidateTokenRequestContext context)
    {
        if (string.IsNullOrEmpty(context.ClientId) || string.IsNullOrEmpty(context.ClientSecret))
            context.Reject(Errors.InvalidClient, "client_id and client_secret are needed");
        return default;
    }
}

/// <summary>A token and how long it lives, in seconds, as OAuth 2.0 writes it.</summary>
public sealed record BankToken(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

/// <summary>A program of a bank asks for a token.</summary>
public sealed class SignInBankProgram : Web.IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/bank/token", HandleAsync).AllowAnonymous().RequireRateLimiting(RequestLimits.SignIn)
            .DisableAntiforgery().WithTags("Bank programs")
            .Accepts<BankTokenRequest>("application/x-www-form-urlencoded").WithName("SignInBankProgram")
            .Produces<BankToken>();

    /// <summary>
    /// OAuth 2.0 client credentials: client_id is the bank's code, client_secret the secret that was handed over. The
    /// token serves below /api/bank only.
    /// </summary>
    /// <remarks>Chương trình của ngân hàng lấy mã truy cập bằng client_id và client_secret (OAuth 2.0).</remarks>
    public static async Task<IResult> HandleAsync(
        HttpContext context, PartnerBanks banks, IClock clock, CancellationToken cancellation)
    {
        var request = context.GetOpenIddictServerRequest()
            ?? throw new InvalidOperationException("The token endpoint was reached without its server.");
        var day = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        var bank = await banks.FindAsync(request.ClientId ?? "", cancellation);
        var key = bank is { Stage: BankStage.Live or BankStage.Testing }
            ? PublicKeys.SecretOf(bank, request.ClientSecret ?? "", day)
            : null;
        if (key is null)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidClient,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "no such client or secret",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var identity = new ClaimsIdentity(
            OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, bank!.Code).SetClaim(Claims.Name, $"api:{bank.Code}")
            .SetClaim(BankPrograms.BankClaim, bank.Code).SetClaim(BankPrograms.KeyClaim, key.Fingerprint);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(
            new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}

/// <summary>What a program sends to sign in.</summary>
public sealed record BankTokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("client_id")] string ClientId,
    [property: JsonPropertyName("client_secret")] string ClientSecret);

/// <summary>
/// Lets a program act as its bank while the key that it signed in with counts and the bank is not suspended.
/// </summary>
public sealed class BankIdentityCheck(PartnerBanks banks, IClock clock) : IProgramIdentity
{
    public async Task<string?> InstitutionOfAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.FindFirstValue(BankPrograms.BankClaim) is not { } code) return null;
        var print = principal.FindFirstValue(BankPrograms.KeyClaim);
        var bank = await banks.FindAsync(code, cancellation);
        var day = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        return bank is { Stage: BankStage.Live or BankStage.Testing }
            && Array.Exists(bank.Keys, k => k.Fingerprint == print && k.From <= day && day <= k.Until)
                ? code
                : null;
    }
}
