using Microsoft.Extensions.DependencyInjection;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Audit;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;
using Instant = NodaTime.Instant;

namespace PaymentHub.Tests.Ledger;

/// <summary>The standing identities as they were known at earlier instants.</summary>
public sealed class PastInstantTests(FinishedHub fixture, PostgresFixture postgres) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task They_hold_at_every_instant_at_which_something_was_recorded()
    {
        var source = SourceOf(Hub);
        var instants = await InstantsAsync(source);
        instants.Count.ShouldBeGreaterThan(10);
        var wrong = new List<string>();
        foreach (var instant in instants)
        {
            var answer = await Verify.PastAsync(source, instant, CancellationToken.None);
            answer.Checks.ShouldContain(c => c.Name == "orders-ledger" || c.Name == "entries");
            wrong.AddRange(answer.Checks.Where(c => !c.Holds).Select(c => $"{instant} {c}"));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_instant_is_now_and_the_first_knows_of_nothing_yet()
    {
        var instants = await InstantsAsync(SourceOf(Hub));
        var now = await LinesAsync("");
        var last = Uri.EscapeDataString(InstantPattern.ExtendedIso.Format(instants[^1]));
        (await LinesAsync($"?knownAt={last}")).ShouldBe(now);
        now.ShouldContain(l => l.StartsWith("settled ", Ordinal) && !l.EndsWith(" 0", Ordinal));

        (await LinesAsync("?knownAt=2020-01-01T00:00:00Z")).ShouldAllBe(l => l.EndsWith(" 0 0", Ordinal));

        (await Hub.As("thanhtra").TryGetAsync($"/api/tie-out/{Period}?knownAt=yesterday")).Code
            .ShouldBe("instant-invalid");
    }

    [Fact]
    public async Task What_was_altered_by_hand_shows_at_the_instant_at_which_it_was_recorded()
    {
        await using var hub = await FinishedMonth.StartAsync(postgres);
        await hub.ExecuteAsync("""
            update hub.posting set amount = amount + 1 where account = 'InTransit' and amount > 0 and (
                stream_id, version, item) = (select stream_id, version, item from hub.posting
                where account = 'InTransit' and amount > 0 order by at limit 1)
            """);
        var at = await hub.AskAsync<Instant>(
            "select min(at) from hub.posting where account = 'InTransit' and amount > 0");

        var before = await Verify.PastAsync(
            SourceOf(hub), at - NodaTime.Duration.FromMilliseconds(1), CancellationToken.None);
        var then = await Verify.PastAsync(SourceOf(hub), at, CancellationToken.None);

        before.Holds.ShouldBeTrue();
        then.Checks.Where(c => !c.Holds).Select(c => c.Name).Distinct()
            .ShouldBe(["entries", "trial-balance", "orders-ledger"], ignoreOrder: true);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static NpgsqlDataSource SourceOf(Hub hub) => hub.Services.GetRequiredService<NpgsqlDataSource>();

    private async Task<List<string>> LinesAsync(string asOf) =>
    [
        .. Items((await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}{asOf}"))["lines"])
            .Select(l => $"{l["code"]} {l["count"]} {l["amount"]}"),
    ];

    // Every instant that a row of money bears.
    private static async Task<List<Instant>> InstantsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("""
            select at from hub.batch_step union select at from hub.payment_outcome union select at from hub.posting
            union select at from hub.bank_file_step union select at from hub.entry_match
            union select at from hub.fund_movement union select at from hub.instruction_file
            union select at from hub.account_movement order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<Instant>();
        while (await reader.ReadAsync()) found.Add(reader.GetFieldValue<Instant>(0));
        return found;
    }
}
