using System.Text.Json.Nodes;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Processes;
using static System.FormattableString;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Simulation;

/// <summary>Compares the service, item by item, with the banks' own books.</summary>
internal sealed class Comparison(ISimulatedService hub, TestDatabase database, BankTruth truth)
{
    private const int PageSize = 200;
    private readonly List<string> _differences = [];

    /// <summary>Everything that differs; empty where every đồng is where the banks say.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        await BreaksAsync();
        await PaymentsAsync("Returned", truth.Returned.Select(r => $"{r.EndToEndId}|{r.Code}"));
        await PaymentsAsync("Rejected", truth.Rejected.Select(r => $"{r.EndToEndId}|{r.Code}"));
        await TieOutAsync();
        await AccountsAsync();
        await PaidOnceAsync();
        var verified = await hub.As("thanhtra").PostAsync("/api/verify");
        if (!(bool)verified["holds"]!) _differences.Add($"verify: {verified.ToJsonString()}");
        return _differences;
    }

    private async Task BreaksAsync()
    {
        var answer = await hub.As("thanhtra").GetAsync($"/api/breaks?period={Period}&size=500");
        var found = Items(answer["items"]).Where(item => $"{item["status"]}" != "Resolved")
            .ToLookup(item => $"{item["kind"]}" == "AMBIGUOUS");
        Compare(
            "unexplained", truth.Unexplained.Select(u => Invariant($"{u.BankReference}|{u.Kind}|{u.Amount}")),
            found[false].Select(b => $"{b["bankReference"]}|{b["kind"]}|{b["amount"]}"));
        Compare(
            "ambiguous", truth.Ambiguous.Select(a => a.BankReference),
            found[true].Select(b => $"{b["bankReference"]}"));
    }

    private async Task PaymentsAsync(string status, IEnumerable<string> expected)
    {
        var found = new List<JsonNode>();
        for (var page = 1; ; page++)
        {
            var answer = await hub.As("thanhtra").GetAsync(
                $"/api/payments?period={Period}&status={status}&page={page}&size={PageSize}");
            var items = Items(answer["items"]);
            found.AddRange(items);
            if (items.Count < PageSize) break;
        }

        Compare(status, expected, found.Select(p => $"{p["endToEndId"]}|{p["code"]}"));
    }

    private async Task TieOutAsync()
    {
        var answer = await hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}");
        var lines = Items(answer["lines"]).ToDictionary(line => $"{line["code"]}", line => (long)line["amount"]!);
        Compare(
            "amounts",
            [
                Invariant($"rejected {truth.Institutions.Sum(i => i.Rejected.Amount)}"),
                Invariant($"returned {truth.Institutions.Sum(i => i.Returned.Amount)}"),
                Invariant($"settled {truth.Institutions.Sum(i => i.Settled.Amount)}"),
                Invariant($"in-transit {truth.InTransit.Sum(i => i.Amount)}"),
            ],
            [
                .. new[] { "rejected", "returned", "settled" }.Select(code => Invariant($"{code} {Of(code)}")),
                Invariant($"in-transit {Of("in-transit") + Of("accepted")}"),
            ]);
        _differences.AddRange(Items(answer["identities"]).Where(i => !(bool)i["holds"]!)
            .Select(i => $"identity {i.ToJsonString()}"));
        if (!(bool)answer["holds"]!) _differences.Add("the tie-out does not hold");

        long Of(string code) => lines.GetValueOrDefault(code);
    }

    private async Task AccountsAsync()
    {
        var found = await database.AskAsync<string[]>(
            """
            select coalesce(array_agg(account || '|' || statements || '|' || closing), '{}') from (
                select account, count(*) as statements,
                    (array_agg(closing order by to_date desc, sequence desc))[1] as closing
                from hub.statement group by account) s
            """);
        Compare("accounts", truth.Accounts.Select(a => Invariant($"{a.Account}|{a.Statements}|{a.Closing}")), found);
    }

    private async Task PaidOnceAsync() => _differences.AddRange(await database.AskAsync<string[]>(
        """
        select coalesce(array_agg('paid more than ordered: ' || p.end_to_end_id), '{}') from hub.payment p
        join (
            select batch_id, no, sum(amount) as settled from hub.payment_outcome where status = 'Settled'
            group by batch_id, no) o using (batch_id, no)
        where o.settled > p.amount
        """));

    private void Compare(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (missing, extra) = (expected.Order(StringComparer.Ordinal).ToList(), new List<string>());
        foreach (var item in found.Where(item => !missing.Remove(item))) extra.Add(item);
        if (missing.Count > 0) _differences.Add($"{what}: missing {string.Join(", ", missing)}");
        if (extra.Count > 0) _differences.Add($"{what}: too many {string.Join(", ", extra)}");
    }
}
