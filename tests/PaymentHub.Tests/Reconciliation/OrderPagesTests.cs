using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Reconciliation.Model;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>
/// Lists of payments page by page after much has happened at every bank: pages are cut out of the whole list wherever
/// their borders lie, and a filter is what choosing by hand gives.
/// </summary>
public sealed class OrderPagesTests(OrderPagesTests.PlayedHub fixture) : IClassFixture<OrderPagesTests.PlayedHub>
{
    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("")]
    [InlineData("&institution=VIETIN")]
    public async Task Pages_of_late_orders_that_cross_batches_are_cut_out_of_the_whole_list(string filter)
    {
        var whole = await MissingAsync($"?size=500{filter}");
        var batches = Items(whole["items"]).GroupBy(i => $"{i["batchCode"]}").Select(g => g.Count()).ToList();
        batches.Count.ShouldBeGreaterThan(1);
        foreach (var size in new[] { 1, 3, batches[0], batches[0] + 1 })
        {
            var paged = new List<string>();
            for (var page = 1; paged.Count < (int)whole["total"]!; page++)
            {
                var some = await MissingAsync($"?size={size}&page={page}{filter}");
                some["sums"]!.ToJsonString().ShouldBe(whole["sums"]!.ToJsonString());
                Items(some["items"]).Count.ShouldBeInRange(1, size, $"page {page} of {size}");
                paged.AddRange(Items(some["items"]).Select(i => i.ToJsonString()));
            }

            paged.ShouldBe(Items(whole["items"]).Select(i => i.ToJsonString()), $"pages of {size}");
            Items((await MissingAsync($"?size={size}&page={paged.Count + 1}{filter}"))["items"]).ShouldBeEmpty();
        }

        Items(whole["items"]).Select(i => $"{i["endToEndId"]}").ShouldBeUnique();
    }

    [Fact]
    public async Task Late_orders_are_those_of_which_the_bank_has_not_booked_all()
    {
        var expected = fixture.Lives.SelectMany(l => l.Model.Cards).Where(c => c.Owed > 0)
            .Select(c => $"{c.Id} {c.Owed}").Order(StringComparer.Ordinal);

        Items((await MissingAsync("?size=500"))["items"]).Select(i => $"{i["endToEndId"]} {i["open"]}")
            .Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task Payments_chosen_by_a_status_are_those_of_the_whole_list_that_have_it()
    {
        var all = Items((await PaymentsAsync("&size=200"))["items"]);
        all.Count.ShouldBe(fixture.Lives.Sum(l => l.Model.Cards.Count));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string[] statuses =
        [
            "Placed", "Instructed", "Accepted", "Unknown", "Rejected", "Cancelled", "Settled", "Returned", "Removed",
            "Voided",
        ];
        foreach (var status in statuses)
        {
            var expected = all.Where(p => $"{p["status"]}" == status).Select(p => p.ToJsonString()).ToList();
            if (expected.Count > 0) seen.Add(status);
            var found = await PaymentsAsync($"&status={status}&size=200");
            Items(found["items"]).Select(p => p.ToJsonString()).ShouldBe(expected, status);
            ((int)found["total"]!).ShouldBe(expected.Count);
            var second = await PaymentsAsync($"&status={status}&size=2&page=2");
            Items(second["items"]).Select(p => p.ToJsonString()).ShouldBe(expected.Skip(2).Take(2), status);
        }

        seen.ShouldBeSubsetOf(statuses);
        foreach (var status in statuses[..^2]) seen.ShouldContain(status);
        // What came back once and was taken back, or was debited in part, is found where it stands now.
        (await Hub.AskAsync<long>(
            """
            select count(*) from hub.payment_outcome o where o.status = 'Returned' and o.amount < 0
            """)).ShouldBeGreaterThan(0);
    }

    private Task<JsonNode> MissingAsync(string query) => Hub.As("doisoat").GetAsync($"/api/breaks/missing{query}");

    private Task<JsonNode> PaymentsAsync(string query) =>
        Hub.As("doisoat").GetAsync($"/api/payments?period={Period}{query}");

    /// <summary>Lives of all banks, and a day on which what is open is late.</summary>
    public sealed class PlayedHub(PostgresFixture postgres) : IAsyncLifetime
    {
        private const int Steps = 14;

        public Hub Hub { get; private set; } = null!;

        internal List<MatchingLife> Lives { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Hub = await MatchingMonth.StartAsync(postgres);
            foreach (var (bank, i) in MatchingMonth.Banks.Select((b, i) => (b, i)))
            {
                var life = await MatchingLife.OfAsync(Hub, bank);
                foreach (var step in MatchingStep.Of(500 + i, Steps)) await life.LiveAsync(step);
                if (bank == "VIETIN") await life.LiveAsync(new MatchingStep(MatchingAct.Order, 0, []));
                Lives.Add(life);
            }

            await Hub.SetClockAsync("2026-12-18T01:00:00Z");
        }

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }
}
