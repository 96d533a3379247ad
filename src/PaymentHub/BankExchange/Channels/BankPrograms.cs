using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.IdentityModel.Tokens;
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
/// Programs of banks sign in by client credentials (OAuth 2.0). The client is the bank; it proves itself by a secret or
/// by the certificate of its TLS connection (RFC 8705), each one of the bank's keys, so a key that is ended stops the
/// tokens made with it at their very next use. Tokens are short and belong to the addresses below <c>/api/bank</c>
/// only; nothing of them is stored. A token got by a certificate serves on connections with that certificate alone.
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

    /// <summary>
    /// Setting: <c>on</c> where the service itself ends TLS and asks clients for their certificates.
    /// </summary>
    public const string CertificatesKey = "PAYMENTHUB_CLIENT_CERTIFICATES";

    private const double UsualLifetime = 600;
    private const int UnusedKeyBytes = 32;

    public static void AddBankPrograms(this WebApplicationBuilder builder)
    {
        var lifetime = TimeSpan.FromSeconds(builder.Configuration.GetValue(LifetimeKey, UsualLifetime));
        var isDemo = DemoUsers.IsDemoProfile(builder.Configuration);
        builder.Services.AddHttpContextAccessor().AddSingleton<IProgramIdentity, BankIdentityCheck>();
        if (builder.Configuration[CertificatesKey] is "on") builder.WebHost.ConfigureKestrel(AskForCertificates);
        builder.Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetTokenEndpointUris(TokenPath[1..]).AllowClientCredentialsFlow();
                server.SetAccessTokenLifetime(lifetime);
                // Clients and secrets are keys of the partner banks; there is no second store of them. Tokens are
                // protected by the keys that protect sessions, so the two below are asked for but protect nothing. The
                // library's own ephemeral ones are of RSA: seconds of a processor at every start.
                server.EnableDegradedMode().UseDataProtection();
                server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(UnusedKeyBytes)));
                server.AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
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

    // Whoever made a certificate, only registered ones count: the bank's own, not those of any authority.
    private static void AskForCertificates(KestrelServerOptions kestrel) => kestrel.ConfigureHttpsDefaults(https =>
    {
        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        https.AllowAnyClientCertificate();
    });

    // Secret and certificate themselves are looked at in the endpoint, behind the limits on sign-ins.
    private static ValueTask Examine(ValidateTokenRequestContext context)
    {
        var hasCertificate = context.Transaction.GetHttpRequest()?.HttpContext.Connection.ClientCertificate is not null;
        if (string.IsNullOrEmpty(context.ClientId) || (string.IsNullOrEmpty(context.ClientSecret) && !hasCertificate))
        {
            context.Reject(
                Errors.InvalidClient, "client_id and client_secret or a client certificate are needed");
        }

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
    /// OAuth 2.0 client credentials: client_id is the bank's code, client_secret the secret that was handed over;
    /// without a secret the certificate of the TLS connection counts (RFC 8705). The token serves below /api/bank only.
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
            ? KeyOf(bank, request.ClientSecret, context.Connection.ClientCertificate, day)
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

    private static BankKey? KeyOf(PartnerBank bank, string? secret, X509Certificate2? certificate, LocalDate day)
    {
        if (!string.IsNullOrEmpty(secret)) return PublicKeys.SecretOf(bank, secret, day);
        return certificate is null ? null : PublicKeys.CertificateOf(bank, certificate, day);
    }
}

/// <summary>What a program sends to sign in; no secret where its TLS connection has a certificate.</summary>
public sealed record BankTokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("client_id")] string ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret = null);

/// <summary>
/// Lets a program act as its bank while the key that it signed in with counts and the bank is not suspended.
/// </summary>
public sealed class BankIdentityCheck(PartnerBanks banks, IClock clock, IHttpContextAccessor http) : IProgramIdentity
{
    public async Task<string?> InstitutionOfAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (principal.FindFirstValue(BankPrograms.BankClaim) is not { } code) return null;
        var print = principal.FindFirstValue(BankPrograms.KeyClaim);
        var bank = await banks.FindAsync(code, cancellation);
        var day = clock.GetCurrentInstant().InZone(HubClock.Zone).Date;
        return bank is { Stage: BankStage.Live or BankStage.Testing }
            && Array.Find(bank.Keys, k => k.Fingerprint == print && k.From <= day && day <= k.Until) is { } key
            && (key.Use != KeyUse.ClientCertificate || IsOfConnection(key))
                ? code
                : null;
    }

    // A token that somebody took away is of no use without the certificate's own key.
    private bool IsOfConnection(BankKey key) =>
        http.HttpContext?.Connection.ClientCertificate is { } certificate
        && PublicKeys.HashOf(certificate.RawData) == key.Fingerprint;
}
