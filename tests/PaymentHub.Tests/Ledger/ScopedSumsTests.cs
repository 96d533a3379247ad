using System.Globalization;
using System.Net;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Reconciliation.Model;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>
/// An officer of one commune sees the sums of that commune, and two officers together what the province sees: whoever
/// looked first, and whatever was kept of it.
/// </summary>
public sealed class ScopedSumsTests(PostgresFixture postgres)
{
    private const string First = "doisoat-21025";
    private const string Second = "doisoat-21028";

    [Fact]
    public async Task Officers_of_a_commune_see_its_own_sums_and_together_those_of_the_province()
    {
        await using var hub = await PlayedAsync();
        foreach (var anew in new[] { true, false })
        {
            // What the one keeps must not be what the other sees.
            var (one, other) = (await LinesAsync(hub, First), await LinesAsync(hub, Second));
            one.Select(l => l.Text).ShouldBe(await PaymentsOfAsync(hub, "21025"));
            other.Select(l => l.Text).ShouldBe(await PaymentsOfAsync(hub, "21028"));
            one.Select(l => l.Text).ShouldNotBe(other.Select(l => l.Text));
            (await LinesAsync(hub, "thanhtra")).Select(l => (l.Code, l.Count, l.Amount)).ShouldBe(
                one.Zip(other, (a, b) => (a.Code, a.Count + b.Count, a.Amount + b.Amount)));
            if (anew) await hub.ExecuteAsync("truncate kept.batch_stand, kept.batch_posting, kept.batch_booking");
        }
    }

    [Fact]
    public async Task What_an_officer_of_a_commune_sees_of_the_ledger_is_the_postings_of_its_batches()
    {
        await using var hub = await PlayedAsync();
        foreach (var (user, commune) in new[] { (First, "21025"), (Second, "21028") })
        {
            var told = await hub.As(user).GetAsync("/api/balances?dimensions=account,institution");
            var ofBatches = Items(told["items"]).Where(i => i["of"]!["institution"] is not null)
                .Select(i => $"{i["of"]!["account"]} {i["of"]!["institution"]} {i["amount"]}");
            ofBatches.Order(StringComparer.Ordinal).ShouldBe((await hub.AskAsync<string[]>(
                """
                select array_agg(x.line order by x.line collate "C") from (
                    select p.account || ' ' || b.institution || ' ' || sum(p.amount) as line
                    from hub.posting p join hub.batch b on b.batch_id = p.batch_id
                    where b.commune = $1 group by p.account, b.institution) x
                """, commune))!);
        }
    }

