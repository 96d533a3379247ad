using System.Globalization;
using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands around a change of the matching rules: look first, then two people apply it.</summary>
internal static class HubMatching
{
    public static IEnumerable<HubVerb> Verbs =>
    [
        new("rule-impact", "[VERSION]", [],
            "Xem trước một phiên bản quy tắc khớp trên 12 tháng gần nhất và chờ xong; không thay đổi gì.",
            "Previews a version of the matching rules over the last 12 months; changes nothing.", OrderAsync),
        new("rule-impact-show", "IMPACT", [], "Kết quả một lần xem trước.", "The result of a preview.",
            (hub, a) => ShowAsync(hub, Word(a, 0))),
        new("rule-impact-propose", "IMPACT REASON", [], "Đề nghị áp dụng các khác biệt.",
            "Proposes to apply the differences.",
            (hub, a) => ActAsync(hub, a, "propose", new() { ["reason"] = string.Join(' ', a.Words.Skip(1)) })),
        new("rule-impact-confirm", "IMPACT", [], "Đồng ý áp dụng (người thứ hai).",
            "Agrees, as the second person.", (hub, a) => ActAsync(hub, a, "confirm", [])),
    ];

    private static async Task<HubAnswer> OrderAsync(HubSession hub, HubArguments a)
    {
        var body = new JsonObject();
        if (a.Words.Count > 0) body["ruleVersion"] = int.Parse(a.Words[0], CultureInfo.InvariantCulture);
        var ordered = await hub.PostAsync("api/match-impacts", body);
        var id = $"{ordered["impactId"]}";
        if (a.Waits)
        {
            await hub.UntilAsync(
                $"api/match-impacts/{id}", i => $"{i["impact"]!["status"]}" != "Running",
                i => $"{Number(i["impact"]!["done"])}/{Number(i["impact"]!["steps"])} tệp");
        }

        return await ShowAsync(hub, id);
    }

    private static async Task<HubAnswer> ActAsync(HubSession hub, HubArguments a, string act, JsonObject body)
    {
        await hub.PostAsync($"api/match-impacts/{Word(a, 0)}/{act}", body);
        return await ShowAsync(hub, Word(a, 0));
    }

    private static async Task<HubAnswer> ShowAsync(HubSession hub, string id)
    {
        var found = await hub.GetAsync($"api/match-impacts/{id}");
        var impact = found["impact"]!;
        var facts = Facts(
            ("Mã", $"{impact["impactId"]}"), ("Phiên bản quy tắc", Number(impact["ruleVersion"])),
            ("Trạng thái", $"{impact["status"]}"),
            ("Tệp đã xem", $"{Number(impact["done"])}/{Number(impact["steps"])}"),
            ("Khác biệt", Number(impact["differences"])), ("Đã áp dụng", Number(impact["applied"])),
            ("Giữ nguyên", Number(impact["refused"])));
        var sums = Of(
            found["sums"], Column("Đơn vị", "institution"), Column("Tháng", "month"), Column("Quy tắc", "rule"),
            Column("Giữ nguyên", "kept"), Column("Thêm", "gained"), Column("Thêm (đồng)", "gainedAmount"),
            Column("Mất", "lost"), Column("Mất (đồng)", "lostAmount"), Column("Đổi", "changed"),
            Column("Đổi (đồng)", "changedAmount"));
        return new HubAnswer(found, $"{facts}\n\n{sums}");
    }
}
