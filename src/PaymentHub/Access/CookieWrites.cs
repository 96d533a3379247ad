using Microsoft.AspNetCore.Antiforgery;

namespace PaymentHub.Access;

/// <summary>
/// A browser sends its cookie with any request, so a write that is authenticated by the cookie also needs the
/// antiforgery token, in the form field or in the header <c>RequestVerificationToken</c>. Bearer tokens are never sent
/// by themselves.
/// </summary>
public sealed class CookieWrites(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || HttpMethods.IsOptions(context.Request.Method) || HttpMethods.IsTrace(context.Request.Method);
        if (safe || context.User.Identity?.IsAuthenticated != true || CarriesBearer(context.Request)
            || await antiforgery.IsRequestValidAsync(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        if (!AccessAnswers.IsApi(context)) return;
        await AccessAnswers.WriteAsync(
            context, StatusCodes.Status400BadRequest, "antiforgery",
            "Yêu cầu thiếu mã chống giả mạo hoặc mã đã hết hạn; hãy tải lại trang rồi thử lại.",
            "The request lacks a valid antiforgery token; reload the page and try again.");
    }

    /// <summary>Whether the request presents a bearer token.</summary>
    public static bool CarriesBearer(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
