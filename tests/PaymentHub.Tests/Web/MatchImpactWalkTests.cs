using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>A change of rules as two people see it: looked at, proposed, agreed, with the keyboard alone.</summary>
public sealed class MatchImpactWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_preview_is_ordered_read_and_proposed_by_keyboard_and_agreed_in_English_on_a_telephone()
    {
        var file = await Hub.BookAsync("AGRI", new Booking(-2 * RegisterLine.Pension)
        {
            Account = ReleasedMonth.Siblings[0].Account,
            Text = "GOP",
        });
        await using var officer = await Visitor.ArriveAsync(browser, Hub);
        await officer.SignInAsync("doisoat", looks: false);
        await officer.OpenAsync($"/files/in/{file["fileId"]}/matches/0");
        (await officer.TextAsync()).ShouldContain("Phần của tổng duy nhất");
        await officer.OpenAsync("/exceptions/rules");
        (await officer.TextAsync()).ShouldContain("Chưa có lần xem trước nào.");
        await officer.Page.Locator("[name='Asked.RuleVersion']").SelectOptionAsync("1");
        await officer.TabToAsync("main form.filters button");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.Locator("#differences tbody tr, #impact:not([aria-busy])").First.WaitForAsync();
        var id = officer.Page.Url.Split('/')[^1].Split('?')[0];
        await Hub.As("thanhtra").UntilAsync(
            $"/api/match-impacts/{id}", i => $"{i["impact"]!["status"]}" == "Completed");
        await officer.OpenAsync($"/exceptions/rules/{id}");
        await BrowserFixture.ScreenshotAsync(officer.Page, "match-impact");
        (await officer.Page.Locator("#differences tbody tr").CountAsync()).ShouldBe(2);
        await officer.TabToAsync("#impact-act ~ details > summary");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.TabToAsync("[name='Said.Reason']");
        await officer.Page.Keyboard.TypeAsync("Theo quy tắc đã duyệt");
        await officer.Page.Keyboard.PressAsync("Tab");
        await officer.Page.Keyboard.PressAsync("Enter");
        await officer.Page.GetByText("đề nghị áp dụng", new() { Exact = false }).First.WaitForAsync();
        await AgreedAsync(id);
    }

    private async Task AgreedAsync(string id)
    {
        await using var second = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await second.SignInAsync("khobac", looks: false);
        await second.OpenAsync($"/exceptions/rules/{id}");
        (await second.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        await second.Page.Locator("summary", new() { HasText = "Agree and apply" }).First.ClickAsync();
        await second.Page.Locator("details[open] button[type=submit]").First.ClickAsync();
        await Hub.As("thanhtra").UntilAsync(
            $"/api/match-impacts/{id}", i => $"{i["impact"]!["status"]}" == "Applied");
        await second.OpenAsync($"/exceptions/rules/{id}?change=Lost");
        (await second.TextAsync()).ShouldContain("Taken back");
    }
}
