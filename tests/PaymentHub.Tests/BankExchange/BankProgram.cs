using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.BankExchange;

/// <summary>A program of a bank with its token.</summary>
internal sealed class BankProgram(HttpClient http) : IDisposable
{
    public static async Task<Answer> AnswerAsync(HttpResponseMessage answer) =>
        new(answer.StatusCode, await answer.Content.ReadAsStringAsync());

    public async Task<Answer> TryGetAsync(string path) => await AnswerAsync(await http.GetAsync(path));

    public async Task<JsonNode> GetAsync(string path)
    {
        var answer = await TryGetAsync(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{path}: {answer.Text}");
        return answer.Json;
    }

    public async Task<byte[]> DownloadAsync(string path) => await http.GetByteArrayAsync(path);

    public async Task<Answer> PostAsync(string path, JsonNode? body = null) =>
        await AnswerAsync(await http.PostAsJsonAsync(path, body ?? new JsonObject()));

    public async Task<Answer> BeginAsync(string key, string name, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bank/uploads")
        {
            Content = JsonContent.Create(new JsonObject
            {
                ["fileName"] = name,
                ["size"] = bytes.Length,
                ["sha256"] = BankProgramTests.HashOf(bytes),
            }),
        };
        if (key.Length > 0) request.Headers.Add("Idempotency-Key", key);
        return await AnswerAsync(await http.SendAsync(request));
    }

    public async Task<Answer> PartAsync(string upload, int offset, byte[] part)
    {
        using var content = new ByteArrayContent(part);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await AnswerAsync(await http.PutAsync($"{upload}/parts/{offset}", content));
    }

    public void Dispose() => http.Dispose();
}
