using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Play;

/// <summary>Plays the month step by step, from the register to the last report of the post office.</summary>
internal sealed class MonthPlay(HubClient hub, Checks checks, ProvinceFiles province, SyntheticBank bank)
{
    public const string Period = "2026-11";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task PlayAsync()
    {
        await ClockAsync("2026-10-22T01:00:00Z");
        await ImportAsync("allotments", province.Allotments, "Completed");
        await ImportAsync("register", province.Register, "Completed");
        await ImportAsync("deaths", province.Deaths, "Completed");
        await checks.RunAsync("Danh sách lỗi bị từ chối", ImportBadAsync);
        await PlanAsync();
        await ClockAsync("2026-10-23T01:00:00Z");
        await ActAsync("trinh", "submit", "trình");
        await ActAsync("duyet1", "approve", "duyệt lần một");
        await ActAsync("duyet2", "approve", "duyệt lần hai");
        await ClockAsync("2026-10-29T01:00:00Z");
        await ImportAsync("deaths", province.DeathsLate, "Completed");
        await ClockAsync("2026-10-30T01:00:00Z");
        await ReleaseAsync();
        await ClockAsync("2026-11-02T01:00:00Z");
        await BankDaysAsync();
    }

    internal static void Tell(FormattableString line) => Console.WriteLine(line.ToString(Checks.Vietnamese));

    private async Task ClockAsync(string now)
    {
        await hub.PostAsync("quantri", "/api/demo/clock", new JsonObject { ["now"] = now });
        Tell($"— {now}");
    }

    private async Task<JsonNode> ImportAsync(string kind, string path, string expected)
    {
        var name = Path.GetFileName(path);
        var sent = await hub.UploadAsync("nhap", $"/api/register/imports?kind={kind}", name,
            await File.ReadAllBytesAsync(path));
        var import = await hub.PollAsync("nhap", $"/api/register/imports/{sent["importId"]}",
            answer => $"{answer["status"]}" is "Completed" or "CompletedWithRefusals" or "Refused");
        var (rows, refused) = (Number(import, "rows"), Number(import, "refused"));
        Tell($"  Nhập {name}: {import["status"]}, {rows:N0} dòng, {refused:N0} lỗi");
        if ($"{import["status"]}" != expected)
            throw new HubException($"{name}: mong đợi {expected}, nhận {import["status"]}");
        return import;
    }

    private async Task ImportBadAsync()
    {
        var text = await File.ReadAllTextAsync(province.BadRegisterTruth);
        var truth = JsonSerializer.Deserialize<BadRegisterTruth>(text, Json)!;
        var import = await ImportAsync("register", province.BadRegister, "Refused");
        checks.Compare("Lỗi của danh sách sai (dòng|quy tắc)",
            truth.Findings.Select(f => $"{f.Row}|{f.Column}|{f.Rule}|{f.Severity}"),
            Items(import["findings"]).Select(f => $"{f["row"]}|{f["column"]}|{f["rule"]}|{f["severity"]}"));
    }

    private async Task PlanAsync()
    {
        await hub.PostAsync("lap", $"/api/runs/{Period}/plan");
        var run = await hub.PollAsync("lap", $"/api/runs/{Period}", answer => $"{answer["status"]}" == "Planned");
        Tell($"  Lập tháng 11/2026: {Number(run, "batches"):N0} lô, {Number(run, "payments"):N0} lệnh chi,");
        Tell($"  {Number(run, "amount"):N0} đồng; tạm giữ {Number(run, "heldPayments"):N0} lệnh");
    }

    private async Task<JsonNode> ActAsync(string user, string act, string verb)
    {
        var answer = await hub.PostAsync(user, $"/api/batches/{act}", new JsonObject { ["period"] = Period });
        var refused = Items(answer["refused"]).ToList();
        Tell($"  {user} {verb}: {Items(answer["acted"]).Count():N0} lô; không thực hiện {refused.Count:N0} lô");
        foreach (var group in refused.GroupBy(r => $"{r["code"]}").Where(g => g.Key != "batch-wrong-status"))
            Tell($"    {group.Key} ({group.Count():N0} lô): {group.First()["detail"]}");
        return answer;
    }

