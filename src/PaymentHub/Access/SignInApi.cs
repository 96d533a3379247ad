using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using PaymentHub.Web;

namespace PaymentHub.Access;

/// <summary>What a program sends to sign in.</summary>
public sealed record SignInRequest(string UserName, string Password);

/// <summary>The present password and the one that takes its place.</summary>
public sealed record PasswordChange(string UserName, string Password, string NewPassword);

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
        endpoints.MapPost("/api/password", ChangeAsync)
            .AllowAnonymous()
            .RequireRateLimiting(RequestLimits.SignIn)
            .DisableAntiforgery()
            .WithName("ChangePassword")
            .WithTags("Access")
            .WithSummary("Changes a password; a one-time password is of no other use.")
            .WithDescription("Đổi mật khẩu; bắt buộc với mật khẩu dùng một lần.")
            .Produces(StatusCodes.Status204NoContent);
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

        if (user.MustChangePassword)
        {
            await AccessAnswers.WriteAsync(
                context, StatusCodes.Status403Forbidden, "password-must-change",
                "Mật khẩu này chỉ dùng một lần: hãy đổi mật khẩu (trang Đổi mật khẩu hoặc POST /api/password) rồi đăng "
                    + "nhập lại.",
                "This password serves once: change it (page or POST /api/password), then sign in again.");
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

    private static async Task<IResult> ChangeAsync(
        [FromBody] PasswordChange request, ChangePassword change, CancellationToken ct)
    {
        var (refusal, _) = await change.RunAsync(request.UserName, request.Password, request.NewPassword, ct);
        return refusal switch
        {
            null => Results.NoContent(),
            OldPasswordWrong => Problems.Of(
                StatusCodes.Status401Unauthorized, refusal.Code, refusal.Vietnamese, refusal.English),
            _ => Problems.Of(refusal),
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, [FromForm] string? from)
    {
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return Results.LocalRedirect(from == "sign-in" ? "/dang-nhap" : "/da-dang-xuat");
    }
}
