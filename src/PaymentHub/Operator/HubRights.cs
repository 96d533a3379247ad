using System.Text.Json.Nodes;
using static PaymentHub.Operator.HubMonth;
using static PaymentHub.Operator.HubTable;

namespace PaymentHub.Operator;

/// <summary>The commands about who is owed what: explain, what-if, the catalogue.</summary>
internal static class HubRights
{
    public static IEnumerable<HubVerb> Verbs =>
    [
        new("explain", "PERSON PERIOD", ["--as-of", "--reason"],
            "Giải trình mức hưởng của một người (mã hồ sơ hoặc bất kỳ số giấy tờ nào) trong tháng; "
            + "--as-of: theo hiểu biết lúc đó; --reason LÝ_DO: kèm nhóm đối tượng.",
            "Explains what a person (dossier or any number ever held) is owed; --as-of: as known at that instant; "
            + "--reason TEXT: with the groups.",
            ExplainAsync),
        new("what-if", "RATES.CSV", ["--month"],
            "Thử mức hưởng dự thảo trên toàn bộ danh sách cho tháng --month, không lưu.",
            "Applies draft rates to the whole register for a month without storing anything.", WhatIfAsync),
        new("programmes", "[PERIOD]", [], "Danh mục chương trình và mức hưởng của tháng.",
            "The programme catalogue with the month's amounts.", ProgrammesAsync),
    ];

    private static async Task<HubAnswer> ExplainAsync(HubSession hub, HubArguments a)
    {
        var asOf = a.Option("--as-of") is { } at ? $"&asOf={Uri.EscapeDataString(at)}" : "";
        var full = a.Option("--reason") is { } reason ? $"&full=true&reason={Uri.EscapeDataString(reason)}" : "";
        var due = await hub.GetAsync($"api/people/{Word(a, 0)}/due?month={Word(a, 1)}{asOf}{full}");
        var text = Facts(
            ("Tháng", $"{due["month"]}"),
            ("Theo hiểu biết lúc", $"{due["knownAt"]}"),
            ("Phải chi (đồng)", Number(due["toPay"])),
            ("Phải thu hồi (đồng)", Number(due["toRecover"])));
        foreach (var line in due["lines"]!.AsArray().Concat(due["placed"]!.AsArray()).OfType<JsonNode>())
        {
            text += $"\n\nHồ sơ {line["dossier"]}: {Number(line["amount"])} đồng"
                + (line["endToEndId"] is { } id ? $" (đã bố trí, lệnh {id})" : "");
            foreach (var sentence in line["textVi"]!.AsArray()) text += $"\n  {sentence}";
        }

        foreach (var taken in due["displaced"]!.AsArray().OfType<JsonNode>())
        {
            text += $"\n\nHồ sơ {taken["dossier"]} nhường hồ sơ {taken["byDossier"]} từ {taken["firstMonth"]} đến "
                + $"{taken["lastMonth"]}. Căn cứ: {taken["legalBasis"]}.";
        }

        return new HubAnswer(due, text);
    }

    private static async Task<HubAnswer> WhatIfAsync(HubSession hub, HubArguments a)
    {
        var month = a.Option("--month")
            ?? throw new UsageException("Thiếu --month yyyy-MM. / --month yyyy-MM is missing.");
        var result = await hub.UploadAsync($"api/what-if?month={Uri.EscapeDataString(month)}", a.Words[0]);
        var text = Facts(
            ("Tháng", $"{result["month"]}"),
            ("Số người", Number(result["people"])),
            ("Số người thay đổi", Number(result["peopleAffected"])),
            ("Hiện nay (đồng/tháng)", Number(result["monthBefore"])),
            ("Theo dự thảo (đồng/tháng)", Number(result["monthAfter"])),
            ("Các tháng trước (đồng)", Number(result["backPay"])));
        return new HubAnswer(result, $"{text}\n\n" + Of(
            result["programmes"], Column("Chương trình", "programme"), Column("Hiện nay", "monthBefore"),
            Column("Dự thảo", "monthAfter"), Column("Chênh lệch", "difference"),
            Column("Tháng trước", "backPay"), Column("Số người", "peopleAffected")));
    }

    private static async Task<HubAnswer> ProgrammesAsync(HubSession hub, HubArguments a)
    {
        var month = a.Words.Count > 0 ? $"?month={Word(a, 0)}" : "";
        var catalogue = await hub.GetAsync($"api/programmes{month}");
        var text = $"Tháng {catalogue["month"]}";
        foreach (var programme in catalogue["programmes"]!.AsArray().OfType<JsonNode>())
        {
            text += $"\n\n{programme["programme"]}  {programme["nameVi"]}\n" + Of(
                programme["groups"], Column("Nhóm", "group"), Column("Tên", "nameVi"), Column("Mức (đồng)", "amount"));
        }

        return new HubAnswer(catalogue, text);
    }
}
