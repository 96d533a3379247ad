using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>What the service answered: status, body as text, and as JSON where it is JSON.</summary>
public sealed record Answer(HttpStatusCode Status, string Text)
{
    /// <summary>The body as JSON; a body that is none fails the test.</summary>
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("The answer is null.");

    /// <summary>The problem code of a refusal.</summary>
    public string? Code => Text.StartsWith('{') ? (string?)Json["code"] : null;
}

/// <summary>One person or program that calls the service over HTTP.</summary>
public sealed class Caller(HttpClient http, Func<Task<string?>> token)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Reads; any answer but success fails the test.</summary>
    public async Task<JsonNode> GetAsync(string path) => Succeeded(path, await SendAsync(HttpMethod.Get, path));

    /// <summary>Acts; any answer but success fails the test.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonNode? body = null) =>
        Succeeded(path, await TryPostAsync(path, body));

    /// <summary>Acts and returns whatever the service answers.</summary>
    public Task<Answer> TryPostAsync(string path, JsonNode? body = null) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new JsonObject()));

    /// <summary>Reads and returns whatever the service answers.</summary>
    public Task<Answer> TryGetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Hands a file in as a raw body with its name; returns whatever the service answers.</summary>
    public Task<Answer> UploadAsync(string path, string fileName, byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("X-File-Name", Uri.EscapeDataString(fileName));
        return SendAsync(HttpMethod.Post, path, content);
    }

    /// <summary>The bytes of a file that the service offers.</summary>
    public async Task<byte[]> DownloadAsync(string path)
    {
        using var answer = await RawAsync(HttpMethod.Get, path, null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>
    /// Reads again until the answer is as wanted; one that never is fails the test after ten minutes.
    /// </summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isWanted)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Get, path);
            if (answer.Status == HttpStatusCode.OK && isWanted(answer.Json)) return answer.Json;
            waited.Elapsed.ShouldBeLessThan(Patience, $"{path} answers {answer.Status}: {answer.Text}");
            await Task.Delay(20);
        }
    }

    /// <summary>Any request; returns whatever the service answers.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var answer = await RawAsync(method, path, content);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static JsonNode Succeeded(string path, Answer answer)
    {
        ((int)answer.Status).ShouldBeInRange(200, 299, $"{path}: {answer.Text}");
        return answer.Text.Length == 0 ? new JsonObject() : answer.Json;
    }

    private async Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (await token() is { } bearer) request.Headers.Authorization = new("Bearer", bearer);
        return await http.SendAsync(request);
    }
}
