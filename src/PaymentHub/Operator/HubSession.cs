using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PaymentHub.Operator;

/// <summary>A signed-in conversation with the service.</summary>
internal sealed class HubSession : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new() { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(10) };

    /// <summary><c>PAYMENTHUB_URL</c>, or the service of this machine.</summary>
    public static Uri Address
    {
        get
        {
            var text = Environment.GetEnvironmentVariable("PAYMENTHUB_URL") ?? "http://localhost:5080";
            return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
                ? address
                : throw new UsageException(
                    $"PAYMENTHUB_URL không phải địa chỉ: {text} / PAYMENTHUB_URL is no address.");
        }
    }

    /// <summary>
    /// Signs in as <c>PAYMENTHUB_USER</c>; there is no way to act as somebody else. <c>PAYMENTHUB_CODE</c> is the code
    /// of the authenticator app, where an act asks for one.
    /// </summary>
    public async Task SignInAsync()
    {
        var user = Environment.GetEnvironmentVariable("PAYMENTHUB_USER");
        var password = await PasswordAsync();
        if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password))
        {
            throw new UsageException(
                "Đặt PAYMENTHUB_USER và PAYMENTHUB_PASSWORD_FILE (hoặc PAYMENTHUB_PASSWORD) để đăng nhập. / "
                + "Set PAYMENTHUB_USER and PAYMENTHUB_PASSWORD_FILE (or PAYMENTHUB_PASSWORD) to sign in.");
        }

        var answer = await PostAsync("api/sign-in", new JsonObject { ["userName"] = user, ["password"] = password });
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", $"{answer["accessToken"]}");
        if (Environment.GetEnvironmentVariable("PAYMENTHUB_CODE") is { Length: > 0 } code)
            _client.DefaultRequestHeaders.Add(Access.SecondFactorCheck.Header, code);
    }

    public Task<JsonNode> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<JsonNode> PostAsync(string path, JsonNode? body = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body ?? new JsonObject()),
        });

    /// <summary>Sends a file as it is, under its own name.</summary>
    public async Task<JsonNode> UploadAsync(string path, string file)
    {
        if (!File.Exists(file)) throw new UsageException($"Không có tệp {file}. / There is no file {file}.");
        await using var bytes = File.OpenRead(file);
        var content = new StreamContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add(Web.UploadLimits.FileNameHeader, Uri.EscapeDataString(Path.GetFileName(file)));
        return await SendAsync(request);
    }

    public async Task DownloadAsync(string path, string file)
    {
        using var answer = await _client.GetAsync(path);
        if (!answer.IsSuccessStatusCode) throw Refusal(answer, await answer.Content.ReadAsStringAsync());
        await using var to = File.Create(file);
        await answer.Content.CopyToAsync(to);
    }

    /// <summary>Asks again until the answer is as wanted; tells how far it is where somebody watches.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isDone, Func<JsonNode, string> progress)
    {
        var told = "";
        while (true)
        {
            var answer = await GetAsync(path);
            if (isDone(answer)) return answer;
            var now = progress(answer);
            if (now != told && !Console.IsErrorRedirected) await Console.Error.WriteLineAsync($"… {now}");
            told = now;
            await Task.Delay(Between);
        }
    }

    /// <summary>All pages of a list as one answer of the same shape.</summary>
    public async Task<JsonNode> AllPagesAsync(string path)
    {
        var items = new JsonArray();
        for (var page = 1; ; page++)
        {
            var answer = await GetAsync($"{path}&page={page}&size={Batches.PageOf.MaxSize}");
            var found = answer["items"]!.AsArray();
            foreach (var item in found) items.Add(item!.DeepClone());
            var total = answer["total"]!.GetValue<long>();
            if (found.Count == 0 || items.Count >= total)
            {
                return new JsonObject { ["items"] = items, ["total"] = total };
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode) throw Refusal(answer, text);
            return (text.Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
        }
    }

    private static RefusedException Refusal(HttpResponseMessage answer, string text)
    {
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        if (isJson && JsonNode.Parse(text) is JsonObject problem)
            return new RefusedException($"{problem["detail"]}\n{problem["detailEn"]} ({problem["code"]})", text);
        return new RefusedException($"HTTP {(int)answer.StatusCode} {answer.ReasonPhrase}");
    }

    private static async Task<string?> PasswordAsync()
    {
        if (Environment.GetEnvironmentVariable("PAYMENTHUB_PASSWORD_FILE") is not { Length: > 0 } file)
            return Environment.GetEnvironmentVariable("PAYMENTHUB_PASSWORD");
        if (!File.Exists(file)) throw new UsageException($"Không có tệp mật khẩu {file}. / No password file {file}.");
        return (await File.ReadAllTextAsync(file)).Trim();
    }
}
