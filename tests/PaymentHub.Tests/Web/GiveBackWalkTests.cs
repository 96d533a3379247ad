using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>An approver gives the money of a failed payment back to its funds, on the page of the payment.</summary>
public sealed class GiveBackWalkTests(BrowserFixture browser, FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_returned_payment_goes_back_to_its_funds_with_a_reason_and_its_story_says_so()
    {
        var id = await Hub.EndToEndIdAsync(FinishedMonth.Returned);
        await using (var planner = await Visitor.ArriveAsync(browser, Hub))
        {
            await planner.SignInAsync("lap", looks: false);
            await planner.OpenAsync($"/payments/{id}");
            (await planner.Page.Locator("#give-back").CountAsync()).ShouldBe(0, "only an approver gives back");
        }

        await using var visitor = await Visitor.ArriveAsync(browser, Hub, culture: "en-GB");
        await visitor.SignInAsync("duyet1", looks: false);
        await visitor.OpenAsync($"/payments/{id}");
        await GiveBackAsync(visitor, "abc");
        (await visitor.Page.Locator("#give-back .field-error").InnerTextAsync()).ShouldContain("at least 5");
        (await Hub.AskAsync<long>("select count(*) from hub.payment_write_back")).ShouldBe(0);

        await using var slower = await Visitor.ArriveAsync(browser, Hub);
        await slower.SignInAsync("duyet2", looks: false);
        await slower.OpenAsync($"/payments/{id}");
        await GiveBackAsync(visitor, "Nobody is left to pay");
        await visitor.Page.Locator(".problem.good").WaitForAsync();

        var text = await visitor.TextAsync();
        text.ShouldContain("Each fund has its part again.");
        text.ShouldContain("Nobody is left to pay");
        (await visitor.Page.Locator("#life .timeline, .timeline").First.InnerTextAsync()).ShouldContain("duyet1");
        (await visitor.Page.Locator("#give-back, #reissue").CountAsync()).ShouldBe(0, "nothing is left to give or pay");
        await PressAsync(slower, "Không còn người nhận");
        // In development the framework answers a form that is gone before the page of errors can.
        (await slower.TextAsync()).ShouldMatch("có thể người khác vừa làm việc này|no form on the page");
        await Hub.IdentitiesShouldHoldAsync();
        var story = await Hub.As("thanhtra").GetAsync($"/api/payments/{id}");
        $"{story["writeBack"]?["reason"]}".ShouldBe("Nobody is left to pay");
    }

    [Fact]
    public async Task Paid_money_is_offered_to_nobody()
    {
        var id = await Hub.EndToEndIdAsync(FinishedMonth.Paid);
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("duyet1", looks: false);

        await visitor.OpenAsync($"/payments/{id}");

        (await visitor.Page.Locator("#give-back").CountAsync()).ShouldBe(0, "paid money is not given back");
    }

    private static async Task GiveBackAsync(Visitor visitor, string reason)
    {
        await PressAsync(visitor, reason);
        await visitor.CheckAsync();
    }

    private static async Task PressAsync(Visitor visitor, string reason)
    {
        var form = visitor.Page.Locator("#give-back");
        if (await form.Locator("details[open]").CountAsync() == 0) await form.Locator("summary").ClickAsync();
        await form.Locator("textarea").FillAsync(reason);
        await form.Locator("button[type=submit]").ClickAsync();
        await visitor.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.DOMContentLoaded);
    }
}
