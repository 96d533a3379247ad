using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Ledger;

/// <summary>Whether institutions booked the month's orders within the working days that they promised.</summary>
public sealed class PromisesKeptTests(ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task In_time_late_and_overdue_orders_are_told_apart_for_each_institution_and_in_the_minutes()
    {
        await BookAsync(ReleasedMonth.Agri[0], "2026-11-02");
        (await ToldAsync("AGRI")).ShouldBe("22 orders, 1 kept, 0 late, 0 overdue, 21 not due, 1000");
        await Hub.SetClockAsync("2026-11-05T02:00:00Z");
        await BookAsync(ReleasedMonth.Agri[1], "2026-11-05");

        (await ToldAsync("AGRI")).ShouldBe("22 orders, 1 kept, 1 late, 20 overdue, 0 not due, 45");
        (await ToldAsync("VIETIN")).ShouldBe("6 orders, 0 kept, 0 late, 6 overdue, 0 not due, 0");
        (await ToldAsync("POST")).ShouldBe("3 orders, 0 kept, 0 late, 0 overdue, 3 not due, ");

        var minutes = await Hub.As("thanhtra").DownloadAsync($"/api/tie-out/{Period}/minutes");
        using var document = UglyToad.PdfPig.PdfDocument.Open(minutes);
        var text = string.Concat(document.GetPages().Select(p => p.Text)).Replace(" ", "", StringComparison.Ordinal);
        text.ShouldContain("CamkếtAGRI");
        text.ShouldContain("(4,5%)");
        ((int)(await Hub.As("bank-agri").TryGetAsync($"/api/tie-out/{Period}/promises")).Status).ShouldBe(403);
    }

    private async Task BookAsync(RegisterLine who, string day)
    {
        var statement = await StatementFile.NextAsync(Hub, "AGRI", day);
        var debit = new Booking(-RegisterLine.Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            Account = who.Account,
        };
        var file = await statement.Book(debit).SendAsync(Hub);
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
    }

    private async Task<string> ToldAsync(string institution)
    {
        var all = await Hub.As("thanhtra").GetAsync($"/api/tie-out/{Period}/promises");
        var one = Items(all["items"]).Single(i => $"{i["institution"]}" == institution);
        return $"{one["orders"]} orders, {one["kept"]} kept, {one["late"]} late, {one["overdue"]} overdue, "
            + $"{one["notDue"]} not due, {one["perMille"]}";
    }
}
