using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace PaymentHub.Access;

/// <summary>What a program sends to sign in.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary>
/// A bearer token for the header <c>Authorization</c>, its life in seconds, and the roles of the user.
/// </summary>
public sealed record SignInAnswer(string AccessToken, long ExpiresIn, string UserName, IReadOnlyList<string> Roles);

/// <summary>Sign-in of programs and of the command line; sign-out of the web.</summary>
public static class SignInApi
{
    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/sign-in", SignInAsync)
            .AllowAnonymous()
            .RequireRateLimiting(RequestLimits.SignIn)
            .DisableAntiforgery()
            .WithName("SignIn")
            .WithTags("Access")
            .WithSummary("Signs in with user name and password; the answer carries a bearer token.")
            .WithDescription("Đăng nhập bằng tên và mật khẩu; nhận mã truy cập cho các lời gọi sau.")
            .Produces<SignInAnswer>();
        endpoints.MapPost("/dang-xuat", SignOutAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task SignInAsync(
        [FromBody] SignInRequest request, HttpContext context, PasswordSignIn signIn, AccessRows rows,
        IUserClaimsPrincipalFactory<HubUser> principals, IOptionsMonitor<BearerTokenOptions> bearer, TimeProvider time,
        CancellationToken ct)
    {
        if (await signIn.CheckAsync(request.UserName, request.Password, ct) is not { } user)
        {
            await AccessAnswers.WriteAsync(
                context, StatusCodes.Status401Unauthorized, "sign-in-refused",
                "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khóa.",
                "User name or password is wrong, or the account is locked for the moment.");
            return;
        }

        var options = bearer.Get(IdentityConstants.BearerScheme);
        var ticket = new AuthenticationTicket(
            await principals.CreateAsync(user),
            new AuthenticationProperties { ExpiresUtc = time.GetUtcNow() + options.BearerTokenExpiration },
            $"{IdentityConstants.BearerScheme}:AccessToken");
        var access = await rows.AccessOfAsync(user.UserName!, ct);
        await context.Response.WriteAsJsonAsync(
            new SignInAnswer(
                options.BearerTokenProtector.Protect(ticket), (long)options.BearerTokenExpiration.TotalSeconds,
                user.UserName!, [.. access.Grants.Keys.Select(role => role.ToString())]),
            ct);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, [FromForm] string? from)
    {
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect(from == "sign-in" ? "/dang-nhap" : "/da-dang-xuat");
    }
}
