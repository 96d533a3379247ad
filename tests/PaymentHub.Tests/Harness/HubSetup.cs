using System.Security.Cryptography;
using PaymentHub.Access;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// What a service under test is started with: the demo profile, a database of its own, and this run's random demo
/// password. A service that runs as a process of its own takes the same settings as environment variables.
/// </summary>
public static class HubSetup
{
    private static readonly Lazy<string> PasswordPath = new(WritePasswordFile);

    /// <summary>The password of every demo user in this test run.</summary>
    public static string Password { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The file that hands the password over, reachable by its owner only, gone with the process.</summary>
    public static string PasswordFile => PasswordPath.Value;

    /// <summary>Settings by name; <paramref name="database"/> is an Npgsql connection string.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string database) => new Dictionary<string, string>
    {
        ["PAYMENTHUB_DB"] = database,
        [DemoUsers.ProfileKey] = "demo",
        [DemoUsers.PasswordFileKey] = PasswordFile,
    };

    /// <summary>
    /// Starts the service once on an empty database and stops it: schema, reference data and demo users stay.
    /// </summary>
    public static async Task PrepareTemplateAsync(string database)
    {
        await using var hub = await Hub.StartAsync(database);
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