    private async Task ReleaseAsync()
    {
        var answer = await ActAsync("khobac", "release", "chuyển ngân hàng");
        var sent = Items(answer["messageIds"]).Select(id => $"{id}").ToHashSet(StringComparer.Ordinal);
        if (sent.Count == 0)
            throw new HubException("Không có tệp chi nào được phát hành");
        var files = await hub.PollAsync("khobac", $"/api/files?period={Period}", list =>
            sent.IsSubsetOf(Items(list["items"]).Select(file => $"{file["messageId"]}")));
        foreach (var file in Items(files["items"]))
            Receive(file, await hub.DownloadAsync(UserOf($"{file["institution"]}"),
                $"/api/files/{file["messageId"]}/content"));
    }

    private void Receive(JsonNode file, byte[] bytes)
    {
        var receipt = bank.Receive($"{file["institution"]}", $"{file["fileName"]}", bytes);
        Tell($"  {file["institution"]} nhận {file["fileName"]}: {receipt.Payments:N0} lệnh, {receipt.Amount:N0} đồng");
        if (receipt.Status is not ReceiptStatus.Accepted)
            checks.Require($"Tệp {file["fileName"]}", false, $"{receipt.Status} {string.Join("; ", receipt.Problems)}");
    }

    private async Task BankDaysAsync()
    {
        var files = bank.Statuses().Concat(bank.Statements()).Concat(bank.PostReports())
            .OrderBy(file => file.AvailableAt).ThenBy(file => file.Institution, StringComparer.Ordinal).ToList();
        LocalDateTime? now = null;
        foreach (var file in files)
        {
            if (now != file.AvailableAt)
            {
                var instant = file.AvailableAt.WithOffset(Offset.FromHours(7)).ToInstant();
                await ClockAsync(InstantPattern.General.Format(instant));
            }

            now = file.AvailableAt;
            await checks.RunAsync($"Tệp {file.FileName}", () => UploadAsync(file));
        }

        if (files.Find(file => file.Kind == BankFileKind.Statement) is { } again)
            await checks.RunAsync("Sao kê gửi lại", () => UploadAgainAsync(again));
    }

    private async Task UploadAsync(BankFile file)
    {
        var sent = await SendAsync(file);
        var read = await hub.PollAsync(UserOf(file.Institution), $"/api/bank-files/{sent["fileId"]}",
            answer => $"{answer["status"]}" is "Reconciled" or "Held" or "Refused");
        var (entries, breaks) = (Number(read, "entries"), Number(read, "breaks"));
        Tell($"  {file.FileName}: {read["status"]}, {entries:N0} mục, {breaks:N0} chênh lệch");
        if ($"{read["status"]}" == "Reconciled")
            return;
        var reasons = read["reasons"]?.ToJsonString() + read["findings"]?.ToJsonString();
        checks.Require($"Tệp {file.FileName}", false, $"{read["status"]} {reasons}");
    }

    private async Task UploadAgainAsync(BankFile file)
    {
        var sent = await SendAsync(file);
        checks.Require("Sao kê gửi lại được nhận ra", sent["duplicateOf"] is not null, sent.ToJsonString());
    }

    private Task<JsonNode> SendAsync(BankFile file) => hub.UploadAsync(UserOf(file.Institution),
        $"/api/bank-files?institution={file.Institution}", file.FileName, file.ToArray());

    private static string UserOf(string institution) =>
        "bank-" + institution.ToLower(System.Globalization.CultureInfo.InvariantCulture);

    internal static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    internal static long Number(JsonNode node, string name) => node[name]?.GetValue<long>() ?? 0;
}
