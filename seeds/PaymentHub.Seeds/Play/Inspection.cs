using System.Text.Json.Nodes;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Play;

/// <summary>The inspector compares what the service found with what was planted, item by item.</summary>
internal sealed class Inspection(HubClient hub, Checks checks, ProvinceTruth province, BankTruth bank)
{
    private const string User = "thanhtra";
    private const int PageSize = 200;

    /// <summary>The identities as the service states them.</summary>
    public JsonNode? Identities { get; private set; }

    public async Task InspectAsync()
    {
        await checks.RunAsync("Chênh lệch", BreaksAsync);
        await checks.RunAsync("Trả lại", () => PaymentsAsync("Returned", bank.Returned.Select(r => r.EndToEndId)));
        await checks.RunAsync("Từ chối", () => PaymentsAsync("Rejected", bank.Rejected.Select(r => r.EndToEndId)));
        await checks.RunAsync("Cảnh báo", FlagsAsync);
        await checks.RunAsync("Đẳng thức", TieOutAsync);
        await checks.RunAsync("Kiểm chứng sổ cái", VerifyAsync);
    }

    private async Task BreaksAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/breaks?period={MonthPlay.Period}");
        var items = MonthPlay.Items(answer["items"]).ToLookup(item => $"{item["kind"]}" == "AMBIGUOUS");
        checks.Compare("Khoản không giải thích được", bank.Unexplained.Select(u =>
                FormattableString.Invariant($"{u.BankReference}|{u.Kind}|{u.Amount}")),
            items[false].Select(item => $"{item["bankReference"]}|{item["kind"]}|{item["amount"]}"));
        checks.Compare("Khoản không rõ thuộc lệnh nào", bank.Ambiguous.Select(a => a.BankReference),
            items[true].Select(item => $"{item["bankReference"]}"));
    }

    private async Task PaymentsAsync(string status, IEnumerable<string> expected)
    {
        var found = new List<string>();
        for (var page = 1; ; page++)
        {
            var path = FormattableString.Invariant(
                $"/api/payments?period={MonthPlay.Period}&status={status}&page={page}&size={PageSize}");
            var answer = await hub.GetAsync(User, path);
            var items = MonthPlay.Items(answer["items"]).ToList();
            found.AddRange(items.Select(item => $"{item["endToEndId"]}"));
            if (items.Count == 0 || found.Count >= (answer["total"]?.GetValue<int>() ?? 0))
                break;
        }

        checks.Compare(status == "Returned" ? "Lệnh bị trả lại" : "Lệnh bị từ chối", expected, found);
    }

    private async Task FlagsAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/flags?period={MonthPlay.Period}");
        checks.Compare("Cảnh báo (loại|hồ sơ)",
            province.Flags.Select(flag => flag.Detector + "|" + string.Join(',', flag.Dossiers)),
            MonthPlay.Items(answer["items"]).Select(item => $"{item["detector"]}|" + string.Join(',',
                MonthPlay.Items(item["dossiers"]).Select(d => $"{d}").Order(StringComparer.Ordinal))));
    }

    private async Task TieOutAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/tie-out/{MonthPlay.Period}");
        Identities = answer["identities"]?.DeepClone();
        var identities = MonthPlay.Items(Identities).ToList();
        var broken = identities.Where(identity => !IsTrue(identity["holds"])).Select(i => i.ToJsonString()).ToList();
        var holds = identities.Count > 0 && broken.Count == 0 && IsTrue(answer["holds"]);
        checks.Require("Các đẳng thức đối chiếu", holds, string.Join("; ", broken) + $" holds={answer["holds"]}");
    }

    private async Task VerifyAsync()
    {
        var answer = await hub.PostAsync(User, "/api/verify");
        checks.Require("Dựng lại sổ cái từ sự kiện", IsTrue(answer["holds"]), answer.ToJsonString());
    }

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.True;
}
