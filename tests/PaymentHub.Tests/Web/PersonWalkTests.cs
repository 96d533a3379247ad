using Microsoft.Playwright;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>
/// The person's page as two officers use it: one proposes another account, the other one confirms; a place is recorded
/// with its paper. The visitor checks each page by axe and its console.
/// </summary>
public sealed class PersonWalkTests(BrowserFixture browser, PostgresFixture postgres)
{
    private static readonly RegisterLine Who = RegisterLine.Of(1);

    [Fact]
    public async Task Two_people_change_an_account_and_the_payment_under_way_waits()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        await hub.SetClockAsync("2026-10-22T01:00:00Z");
        await hub.RegisterAsync(Who);
        await hub.AllotAsync(Who.Commune, pension: 10_000_000);
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");

        await using var officer = await Visitor.ArriveAsync(browser, hub);
        await officer.SignInAsync("nhap", looks: false);
        await ProposeAsync(officer);
        (await officer.TextAsync()).ShouldContain("Khoản chi đang trình đã được tạm giữ");
        ((bool)(await hub.PaymentAsync(Who))["held"]!).ShouldBeTrue();

        await using var second = await Visitor.ArriveAsync(browser, hub, BrowserFixture.Phone, "en-GB");
        await second.SignInAsync("duyet1", looks: false);
        await second.OpenAsync($"/people/{Who.Dossier}");
        await second.Page.Locator("#payout summary").First.ClickAsync();
        await second.PressAsync("Confirm the change");
        (await second.TextAsync()).ShouldContain("Recorded.");
        (await hub.AskAsync<string>(
            "select account from hub.payout where dossier = $1 order by version desc limit 1", Who.Dossier))
            .ShouldBe("4500205999601");

        await StayAsync(officer);
        (await officer.TextAsync()).ShouldContain("Ngoài tỉnh: Thành phố Đà Nẵng");
    }

    private static async Task ProposeAsync(Visitor officer)
    {
        await officer.OpenAsync($"/people/{Who.Dossier}");
        await officer.Page.Locator("#payout summary").First.ClickAsync();
        await officer.Page.Locator("[name='Payout.BankBin']").SelectOptionAsync("970405");
        await officer.Page.Locator("[name='Payout.Account']").FillAsync("4500205999601");
        await officer.Page.Locator("[name='Payout.Holder']").FillAsync("NGUYEN VAN AN");
        await officer.Page.Locator("[name='Payout.Evidence']").FillAsync("Đơn số 5 ngày 20/10/2026");
        await officer.Page.Locator("[name='Payout.Reason']").FillAsync("Mất thẻ cũ");
        await officer.PressAsync("Gửi đề nghị");
    }

    private static async Task StayAsync(Visitor officer)
    {
        await officer.OpenAsync($"/people/{Who.Dossier}");
        await officer.Page.Locator("#place summary").First.ClickAsync();
        await officer.Page.Locator("[name='Place.Kind']").SelectOptionAsync("Stay");
        await officer.Page.Locator("[name='Place.Outside']").FillAsync("Thành phố Đà Nẵng");
        await officer.Page.Locator("[name='Place.From']").FillAsync("2026-10-01");
        await officer.Page.Locator("[name='Place.Document']").FillAsync("TT-7");
        await officer.Page.Locator("[name='Place.SignedBy']").FillAsync("Lê Minh Sơn");
        await officer.Page.Locator("[name='Place.SignedOn']").FillAsync("2026-10-01");
        await officer.PressAsync("Ghi vào danh sách quản lý");
        await officer.Page.Locator("#places").WaitForAsync(new LocatorWaitForOptions());
    }
}
