using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands around the ledger: balances at any time, and the books of the months.</summary>
internal static class HubLedger
{
    public static IEnumerable<HubVerb> Verbs =>
    [
        new("balances", "", ["--dimensions", "--valueDate", "--knownAt", "--ledgerAccount"],
            "Số dư theo ngày giá trị, như đã biết tại một thời điểm.",
            "Balances by value date, as known at a moment.", BalancesAsync),
        new("trial-balance", "", [], "Bảng cân đối phát sinh theo hệ thống tài khoản hành chính, sự nghiệp.",
            "The trial balance in the public-sector chart.", TrialBalanceAsync),
        new("fund-year", "YEAR", ["--commune", "--programme"],
            "Nguồn kinh phí của năm: dự toán, đã giữ, đã tạm ứng, đã chi, còn lại.",
            "Funds of a budget year: allotted, promised, advanced, settled, left.", FundYearAsync),
        new("receivables", "", [], "Các khoản phải thu hồi và tuổi nợ.", "Money to be recovered, with its age.",
            ReceivablesAsync),
        new("periods", "", [], "Các kỳ kế toán và trạng thái khóa sổ.", "Accounting periods.",
            PeriodsAsync),
        new("period", "PERIOD", [], "Danh mục kiểm tra khóa sổ và niêm phong của một kỳ.",
            "Checklist and seal of a month's books.", async (hub, a) => Books(await GetAsync(hub, a))),
        new("soft-close", "PERIOD", [], "Khóa sổ tạm một kỳ.", "Soft-closes a month.",
            (hub, a) => ActAsync(hub, a, "soft-close", [])),
        new("sign-period", "PERIOD", ["--carry"],
            "Ký khóa sổ; --carry LOẠI=LÝ DO cho khoản chưa giải thích chuyển sang tháng sau.",
            "Signs; --carry KIND=REASON for exceptions carried over.", SignAsync),
        new("open-period", "PERIOD REASON", [], "Mở lại kỳ mới khóa tạm.", "Takes a soft close back.",
            (hub, a) => ActAsync(hub, a, "open", ReasonOf(a))),
        new("reopen-period", "PERIOD REASON", [], "Đề nghị hoặc đồng ý mở lại kỳ đã khóa (hai người).",
            "Proposes or agrees to reopen a closed month (two people).",
            (hub, a) => ActAsync(hub, a, "reopen", ReasonOf(a))),
    ];

    private static async Task<HubAnswer> ReceivablesAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync("api/receivables");
        return new HubAnswer(list, Of(
            list["items"], Column("Hồ sơ", "dossier"), Column("Quyết định", "decisionNumber"),
            Column("Phải thu", "amount"), Column("Đã thu", "collected"), Column("Đã xóa", "writtenOff"),
            Column("Còn lại", "left"), Column("Hạn", "dueOn")));
    }

    private static async Task<HubAnswer> PeriodsAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync("api/accounting-periods");
        return new HubAnswer(list, Of(
            list["items"], Column("Kỳ", "period"), Column("Trạng thái", "status"),
            Column("Bút toán", "postings"), Column("Phát sinh nợ (đồng)", "debit"),
            Column("Người thực hiện", "byUser"), Column("Lúc", "at", HubWords.Moment)));
    }

    private static async Task<HubAnswer> BalancesAsync(HubSession hub, HubArguments a)
    {
        var query = Query(a, "--dimensions", "--valueDate", "--knownAt", "--ledgerAccount").TrimStart('&');
        var list = await hub.GetAsync($"api/balances?{query}");
        var dimensions = list["items"]!.AsArray().FirstOrDefault()?["of"]?.AsObject().Select(d => d.Key) ?? [];
        HubColumn[] columns =
        [
            .. dimensions.Select(d => new HubColumn(d, row => row["of"]![d])),
            Column("Nợ", "debit"), Column("Có", "credit"), Column("Số dư (nợ dương)", "amount"),
        ];
        return new HubAnswer(list, $"{Of(list["items"], columns)}\n\nTổng: {Number(list["total"])} đồng");
    }

    private static async Task<HubAnswer> FundYearAsync(HubSession hub, HubArguments a)
    {
        var query = Query(a, "--commune", "--programme").TrimStart('&');
        var year = await hub.GetAsync($"api/fund-years/{Word(a, 0)}?{query}");
        var table = Of(
            year["items"], Column("Xã", "commune"), Column("Chương trình", "programme"), Column("Nguồn", "source"),
            Column("Dự toán", "allotted"), Column("Chuyển sang", "carriedIn"), Column("Đã giữ", "promised"),
            Column("Đã tạm ứng", "advanced"), Column("Đã chi", "settled"), Column("Còn lại", "available"));
        return new HubAnswer(
            year, $"{table}\n\n{year["stage"]}; còn lại {Number(year["total"]!["available"])} đồng.");
    }

    private static async Task<HubAnswer> TrialBalanceAsync(HubSession hub, HubArguments a)
    {
        var list = await hub.GetAsync("api/trial-balance");
        return new HubAnswer(list, Of(
            list["items"], Column("Số hiệu", "publicCode"), Column("Tên", "publicNameVi"),
            Column("Đã đối chiếu", "publicVerified"), Column("Tài khoản", "account"), Column("Nợ", "debit"),
            Column("Có", "credit"), Column("Số dư (nợ dương)", "balance")));
    }

    private static Task<JsonNode> GetAsync(HubSession hub, HubArguments a) =>
        hub.GetAsync($"api/accounting-periods/{Word(a, 0)}");

    private static JsonObject ReasonOf(HubArguments a) => new() { ["reason"] = string.Join(' ', a.Words.Skip(1)) };

    private static Task<HubAnswer> SignAsync(HubSession hub, HubArguments a)
    {
        var carried = new JsonObject();
        foreach (var pair in (a.Options("--carry") ?? []).Select(c => c.Split('=', 2)).Where(p => p.Length == 2))
            carried[pair[0]] = pair[1];
        return ActAsync(hub, a, "sign", new JsonObject { ["carried"] = carried });
    }

    private static async Task<HubAnswer> ActAsync(HubSession hub, HubArguments a, string act, JsonObject body)
    {
        await hub.PostAsync($"api/accounting-periods/{Word(a, 0)}/{act}", body);
        return Books(await GetAsync(hub, a)) with { IsRefused = false };
    }

    private static HubAnswer Books(JsonNode books)
    {
        var facts = Facts(
            ("Kỳ", $"{books["period"]}"), ("Trạng thái", $"{books["status"]}"),
            ("Bút toán", Number(books["postings"])), ("Mã băm", $"{books["hash"]}"),
            ("Niêm phong", books["sealHolds"] is { } s ? s.GetValue<bool>() ? "nguyên vẹn" : "ĐÃ KHÁC" : "chưa có"));
        var points = Of(books["checklist"], Column("Nội dung", "textVi"), Column("Kết quả", "holds", HubWords.Holds));
        var left = Of(
            books["exceptions"], Column("Loại", "kind"), Column("Số lượng", "count"),
            Column("Số tiền (đồng)", "amount"), Column("Lý do chuyển", "reason"));
        return new HubAnswer(
            books, $"{facts}\n\n{points}\n\n{left}", books["sealHolds"] is { } holds && !holds.GetValue<bool>());
    }
}
