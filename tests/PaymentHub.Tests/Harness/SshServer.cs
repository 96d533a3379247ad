using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// A real OpenSSH server on a loopback port, as an ordinary process without any right of its own, with one key that may
/// come in and SFTP as all that it offers. Like the database it lives exactly as long as its holder: a supervising
/// shell reads a pipe whose other end this process holds.
/// </summary>
public sealed class SshServer : IAsyncDisposable
{
    private const string SupervisorScript = """
        folder=$1
        cd "$folder" || exit 1
        LD_LIBRARY_PATH=$folder/lib "$folder/sshd" -D -e -r -f "$folder/conf" 2>"$folder/log/sshd.log" &
        server=$!
        read -r _
        kill "$server" 2>/dev/null
        wait "$server"
        """;

    private const int KeyBits = 2048;

    /// <summary>
    /// Stands between client and server and, while the flag file is there, lets a rename through to the server but no
    /// answer back: what a broken line does at the worst moment.
    /// </summary>
    private const string LosesAnswers = """
        use strict; use warnings; use IPC::Open2; use IO::Select;
        my ($server, $d, $home, $flag) = @ARGV;
        my $pid = open2(my $from, my $to, $server, $d, $home);
        my ($deaf, $waiting) = (0, '');
        my $both = IO::Select->new(\*STDIN, $from);
        while (1) {
          for my $side ($both->can_read) {
            my $read = sysread($side, my $data, 65536);
            exit 0 unless $read;
            if ($side == $from) { syswrite(STDOUT, $data) unless $deaf; next }
            $waiting .= $data;
            while (length($waiting) >= 5) {
              my $length = unpack('N', $waiting);
              last if length($waiting) < 4 + $length;
              my $packet = substr($waiting, 0, 4 + $length, '');
              $deaf = 1 if unpack('C', substr($packet, 4, 1)) == 18 && -e $flag;
              syswrite($to, $packet);
            }
          }
        }
        """;

    private static readonly Lazy<Task<(string? Folder, string Why)>> Programs = new(FindAsync);

    // Made once for all servers: finding primes takes longer than a test.
    private static readonly Lazy<RSA> HostPair = new(() => RSA.Create(KeyBits));
    private static readonly Lazy<RSA> ClientPair = new(() => RSA.Create(KeyBits));

    private readonly Process _supervisor;

    private SshServer(Process supervisor, string folder, int port, string hostKey) =>
        (_supervisor, Folder, Port, HostKey) = (supervisor, folder, port, hostKey);

    public string Folder { get; }

    public int Port { get; }

    /// <summary>The fingerprint of its host key, SHA256:… as OpenSSH prints it.</summary>
    public string HostKey { get; }

    /// <summary>The one who may come in.</summary>
    public static string User => Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName;

    /// <summary>The folder with the private keys, one for each bank; here all banks use the same.</summary>
    public string Keys => Path.Combine(Folder, "keys");

    /// <summary>What a client sees as its own folder, with out and in.</summary>
    public string Home => Path.Combine(Folder, "home");

    /// <summary>While this file is there, answers to renames get lost.</summary>
    public string LosesAnswersFlag => Path.Combine(Folder, "home", ".lost");

    /// <summary>Starts a server, or skips the test and says why there is none.</summary>
    public static async Task<SshServer> StartOrSkipAsync(params string[] banks)
    {
        var (programs, why) = await Programs.Value;
        Assert.SkipWhen(programs is null, $"SFTP is not tested here: {why}");
        return await StartAsync(programs!, banks);
    }

    /// <summary>Starts a server, or returns null where there is none on this machine.</summary>
    public static async Task<SshServer?> TryStartAsync(params string[] banks) =>
        (await Programs.Value).Folder is { } programs ? await StartAsync(programs, banks) : null;

    /// <summary>A folder of a client's own that both sides may write to; made when it is first asked for.</summary>
    public string OpenFolder(string name)
    {
        var folder = Path.Combine(Home, name);
        if (!Directory.Exists(folder)) Open(folder);
        return folder;
    }

