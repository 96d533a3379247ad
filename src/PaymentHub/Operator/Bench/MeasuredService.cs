using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// The service in a process of its own on a free loopback port, spoken to as its demo users, and the memory it took.
/// </summary>
public sealed class MeasuredService : IAsyncDisposable
{
    private const int StartSeconds = 120;

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _password;
    private readonly Dictionary<string, string> _tokens = [];

    private MeasuredService(Process process, HttpClient http, string password) =>
        (_process, _http, _password) = (process, http, password);

    /// <summary>Highest resident memory in MiB since <see cref="ForgetPeak"/>, from the kernel's own mark.</summary>
    public long PeakMemoryMb => Memory.PeakMb(_process.Id);

    /// <summary>Processor time that the service has used since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public void ForgetPeak() => Memory.ForgetPeak(_process.Id);

    public static async Task<MeasuredService> StartAsync(BenchOptions options)
    {
        var password = "Qn7-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
        var passwordFile = Path.Combine(options.Work, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        var url = $"http://localhost:{FreePort()}";
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(MeasuredService).Assembly.Location);
        start.Environment["PAYMENTHUB_DB"] = options.Database;
        start.Environment["PAYMENTHUB_PROFILE"] = "demo";
        start.Environment["PAYMENTHUB_NIGHTLY_VERIFY"] = "off";
        start.Environment["PAYMENTHUB_DEMO_PASSWORD_FILE"] = passwordFile;
        start.Environment["ASPNETCORE_URLS"] = url;
        var process = Process.Start(start) ?? throw new BenchException("The service did not start.");
        process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(15) };
        var service = new MeasuredService(process, http, password);
        await service.WaitAsync();
        return service;
    }

    public Task<JsonNode> GetAsync(string user, string path) => SendAsync(user, HttpMethod.Get, path, null);

    public Task<JsonNode> PostAsync(string user, string path, JsonObject? body = null) =>
        SendAsync(user, HttpMethod.Post, path, () => JsonContent.Create(body ?? []));

    /// <summary>
    /// Sends a file from disk without holding it in memory; <paramref name="sent"/> is called when its last byte is on
    /// its way.
    /// </summary>
    public Task<JsonNode> UploadAsync(string user, string path, string file, string name, Action? sent = null) =>
        SendAsync(user, HttpMethod.Post, path, () =>
        {
            var content = new StreamContent(new SentFile(file, sent));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Headers.Add("X-File-Name", Uri.EscapeDataString(name));
            return content;
        });

    public async Task DownloadAsync(string user, string path, string file)
    {
        using var answer = await RequestAsync(user, HttpMethod.Get, path, null);
        await using var to = File.Create(file);
        await answer.Content.CopyToAsync(to);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(StartSeconds) && !_process.HasExited)
        {
            try
            {
                if ((await _http.GetAsync("/healthz")).IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        await DisposeAsync();
        throw new BenchException("The service did not become ready.");
    }

    private async Task<JsonNode> SendAsync(string user, HttpMethod method, string path, Func<HttpContent>? body)
    {
        using var answer = await RequestAsync(user, method, path, body);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        return stream.Length == 0 ? new JsonObject() : await JsonNode.ParseAsync(stream) ?? new JsonObject();
    }

    // A moved story clock can end a token early, so an unauthorised call signs in once more.
    private async Task<HttpResponseMessage> RequestAsync(
        string user, HttpMethod method, string path, Func<HttpContent>? body)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (!_tokens.TryGetValue(user, out var token)) _tokens[user] = token = await SignInAsync(user);
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await _http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.Unauthorized && attempt == 0)
            {
                _tokens.Remove(user);
                continue;
            }

            if (answer.IsSuccessStatusCode) return answer;
            var text = await answer.Content.ReadAsStringAsync();
            throw new BenchException($"{method} {path}: {(int)answer.StatusCode} {text}");
        }
    }

    private async Task<string> SignInAsync(string user)
    {
        using var answer = await _http.PostAsJsonAsync("/api/sign-in", new { userName = user, password = _password });
        if (!answer.IsSuccessStatusCode) throw new BenchException($"{user} could not sign in: {answer.StatusCode}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>What the kernel knows of a process's resident memory.</summary>
public static class Memory
{
    private const long KilobytesInMegabyte = 1024;

    /// <summary>The high-water mark in MiB.</summary>
    public static long PeakMb(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[^2], CultureInfo.InvariantCulture) / KilobytesInMegabyte;
    }

    /// <summary>Sets the mark back to the present size, so that the next stage has a peak of its own.</summary>
    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");
}

/// <summary>A file that tells when it has been read to its end.</summary>
internal sealed class SentFile(string path, Action? sent) : FileStream(path, FileMode.Open, FileAccess.Read)
{
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0) sent?.Invoke();
        return read;
    }
}
