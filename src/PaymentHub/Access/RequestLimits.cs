using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace PaymentHub.Access;

/// <summary>
/// Limits per minute: sign-in attempts per network address (settings key <c>Access:SignInsPerMinute</c>), and all
/// requests per user (<c>Access:RequestsPerMinute</c>). Guessing one password is stopped earlier, by the lockout of the
/// account.
/// </summary>
public static class RequestLimits
{
    public const string SignIn = "sign-in";

    public static void AddRequestLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var signIns = configuration.GetValue("Access:SignInsPerMinute", 60);
        var requests = configuration.GetValue("Access:RequestsPerMinute", 6000);
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = RejectAsync;
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                context => PerMinute(context.User.Identity?.Name ?? $"from {AddressOf(context)}", requests));
            o.AddPolicy(SignIn, context => HttpMethods.IsPost(context.Request.Method)
                ? PerMinute(AddressOf(context), signIns)
                : RateLimitPartition.GetNoLimiter(""));
        });
    }

    private static RateLimitPartition<string> PerMinute(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var context = rejected.HttpContext;
        if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(
                CultureInfo.InvariantCulture);
        if (!AccessAnswers.IsApi(context)) return;
        await AccessAnswers.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "too-many-requests",
            "Quá nhiều yêu cầu trong một phút; hãy chờ rồi thử lại.",
            "Too many requests in a minute; wait and try again.");
    }
}
