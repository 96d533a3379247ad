using System.Globalization;
using Microsoft.AspNetCore.Identity;
using OtpNet;
using PaymentHub.Domain;

namespace PaymentHub.Access;

/// <summary>
/// Whether approvals and releases are signed with a code: <c>PAYMENTHUB_SECOND_FACTOR</c> is <c>on</c> or <c>off</c>;
/// without it, on outside the demo, whose month is played by a program.
/// </summary>
public sealed record SecondFactorPolicy(bool IsRequired)
{
    public const string Key = "PAYMENTHUB_SECOND_FACTOR";

    /// <exception cref="InvalidOperationException">The setting is neither on nor off.</exception>
    public static SecondFactorPolicy From(IConfiguration configuration) =>
        configuration[Key]?.Trim().ToUpperInvariant() switch
        {
            "ON" => new(true),
            "OFF" => new(false),
            null or "" => new(!DemoUsers.IsDemoProfile(configuration)),
            _ => throw new InvalidOperationException(
                $"{Key} phải là on hoặc off. / {Key} must be on or off."),
        };
}

/// <summary>The act needs a code, and none was given.</summary>
public sealed record CodeMissing() : Refusal(
    "second-factor-required",
    "Nhập mã 6 số đang hiện trong ứng dụng xác thực của bạn rồi thực hiện lại.",
    "Enter the 6-digit code of your authenticator app and try again.");

/// <summary>The user has not registered an authenticator app.</summary>
public sealed record AppNotRegistered() : Refusal(
    "second-factor-not-registered",
    "Bạn chưa đăng ký ứng dụng xác thực. Mở trang Tài khoản của tôi để đăng ký, rồi thực hiện lại.",
    "You have not registered an authenticator app. Do so on the page My account, then try again.");

/// <summary>The code is wrong, too old, or was used before.</summary>
public sealed record CodeWrong() : Refusal(
    "second-factor-wrong",
    "Mã không đúng, đã hết hạn hoặc đã dùng. Chờ mã mới (30 giây) rồi nhập lại; kiểm tra giờ của điện thoại.",
    "The code is wrong, has expired or was used. Wait for the next one (30 seconds); check the clock of the phone.");

/// <summary>Too many wrong codes or passwords.</summary>
public sealed record TemporarilyLocked() : Refusal(
    "account-locked",
    "Nhập sai quá nhiều lần nên tài khoản tạm khóa; hãy thử lại sau 15 phút.",
    "Too many wrong attempts; the account is locked for 15 minutes.");

/// <summary>
/// Codes of an authenticator app (TOTP, RFC 6238). A code counts once, in the real time of the machine, one step of 30
/// seconds early or late.
/// </summary>
public sealed class SecondFactor(UserManager<HubUser> users, SecondFactorPolicy policy, TimeProvider time)
{
    private const string Issuer = "PaymentHub";

    public bool IsRequired => policy.IsRequired;

    /// <summary>Whether the user has registered an app.</summary>
    public async Task<bool> IsRegisteredAsync(string userName) =>
        await users.FindByNameAsync(userName) is { TwoFactorEnabled: true };

    /// <summary>Checks the code that signs an act; a wrong one counts towards the lockout.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public async Task<Refusal?> CheckAsync(string userName, string? code)
    {
        if (await users.FindByNameAsync(userName) is not { TwoFactorEnabled: true } user) return new AppNotRegistered();
        return string.IsNullOrWhiteSpace(code) ? new CodeMissing() : await UseAsync(user, code);
    }

    /// <summary>Makes a new key for a user who has no app yet; base 32, as people type it.</summary>
    public async Task<string> BeginAsync(HubUser user)
    {
        user.LastCodeStep = 0;
        await users.ResetAuthenticatorKeyAsync(user);
        return await KeyOfAsync(user) ?? throw new InvalidOperationException("The key was not stored.");
    }

    /// <summary>The key that waits for its first code, or null.</summary>
    public Task<string?> KeyOfAsync(HubUser user) => users.GetAuthenticatorKeyAsync(user);

    /// <summary>The first code proves that the app holds the key; from then on the app is registered.</summary>
    public async Task<Refusal?> ConfirmAsync(HubUser user, string? code)
    {
        if (string.IsNullOrWhiteSpace(code)) return new CodeMissing();
        if (await UseAsync(user, code) is { } refusal) return refusal;
        await users.SetTwoFactorEnabledAsync(user, true);
        return null;
    }

    /// <summary>What an authenticator app reads, as text or as a QR code.</summary>
    public static string LinkOf(HubUser user, string key) => string.Create(
        CultureInfo.InvariantCulture,
        $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(user.UserName!)}"
        + $"?secret={key}&issuer={Issuer}&digits=6&period=30");

    private async Task<Refusal?> UseAsync(HubUser user, string code)
    {
        if (await users.IsLockedOutAsync(user)) return new TemporarilyLocked();
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        if (await KeyOfAsync(user) is { } key
            && new Totp(Base32Encoding.ToBytes(key)).VerifyTotp(
                time.GetUtcNow().UtcDateTime, digits, out var step, VerificationWindow.RfcSpecifiedNetworkDelay)
            && step > user.LastCodeStep)
        {
            user.LastCodeStep = step;
            // Two acts with one code at once: the store lets only one of them through.
            return (await users.UpdateAsync(user)).Succeeded ? null : new CodeWrong();
        }

        await users.AccessFailedAsync(user);
        return new CodeWrong();
    }
}

/// <summary>Asks for the code at an endpoint.</summary>
public static class SecondFactorCheck
{
    /// <summary>The header that carries the code.</summary>
    public const string Header = "X-Second-Factor";

    /// <summary>Where the policy asks for it, the call needs a code of the caller's app in the header.</summary>
    public static RouteHandlerBuilder RequireSecondFactor(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var services = context.HttpContext.RequestServices;
            var factor = services.GetRequiredService<SecondFactor>();
            if (!factor.IsRequired) return await next(context);
            var user = services.GetRequiredService<CurrentUser>();
            var code = context.HttpContext.Request.Headers[Header].ToString();
            return await factor.CheckAsync(user.UserName, code) is { } refusal
                ? Web.Problems.Of(
                    StatusCodes.Status403Forbidden, refusal.Code, refusal.Vietnamese, refusal.English)
                : await next(context);
        });
}
