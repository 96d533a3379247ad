using System.Text.Json.Nodes;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Play;

/// <summary>The inspector compares what the service found with what was planted, item by item.</summary>
internal sealed class Inspection(HubClient hub, Checks checks, ProvinceTruth province, BankTruth bank)
{
    private const string User = "thanhtra";
    private const string PaidAfterDeath = "PAID_AFTER_DEATH";
    private const string NotInstructed = "BANK_LINE_NOT_INSTRUCTED";
    private const int PageSize = 200;

    /// <summary>The identities as the service states them.</summary>
    public JsonNode? Identities { get; private set; }

    public async Task InspectAsync()
    {
        await checks.RunAsync("Chênh lệch", BreaksAsync);
        await checks.RunAsync("Trả lại", ReturnedAsync);
        await checks.RunAsync("Từ chối", RejectedAsync);
        await checks.RunAsync("Tạm giữ", HeldAsync);
        await checks.RunAsync("Số tiền theo kết quả", AmountsAsync);
        await checks.RunAsync("Cảnh báo", FlagsAsync);
        await checks.RunAsync("Đẳng thức", TieOutAsync);
        await checks.RunAsync("Đẳng thức tháng hưởng", MonthsAsync);
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

    private async Task ReturnedAsync() => checks.Compare("Lệnh bị trả lại (lệnh|mã)",
        bank.Returned.Select(r => $"{r.EndToEndId}|{r.Code}"),
        (await PaymentsAsync("Returned")).Select(item => $"{item["endToEndId"]}|{item["code"]}"));

    private async Task RejectedAsync() => checks.Compare("Lệnh bị từ chối (lệnh|mã)",
        bank.Rejected.Select(r => $"{r.EndToEndId}|{r.Code}"),
        (await PaymentsAsync("Rejected")).Select(item => $"{item["endToEndId"]}|{item["code"]}"));

    /// <summary>
    /// What planning already held belongs to people whose death was known by then, each with a flag of its own.
    /// </summary>
    private async Task HeldAsync()
    {
        var known = province.Flags.Where(f => f.Detector == PaidAfterDeath).SelectMany(f => f.Dossiers).ToHashSet();
        var held = new List<string>();
        foreach (var item in (await PaymentsAsync("Placed")).Where(item => IsTrue(item["held"])))
        {
            var story = await hub.GetAsync(User, $"/api/payments/{item["endToEndId"]}");
            held.AddRange(MonthPlay.Items(story["lines"]).Select(line => $"{line["dossier"]}").Distinct());
        }

        checks.Compare("Hồ sơ tạm giữ khi phát lệnh", province.HeldAtRelease, held.Where(d => !known.Contains(d)));
    }

    /// <summary>The bank's own sums of what it did, against where the tie-out says the money stands.</summary>
    private async Task AmountsAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/tie-out/{MonthPlay.Period}");
        var lines = MonthPlay.Items(answer["lines"])
            .ToDictionary(line => $"{line["code"]}", line => (long)line["amount"]!);
        var (settled, returned) = (
            bank.Institutions.Sum(i => i.Settled.Amount), bank.Institutions.Sum(i => i.Returned.Amount));
        var added = MonthPlay.Items(answer["identities"])
            .Where(i => $"{i["name"]}" == "fund" && province.AddedBySource.ContainsKey($"{i["dimension"]}"));
        checks.Compare("Phần nguồn thêm vào chương trình (chương trình/nguồn, đồng)",
            province.AddedBySource.Select(a => FormattableString.Invariant($"{a.Key} {a.Value}")),
            added.Select(i => $"{i["dimension"]} {i["left"]}"));
        checks.Compare("Số tiền theo kết quả (đồng)",
            [
                FormattableString.Invariant($"rejected {bank.Institutions.Sum(i => i.Rejected.Amount)}"),
                FormattableString.Invariant($"returned {returned}"),
                FormattableString.Invariant($"settled {settled}"),
                FormattableString.Invariant($"in-transit {bank.InTransit.Sum(i => i.Amount)}"),
            ],
            [
                .. new[] { "rejected", "returned", "settled" }
                    .Select(code => FormattableString.Invariant($"{code} {lines.GetValueOrDefault(code)}")),
                FormattableString.Invariant(
                    $"in-transit {lines.GetValueOrDefault("in-transit") + lines.GetValueOrDefault("accepted")}"),
            ]);
    }

