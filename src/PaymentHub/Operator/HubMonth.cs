using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands that make a month: plan, look, submit, approve, release.</summary>
internal static class HubMonth
{
    private static readonly string[] Selecting = ["--commune", "--institution"];

    public static IEnumerable<HubVerb> Verbs =>
    [
        .. HubImport.Verbs,
        .. HubLists.Verbs,
        new("plan", "PERIOD", [], "Lập kế hoạch chi của tháng (yyyy-MM) và chờ xong.",
            "Plans the month and waits.", PlanAsync),
        new("run", "PERIOD", [], "Tiến độ và kết quả lập kế hoạch.", "How far planning is, and its result.",
            async (hub, a) => Planned(await hub.GetAsync($"api/runs/{Word(a, 0)}"))),
        new("batches", "PERIOD", ["--commune", "--programme", "--institution", "--status"],
            "Danh sách lô chi trả.", "Lists batches.", BatchesAsync),
        new("submit", "PERIOD [BATCH…]", Selecting, "Trình duyệt các lô (mã lô hoặc id; không ghi: tất cả).",
            "Submits batches (code or id; none: all).", (hub, a) => ActAsync(hub, a, "submit", "Đã trình")),
        new("approve", "PERIOD [BATCH…]", Selecting, "Duyệt các lô.", "Approves batches.",
            (hub, a) => ActAsync(hub, a, "approve", "Đã duyệt")),
        new("release", "PERIOD [BATCH…]", Selecting, "Phát lệnh chi và chờ tệp lệnh.",
            "Releases batches and waits for the files.", ReleaseAsync),
    ];

    internal static string Word(HubArguments arguments, int index) => Uri.EscapeDataString(arguments.Words[index]);

    internal static string Query(HubArguments arguments, params string[] options) => string.Concat(
        options.Select(o => (Name: o[2..], Value: arguments.Option(o))).Where(o => o.Value is not null)
            .Select(o => $"&{o.Name}={Uri.EscapeDataString(o.Value!)}"));

    private static async Task<HubAnswer> PlanAsync(HubSession hub, HubArguments a)
    {
        await hub.PostAsync($"api/runs/{Word(a, 0)}/plan");
        var path = $"api/runs/{Word(a, 0)}";
        if (!a.Waits) return Planned(await hub.GetAsync(path));
        return Planned(await hub.UntilAsync(
            path, r => $"{r["status"]}" == "Planned",
            r => $"{Number(r["communesPlanned"])}/{Number(r["communesTotal"])} xã"));
    }

    private static HubAnswer Planned(JsonNode run) => new(run, Facts(
        ("Kỳ", $"{run["period"]}"),
        ("Trạng thái", HubWords.Status(run["status"])),
        ("Xã đã lập", $"{Number(run["communesPlanned"])}/{Number(run["communesTotal"])}"),
        ("Số lô", Number(run["batches"])),
        ("Khoản chi", Number(run["payments"])),
        ("Dòng chế độ", Number(run["lines"])),
        ("Số tiền (đồng)", Number(run["amount"])),
        ("Tạm giữ", $"{Number(run["heldPayments"])} khoản, {Number(run["heldAmount"])} đồng")));

    private static async Task<HubAnswer> BatchesAsync(HubSession hub, HubArguments a)
    {
        var query = Query(a, "--commune", "--programme", "--institution", "--status");
        var list = await hub.AllPagesAsync($"api/batches?period={Word(a, 0)}{query}");
        var rows = list["items"];
        var table = Of(
            rows, Column("Mã lô", "code"), Column("Xã", "communeName"), Column("Chương trình", "programme"),
            Column("Đơn vị", "institution"), Column("Trạng thái", "status", HubWords.Batch),
            Column("Khoản chi", "payments"), Column("Số tiền (đồng)", "amount"), Column("Tạm giữ", "heldPayments"),
            Column("Tiền tạm giữ", "heldAmount"));
        return new HubAnswer(
            list,
            $"{table}\n\n{Number(list["total"])} lô, {Sum(rows, "payments")} khoản chi, {Sum(rows, "amount")} đồng; "
            + $"tạm giữ {Sum(rows, "heldPayments")} khoản, {Sum(rows, "heldAmount")} đồng.");
    }

    private static async Task<HubAnswer> ActAsync(HubSession hub, HubArguments a, string act, string done) =>
        Acted(await SendActAsync(hub, a, act), done);

    private static async Task<HubAnswer> ReleaseAsync(HubSession hub, HubArguments a)
    {
        var answer = await SendActAsync(hub, a, "release");
        var acted = Acted(answer, "Đã phát lệnh");
        var ids = answer["messageIds"]!.AsArray().Select(id => $"{id}").ToHashSet(StringComparer.Ordinal);
        if (ids.Count == 0 || !a.Waits) return acted;
        var files = await hub.UntilAsync(
            $"api/files?period={Word(a, 0)}",
            list => ids.IsSubsetOf(HubFiles.MessageIds(list)), _ => "đang lập tệp lệnh");
        return acted with { Text = $"{acted.Text}\n\n{HubFiles.Table(files)}" };
    }

    private static async Task<JsonNode> SendActAsync(HubSession hub, HubArguments a, string act)
    {
        var batches = a.Words.Count == 1 ? null : await IdsAsync(hub, a.Words[0], a.Words.Skip(1));
        return await hub.PostAsync($"api/batches/{act}", new JsonObject
        {
            ["period"] = a.Words[0],
            ["communes"] = ListOf(a.Options("--commune")),
            ["institutions"] = ListOf(a.Options("--institution")),
            ["batchIds"] = ListOf(batches),
        });
    }

    // People know batches by their codes, the API by their ids.
    private static async Task<IEnumerable<string>> IdsAsync(HubSession hub, string period, IEnumerable<string> names)
    {
        var wanted = names.ToList();
        if (wanted.TrueForAll(n => Guid.TryParse(n, out _))) return wanted;
        var list = await hub.AllPagesAsync($"api/batches?period={Uri.EscapeDataString(period)}");
        var known = list["items"]!.AsArray().ToDictionary(b => $"{b!["code"]}", b => $"{b!["batchId"]}");
        return wanted.Select(n => Guid.TryParse(n, out _) ? n : known.GetValueOrDefault(n)
            ?? throw new RefusedException($"Kỳ {period} không có lô {n}.\nThe period has no batch {n}."));
    }

    private static JsonArray? ListOf(IEnumerable<string>? values) =>
        values is null ? null : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);

    private static HubAnswer Acted(JsonNode answer, string done)
    {
        var refused = answer["refused"]!.AsArray();
        var text = $"{done} {answer["acted"]!.AsArray().Count.ToString("N0", CultureOf)} lô; "
            + $"bị từ chối {refused.Count.ToString("N0", CultureOf)} lô.";
        foreach (var group in refused.GroupBy(r => $"{r!["code"]}"))
        {
            var first = group.First()!;
            text += $"\n  {group.Count().ToString("N0", CultureOf)} lô ({group.Key}): {first["detail"]}";
        }

        return new HubAnswer(answer, text, refused.Count > 0);
    }

    private static System.Globalization.CultureInfo CultureOf { get; } =
        System.Globalization.CultureInfo.GetCultureInfo("vi-VN");
}
