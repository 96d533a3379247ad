using System.Diagnostics;
using System.Globalization;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// The PostgreSQL programs of this machine and the user that may run them. PostgreSQL refuses root, so a run as root (a
/// container, continuous integration) hands the server to the system user <c>postgres</c> of Debian's package.
/// </summary>
public sealed record PostgresBinaries(string Folder)
{
    private const string ServerUser = "postgres";

    /// <summary>
    /// The folder in the variable PG_BIN, else the newest under /usr/lib/postgresql, else what pg_config names.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none; the text says what to install.</exception>
    public static PostgresBinaries Find()
    {
        var folder = Candidates().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
        return folder is not null
            ? new PostgresBinaries(folder)
            : throw new InvalidOperationException(
                "PostgreSQL was not found. Run ops/test, which installs it, or: apt-get install postgresql; "
                + "PG_BIN may name the folder of its programs.");
    }

    /// <summary>
    /// A command that runs a shell script as the server's user, in a session of its own (Ctrl-C reaches only the
    /// tests). The script's standard input is the caller's pipe.
    /// </summary>
    public static IReadOnlyList<string> ShellCommand(string script, params ReadOnlySpan<string> arguments)
    {
        List<string> command = ["setsid", "--wait"];
        if (Environment.IsPrivilegedProcess) command.AddRange(["runuser", "-u", ServerUser, "--"]);
        command.AddRange(["sh", "-c", script, "sh"]);
        command.AddRange(arguments);
        return command;
    }

    /// <summary>Names the initialised template: another build of the server gets another template.</summary>
    public string Fingerprint()
    {
        var server = new FileInfo(Path.Combine(Folder, "postgres"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.UserName}-{server.Length:x}-{server.LastWriteTimeUtc.Ticks:x}");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } chosen) return [chosen];
        const string Debian = "/usr/lib/postgresql";
        var debian = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return debian
            .OrderByDescending(MajorVersion)
            .Select(folder => Path.Combine(folder, "bin"))
            .Append(FromPgConfig())
            .OfType<string>();
    }

    private static int MajorVersion(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var major) ? major : 0;

    private static string? FromPgConfig()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("pg_config", "--bindir") { RedirectStandardOutput = true });
            return process?.StandardOutput.ReadToEnd().Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