    private static async Task<SshServer> StartAsync(string programs, string[] banks)
    {
        var folder = Directory.CreateDirectory($"/tmp/paymenthub-sshd-{Guid.NewGuid():N}"[..36]).FullName;
        var port = FreePort();
        var hostKey = Prepare(folder, programs, port, banks);
        var command = PostgresBinaries.ShellCommand(SupervisorScript, folder);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true };
        var server = new SshServer(Process.Start(start)!, folder, port, hostKey);
        await server.UntilItAnswersAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync();
        _supervisor.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<(string? Folder, string Why)> FindAsync()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "ops", "lib", "sshd.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (found, why) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? ((await found).Trim(), "") : (null, await why);
    }

    // The server runs as another user than root, so what it needs lies where everybody may read.
    // Keys are exchanged over P-256, which the client leaves to native code: with its first choice, which runs in
    // managed code, the simulated months spend more on greetings than on money.
    private static string Prepare(string folder, string programs, int port, string[] banks)
    {
        foreach (var part in new[] { "lib", "keys" }) Directory.CreateDirectory(Path.Combine(folder, part));
        foreach (var part in new[] { "log", "home", "home/out", "home/in" }) Open(Path.Combine(folder, part));
        File.Copy(Path.Combine(programs, "sbin", "sshd"), Path.Combine(folder, "sshd"));
        File.Copy(Path.Combine(programs, "lib", "openssh", "sftp-server"), Path.Combine(folder, "sftp-server"));
        var libraries = programs == "/usr"
            ? []
            : Directory.EnumerateFiles(Path.Combine(programs, "lib"), "libwrap.so*", SearchOption.AllDirectories);
        foreach (var library in libraries) File.Copy(library, Path.Combine(folder, "lib", Path.GetFileName(library)));

        var (lost, serve) = ($"{folder}/home/.lost", $"{folder}/sftp-server -d {folder}/home");
        File.WriteAllText(Path.Combine(folder, "host"), HostPair.Value.ExportRSAPrivateKeyPem() + "\n");
        File.WriteAllText(
            Path.Combine(folder, "auth"), $"ssh-rsa {Convert.ToBase64String(BlobOf(ClientPair.Value))} hub\n");
        foreach (var bank in banks)
            File.WriteAllText(Path.Combine(folder, "keys", bank), ClientPair.Value.ExportRSAPrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "deaf.pl"), LosesAnswers);
        File.WriteAllText(Path.Combine(folder, "conf"), string.Create(CultureInfo.InvariantCulture, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/auth
            PidFile none
            KexAlgorithms ecdh-sha2-nistp256
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            Subsystem sftp if [ -e {lost} ]; then exec perl {folder}/deaf.pl {serve} {lost}; else exec {serve}; fi

            """));
        return $"SHA256:{Convert.ToBase64String(SHA256.HashData(BlobOf(HostPair.Value))).TrimEnd('=')}";
    }

    private static void Open(string folder)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0x1FF);
    }

    // RFC 4253: a string and two multiple precision integers.
    private static byte[] BlobOf(RSA key)
    {
        var parts = key.ExportParameters(false);
        using var blob = new MemoryStream();
        Write(blob, Encoding.ASCII.GetBytes("ssh-rsa"));
        Write(blob, Positive(parts.Exponent!));
        Write(blob, Positive(parts.Modulus!));
        return blob.ToArray();
    }

    private static byte[] Positive(byte[] number) => number[0] < 0x80 ? number : [0, .. number];

    private static void Write(MemoryStream to, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        to.Write(length);
        to.Write(part);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilItAnswersAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (waited.Elapsed < TimeSpan.FromSeconds(20) && !_supervisor.HasExited)
            {
                await Task.Delay(50);
            }
            catch (SocketException)
            {
                var log = Path.Combine(Folder, "log", "sshd.log");
                var said = File.Exists(log) ? await File.ReadAllTextAsync(log) : "nothing";
                throw new InvalidOperationException($"The SSH server did not start and said: {said}");
            }
        }
    }
}
