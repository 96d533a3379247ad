using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using PaymentHub.BankExchange.Channels;

namespace PaymentHub.Access;

/// <summary>Puts sign-in, rights and their policies into the service.</summary>
public static class AccessSetup
{
    private const string AnyScheme = "hub";

    /// <summary>
    /// Needs an <see cref="NpgsqlDataSource"/> and a <see cref="AccessStreams"/> in the container, and the schema of
    /// <c>ops/db</c> in the database before the host starts.
    /// </summary>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddDbContext<CredentialStore>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddDataProtection().SetApplicationName("PaymentHub").PersistKeysToDbContext<CredentialStore>()
            .ProtectWithCertificate(builder.Configuration);
        services.AddSingleton<AccessRows>();
        services.AddScoped<CurrentUser>().AddScoped<PasswordSignIn>().AddScoped<ChangeAccess>().AddScoped<People>();
        services.AddScoped<ChangePassword>().AddScoped<SecondFactor>();
        services.AddSingleton(SecondFactorPolicy.From(builder.Configuration));
        services.AddScoped<IAuthorizationHandler, PermissionCheck>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddHostedService<DemoUsers>().AddHostedService<KeysCertificateRequired>();
        AddIdentity(services, demo: DemoUsers.IsDemoProfile(builder.Configuration));
        services.AddAuthorizationBuilder().AddPermissionPolicies();
        services.AddSingleton<RequestLimits>();
        services.AddAntiforgery(o => o.Cookie.Name = "hub.form");
        return builder;
    }

    /// <summary>Endpoints of sign-in and sign-out.</summary>
    public static WebApplication MapAccess(this WebApplication app)
    {
        app.MapSignIn();
        return app;
    }

    /// <summary>
    /// Authentication, the user's rights, limits and authorisation, in the order in which they need each other.
    /// </summary>
    internal static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(async (context, next) =>
        {
            await context.RequestServices.GetRequiredService<CurrentUser>()
                .BecomeAsync(context.User, context.RequestAborted);
            await next(context);
        });
        var limits = app.Services.GetRequiredService<RequestLimits>();
        app.Use(limits.InvokeAsync);
        app.UseAuthorization();
        app.UseMiddleware<CookieWrites>();
    }

    private static void AddIdentity(IServiceCollection services, bool demo)
    {
        services.AddAuthentication(o =>
        {
            o.DefaultScheme = AnyScheme;
            o.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
        })
        .AddPolicyScheme(AnyScheme, AnyScheme, o => o.ForwardDefaultSelector = context =>
            BankPrograms.SchemeOf(context) ?? (CookieWrites.CarriesBearer(context.Request)
                ? IdentityConstants.BearerScheme
                : IdentityConstants.ApplicationScheme))
        .AddBearerToken(IdentityConstants.BearerScheme, o => o.BearerTokenExpiration = TimeSpan.FromHours(4))
        .AddIdentityCookies();
        services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = "hub.session";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            // The demo runs on http://localhost; everywhere else the cookie leaves the browser only over TLS.
            o.Cookie.SecurePolicy = demo ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            o.ExpireTimeSpan = TimeSpan.FromHours(1);
            o.SlidingExpiration = true;
            o.LoginPath = "/dang-nhap";
            o.ReturnUrlParameter = "returnUrl";
        });
        services.AddIdentityCore<HubUser>(Configure)
            .AddEntityFrameworkStores<CredentialStore>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<HubPrincipals>()
            .AddDefaultTokenProviders();
    }

    // Length and lockout protect better than character classes (NIST SP 800-63B 3.1.1).
    private static void Configure(IdentityOptions o)
    {
        o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
        o.Password.RequiredLength = 12;
        o.Password.RequiredUniqueChars = 5;
        o.Password.RequireDigit = false;
        o.Password.RequireLowercase = false;
        o.Password.RequireUppercase = false;
        o.Password.RequireNonAlphanumeric = false;
        o.Lockout.MaxFailedAccessAttempts = 5;
        o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        o.Lockout.AllowedForNewUsers = true;
        o.User.RequireUniqueEmail = false;
    }
}
