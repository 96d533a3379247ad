using Microsoft.AspNetCore.Identity;
using PaymentHub.Domain;

namespace PaymentHub.Access;

/// <summary>Name and present password do not belong together, or the account is locked.</summary>
public sealed record OldPasswordWrong() : Refusal(
    "sign-in-refused",
    "Tên đăng nhập hoặc mật khẩu hiện tại không đúng, hoặc tài khoản đang tạm khóa.",
    "User name or present password is wrong, or the account is locked for the moment.");

/// <summary>The new password is the old one.</summary>
public sealed record PasswordNotNew() : Refusal(
    "password-not-new",
    "Mật khẩu mới phải khác mật khẩu hiện tại.",
    "The new password must differ from the present one.");

/// <summary>A person changes the own password, which a one-time password demands before anything else.</summary>
public sealed class ChangePassword(UserManager<HubUser> users, PasswordSignIn signIn)
{
    /// <returns>The refusal, or the user whose password is changed; a failure counts towards the lockout.</returns>
    public async Task<(Refusal? Refusal, HubUser? User)> RunAsync(
        string? userName, string? present, string? wanted, CancellationToken ct)
    {
        if (await signIn.CheckAsync(userName, present, ct) is not { } user) return (new OldPasswordWrong(), null);
        if (present == wanted) return (new PasswordNotNew(), null);
        user.MustChangePassword = false;
        var changed = await users.ChangePasswordAsync(user, present!, wanted ?? "");
        return People.AsRefusal(changed) is { } refusal ? (refusal, null) : (null, user);
    }
}
