using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Story;

/// <summary>Any month of one commune from its plan to its bank statements, over HTTP.</summary>
public sealed class MonthOf(Hub hub, string planner, string period)
{
    public string Period => period;

    /// <summary>A planner of one commune, who may also decide about its entitlements.</summary>
    public static async Task<string> PlannerAsync(Hub hub, string commune)
    {
        var user = $"lap-{commune}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(hub, user, Role.Planner, AccessScope.OfCommunes(commune));
        return user;
    }

    public async Task PlanAsync(string query = "")
    {
        await hub.As(planner).PostAsync($"/api/runs/{period}/plan{query}");
        await hub.As(planner).UntilAsync($"/api/runs/{period}", r => $"{r["status"]}" == "Planned");
    }

    public async Task ApproveAsync()
    {
        foreach (var (user, act) in new[] { ("trinh", "submit"), ("duyet1", "approve") })
            await hub.As(user).PostAsync($"/api/batches/{act}", new JsonObject { ["period"] = period });
    }

    /// <summary>Releases what is approved and waits for its files.</summary>
    public async Task ReleaseAsync()
    {
        var released = await hub.As("khobac").PostAsync(
            "/api/batches/release", new JsonObject { ["period"] = period });
        Items(released["refused"]).ShouldBeEmpty(released.ToJsonString());
        var ids = Items(released["messageIds"]).Select(id => (string)id!).ToHashSet();
        await hub.As("khobac").UntilAsync(
            $"/api/files?period={period}",
            f => ids.IsSubsetOf(Items(f["items"]).Select(i => (string)i["messageId"]!)));
    }

    /// <summary>The lines of a dossier in this month's batches, e.g. <c>Regular 2026-11..2026-11 540000</c>.</summary>
    public async Task<string[]> LinesAsync(string dossier) => await hub.AskAsync<string[]>(
        """
        select coalesce(array_agg(l.kind || ' ' || to_char(l.first_month, 'YYYY-MM') || '..'
            || to_char(l.last_month, 'YYYY-MM') || ' ' || l.amount order by l.first_month, l.item), '{}')
        from hub.payment_line l join hub.batch b on b.batch_id = l.batch_id
        where l.dossier = $1 and to_char(b.period, 'YYYY-MM') = $2
        """, dossier, period) ?? [];

    /// <summary>The last payment of a dossier in this month: its id, account and amount.</summary>
    public async Task<(string Id, string? Account, long Amount)> PaymentAsync(string dossier)
    {
        var id = await hub.AskAsync<string>(
            """
            select p.end_to_end_id from hub.payment p join hub.batch b on b.batch_id = p.batch_id
            join hub.payment_line l on l.batch_id = p.batch_id and l.no = p.no
            where l.dossier = $1 and to_char(b.period, 'YYYY-MM') = $2 order by b.at desc limit 1
            """, dossier, period);
        return (id!,
            await hub.AskAsync<string>("select account from hub.payment where end_to_end_id = $1", id!),
            await hub.AskAsync<long>("select amount from hub.payment where end_to_end_id = $1", id!));
    }

    /// <summary>The bank debits the payments of these dossiers; with a reason it gives them back at once.</summary>
    public async Task BookAsync(string institution, string day, string? returnedBecause, params string[] dossiers)
    {
        var bookings = new List<Booking>
        {
            new(100_000_000) { Text = "KBNN CAP KINH PHI", Code = ("RCDT", "DMCT") },
        };
        foreach (var dossier in dossiers)
        {
            var (id, account, amount) = await PaymentAsync(dossier);
            bookings.Add(new Booking(-amount) { EndToEndId = id, Account = account });
            if (returnedBecause is not null)
                bookings.Add(
                    new Booking(amount) { EndToEndId = id, Account = account, ReturnReason = returnedBecause });
        }

        var statement = await StatementFile.NextAsync(hub, institution, day);
        var file = await statement.Book([.. bookings]).SendAsync(hub);
        $"{file["status"]} {file["breaks"]}".ShouldBe("Reconciled 0", file.ToJsonString());
    }

    /// <summary>The post office paid one dossier in cash and says so.</summary>
    public async Task PayInCashAsync(string day, string dossier)
    {
        var (id, _, amount) = await PaymentAsync(dossier);
        var message = await hub.AskAsync<string>(
            """
            select o.code from hub.payment_outcome o
            join hub.payment p on p.batch_id = o.batch_id and p.no = o.no
            where p.end_to_end_id = $1 and o.status = 'Instructed'
            """, id);
        var compact = day.Replace("-", "", StringComparison.Ordinal);
        var written = $"{day[8..]}/{day[5..7]}/{day[..4]}";
        var file = await BankFiles.SendAsync(hub, "POST", $"PAID-{message}-{compact}.csv", RegisterLine.Csv(
            "Mã lệnh,Trạng thái,Số tiền,Ngày chi,Người ký nhận,Lý do",
            [$"{id},ĐÃ CHI,{amount},{written},Nguyễn Văn An,", $"TỔNG,1,{amount},,,"]));
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
    }

    /// <summary>Where the last payment of a dossier in this month stands.</summary>
    public async Task<string> StatusAsync(string dossier)
    {
        var (id, _, _) = await PaymentAsync(dossier);
        return $"{(await hub.As("thanhtra").GetAsync($"/api/payments/{id}"))["payment"]!["status"]}";
    }

    /// <summary>What the month comes to by all rules, and that it ties out.</summary>
    public async Task ShouldTieOutAsync()
    {
        var tieOut = await hub.As("thanhtra").GetAsync($"/api/tie-out/{period}");
        Items(tieOut["identities"]).Where(i => !(bool)i["holds"]!).Select(i => i.ToJsonString()).ShouldBeEmpty();
        var months = await hub.As("thanhtra").GetAsync($"/api/tie-out/{period}/months");
        ((bool)months["holds"]!).ShouldBeTrue(months.ToJsonString());
    }
}
