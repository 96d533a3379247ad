using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>
/// The commands around files and what came of them: files out and in, exceptions, tie-out, cases, audit.
/// </summary>
internal static class HubFiles
{
    public static IEnumerable<HubVerb> Verbs =>
    [
        new("files", "PERIOD", ["--into"], "Tệp lệnh chi của tháng; --into THƯ_MỤC tải nội dung về.",
            "The month's files; --into FOLDER fetches their content.", FilesAsync),
        new("receive", "INSTITUTION FILE", [], "Nhận tệp của ngân hàng, bưu điện và chờ đối chiếu.",
            "Receives a file of an institution and waits.", ReceiveAsync),
        new("file", "FILE_ID", [], "Kết quả một tệp đã nhận.", "What became of a received file.",
            async (hub, a) => Received(await hub.GetAsync($"api/bank-files/{Word(a, 0)}"))),
        new("post-file", "FILE_ID REASON", [], "Đề nghị hoặc đồng ý ghi sổ một tệp đang tạm giữ (cần hai người).",
            "Proposes or agrees to post a held file (two people).", (hub, a) => DecideAsync(hub, a, "post")),
        new("refuse-file", "FILE_ID REASON", [], "Đề nghị hoặc đồng ý từ chối một tệp đang tạm giữ (cần hai người).",
            "Proposes or agrees to refuse a held file (two people).", (hub, a) => DecideAsync(hub, a, "refuse")),
        new("payments", "PERIOD", ["--status"], "Danh sách khoản chi.", "Lists payments.", PaymentsAsync),
        new("payment", "END_TO_END_ID", [], "Diễn biến một khoản chi.", "The story of one payment.", PaymentAsync),
        new("breaks", "PERIOD", [], "Khoản chưa giải thích được.", "Exceptions.", BreaksAsync),
        new("tie-out", "PERIOD", [], "Đối chiếu của tháng và các đẳng thức.", "Tie-out and identities.", TieOutAsync),
        new("months", "PERIOD", [], "Đối chiếu tháng hưởng theo chương trình.", "The months identity.", MonthsAsync),
        new("flags", "PERIOD", [], "Dấu hiệu sai phạm.", "Misuse cases.", FlagsAsync),
        new("history", "payment|person|batch|file|account KEY", [], "Mọi sự kiện: ai, khi nào, vì sao.",
            "Every event: who, when, why.", HistoryAsync),
        new("verify", "[--known-at INSTANT]", ["--known-at"],
            "Dựng lại mọi bảng từ sự kiện và so sánh; hoặc các đẳng thức như đã biết tại một thời điểm.",
            "Replays all events and compares; or the identities as known at an instant.", VerifyAsync),
    ];

    public static IEnumerable<string> MessageIds(JsonNode list) =>
        list["items"]!.AsArray().Select(f => $"{f!["messageId"]}");

    public static string Table(JsonNode list) => Of(
        list["items"], Column("Mã thông điệp", "messageId"), Column("Loại", "kind"), Column("Đơn vị", "institution"),
        Column("Định dạng", "format"),
        Column("Tên tệp", "fileName"), Column("Khoản chi", "payments"), Column("Số tiền (đồng)", "amount"),
        Column("Trạng thái", "status", HubWords.Status));

    private static async Task<HubAnswer> FilesAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync($"api/files?period={Word(a, 0)}");
        if (a.Option("--into") is not { } folder) return new HubAnswer(list, Table(list));
        Directory.CreateDirectory(folder);
        foreach (var file in list["items"]!.AsArray())
        {
            var name = Path.GetFileName($"{file!["fileName"]}");
            await hub.DownloadAsync($"api/files/{file["messageId"]}/content", Path.Combine(folder, name));
        }

