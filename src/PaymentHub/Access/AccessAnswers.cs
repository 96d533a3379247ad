using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;

namespace PaymentHub.Access;

/// <summary>
/// What a refused request is told: problem+json on the API; on the web the sign-in page, or the page "no permission".
/// </summary>
public sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _web = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || (authorizeResult.Challenged && !IsApi(context)))
            await _web.HandleAsync(next, context, policy, authorizeResult);
        else if (!IsApi(context))
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (authorizeResult.Challenged)
            await NotSignedInAsync(context);
        else
            await NotPermittedAsync(context);
    }

    /// <summary>Whether the request is for the API, which answers programs, not people.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");

    /// <summary>Writes application/problem+json with the stable code and both texts.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string vietnamese, string english)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemDetails { Status = status, Type = $"urn:paymenthub:{code}", Detail = vietnamese };
        problem.Extensions["code"] = code;
        problem.Extensions["detailEn"] = english;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
        return context.Response.WriteAsJsonAsync(
            problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }

    /// <summary>401: no sign-in, or one that has run out.</summary>
    public static Task NotSignedInAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(
            context, StatusCodes.Status401Unauthorized, "not-signed-in",
            "Chưa đăng nhập hoặc phiên đăng nhập đã hết hạn; hãy đăng nhập lại.",
            "Not signed in, or the sign-in has expired; sign in again.");
    }

    /// <summary>403: signed in, but no grant permits the action.</summary>
    public static Task NotPermittedAsync(HttpContext context) => WriteAsync(
        context, StatusCodes.Status403Forbidden, "not-permitted",
        "Tài khoản không có quyền thực hiện việc này; hãy liên hệ quản trị viên nếu cần được cấp quyền.",
        "Your account may not do this; ask an administrator if you need the permission.");
}
