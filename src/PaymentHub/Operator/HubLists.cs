using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands around the month's plan, its difference, deadlines and official lists.</summary>
internal static class HubLists
{
    public static IEnumerable<HubVerb> Verbs =>
    [
        new("deadlines", "PERIOD", [], "Hạn theo luật của kỳ: còn, quá hạn, đã xong.", "The month's legal deadlines.",
            DeadlinesAsync),
        new("month-plan", "PERIOD", ["--commune", "--programme", "--institution", "--by"],
            "Kế hoạch chi của kỳ (--by area,commune,programme,channel,source: nguồn kinh phí).",
            "The month's plan by area, commune, programme, channel and source of funds.", PlanAsync),
        new("changes", "PERIOD", ["--commune", "--programme", "--reason"],
            "Tăng, giảm so với tháng trước kèm lý do.", "What differs from the month before, with reasons.",
            ChangesAsync),
        new("lists", "payees|changes|posting|reasons PERIOD",
            ["--commune", "--programme", "--format", "--into", "--reason"],
            "Lập danh sách từng xã (PDF hoặc --format xlsx) vào THƯ_MỤC --into; --reason LÝ_DO: đủ họ tên, tài khoản.",
            "Makes each commune's list (PDF or --format xlsx) in the folder --into; --reason TEXT: unmasked.",
            ListsAsync),
    ];

    private static async Task<HubAnswer> DeadlinesAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync($"api/runs/{Word(a, 0)}/deadlines");
        return new HubAnswer(list, Of(
            list["items"], Column("Kỳ", "period"), Column("Việc", "textVi"), Column("Ngày cuối", "day"),
            Column("Luật ghi", "lawDay"),
            Column("Trạng thái", "status", HubWords.Deadline), Column("Ngày làm việc", "workingDays"),
            Column("Còn", "remaining")));
    }

    private static async Task<HubAnswer> PlanAsync(HubSession hub, HubArguments a)
    {
        var query = Query(a, "--commune", "--programme", "--institution", "--by");
        var plan = await hub.GetAsync($"api/runs/{Word(a, 0)}/plan?size={Batches.PageOf.MaxSize}{query}");
        if (a.Option("--by")?.Split(',').Contains("source") == true) return SourcesOf(plan);
        var rows = plan["items"]!.DeepClone().AsArray();
        var total = plan["total"]!.DeepClone().AsObject();
        total["communeName"] = "Tổng cộng";
        rows.Add(total);
        var table = Of(
            rows, Column("Xã", "communeName"), Column("Chương trình", "programme"), Column("Đơn vị", "institution"),
            Column("Hồ sơ", "dossiers"), Column("Khoản chi", "payments"), Column("Trong tháng", "regular"),
            Column("Truy lĩnh", "arrears"), Column("Chuyển sang", "carriedOver"), Column("Một lần", "oneOff"),
            Column("Trừ dần", "recovered"), Column("Số tiền (đồng)", "amount"));
        var holds = plan["addsUp"]!.GetValue<bool>();
        return new HubAnswer(plan, $"{table}\n\n{(holds ? "Số liệu khớp." : "SỐ LIỆU KHÔNG KHỚP.")}", !holds);
    }

    private static HubAnswer SourcesOf(JsonNode plan)
    {
        var rows = plan["sources"]!.DeepClone().AsArray();
        rows.Add(new JsonObject
        {
            ["source"] = "Tổng cộng",
            ["amount"] = plan["total"]!["amount"]!.DeepClone(),
            ["heldAmount"] = plan["total"]!["heldAmount"]!.DeepClone(),
        });
        var table = Of(
            rows, Column("Nguồn", "source"), Column("Xã", "communeName"), Column("Chương trình", "programme"),
            Column("Đơn vị", "institution"), Column("Khoản chi", "payments"), Column("Số tiền (đồng)", "amount"),
            Column("Tạm giữ (đồng)", "heldAmount"));
        var holds = plan["addsUp"]!.GetValue<bool>();
        return new HubAnswer(plan, $"{table}\n\n{(holds ? "Số liệu khớp." : "SỐ LIỆU KHÔNG KHỚP.")}", !holds);
    }

    private static async Task<HubAnswer> ChangesAsync(HubSession hub, HubArguments a)
    {
        var query = Query(a, "--commune", "--programme", "--reason");
        var changes = await hub.GetAsync($"api/runs/{Word(a, 0)}/changes?size={Batches.PageOf.MaxSize}{query}");
        var reasons = Of(
            changes["reasons"], Column("Lý do", "reasonVi"), Column("Chương trình", "programme"),
            Column("Số dòng", "count"), Column("Tăng, giảm (đồng)", "effect"));
        var holds = changes["addsUp"]!.GetValue<bool>();
        var facts = Facts(
            ($"Danh sách {changes["comparedWith"]}", Number(changes["before"])),
            ($"Danh sách {changes["period"]}", Number(changes["after"])),
            ("Số dòng khác nhau", Number(changes["total"])),
            ("Cộng từng dòng", holds ? "khớp" : "KHÔNG KHỚP"));
        return new HubAnswer(changes, $"{reasons}\n\n{facts}", !holds);
    }

    private static async Task<HubAnswer> ListsAsync(HubSession hub, HubArguments a)
    {
        var (kind, period) = (Word(a, 0), Word(a, 1));
        var folder = a.Option("--into") ?? ".";
        Directory.CreateDirectory(folder);
        var format = a.Option("--format") ?? "pdf";
        if (format is not ("pdf" or "xlsx")) throw new UsageException("--format pdf|xlsx");
        var full = a.Option("--reason") is { } reason ? $"&full=true&reason={Uri.EscapeDataString(reason)}" : "";
        var made = new JsonArray();
        foreach (var commune in await CommunesAsync(hub, a, period))
        {
            var name = $"{kind}-{period}-{commune}{(a.Option("--programme") is { } p ? "-" + p : "")}.{format}";
            var path = Path.Combine(folder, name);
            await hub.DownloadAsync(
                $"api/runs/{period}/lists?kind={kind}&commune={commune}&format={format}{Query(a, "--programme")}{full}",
                path);
            made.Add(new JsonObject
            {
                ["commune"] = commune,
                ["file"] = path,
                ["bytes"] = new FileInfo(path).Length,
            });
        }

        var answer = new JsonObject { ["items"] = made };
        return new HubAnswer(answer, Of(
            answer["items"], Column("Mã xã", "commune"), Column("Tệp", "file"), Column("Số byte", "bytes")));
    }

    private static async Task<IEnumerable<string>> CommunesAsync(HubSession hub, HubArguments a, string period)
    {
        if (a.Option("--commune") is not null) return a.Options("--commune")!;
        var plan = await hub.GetAsync(
            $"api/runs/{period}/plan?by=commune&size={Batches.PageOf.MaxSize}{Query(a, "--programme")}");
        return plan["items"]!.AsArray().Select(i => $"{i!["commune"]}");
    }
}
