using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>The queue of breaks as those who clear it use it: by keyboard, by mouse, on a telephone.</summary>
public sealed class BreakWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const long Pension = RegisterLine.Pension;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_break_is_cleared_with_the_keyboard_alone_and_the_next_one_opens()
    {
        await Hub.BookAsync(
            "AGRI", new Booking(-41_000) { Text = "PHI LA" }, new Booking(-42_000) { Text = "PHI LA HAI" });
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("doisoat", looks: false);
        await visitor.OpenAsync("/exceptions");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "breaks");

        await visitor.TabToAsync("#breaks tbody th a");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Locator("#history").WaitForAsync();
        await visitor.TabToAsync("#act ~ .choices-of-act details:has([name='Explain.Kind']) > summary");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.TabToAsync("[name='Explain.Kind']");
        await visitor.Page.Keyboard.PressAsync("Space");
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.TabToAsync("[name='Explain.Reason']");
        await visitor.Page.Keyboard.TypeAsync("Phí theo biểu phí quý");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "break-explain");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.WaitForURLAsync("**saved=**");

        (await visitor.TextAsync()).ShouldContain("Đã ghi nhận. Đây là khoản tiếp theo.");
        (await Hub.AskAsync<long>(
            "select count(*) from hub.break_part where kind = 'Charge' and reason = 'Phí theo biểu phí quý'"))
            .ShouldBe(1);
        await visitor.FollowAsync("Xem khoản vừa xử lý");
        (await visitor.TextAsync()).ShouldContain("Phí theo biểu phí quý");
    }

    [Fact]
    public async Task Our_payment_stands_beside_the_banks_line_and_what_differs_is_marked()
    {
        var who = ReleasedMonth.Agri[1];
        var file = await Hub.BookAsync("AGRI", new Booking(-Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            Account = "4500205888888",
        });
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await visitor.SignInAsync("doisoat", looks: false);
        await visitor.OpenAsync($"/exceptions?fileId={file["fileId"]}");
        (await visitor.Page.EvaluateAsync<string[]>(
            """
            document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => `${e.tagName} ${e.className} ${e.getBoundingClientRect().right}`)
            """)).ShouldBeEmpty();
        await visitor.FollowAsync("Wrong beneficiary account");
        (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();

        var rows = visitor.Page.Locator("section[aria-labelledby=evidence-caption] tbody tr");
        (await rows.Filter(new() { HasText = "Account" }).First.InnerTextAsync()).ShouldContain("Differs");
        (await rows.Filter(new() { HasText = "Amount" }).First.InnerTextAsync()).ShouldContain("Same");
        await visitor.Page.Locator("summary", new() { HasText = "Match with this payment" }).First.ClickAsync();
        await visitor.Page.Locator("[name='Match.Reason']").First.FillAsync("The bank mistyped the account");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "break-evidence-phone");
        await visitor.Page.Locator("details[open] button[type=submit]").First.ClickAsync();
        await visitor.Page.WaitForURLAsync("**saved=**");

        $"{(await Hub.PaymentAsync(who))["status"]}".ShouldBe("Settled");
    }

    [Fact]
    public async Task Several_are_chosen_and_cleared_and_a_match_is_taken_back_from_the_page_of_its_file()
    {
        var who = ReleasedMonth.Agri[2];
        var file = await Hub.BookAsync("AGRI", new Booking(-Pension)
        {
            EndToEndId = await Hub.EndToEndIdAsync(who),
            Account = who.Account,
        });
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("doisoat", looks: false);
        await visitor.OpenAsync($"/files/in/{file["fileId"]}");
        await visitor.Page.Locator("#matches summary").First.ClickAsync();
        await visitor.Page.Locator("#matches [name='Undo.Reason']").First.FillAsync("Khớp nhầm lệnh");
        await visitor.Page.Locator("#matches form button").First.ClickAsync();
        await visitor.Page.Locator("#breaks td").First.WaitForAsync();
        (await visitor.TextAsync()).ShouldContain("Khớp đã bị hủy");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "match-undone");

        await visitor.OpenAsync($"/exceptions?fileId={file["fileId"]}");
        await visitor.Page.Locator("[name='Bulk.Ids']").First.CheckAsync();
        await visitor.Page.Locator("[name='Bulk.Act']").SelectOptionAsync("Charge");
        await visitor.Page.Locator("[name='Bulk.Reason']").FillAsync("Là phí của ngân hàng");
        await visitor.PressAsync("Thực hiện với các khoản đã chọn");

        (await visitor.TextAsync()).ShouldContain("Đã thực hiện 1 khoản, 0 khoản giữ nguyên");
        await Hub.IdentitiesShouldHoldAsync();
    }
}
