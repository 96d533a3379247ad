using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace PaymentHub.Access;

/// <summary>
/// Limits per minute: sign-in attempts per network address (settings key <c>Access:SignInsPerMinute</c>), and all
/// requests per user (<c>Access:RequestsPerMinute</c>). Guessing one password is stopped earlier, by the lockout of the
/// account.
/// </summary>
/// <remarks>
/// The framework's own middleware keeps a limiter that nothing disposes, whose timer holds a stopped service in memory.
/// Endpoints are marked as for that middleware.
/// </remarks>
public sealed class RequestLimits(IConfiguration configuration) : IAsyncDisposable
{
    public const string SignIn = "sign-in";

    private readonly PartitionedRateLimiter<HttpContext> _ofUsers = Limiter(
        context => context.User.Identity?.Name ?? $"from {AddressOf(context)}",
        configuration.GetValue("Access:RequestsPerMinute", 6000));

    private readonly PartitionedRateLimiter<HttpContext> _ofSignIns = Limiter(
        AddressOf, configuration.GetValue("Access:SignInsPerMinute", 60));

    /// <summary>Goes on with the request, or answers that there were too many.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var ofUser = _ofUsers.AttemptAcquire(context);
        using var ofSignIn = ofUser.IsAcquired && IsSignIn(context) ? _ofSignIns.AttemptAcquire(context) : null;
        if (ofUser.IsAcquired && ofSignIn is null or { IsAcquired: true }) await next(context);
        else await RejectAsync(context, ofSignIn ?? ofUser);
    }

    public async ValueTask DisposeAsync()
    {
        await _ofUsers.DisposeAsync();
        await _ofSignIns.DisposeAsync();
    }

    private static bool IsSignIn(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method)
        && context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == SignIn;

    private static PartitionedRateLimiter<HttpContext> Limiter(Func<HttpContext, string> keyOf, int permits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => PerMinute(keyOf(context), permits));

    private static RateLimitPartition<string> PerMinute(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";

    private static async Task RejectAsync(HttpContext context, RateLimitLease lease)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(
                CultureInfo.InvariantCulture);
        if (!AccessAnswers.IsApi(context)) return;
        await AccessAnswers.WriteAsync(
            context, StatusCodes.Status429TooManyRequests, "too-many-requests",
            "Quá nhiều yêu cầu trong một phút; hãy chờ rồi thử lại.",
            "Too many requests in a minute; wait and try again.");
    }
}
