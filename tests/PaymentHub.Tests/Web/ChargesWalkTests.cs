using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>A fee schedule as two people put it in force, and the charges beside it.</summary>
public sealed class ChargesWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_schedule_is_proposed_and_agreed_on_the_page_of_the_bank_and_a_month_of_charges_is_read()
    {
        await ProposeAsync();
        await AgreeAsync();
        var who = ReleasedMonth.Agri[0];
        await Hub.BookAsync(
            "AGRI",
            new Booking(-RegisterLine.Pension)
            {
                EndToEndId = await Hub.EndToEndIdAsync(who),
                Account = who.Account,
            },
            new Booking(-1_500) { Text = "PHI", Code = ("MDOP", "CHRG") });
        await using var officer = await Visitor.ArriveAsync(browser, Hub);
        await officer.SignInAsync("doisoat", looks: false);
        await officer.OpenAsync($"/banks/AGRI/charges?period={MonthSteps.Period}");
        await BrowserFixture.ScreenshotAsync(officer.Page, "bank-charges");
        var row = await officer.Page.Locator("#charges tbody tr").First.InnerTextAsync();
        row.ShouldContain("1.219");
        row.ShouldContain("281");
        await officer.CheckAsync();
    }

    private async Task ProposeAsync()
    {
        await using var first = await Visitor.ArriveAsync(browser, Hub);
        await first.SignInAsync("quantri", looks: false);
        await first.OpenAsync("/banks/AGRI");
        await first.Page.Locator("summary", new() { HasText = "Đề nghị biểu phí" }).ClickAsync();
        foreach (var (field, text) in new[]
        {
            ("From", "2026-11-01"), ("Fixed", "1000"), ("Share", "0,02"), ("Most", "50000"),
            ("Reason", "Theo hợp đồng số 12"),
        })
            await first.Page.Locator($"details[open] [name='Act.{field}']").FillAsync(text);
        await first.Page.Locator("details[open] button[type=submit]").ClickAsync();
        await first.Page.Locator("#waiting tbody tr").WaitForAsync();
        await BrowserFixture.ScreenshotAsync(first.Page, "bank-fees");
        await first.CheckAsync();
    }

    private async Task AgreeAsync()
    {
        await using var second = await Visitor.ArriveAsync(browser, Hub);
        await second.SignInAsync("khobac", looks: false);
        await second.OpenAsync("/banks/AGRI");
        await second.Page.Locator("#waiting summary").First.ClickAsync();
        await second.Page.Locator("#waiting details[open] button[type=submit]").ClickAsync();
        await second.Page.GetByText("Biểu phí từ 01/11/2026").WaitForAsync();
        (await second.TextAsync()).ShouldContain("0,02 % số tiền");
    }
}
