using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary>
/// The built service as a process of its own, which can be killed as an operating system kills. A supervising shell
/// passes signals on and ends the service when this process ends, however it ends.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>
    /// Arguments: the log, then the command. Each line of the standard input is a signal's name; its end kills.
    /// </summary>
    private const string SupervisorScript = """
        log=$1
        shift
        exec 3<&0
        "$@" </dev/null >"$log" 2>&1 3<&- &
        service=$!
        exec 2>/dev/null
        (
          while read -r signal; do kill -"$signal" "$service"; done
          kill -KILL "$service"
        ) <&3 &
        reader=$!
        wait "$service"
        kill "$reader"
        """;

    private readonly Process _supervisor;
    private readonly string _log;
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _tokens;

    private ServiceProcess(Process supervisor, string log, int port, Dictionary<string, string> tokens)
    {
        (_supervisor, _log, _tokens) = (supervisor, log, tokens);
        Port = port;
        _http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
    }

    public int Port { get; }

    /// <summary>Everything the service wrote so far.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "It wrote no log.";

    /// <summary>
    /// Starts the program of the configuration that the tests were built in and returns when it answers. Nodes that
    /// share <paramref name="tokens"/> call with each other's tokens.
    /// </summary>
    public static async Task<ServiceProcess> StartAsync(
        string database, Dictionary<string, string>? tokens = null, params (string Key, string Value)[] settings)
    {
        var port = FreePort();
        var log = Path.Combine(Path.GetTempPath(), $"paymenthub-service-{Guid.NewGuid():N}.log");
        var start = new ProcessStartInfo("sh", ["-c", SupervisorScript, "sh", log, "dotnet", Program()])
        {
            RedirectStandardInput = true,
        };
        var foreign = start.Environment.Keys.Where(IsForeign).ToList();
        foreach (var name in foreign) start.Environment.Remove(name);
        foreach (var (key, value) in HubSetup.Settings(database)) start.Environment[key] = value;
        foreach (var (key, value) in settings) start.Environment[key] = value;
        // What the settings name is listened on beside it.
        start.Environment.TryGetValue("ASPNETCORE_URLS", out var more);
        start.Environment["ASPNETCORE_URLS"] = $"http://localhost:{port};{more}".TrimEnd(';');
        var service = new ServiceProcess(Process.Start(start)!, log, port, tokens ?? []);
        await Until.HoldsAsync("the service answers", service.AnswersAsync, () => service.Log);
        return service;
    }

    /// <summary>Calls in the name of a demo user.</summary>
    public Caller As(string userName) => new(_http, () => TokenAsync(userName));

    /// <summary>kill -9; returns when the process is gone.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Asks the service to stop and waits until it has.</summary>
    public Task StopAsync() => EndAsync("TERM");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _supervisor.StandardInput.Close();
        await _supervisor.WaitForExitAsync();
        _supervisor.Dispose();
        File.Delete(_log);
    }

    private async Task EndAsync(string signal)
    {
        await _supervisor.StandardInput.WriteLineAsync(signal);
        await _supervisor.StandardInput.FlushAsync();
        await _supervisor.WaitForExitAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        _supervisor.HasExited.ShouldBeFalse($"The service ended at its start.\n{Log}");
        try
        {
            using var answer = await _http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string?> TokenAsync(string userName)
    {
        if (_tokens.TryGetValue(userName, out var known)) return known;
        var body = new JsonObject { ["userName"] = userName, ["password"] = HubSetup.Password };
        using var answer = await _http.PostAsJsonAsync("/api/sign-in", body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{userName} signs in: {text}");
        return _tokens[userName] = (string)JsonNode.Parse(text)!["accessToken"]!;
    }

    // The tests' own folder is named after their configuration; the service stands beside it.
    internal static string Program()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return Path.Combine(Repository.Root, "artifacts", "bin", "PaymentHub", configuration, "PaymentHub.dll");
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("PAYMENTHUB_", StringComparison.Ordinal)
        || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || name.StartsWith("PG", StringComparison.Ordinal);

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
