using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Seeds.Play;

/// <summary>The service answered with an error; the message is its problem code and detail.</summary>
internal sealed class HubException(string message) : Exception(message);

/// <summary>Calls the service over HTTP as one of the demo users.</summary>
internal sealed class HubClient(HttpClient http, string password)
{
    private const int PollSeconds = 300;
    private const int PollsPerSecond = 5;
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    public Task<JsonNode> GetAsync(string user, string path) => JsonAsync(user, HttpMethod.Get, path, null);

    public Task<JsonNode> PostAsync(string user, string path, JsonNode? body = null) =>
        JsonAsync(user, HttpMethod.Post, path, () => JsonContent.Create(body ?? new JsonObject()));

    public Task<JsonNode> UploadAsync(string user, string path, string fileName, byte[] bytes) =>
        JsonAsync(user, HttpMethod.Post, path, () =>
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            content.Headers.Add("X-File-Name", Uri.EscapeDataString(fileName));
            return content;
        });

    public async Task<byte[]> DownloadAsync(string user, string path)
    {
        using var answer = await SendAsync(user, HttpMethod.Get, path, null);
        await ThrowOnErrorAsync(answer, path);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Asks again until the answer is as wanted, at most five minutes.</summary>
    public async Task<JsonNode> PollAsync(string user, string path, Func<JsonNode, bool> isDone)
    {
        for (var poll = 0; poll < PollSeconds * PollsPerSecond; poll++)
        {
            var answer = await GetAsync(user, path);
            if (isDone(answer))
                return answer;
            await Task.Delay(TimeSpan.FromSeconds(1) / PollsPerSecond);
        }

        throw new HubException($"{path}: quá {PollSeconds} giây chưa xong");
    }

    private async Task<JsonNode> JsonAsync(string user, HttpMethod method, string path, Func<HttpContent>? body)
    {
        using var answer = await SendAsync(user, method, path, body);
        await ThrowOnErrorAsync(answer, path);
        var text = await answer.Content.ReadAsStringAsync();
        return (text.Length == 0 ? null : JsonNode.Parse(text)) ?? new JsonObject();
    }

    /// <summary>A moved story clock can end a token early, so an unauthorised call signs in once more.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        string user, HttpMethod method, string path, Func<HttpContent>? body)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (!tokens.TryGetValue(user, out var token))
                tokens[user] = token = await SignInAsync(user);
            using var request = new HttpRequestMessage(method, path) { Content = body?.Invoke() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var answer = await http.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.Unauthorized || attempt > 0)
                return answer;
            answer.Dispose();
            tokens.Remove(user);
        }
    }

    private async Task<string> SignInAsync(string user)
    {
        var body = new JsonObject { ["userName"] = user, ["password"] = password };
        using var answer = await http.PostAsJsonAsync("/api/sign-in", body);
        await ThrowOnErrorAsync(answer, $"/api/sign-in ({user})");
        var node = JsonNode.Parse(await answer.Content.ReadAsStringAsync());
        return node?["accessToken"]?.GetValue<string>() ?? throw new HubException("/api/sign-in: thiếu accessToken");
    }

    private static async Task ThrowOnErrorAsync(HttpResponseMessage answer, string path)
    {
        if (answer.IsSuccessStatusCode)
            return;
        var text = await answer.Content.ReadAsStringAsync();
        var problem = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
            ? JsonNode.Parse(text) as JsonObject : null;
        throw new HubException($"{path}: HTTP {(int)answer.StatusCode} {problem?["code"]} {problem?["detail"]}");
    }
}