    [Fact]
    public async Task Boards_and_lists_of_an_officer_of_a_commune_are_of_its_orders_alone()
    {
        await using var hub = await PlayedAsync();
        await hub.SetClockAsync("2026-12-10T01:00:00Z");
        foreach (var (user, commune) in new[] { (First, "21025"), (Second, "21028") })
        {
            var open = await hub.AskAsync<string>(
                """
                select count(*) || ' ' || sum(p.amount) from hub.payment p join hub.batch b on b.batch_id = p.batch_id
                where b.commune = $1 and exists (select from hub.payment_outcome o where o.batch_id = p.batch_id
                    and o.no = p.no and o.status = 'Instructed')
                  and not exists (select from hub.payment_outcome o where o.batch_id = p.batch_id and o.no = p.no
                    and o.status in ('Settled', 'Rejected'))
                """, commune);
            var missing = await hub.As(user).GetAsync("/api/breaks/missing?size=500");
            $"{missing["total"]} {Items(missing["sums"]).Sum(s => (long)s["amount"]!)}".ShouldBe(open);
            var items = Items(missing["items"]);
            items.ShouldAllBe(i => $"{i["batchCode"]}".Contains($"/{commune}/", StringComparison.Ordinal));
            $"{items.Count} {items.Sum(i => (long)i["open"]!)}".ShouldBe(open);

            var orders = await hub.AskAsync<long>(
                "select count(*) from hub.payment p join hub.batch b on b.batch_id = p.batch_id where b.commune = $1",
                commune);
            var batches = await hub.As(user).GetAsync($"/api/batches/sums?period={Period}");
            Items(batches["items"]).Sum(s => (long)s["payments"]!).ShouldBe(orders);
            var there = await hub.As(user).GetAsync($"/api/tie-out/{Period}/lines/planned/payments?size=200");
            Items(there["items"]).ShouldAllBe(p => $"{p["payment"]!["commune"]}" == commune);
            ((long)there["total"]!).ShouldBe(orders);
            var flow = await hub.As(user).GetAsync($"/api/tie-out/{Period}/flow");
            Items(flow["positions"]).ShouldBeEmpty("the banks' accounts are the province's");
            ((long)Items(flow["steps"])[0]["count"]!).ShouldBe(orders);
        }

        (await hub.As("bank-agri").TryGetAsync($"/api/tie-out/{Period}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await hub.As("bank-agri").TryGetAsync("/api/breaks/missing")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    // Payments of both communes at AGRI: paid, half paid, paid and come back, refused. Six batches of eight are out.
    private async Task<Hub> PlayedAsync()
    {
        var hub = await MatchingMonth.StartAsync(postgres);
        await HubSetup.AddUserAsync(hub, First, Role.Reconciler, AccessScope.OfCommunes("21025"));
        await HubSetup.AddUserAsync(hub, Second, Role.Reconciler, AccessScope.OfCommunes("21028"));
        var agri = new BankAccount(hub, "AGRI");
        var batches = (await agri.CardsAsync()).GroupBy(c => c.Batch).Select(g => g.ToList()).ToList();
        foreach (var bank in MatchingMonth.Banks.Take(3))
        {
            var own = new BankAccount(hub, bank);
            foreach (var batch in (await own.CardsAsync()).Select(c => c.Batch).Distinct())
                await own.OrderAsync(batch);
        }

        await agri.BookAsync(3,
        [
            Debit(batches[0][0]), Debit(batches[0][3]), Debit(batches[1][0]), Debit(batches[1][1]),
            new Line(batches[1][0].Amount) { Id = batches[1][0].Id, IsReturn = true },
        ]);
        await agri.TellAsync(batches[0][0].Batch, batches[0][5..], "RJCT", "AC04", 1);
        return hub;
    }

    private static Line Debit(Card card) => new(-card.Amount) { Id = card.Id, Account = card.Account };

    private static async Task<List<(string Code, long Count, long Amount, string Text)>> LinesAsync(
        Hub hub, string user)
    {
        var tieOut = await hub.As(user).GetAsync($"/api/tie-out/{Period}");
        ((bool)tieOut["holds"]!).ShouldBeTrue(tieOut.ToJsonString());
        return [.. Items(tieOut["lines"]).Select(l => (
            $"{l["code"]}", (long)l["count"]!, (long)l["amount"]!, $"{l["code"]} {l["count"]} {l["amount"]}"))];
    }

    // The same lines from the list of the commune's payments, of which none is paid or returned in part.
    private static async Task<IEnumerable<string>> PaymentsOfAsync(Hub hub, string commune)
    {
        var list = await hub.As("thanhtra").GetAsync($"/api/payments?period={Period}&commune={commune}&size=200");
        var payments = Items(list["items"]);
        ((long)list["total"]!).ShouldBe(payments.Count);
        var stands = payments.ToLookup(p => $"{p["status"]}" switch
        {
            "Placed" => "awaiting-release",
            "Instructed" => "in-transit",
            var other => other.ToLowerInvariant(),
        });
        string[] codes =
        [
            "planned", "not-approved", "held", "awaiting-release", "in-transit", "accepted", "voided", "unknown",
            "rejected", "cancelled", "settled", "returned",
        ];
        return codes.Select(code => (Code: code, Of: code == "planned" ? payments : stands[code].ToList()))
            .Select(c => string.Create(
                CultureInfo.InvariantCulture, $"{c.Code} {c.Of.Count} {c.Of.Sum(p => (long)p["amount"]!)}"));
    }
}
