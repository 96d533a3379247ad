using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// What a service under test is started with: the demo profile, a database of its own, and this run's random demo
/// password. A service that runs as a process of its own takes the same settings as environment variables.
/// </summary>
public static class HubSetup
{
    private static readonly Lazy<string> PasswordPath = new(WritePasswordFile);
    private static readonly Lazy<string> CertificatePath = new(MakeCertificate);

    /// <summary>
    /// A planner of two communes only, who is in every database beside the demo users. Planning as this user takes two
    /// messages instead of one for each of the province's 96 communes.
    /// </summary>
    public const string CommunePlanner = "lap-xa";

    /// <summary>The communes of <see cref="CommunePlanner"/>.</summary>
    public static readonly IReadOnlyList<string> Communes = ["21025", "21028"];

    /// <summary>The password of every demo user in this test run.</summary>
    public static string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The file that hands the password over, reachable by its owner only, gone with the process.</summary>
    public static string PasswordFile => PasswordPath.Value;

    /// <summary>A certificate for stored session keys, beside the password and gone with it.</summary>
    public static string KeysCertificateFile => CertificatePath.Value;

    /// <summary>Settings by name; <paramref name="database"/> is an Npgsql connection string.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string database) => new Dictionary<string, string>
    {
        ["PAYMENTHUB_DB"] = database,
        [DemoUsers.ProfileKey] = "demo",
        [DemoUsers.PasswordFileKey] = PasswordFile,
        ["PAYMENTHUB_NIGHTLY_VERIFY"] = "off",
    };

    /// <summary>
    /// Starts the service once on an empty database and stops it: schema, reference data and users stay.
    /// </summary>
    public static async Task PrepareTemplateAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
        await AddUserAsync(hub, CommunePlanner, Role.Planner, AccessScope.OfCommunes(Communes));
    }

    /// <summary>Creates a user with one role, as the administration would.</summary>
    public static async Task AddUserAsync(Hub hub, string userName, Role role, AccessScope scope)
    {
        await using var services = hub.Services.CreateAsyncScope();
        var people = services.ServiceProvider.GetRequiredService<People>();
        (await people.CreateAsync(userName, userName, Password)).ShouldBeNull();
        await GrantAsync(hub, userName, role, scope);
    }

    /// <summary>Gives a user one more role.</summary>
    public static async Task GrantAsync(Hub hub, string userName, Role role, AccessScope scope)
    {
        await using var services = hub.Services.CreateAsyncScope();
        var access = services.ServiceProvider.GetRequiredService<ChangeAccess>();
        var grant = new GrantRole(userName, role, scope, "quantri", "Phân công trong kiểm thử");
        (await access.GrantAsync(grant, CancellationToken.None)).ShouldBeNull();
    }

    private static string MakeCertificate()
    {
        var path = Path.Combine(Path.GetDirectoryName(PasswordFile)!, "keys.pem");
        KeysCertificate.MakeAsync([path]).GetAwaiter().GetResult().ShouldBe(0);
        return path;
    }

    private static string WritePasswordFile()
    {
        // The system makes the folder for its owner only.
        var folder = Directory.CreateTempSubdirectory("paymenthub-test-").FullName;
        var path = Path.Combine(folder, "demo-password");
        File.WriteAllText(path, Password);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return path;
    }
}
