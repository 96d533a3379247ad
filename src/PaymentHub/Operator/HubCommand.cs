using System.Net.Http.Headers;
using System.Text.Json;

namespace PaymentHub.Operator;

/// <summary>
/// The operator's command line: a client of the service's own API, so every command is the same use case under the same
/// policies. It signs in as a named user (<c>PAYMENTHUB_USER</c>, <c>PAYMENTHUB_PASSWORD</c> or
/// <c>PAYMENTHUB_PASSWORD_FILE</c>) and has no way to act as somebody else.
/// </summary>
public static class HubCommand
{
    private const int UsageExit = 2;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<
        string, (string Help, Func<string[], HttpRequestMessage> Request)> Commands = new()
        {
            ["import-register"] = ("FILE [register|deaths|allotments]", a => Upload(
                $"api/register/imports?kind={(a.Length > 1 ? a[1] : "register")}", a[0])),
            ["import"] = ("IMPORT_ID", a => Get($"api/register/imports/{a[0]}")),
            ["plan"] = ("PERIOD", a => Post($"api/runs/{a[0]}/plan", new { })),
            ["run"] = ("PERIOD", a => Get($"api/runs/{a[0]}")),
            ["batches"] = ("PERIOD", a => Get($"api/batches?period={a[0]}")),
            ["submit"] = ("PERIOD [BATCH_ID…]", a => Post("api/batches/submit", Selection(a))),
            ["approve"] = ("PERIOD [BATCH_ID…]", a => Post("api/batches/approve", Selection(a))),
            ["release"] = ("PERIOD [BATCH_ID…]", a => Post("api/batches/release", Selection(a))),
            ["files"] = ("PERIOD", a => Get($"api/files?period={a[0]}")),
            ["receive"] = ("INSTITUTION FILE", a => Upload($"api/bank-files?institution={a[0]}", a[1])),
            ["breaks"] = ("PERIOD", a => Get($"api/breaks?period={a[0]}")),
            ["tie-out"] = ("PERIOD", a => Get($"api/tie-out/{a[0]}")),
            ["flags"] = ("PERIOD", a => Get($"api/flags?period={a[0]}")),
            ["history"] = ("KIND KEY", a => Get($"api/history/{a[0]}/{Uri.EscapeDataString(a[1])}")),
            ["verify"] = ("", _ => Post("api/verify", new { })),
        };

    /// <returns>0 when the service did it, 1 when it refused, 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var words = args.Where(a => a != "--json").ToArray();
        if (words.Length == 0 || !Commands.TryGetValue(words[0], out var command)) return Usage();
        try
        {
            using var request = command.Request(words[1..]);
            using var client = new HttpClient { BaseAddress = Address(), Timeout = TimeSpan.FromMinutes(10) };
            if (await SignInAsync(client) is { } problem) return await FailAsync(problem);
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            await Console.Out.WriteLineAsync(Pretty(text));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (IndexOutOfRangeException)
        {
            return Usage();
        }
        catch (HttpRequestException e)
        {
            return await FailAsync($"Không kết nối được dịch vụ tại {Address()}; hãy chạy ops/run trước. / "
                + $"The service at {Address()} does not answer; start ops/run first. ({e.Message})");
        }
    }

    private static Uri Address()
    {
        var url = Environment.GetEnvironmentVariable("PAYMENTHUB_URL") ?? "http://localhost:5080";
        return new Uri(url.EndsWith('/') ? url : url + "/");
    }

    private static async Task<string?> SignInAsync(HttpClient client)
    {
        var user = Environment.GetEnvironmentVariable("PAYMENTHUB_USER");
        var file = Environment.GetEnvironmentVariable("PAYMENTHUB_PASSWORD_FILE");
        var password = file is null
            ? Environment.GetEnvironmentVariable("PAYMENTHUB_PASSWORD")
            : (await File.ReadAllTextAsync(file)).Trim();
        if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(password))
        {
            return "Đặt PAYMENTHUB_USER và PAYMENTHUB_PASSWORD_FILE để đăng nhập. / "
                + "Set PAYMENTHUB_USER and PAYMENTHUB_PASSWORD_FILE to sign in.";
        }

        using var response = await client.PostAsJsonAsync("api/sign-in", new { userName = user, password });
        if (!response.IsSuccessStatusCode) return Pretty(await response.Content.ReadAsStringAsync());
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", answer.GetProperty("accessToken").GetString());
        return null;
    }

    private static object Selection(string[] a) =>
        new { period = a[0], batchIds = a.Length > 1 ? a[1..] : null };

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private static HttpRequestMessage Post(string path, object body) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage Upload(string path, string file)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StreamContent(File.OpenRead(file)),
        };
        request.Headers.Add("X-File-Name", Uri.EscapeDataString(Path.GetFileName(file)));
        return request;
    }

    private static string Pretty(string text)
    {
        if (text.Length == 0) return "{}";
        try
        {
            return JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text), Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static int Usage()
    {
        Console.Error.WriteLine("ops/hub COMMAND … [--json]");
        foreach (var (name, command) in Commands) Console.Error.WriteLine($"  {name} {command.Help}");
        return UsageExit;
    }

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return 1;
    }
}
