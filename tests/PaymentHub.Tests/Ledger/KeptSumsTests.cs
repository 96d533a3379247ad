using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using PaymentHub.Ledger;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Ledger;

/// <summary>Sums that are kept under the tie-out are those of the facts, and void once their stream goes on.</summary>
public sealed class KeptSumsTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private static readonly YearMonth Month = new(2026, 11);

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Kept_sums_are_believed_for_their_version_alone_and_a_proof_sums_anew()
    {
        var first = await LinesAsync(anew: false);
        first.ShouldContain(l =>
            l.StartsWith("in-transit", StringComparison.Ordinal) && !l.EndsWith(" 0 0", StringComparison.Ordinal));
        (await LinesAsync(anew: false)).ShouldBe(first);
        (await LinesAsync(anew: true)).ShouldBe(first);

        await Hub.ExecuteAsync("update kept.batch_stand set amount = amount + 1, version = version - 1");
        (await LinesAsync(anew: false)).ShouldBe(first, "the streams have gone on since");

        await Hub.ExecuteAsync("update kept.batch_stand set amount = amount + 1");
        (await LinesAsync(anew: false)).ShouldNotBe(first, "sums of the stream's own version are not made again");
        (await LinesAsync(anew: true)).ShouldBe(first);
        (await LinesAsync(anew: false)).ShouldBe(first, "what was summed anew is kept");

        await Hub.ExecuteAsync("update kept.batch_posting set amount = amount + 1");
        (await LinesAsync(anew: false)).ShouldContain(
            l => l.Contains("Name = orders-ledger", StringComparison.Ordinal)
                && l.Contains("Holds = False", StringComparison.Ordinal),
            "what was posted is kept with where the money stands");
        (await LinesAsync(anew: true)).ShouldBe(first);
        (await LinesAsync(anew: false)).ShouldBe(first);
    }

    [Fact]
    public async Task Running_totals_are_the_sums_of_the_postings()
    {
        await using var command = Hub.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            with sides as (
                select kind, key, amount as kept, 0 as posted from kept.posting_total
                union all
                select account, coalesce(sub_account, ''), 0, amount from hub.posting
                where account in ('Bank', 'Advances', 'Unexplained')
                union all
                select 'all', '', 0, amount from hub.posting
                union all
                select 'fund', sub_account, 0, amount from hub.posting where account = 'FundAvailable'
                union all
                select 'fund', b.commune || '/' || b.programme || '/' || coalesce(p.source, b.source) || '/'
                       || extract(year from b.period), 0, p.amount
                from hub.posting p join hub.batch b on b.batch_id = p.batch_id
                where p.account in ('FundReserved', 'FundSpent'))
            select (select count(*) from (select from sides group by kind, key having sum(kept) <> sum(posted)) x)
            """);
        ((long)(await command.ExecuteScalarAsync())!).ShouldBe(0);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("account,source")]
    [InlineData("account,programme,institution,source,month,year,booked")]
    [InlineData("account&ledgerAccount=Payable")]
    [InlineData("programme,year&ledgerAccount=FundAvailable")]
    public async Task Balances_of_today_are_those_of_the_postings(string dimensions)
    {
        // A value date limits nothing here, but what is kept has none, so the postings themselves are added up.
        var kept = await Hub.As("thanhtra").GetAsync($"/api/balances?dimensions={dimensions}");
        var posted = await Hub.As("thanhtra").GetAsync($"/api/balances?dimensions={dimensions}&valueDate=2099-12-31");

        kept["items"]!.AsArray().ShouldNotBeEmpty();
        kept["items"]!.ToJsonString().ShouldBe(posted["items"]!.ToJsonString());
    }

    [Fact]
    public async Task A_running_total_that_lost_a_posting_is_noticed_when_the_books_are_verified()
    {
        var source = Hub.Services.GetRequiredService<NpgsqlDataSource>();
        (await BrokenAsync()).ShouldBeEmpty();

        await Hub.ExecuteAsync("insert into kept.posting_total (kind, key, amount) values ('fund', 'x', 7)");
        await Hub.ExecuteAsync("""
            insert into kept.balance (account, source, booked, debit, credit)
            values ('Payable', 'TW', '2026-11-01', 5, 5)
            """);
        (await BrokenAsync()).ShouldBe(
        [
            "kept-balances Payable", "kept-balances Payable/—/—/TW/—/2026-11-01+",
            "kept-balances Payable/—/—/TW/—/2026-11-01-", "kept-totals fund", "kept-totals fund x",
        ]);

        await Hub.ExecuteAsync("select kept.sum_anew()");
        (await BrokenAsync()).ShouldBeEmpty("the operator's remedy");

        async Task<string[]> BrokenAsync() =>
        [
            .. (await LedgerChecks.RunAsync(source, CancellationToken.None)).Where(c => !c.Holds)
                .Select(c => $"{c.Name} {c.Dimension}").Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public async Task Running_totals_are_drawn_together_when_somebody_looks_and_stay_the_same()
    {
        await Hub.ExecuteAsync("""
            insert into kept.posting_total (kind, key, amount)
            select 'fund', 'many', case when i % 2 = 0 then i else -i + 3 end from generate_series(1, 40) i
            """);
        await Hub.ExecuteAsync("""
            insert into kept.balance (account, source, booked, debit, credit)
            select 'Appropriation', 'many', '2026-11-01', i, i from generate_series(1, 1200) i
            """);
        await Hub.ExecuteAsync("truncate kept.batch_stand");

        await LinesAsync(anew: false);

        (await Hub.AskAsync<string>("""
            select count(*) || ' ' || sum(amount) from kept.posting_total where key = 'many'
            """)).ShouldBe("1 80");
        (await Hub.AskAsync<string>("""
            select count(*) || ' ' || sum(debit) || ' ' || sum(credit) from kept.balance where source = 'many'
            """)).ShouldBe("1 720600 720600");
        await Hub.ExecuteAsync("delete from kept.posting_total where key = 'many'");
        await Hub.ExecuteAsync("delete from kept.balance where source = 'many'");
    }

    [Fact]
    public async Task Pages_of_a_months_payments_are_cut_out_of_the_whole_list()
    {
        var all = await Hub.As("doisoat").GetAsync("/api/payments?period=2026-11&size=200");
        var whole = all["items"]!.AsArray().Select(p => p!["endToEndId"]!.GetValue<string>()).ToArray();
        var total = all["total"]!.GetValue<long>();
        total.ShouldBe(await Hub.AskAsync<long>("select count(*) from hub.payment"));

        var paged = new List<string>();
        for (var page = 1; paged.Count < Math.Min(total, whole.Length); page++)
        {
            var some = await Hub.As("doisoat").GetAsync($"/api/payments?period=2026-11&size=7&page={page}");
            some["total"]!.GetValue<long>().ShouldBe(total);
            paged.AddRange(some["items"]!.AsArray().Select(p => p!["endToEndId"]!.GetValue<string>()));
        }

        paged.Take(whole.Length).ShouldBe(whole);
    }

    private async Task<string[]> LinesAsync(bool anew)
    {
        var (lines, identities) = await TieOut.ComputeAsync(
            Hub.Services.GetRequiredService<NpgsqlDataSource>(), communes: null, Month, CancellationToken.None, anew);
        return
        [
            .. lines.Select(l => $"{l.Code} {string.Join(',', l.Sources)} {l.Count} {l.Amount}"),
            .. identities.Select(i => $"{i}"),
        ];
    }
}
