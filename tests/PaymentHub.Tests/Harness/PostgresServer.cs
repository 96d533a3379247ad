using System.Diagnostics;
using Npgsql;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// One private PostgreSQL server, reachable only through a socket in its own folder and tuned to forget: nothing is
/// flushed to disk. It lives exactly as long as its holder: a supervising shell reads a pipe whose other end this
/// process holds, and the kernel closes that end however the process dies.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "paymenthub";

    /// <summary>
    /// Arguments: programs, template, server folder. Initialises the template once (under a lock, since test projects
    /// run side by side), removes folders whose server died with its supervisor, then starts a copy and waits for the
    /// end of its input.
    /// Two signals end it: a shell's background process ignores SIGINT until the server has set its own answer to it,
    /// and SIGTERM alone waits for sessions.
    /// </summary>
    private const string SupervisorScript = """
        bin=$1 template=$2 folder=$3
        umask 077
        cd /
        for old in "${folder%/*}"/paymenthub-test-*; do
          read -r pid 2>/dev/null <"$old/data/postmaster.pid" && [ -O "$old" ] || continue
          kill -0 "$pid" 2>/dev/null || rm -rf "$old"
        done
        mkdir "$folder" || exit 1
        (
          flock 9 || exit 1
          [ -O "$template/PG_VERSION" ] && exit 0
          rm -rf "$template" "$template.making" || exit 1
          "$bin/initdb" -D "$template.making" -U paymenthub --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync &&
            mv "$template.making" "$template"
        ) 9>"$template.lock" >"$folder/server.log" 2>&1 || exit 1
        cp -a --reflink=auto "$template" "$folder/data" || exit 1
        "$bin/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" \
          -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
          -c autovacuum=off -c max_connections=300 -c timezone=UTC >>"$folder/server.log" 2>&1 &
        server=$!
        read -r _
        kill -TERM "$server" 2>/dev/null
        kill -INT "$server" 2>/dev/null
        wait "$server"
        rm -rf "$folder"
        """;

    private readonly Process _supervisor;

    private PostgresServer(Process supervisor, string folder) => (_supervisor, Folder) = (supervisor, folder);

    /// <summary>The server's folder: data, log and socket. Gone once the server has ended.</summary>
    public string Folder { get; }

    /// <summary>Starts a server and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start; the text holds its log.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = NewFolder();
        var command = SupervisorCommand(folder);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ForgetForeignSettings(start);
        var server = new PostgresServer(Process.Start(start)!, folder);
        try
        {
            await UntilItAnswersAsync(folder, () => !server._supervisor.HasExited);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The command that supervises a server in the folder until its standard input ends.</summary>
    public static IReadOnlyList<string> SupervisorCommand(string folder)
    {
        var binaries = PostgresBinaries.Find();
        var template = $"/tmp/paymenthub-initdb-{binaries.Fingerprint()}";
        return PostgresBinaries.ShellCommand(SupervisorScript, binaries.Folder, template, folder);
    }

    /// <summary>
    /// A folder name in memory-backed storage where a gigabyte is free, else in /tmp (which every user may enter).
    /// </summary>
    public static string NewFolder()
    {
        const long Gigabyte = 1L << 30;
        const string Memory = "/dev/shm";
        var parent = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= Gigabyte ? Memory : "/tmp";
        return Path.Combine(parent, $"paymenthub-test-{Guid.NewGuid():N}"[..32]);
    }

    /// <summary>An Npgsql connection string to a database of the server in the folder.</summary>
    public static string ConnectionString(string folder, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = User,
            Database = database,
            IncludeErrorDetail = true,
            MaxPoolSize = 50,
        }.ConnectionString;

    /// <summary>An Npgsql connection string to a database of this server.</summary>
    public string ConnectionString(string database) => ConnectionString(Folder, database);

    /// <summary>Waits up to 60 seconds for the server in the folder.</summary>
    public static async Task UntilItAnswersAsync(string folder, Func<bool> mayStillCome)
    {
        var unpooled = ConnectionString(folder, "postgres") + ";Pooling=false";
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(unpooled);
                await connection.OpenAsync();
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or System.Net.Sockets.SocketException)
            {
                if (!mayStillCome() || waited.Elapsed > TimeSpan.FromSeconds(60))
                {
                    throw new InvalidOperationException($"PostgreSQL did not start.\n{Log(folder)}", failure);
                }

                await Task.Delay(20);
            }
        }
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync();
        _supervisor.Dispose();
    }

    private static string Log(string folder)
    {
        var log = Path.Combine(folder, "server.log");
        return File.Exists(log) ? File.ReadAllText(log) : "It wrote no log.";
    }

    /// <summary>PGDATA, PGPORT and their like in the developer's shell must not move this server.</summary>
    private static void ForgetForeignSettings(ProcessStartInfo start)
    {
        var foreign = start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList();
        foreach (var name in foreign) start.Environment.Remove(name);
    }
}