    private async Task<List<JsonNode>> PaymentsAsync(string status)
    {
        var found = new List<JsonNode>();
        for (var page = 1; ; page++)
        {
            var path = FormattableString.Invariant(
                $"/api/payments?period={MonthPlay.Period}&status={status}&page={page}&size={PageSize}");
            var answer = await hub.GetAsync(User, path);
            var items = MonthPlay.Items(answer["items"]).ToList();
            found.AddRange(items);
            if (items.Count == 0 || found.Count >= (answer["total"]?.GetValue<int>() ?? 0))
                return found;
        }
    }

    /// <summary>
    /// Planted in the register, known late and held at release, or debited by the bank without an order that says so.
    /// </summary>
    private async Task FlagsAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/flags?period={MonthPlay.Period}");
        var items = MonthPlay.Items(answer["items"]).ToLookup(item => $"{item["detector"]}" == NotInstructed);
        checks.Compare("Cảnh báo (loại|hồ sơ)",
            province.Flags.Select(flag => flag.Detector + "|" + string.Join(',', flag.Dossiers))
                .Concat(province.HeldAtRelease.Select(dossier => $"{PaidAfterDeath}|{dossier}")),
            items[false].Select(item => $"{item["detector"]}|" + string.Join(',',
                MonthPlay.Items(item["dossiers"]).Select(d => $"{d}").Order(StringComparer.Ordinal))));
        checks.Compare("Cảnh báo ghi nợ không có lệnh (lệnh)",
            bank.Unexplained.Where(u => u.Kind != "UNEXPLAINED_CREDIT").Select(u => u.EndToEndId ?? ""),
            items[true].Select(item => string.Join(',', MonthPlay.Items(item["endToEndIds"]).Select(id => $"{id}"))));
    }

    private async Task TieOutAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/tie-out/{MonthPlay.Period}");
        Identities = answer["identities"]?.DeepClone();
        MonthPlay.Tell($"  Đối chiếu tháng 11/2026:");
        foreach (var line in MonthPlay.Items(answer["lines"]))
        {
            var (count, amount) = (MonthPlay.Number(line, "count"), MonthPlay.Number(line, "amount"));
            MonthPlay.Tell($"    {line["labelVi"],-26} {count,9:N0} lệnh {amount,20:N0} đồng");
        }

        var identities = MonthPlay.Items(Identities).ToList();
        var broken = identities.Where(identity => !IsTrue(identity["holds"])).Select(i => i.ToJsonString()).ToList();
        var holds = identities.Count > 0 && broken.Count == 0 && IsTrue(answer["holds"]);
        checks.Require("Các đẳng thức đối chiếu", holds, string.Join("; ", broken) + $" holds={answer["holds"]}");
    }

    /// <summary>Person × programme × month: what is due is paid, on its way, still to plan or overpaid.</summary>
    private async Task MonthsAsync()
    {
        var answer = await hub.GetAsync(User, $"/api/tie-out/{MonthPlay.Period}/months");
        var programmes = MonthPlay.Items(answer["programmes"]).ToList();
        var broken = programmes.Where(p => !IsTrue(p["holds"])).Select(p => p.ToJsonString());
        var holds = programmes.Count > 0 && IsTrue(answer["holds"]);
        checks.Require("Đẳng thức tháng hưởng", holds, string.Join("; ", broken) + $" holds={answer["holds"]}");
    }

    private async Task VerifyAsync()
    {
        var answer = await hub.PostAsync(User, "/api/verify");
        checks.Require("Dựng lại sổ cái từ sự kiện", IsTrue(answer["holds"]), answer.ToJsonString());
    }

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.True;
}
