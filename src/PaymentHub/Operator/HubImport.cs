using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands that bring files into the register, or tell what a file would change.</summary>
internal static class HubImport
{
    private static readonly string[] Reading = ["--source", "--coding", "--places-as-of"];

    public static IEnumerable<HubVerb> Verbs =>
    [
        new("import", "KIND|IMPORT_ID [FILE]", Reading,
            "Nhập tệp (register, decisions, deaths, moves, households, pensions, identifiers, places, areas, "
            + "allotments) và chờ; --dry-run chỉ chạy thử. Chỉ ghi mã: xem kết quả.",
            "Imports a file of a kind and waits; --dry-run only tells what would change. An id alone: its result.",
            ImportAsync),
        new("import-cancel", "IMPORT_ID", [], "Dừng một lần nhập; các dòng đã nhập giữ nguyên.",
            "Stops an import; rows that were applied stay.", (hub, a) => ActAsync(hub, a, "cancel")),
        new("import-resume", "IMPORT_ID", [], "Nhập tiếp một lần nhập đã dừng hoặc bị lỗi.",
            "Goes on with a stopped or failed import.",
            (hub, a) => ActAsync(hub, a, "resume")),
    ];

    private static async Task<HubAnswer> ImportAsync(HubSession hub, HubArguments a)
    {
        if (a.Words.Count == 1) return Imported(await hub.GetAsync($"api/register/imports/{Word(a, 0)}"));
        var day = a.Option("--places-as-of") is { } places ? $"&placesAsOf={Uri.EscapeDataString(places)}" : "";
        var path = $"api/register/imports?kind={Word(a, 0)}{(a.IsTrial ? "&dryRun=true" : "")}"
            + $"{Query(a, "--source", "--coding")}{day}";
        var sent = await hub.UploadAsync(path, a.Words[1]);
        // A file that was applied before is looked at anew, so that the counts are those of this call.
        if (sent["wasThere"]?.GetValue<bool>() == true)
        {
            await DoneAsync(hub, a, $"api/register/imports/{sent["importId"]}");
            sent = await hub.UploadAsync(path + "&again=true", a.Words[1]);
        }

        return await DoneAsync(hub, a, $"api/register/imports/{sent["importId"]}");
    }

    private static async Task<HubAnswer> ActAsync(HubSession hub, HubArguments a, string act)
    {
        var path = $"api/register/imports/{Word(a, 0)}";
        await hub.PostAsync($"{path}/{act}");
        return act == "cancel" ? Imported(await hub.GetAsync(path)) : await DoneAsync(hub, a, path);
    }

    private static async Task<HubAnswer> DoneAsync(HubSession hub, HubArguments a, string path)
    {
        if (!a.Waits) return Imported(await hub.GetAsync(path));
        var import = await hub.UntilAsync(
            path, i => $"{i["status"]}" is "Completed" or "CompletedWithRefusals" or "Refused" or "Cancelled"
                or "Failed",
            i => $"{Number(i["processed"])}/{Number(i["rows"])} dòng");
        return Imported(await WithAllFindingsAsync(hub, import, path));
    }

    // The state of an import carries the first findings only.
    private static async Task<JsonNode> WithAllFindingsAsync(HubSession hub, JsonNode import, string path)
    {
        var shown = import["findings"]!.AsArray();
        var count = import["findingsTotal"]!.GetValue<int>();
        const int size = 1_000;
        for (var page = 2; shown.Count < count; page++)
        {
            var more = (await hub.GetAsync($"{path}/findings?page={page}&size={size}"))["items"]!.AsArray();
            if (more.Count == 0) break;
            foreach (var finding in more) shown.Add(finding!.DeepClone());
        }

        return import;
    }

    private static HubAnswer Imported(JsonNode import)
    {
        var facts = Facts(
            ("Lần nhập", $"{import["importId"]}"),
            ("Tệp", $"{import["fileName"]}"),
            ("Trạng thái", StatusOf(import)),
            ("Chạy thử", import["dryRun"]!.GetValue<bool>() ? "có, chưa ghi gì" : "không"),
            ("Số dòng", Number(import["rows"])),
            ("Thêm mới", Number(import["added"])),
            ("Điều chỉnh", Number(import["corrected"])),
            ("Chấm dứt", Number(import["ended"])),
            ("Không đổi", Number(import["unchanged"])),
            ("Bị từ chối", Number(import["refused"])),
            ("Chờ làm rõ địa danh", Number(import["setAside"])),
            ("Bảng mã nhận ra", $"{import["detectedCoding"]}"));
        if (import["failure"] is { } failure) facts += $"\nMã lỗi kỹ thuật: {failure}";
        var findings = import["findings"] is JsonArray { Count: > 0 } found
            ? "\n\n" + Of(
                found, Column("Dòng", "row"), Column("Cột", "column"), Column("Quy tắc", "rule"),
                Column("Mức", "severity", s => $"{s}" == "error" ? "lỗi" : "cảnh báo"), Column("Giá trị", "valueClass"),
                Column("Nội dung", "textVi"))
            : "";
        var isRefused = $"{import["status"]}" is "Refused" or "Failed" || import["refused"]!.GetValue<long>() > 0;
        return new HubAnswer(import, facts + findings, isRefused);
    }

    private static string StatusOf(JsonNode import) =>
        ($"{import["status"]}", import["dryRun"]!.GetValue<bool>()) switch
        {
            ("Completed", true) => "đã chạy thử xong",
            ("Refused", true) => "đã chạy thử, có lỗi",
            ("Failed", _) => "dừng vì lỗi kỹ thuật; làm tiếp bằng import-resume",
            _ => HubWords.Status(import["status"]),
        };
}
