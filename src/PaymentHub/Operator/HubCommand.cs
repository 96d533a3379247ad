using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PaymentHub.Operator;

/// <summary>
/// The operator's command line: a client of the service's own API, so every command is the same use case under the same
/// policies. It signs in as a named user (<c>PAYMENTHUB_USER</c>, <c>PAYMENTHUB_PASSWORD_FILE</c> or
/// <c>PAYMENTHUB_PASSWORD</c>) and has no way to act as somebody else.
/// </summary>
public static class HubCommand
{
    private const int Refused = 1;
    private const int WrongCall = 2;
    private const int NotThere = 3;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly HubVerb[] Verbs =
        [.. HubMonth.Verbs, .. HubRights.Verbs, .. HubFiles.Verbs, .. HubLedger.Verbs, .. HubMatching.Verbs,
            .. Evaluate.EvaluateMatching.Verbs];

    /// <returns>0 done, 1 refused or not in order, 2 a wrong call, 3 no service.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var asJson = args.Contains("--json");
        try
        {
            return await DispatchAsync(args);
        }
        catch (UsageException e)
        {
            return await FailAsync(WrongCall, e.Message);
        }
        catch (RefusedException e)
        {
            if (asJson && e.Json is { } problem)
                await Console.Out.WriteLineAsync(JsonNode.Parse(problem)!.ToJsonString(Indented));
            return await FailAsync(Refused, e.Message);
        }
        catch (HttpRequestException e)
        {
            return await FailAsync(
                NotThere,
                $"Không kết nối được dịch vụ tại {HubSession.Address}; hãy chạy ops/run trước.\n"
                + $"The service at {HubSession.Address} does not answer; start ops/run first. ({e.Message})");
        }
        catch (TaskCanceledException)
        {
            return await FailAsync(
                NotThere, "Dịch vụ không trả lời trong 10 phút.\nThe service did not answer within 10 minutes.");
        }
    }

    private static async Task<int> DispatchAsync(string[] args)
    {
        var name = args.FirstOrDefault(a => !a.StartsWith('-'));
        if (name is null or "help") return await HelpAsync(name is null && !args.Any(a => a is "--help" or "-h"));
        if (name == HubInspect.Name) return await InspectAsync(args);
        if (Verbs.FirstOrDefault(v => v.Name == name) is not { } verb)
            throw new UsageException($"Không có lệnh {name}; xem ops/hub help. / There is no command {name}.");
        var words = args.ToList();
        words.Remove(name);
        var arguments = HubArguments.Of(words);
        if (arguments.WantsHelp)
        {
            await Console.Out.WriteLineAsync($"{verb.Call} [--json]\n  {verb.Vietnamese}\n  {verb.English}");
            return 0;
        }

        verb.Check(arguments);
        var answer = verb.IsLocal ? await verb.RunAsync(null!, arguments) : await AskAsync(verb, arguments);
        await Console.Out.WriteLineAsync(arguments.WantsJson ? answer.Data.ToJsonString(Indented) : answer.Text);
        return answer.IsRefused ? Refused : 0;
    }

    private static async Task<int> InspectAsync(string[] args)
    {
        var words = args.ToList();
        words.Remove(HubInspect.Name);
        var arguments = HubArguments.Of(words);
        if (!arguments.WantsHelp) return HubInspect.Run(arguments);
        await Console.Out.WriteLineAsync($"{HubInspect.Call}\n  {HubInspect.Vietnamese}\n  {HubInspect.English}");
        return 0;
    }

    private static async Task<HubAnswer> AskAsync(HubVerb verb, HubArguments arguments)
    {
        using var hub = new HubSession();
        await hub.SignInAsync();
        return await verb.RunAsync(hub, arguments);
    }

    private static async Task<int> HelpAsync(bool isWrongCall)
    {
        var to = isWrongCall ? Console.Error : Console.Out;
        var width = Verbs.Max(v => v.Name.Length + v.Usage.Length) + 1;
        await to.WriteLineAsync("ops/hub LỆNH … [--json] [--no-wait]   (ops/hub LỆNH --help: chi tiết)\n");
        foreach (var v in Verbs) await to.WriteLineAsync($"  {$"{v.Name} {v.Usage}".PadRight(width)}  {v.Vietnamese}");
        await to.WriteLineAsync($"  {HubInspect.Name} {HubInspect.Usage}\n      {HubInspect.Vietnamese}");
        await to.WriteLineAsync("""

              Môi trường / environment:
                PAYMENTHUB_URL            địa chỉ dịch vụ / the service (http://localhost:5080)
                PAYMENTHUB_USER           người dùng / user
                PAYMENTHUB_PASSWORD_FILE  tệp chứa mật khẩu / file with the password (hoặc/or PAYMENTHUB_PASSWORD)
              Mã thoát / exit codes: 0 xong, 1 bị từ chối hoặc không khớp, 2 gọi sai, 3 không có dịch vụ.
              Lập quản trị viên đầu tiên / first administrator: ops/hub first-administrator --user TÊN
            """);
        return isWrongCall ? WrongCall : 0;
    }

    private static async Task<int> FailAsync(int exit, string text)
    {
        await Console.Error.WriteLineAsync(text);
        return exit;
    }
}
