using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>The credentials were not accepted, e.g. the name is taken or the password is too short.</summary>
public sealed record CredentialsRefused(string Vietnamese, string English)
    : Refusal("credentials-refused", Vietnamese, English);

/// <summary>A user as the administration lists it.</summary>
public sealed record Person(string UserName, string DisplayName, bool IsLockedOut, UserAccess Access);

/// <summary>Creates and lists users.</summary>
public sealed class People(UserManager<HubUser> users, AccessRows rows, TimeProvider time)
{
    /// <summary>Everybody with credentials, by user name, each with the present rights.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken ct)
    {
        var access = await rows.EverybodyAsync(ct);
        var now = time.GetUtcNow();
        var accounts = await users.Users.AsNoTracking().OrderBy(u => u.NormalizedUserName).ToListAsync(ct);
        return
        [
            .. accounts.Select(u => new Person(
                u.UserName!, u.DisplayName, u.LockoutEnd > now,
                access.GetValueOrDefault(UserAccess.NameKey(u.UserName!)) ?? UserAccess.Empty(u.UserName!))),
        ];
    }

    /// <summary>Creates a user without any right; a one-time password is changed at the first sign-in.</summary>
    public async Task<Refusal?> CreateAsync(
        string userName, string displayName, string password, bool isOneTime = false)
    {
        var user = new HubUser
        {
            UserName = UserAccess.NameKey(userName),
            DisplayName = displayName.Trim(),
            MustChangePassword = isOneTime,
        };
        return AsRefusal(await users.CreateAsync(user, password));
    }

    /// <summary>
    /// Gives a user this one-time password, creating the user where there is none; ends a lockout. For the one who sets
    /// the system up, before anybody can administer it.
    /// </summary>
    internal async Task<Refusal?> EnsureAsync(string userName, string displayName, string password)
    {
        if (await users.FindByNameAsync(userName) is not { } user)
            return await CreateAsync(userName, displayName, password, isOneTime: true);
        user.MustChangePassword = true;
        var removed = AsRefusal(await users.RemovePasswordAsync(user));
        return removed ?? AsRefusal(await users.AddPasswordAsync(user, password))
            ?? AsRefusal(await users.SetLockoutEndDateAsync(user, null));
    }

    /// <summary>
    /// What is wrong with a password that somebody is to be given, or null; asked before the change is recorded.
    /// </summary>
    public async Task<Refusal?> UnfitAsync(string userName, string password)
    {
        if (await users.FindByNameAsync(userName) is not { } user) return null;
        foreach (var validator in users.PasswordValidators)
        {
            if (AsRefusal(await validator.ValidateAsync(users, user, password)) is { } refusal) return refusal;
        }

        return null;
    }

    /// <summary>Gives a one-time password, removes the authenticator app and ends a lockout.</summary>
    public async Task<Refusal?> ResetAsync(string userName, string password)
    {
        if (await users.FindByNameAsync(userName) is not { } user) return null;
        await users.SetTwoFactorEnabledAsync(user, false);
        await users.ResetAuthenticatorKeyAsync(user);
        return await EnsureAsync(userName, user.DisplayName, password);
    }

    /// <summary>Creates a demo user, or gives an existing one this run's password.</summary>
    internal async Task EnsureDemoAsync(string userName, string displayName, string password)
    {
        var user = await users.FindByNameAsync(userName);
        if (user is null)
        {
            user = new HubUser { UserName = userName, DisplayName = displayName, IsDemo = true };
            Require(await users.CreateAsync(user, password));
        }
        else if (!user.IsDemo)
        {
            throw new InvalidOperationException($"The user {userName} exists and is no demo user.");
        }
        else if (!await users.CheckPasswordAsync(user, password))
        {
            Require(await users.RemovePasswordAsync(user));
            Require(await users.AddPasswordAsync(user, password));
            Require(await users.SetLockoutEndDateAsync(user, null));
        }
    }

    /// <summary>Whether the demo user exists and has this password.</summary>
    internal async Task<bool> IsDemoPasswordAsync(string userName, string password) =>
        await users.FindByNameAsync(userName) is { IsDemo: true } user
        && await users.CheckPasswordAsync(user, password);

    private static void Require(IdentityResult result)
    {
        if (AsRefusal(result) is { } refusal) throw new InvalidOperationException(refusal.English);
    }

    internal static CredentialsRefused? AsRefusal(IdentityResult result)
    {
        if (result.Succeeded) return null;
        var english = string.Join(" ", result.Errors.Select(e => e.Description));
        var vietnamese = string.Join(" ", result.Errors.Select(e => Vietnamese(e.Code)).Distinct());
        return new(vietnamese, english);
    }

    private static string Vietnamese(string code) => code switch
    {
        "DuplicateUserName" => "Tên đăng nhập đã có người dùng.",
        "InvalidUserName" => "Tên đăng nhập chỉ gồm chữ cái không dấu, chữ số và các ký tự - . _ @ +.",
        "PasswordTooShort" => "Mật khẩu phải có ít nhất 12 ký tự.",
        "PasswordRequiresUniqueChars" => "Mật khẩu phải có ít nhất 5 ký tự khác nhau.",
        _ => "Thông tin đăng nhập không được chấp nhận.",
    };
}
