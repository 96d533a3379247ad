using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>
/// The users of the demonstration month. They exist only in the demo profile and only while every listening address is
/// a loopback one; any other profile refuses to start while the store holds them.
/// </summary>
public sealed class DemoUsers(
    IServiceScopeFactory scopes, IConfiguration configuration, IServer server,
    ILogger<DemoUsers> log) : IHostedLifecycleService
{
    public const string ProfileKey = "PAYMENTHUB_PROFILE";
    public const string PasswordFileKey = "PAYMENTHUB_DEMO_PASSWORD_FILE";

    private static readonly (string Name, string Display, Role Role, AccessScope Scope)[] People =
    [
        ("nhap", "Phạm Thị Nhập", Role.Planner, AccessScope.Province),
        ("lap", "Nguyễn Văn Lập", Role.Planner, AccessScope.Province),
        ("trinh", "Trần Thị Trình", Role.Planner, AccessScope.Province),
        ("duyet1", "Lê Văn Duyệt", Role.Approver, AccessScope.Province),
        ("duyet2", "Võ Thị Duyệt", Role.Approver, AccessScope.Province),
        ("khobac", "Đỗ Minh Khoa", Role.Treasurer, AccessScope.Province),
        ("doisoat", "Bùi Thị Soát", Role.Reconciler, AccessScope.Province),
        ("thanhtra", "Huỳnh Văn Thanh", Role.Inspector, AccessScope.Province),
        ("quantri", "Đặng Thị Quản", Role.Administrator, AccessScope.Province),
        ("coquan", "Cơ quan phối hợp", Role.Agency, AccessScope.Province.For(Enum.GetValues<SharingPurpose>())),
        ("bank-agri", "Agribank Quảng Ngãi", Role.Bank, AccessScope.OfInstitution("AGRI")),
        ("bank-vietin", "VietinBank Quảng Ngãi", Role.Bank, AccessScope.OfInstitution("VIETIN")),
        ("bank-bidv", "BIDV Quảng Ngãi", Role.Bank, AccessScope.OfInstitution("BIDV")),
        ("bank-vcb", "Vietcombank Quảng Ngãi", Role.Bank, AccessScope.OfInstitution("VCB")),
        ("bank-post", "Bưu điện tỉnh Quảng Ngãi", Role.Bank, AccessScope.OfInstitution("POST")),
    ];

    private bool IsDemo => IsDemoProfile(configuration);

    /// <summary>Whether the service runs in the demo profile; the letter case does not matter.</summary>
    public static bool IsDemoProfile(IConfiguration configuration) =>
        string.Equals(configuration[ProfileKey], "demo", StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses or prepares before the server listens, so that nobody meets a half-made store.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!IsDemo)
        {
            await RefuseDemoUsersAsync(scope.ServiceProvider, cancellationToken);
            return;
        }

        RequireLoopback(ConfiguredAddresses());
        var password = await PasswordAsync(cancellationToken);
        if (!await AreReadyAsync(scope.ServiceProvider, password, cancellationToken))
        {
            foreach (var person in People)
                await EnsureAsync(scope.ServiceProvider, person, password, cancellationToken);
        }

        log.LogInformation("{Count} demo users are ready", People.Length);
    }

    /// <summary>Checks the addresses that the server really listens on; code may have added some.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (IsDemo) RequireLoopback(server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Whether an address such as <c>http://localhost:5080</c> can be reached from this machine only.
    /// </summary>
    public static bool IsLoopback(string address)
    {
        if (address.StartsWith("http://unix:", StringComparison.Ordinal)) return true;
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }

    private IEnumerable<string> ConfiguredAddresses()
    {
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(e => e["Url"]).OfType<string>();
        var anyHost = new[] { "http_ports", "https_ports" }
            .SelectMany(k => (configuration[k] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            .Select(port => $"http://*:{port}");
        return [.. urls, .. endpoints, .. urls.Length == 0 ? anyHost : []];
    }

    private static void RequireLoopback(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (!IsLoopback(address)) throw new InvalidOperationException(
                $"The demo profile listens only on loopback, not on {address}. Use http://localhost:<port>.");
        }
    }

    private async Task<string> PasswordAsync(CancellationToken ct)
    {
        var file = configuration[PasswordFileKey];
        if (string.IsNullOrEmpty(file) || !File.Exists(file)) throw new InvalidOperationException(
            $"The demo profile needs {PasswordFileKey}: the name of a file that holds the demo password.");
        return (await File.ReadAllTextAsync(file, ct)).Trim();
    }

    private static async Task RefuseDemoUsersAsync(IServiceProvider services, CancellationToken ct)
    {
        if (await services.GetRequiredService<CredentialStore>().Users.AnyAsync(u => u.IsDemo, ct))
            throw new InvalidOperationException(
                $"This database holds demo users. Only {ProfileKey}=demo on loopback may start with it.");
    }

    // They get their password in this order, so what the last one has was given to all. Checking each of them would
    // take longer than all else at a start: a password's check is slow by design.
    private static async Task<bool> AreReadyAsync(IServiceProvider services, string password, CancellationToken ct)
    {
        var rights = await services.GetRequiredService<AccessRows>().EverybodyAsync(ct);
        return Array.TrueForAll(People, p =>
                rights.TryGetValue(UserAccess.NameKey(p.Name), out var user) && !user.IsDisabled
                && user.Grants.TryGetValue(p.Role, out var scope) && scope == p.Scope)
            && await services.GetRequiredService<People>().IsDemoPasswordAsync(People[^1].Name, password);
    }

    private static async Task EnsureAsync(
        IServiceProvider services, (string Name, string Display, Role Role, AccessScope Scope) person, string password,
        CancellationToken ct)
    {
        await services.GetRequiredService<People>().EnsureDemoAsync(person.Name, person.Display, password);
        var refusal = await services.GetRequiredService<ChangeAccess>().GrantAsync(
            new(person.Name, person.Role, person.Scope, "system:demo", "Người dùng của bản trình diễn"), ct);
        if (refusal is not null) throw new InvalidOperationException($"{person.Name}: {refusal.English}");
    }
}
