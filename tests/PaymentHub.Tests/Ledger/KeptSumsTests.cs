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