        return new HubAnswer(list, $"{Table(list)}\n\nĐã tải {list["items"]!.AsArray().Count} tệp về {folder}.");
    }

    private static async Task<HubAnswer> ReceiveAsync(HubSession hub, HubArguments a)
    {
        var sent = await hub.UploadAsync($"api/bank-files?institution={Word(a, 0)}", a.Words[1]);
        var path = $"api/bank-files/{sent["fileId"]}";
        var again = sent["duplicateOf"] is null ? "" : "Tệp này đã nhận trước đây; không xử lý lại.\n";
        var state = a.Waits
            ? await hub.UntilAsync(path, IsSettled, f => $"{Number(f["matched"])}/{Number(f["entries"])} mục")
            : await hub.GetAsync(path);
        var answer = Received(state);
        return answer with { Text = again + answer.Text };
    }

    private static async Task<HubAnswer> DecideAsync(HubSession hub, HubArguments a, string act)
    {
        var path = $"api/bank-files/{Word(a, 0)}";
        await hub.PostAsync($"{path}/{act}", new JsonObject { ["reason"] = string.Join(' ', a.Words.Skip(1)) });
        var state = a.Waits ? await hub.UntilAsync(path, IsSettled, _ => "") : await hub.GetAsync(path);
        return Received(state) with { IsRefused = false };
    }

    private static bool IsSettled(JsonNode file) =>
        $"{file["status"]}" is "Reconciled" or "Held" or "Proposed" or "Refused" or "Duplicate";

    private static HubAnswer Received(JsonNode file)
    {
        var text = Facts(
            ("Tệp", $"{file["fileName"]}"),
            ("Mã tệp", $"{file["fileId"]}"),
            ("Đơn vị", $"{file["institution"]}"),
            ("Loại", $"{file["format"]}"),
            ("Trạng thái", HubWords.Status(file["status"])),
            ("Số mục", Number(file["entries"])),
            ("Đã khớp", Number(file["matched"])),
            ("Chưa giải thích", Number(file["breaks"])));
        foreach (var reason in file["reasons"]!.AsArray()) text += $"\nLý do: {reason}";
        foreach (var finding in file["findings"]!.AsArray())
        {
            text += $"\n  {finding!["line"]} {finding["where"]} {finding["rule"]}: {finding["textVi"]}";
        }

        return new HubAnswer(file, text, $"{file["status"]}" is "Held" or "Proposed" or "Refused");
    }

    private static async Task<HubAnswer> PaymentsAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.AllPagesAsync($"api/payments?period={Word(a, 0)}{Query(a, "--status")}");
        var table = Of(
            list["items"], Column("Mã lệnh", "endToEndId"), Column("Số", "no"), Column("Đơn vị", "institution"),
            Column("Mã xã", "commune"), Column("Số tiền (đồng)", "amount"),
            Column("Trạng thái", "status", HubWords.Payment), Column("Mã lý do", "code"), Column("Tạm giữ", "held"));
        return new HubAnswer(
            list, $"{table}\n\n{Number(list["total"])} khoản chi, {Sum(list["items"], "amount")} đồng.");
    }

    private static async Task<HubAnswer> PaymentAsync(HubSession hub, HubArguments a)
    {
        var story = await hub.GetAsync($"api/payments/{Word(a, 0)}");
        var payment = story["payment"]!;
        var facts = Facts(
            ("Mã lệnh", $"{payment["endToEndId"]}"),
            ("Số tiền (đồng)", Number(payment["amount"])),
            ("Trạng thái", HubWords.Payment(payment["status"])),
            ("Đơn vị", $"{payment["institution"]}"),
            ("Người nhận", $"{story["payout"]!["payeeName"]} {story["payout"]!["account"]}"));
        var lines = Of(
            story["lines"], Column("Hồ sơ", "dossier"), Column("Loại", "kind"), Column("Từ tháng", "firstMonth"),
            Column("Đến tháng", "lastMonth"), Column("Số tiền (đồng)", "amount"),
            Column("Cách tính", "whyVi", sentences => $"{sentences!.AsArray()[^1]}"));
        var outcomes = Of(
            story["outcomes"], Column("Lúc", "at", HubWords.Moment), Column("Trạng thái", "status", HubWords.Payment),
            Column("Số tiền (đồng)", "amount"), Column("Mã", "code"), Column("Ngày giá trị", "valueDate"));
        return new HubAnswer(story, $"{facts}\n\n{lines}\n\n{outcomes}");
    }

    private static async Task<HubAnswer> BreaksAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync($"api/breaks?period={Word(a, 0)}");
        return new HubAnswer(list, Of(
            list["items"], Column("Loại", "kind"), Column("Số tiền (đồng)", "amount"),
            Column("Số tham chiếu ngân hàng", "bankReference"), Column("Mã lệnh", "endToEndId"),
            Column("Tài khoản", "account"), Column("Việc cần làm", "textVi")));
    }

    private static async Task<HubAnswer> TieOutAsync(HubSession hub, HubArguments a)
    {
        var tieOut = await hub.GetAsync($"api/tie-out/{Word(a, 0)}");
        var lines = Of(
            tieOut["lines"], Column("Chỉ tiêu", "labelVi"), Column("Khoản chi", "count"),
            Column("Số tiền (đồng)", "amount"));
        var identities = Of(
            tieOut["identities"], Column("Đẳng thức", "name"), Column("Theo", "dimension"), Column("Vế trái", "left"),
            Column("Vế phải", "right"), Column("Kết quả", "holds", HubWords.Holds));
        var holds = tieOut["holds"]!.GetValue<bool>();
        var verdict = holds ? "Mọi đẳng thức đều đúng." : "CÓ ĐẲNG THỨC SAI.";
        return new HubAnswer(tieOut, $"{lines}\n\n{identities}\n\n{verdict}", !holds);
    }

    private static async Task<HubAnswer> MonthsAsync(HubSession hub, HubArguments a)
    {
        var months = await hub.GetAsync($"api/tie-out/{Word(a, 0)}/months");
        var holds = months["holds"]!.GetValue<bool>();
        var table = Of(
            months["programmes"], Column("Chương trình", "programme"), Column("Phải chi", "due"),
            Column("Đã chi trước", "paidEarlier"), Column("Đã chi", "settled"), Column("Đang chi", "underWay"),
            Column("Còn phải lập", "toPlan"), Column("Chi thừa", "overpaid"),
            Column("Kết quả", "holds", HubWords.Holds));
        var verdict = holds ? "Tháng hưởng khớp." : "THÁNG HƯỞNG KHÔNG KHỚP.";
        return new HubAnswer(months, $"{table}\n\n{verdict}", !holds);
    }

    private static async Task<HubAnswer> FlagsAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync($"api/flags?period={Word(a, 0)}");
        return new HubAnswer(list, Of(
            list["items"], Column("Loại", "detector"), Column("Trạng thái", "status", HubWords.Status),
            Column("Số tiền (đồng)", "amount"), Column("Hồ sơ", "dossiers"), Column("Giải thích", "explanationVi")));
    }

    private static async Task<HubAnswer> HistoryAsync(HubSession hub, HubArguments a)
    {
        var history = await hub.GetAsync($"api/history/{Word(a, 0)}/{Word(a, 1)}");
        return new HubAnswer(history, Of(
            history["items"], Column("Lúc", "at", HubWords.Moment), Column("Sự kiện", "event"), Column("Ai", "user"),
            Column("Lý do", "reason"), Column("Liên kết", "correlationId")));
    }

    private static async Task<HubAnswer> VerifyAsync(HubSession hub, HubArguments a)
    {
        var knownAt = a.Option("--known-at") is { } at ? $"?knownAt={Uri.EscapeDataString(at)}" : "";
        var answer = await hub.PostAsync("api/verify" + knownAt);
        var holds = answer["holds"]!.GetValue<bool>();
        var table = Of(
            answer["tables"], Column("Bảng", "table"), Column("Số dòng", "rows"), Column("Dựng lại", "replayed"),
            Column("Kết quả", "differs", d => d!.GetValue<bool>() ? "KHÁC" : "khớp"),
            Column("Khác biệt đầu tiên", "firstDifference"));
        var failed = Of(
            new JsonArray([.. answer["checks"]!.AsArray().Where(c => !c!["holds"]!.GetValue<bool>())
                .Select(c => c!.DeepClone())]),
            Column("Phép kiểm tra", "name"), Column("Theo", "dimension"), Column("Vế trái", "left"),
            Column("Vế phải", "right"));
        var verdict = holds
            ? (knownAt.Length == 0 ? "Mọi bảng khớp với sự kiện; " : "")
                + $"{answer["checks"]!.AsArray().Count} phép kiểm tra sổ cái đều đúng."
            : $"CÓ BẢNG KHÔNG KHỚP VỚI SỰ KIỆN, HOẶC PHÉP KIỂM TRA SAI:\n{failed}";
        return new HubAnswer(answer, knownAt.Length == 0 ? $"{table}\n\n{verdict}" : verdict, !holds);
    }
}
