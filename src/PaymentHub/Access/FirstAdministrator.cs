using System.Security.Cryptography;
using Marten;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Storage;

namespace PaymentHub.Access;

/// <summary>
/// <c>first-administrator --user NAME [--name DISPLAY]</c>: makes the first administrator of a new installation, with
/// a random password that is printed once and kept nowhere. Refused as soon as there is an administrator. It needs the
/// database itself (<c>PAYMENTHUB_DB</c>): who can write there needs no sign-in.
/// </summary>
public static class FirstAdministrator
{
    private const string By = "system:first-administrator";

    // Without letters that are mistaken for digits: somebody types this from a screen.
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private const int PasswordLength = 20;

    /// <returns>0 when made, 1 when refused, 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(Func<string[], WebApplication> build, string[] args)
    {
        if (Read(args) is not ({ Length: > 0 } user, var name))
        {
            await Console.Error.WriteLineAsync(
                "first-administrator --user NAME [--name DISPLAY_NAME]\n"
                + "  Lập quản trị viên đầu tiên; mật khẩu được in ra một lần duy nhất.\n"
                + "  Makes the first administrator; the password is printed once.");
            return 2;
        }

        await using var app = build([]);
        if (app.Services.GetRequiredService<HubSettings>().IsDemo)
            return await RefuseAsync(new AdministratorOfDemo());
        await PrepareAsync(app.Services);
        var password = RandomNumberGenerator.GetString(Letters, PasswordLength);
        await using var scope = app.Services.CreateAsyncScope();
        if (await CreateAsync(scope.ServiceProvider, user, name ?? user, password) is { } refusal)
            return await RefuseAsync(refusal);
        await Console.Error.WriteLineAsync(
            $"Đã lập quản trị viên {UserAccess.NameKey(user)}. Mật khẩu dưới đây không được lưu và không hiện lại.\n"
            + $"The administrator {UserAccess.NameKey(user)} is made. The password below is kept nowhere.");
        await Console.Out.WriteLineAsync(password);
        return 0;
    }

    /// <summary>
    /// Credentials first, then the right, which is decided in turn with all other changes: a broken-off attempt leaves
    /// a user who may do nothing, and can be repeated.
    /// </summary>
    public static async Task<Refusal?> CreateAsync(
        IServiceProvider services, string user, string name, string password)
    {
        var change = services.GetRequiredService<ChangeAccess>();
        if (await change.HasAdministratorAsync(CancellationToken.None)) return new AdministratorExists();
        var unfit = await services.GetRequiredService<People>().EnsureAsync(user, name, password);
        return unfit ?? await change.GrantFirstAdministratorAsync(
            new(user, Role.Administrator, AccessScope.Province, By, "Quản trị viên đầu tiên của hệ thống"),
            CancellationToken.None);
    }

    // The installation may never have been started: its tables are made first, as the service would.
    private static async Task PrepareAsync(IServiceProvider services)
    {
        await services.GetServices<IHostedService>().OfType<SqlScripts>().Single().StartAsync(CancellationToken.None);
        await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    private static (string? User, string? Name) Read(string[] args) => args switch
    {
        ["--user", var user] => (user, null),
        ["--user", var user, "--name", var name] => (user, name),
        ["--name", var name, "--user", var user] => (user, name),
        _ => (null, null),
    };

    private static async Task<int> RefuseAsync(Refusal refusal)
    {
        await Console.Error.WriteLineAsync($"{refusal.Vietnamese}\n{refusal.English}");
        return 1;
    }
}

/// <summary>The demo profile has its own administrator.</summary>
public sealed record AdministratorOfDemo() : Refusal(
    "administrator-of-demo",
    "Bản trình diễn đã có quản trị viên riêng (quantri).",
    "The demo profile has its own administrator (quantri).");
