using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>An order that no bank line settles within the institution's promise is asked for.</summary>
public sealed class MissingTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Orders_are_missing_from_the_day_after_the_promise_until_a_line_settles_them()
    {
        // Released on Friday 30 October; the promise of two working days ends on Tuesday.
        await Hub.SetClockAsync("2026-11-03T02:00:00Z");
        (await SumAsync("AGRI")).ShouldBeNull();
        await Hub.SetClockAsync("2026-11-04T02:00:00Z");
        var before = (await SumAsync("AGRI"))!;
        ((long)before["count"]!).ShouldBe(22);
        ((long)before["amount"]!).ShouldBe(22 * RegisterLine.Pension);

        var who = ReleasedMonth.Agri[0];
        await Hub.BookAsync("AGRI", new Booking(-RegisterLine.Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            Account = who.Account,
        });

        ((long)(await SumAsync("AGRI"))!["count"]!).ShouldBe(21);
        await Hub.SetClockAsync("2026-11-09T02:00:00Z");
        var late = Items((await Hub.As("doisoat").GetAsync("/api/breaks/missing?institution=AGRI&size=500"))["items"]);
        late.Count.ShouldBe(21);
        late.ShouldAllBe(l => (string)l["promised"]! == "2026-11-03" && (int)l["daysLate"]! == 4);
    }

    private async Task<JsonNode?> SumAsync(string institution) => Items(
            (await Hub.As("doisoat").GetAsync($"/api/breaks/missing?institution={institution}"))["sums"])
        .SingleOrDefault();
}
