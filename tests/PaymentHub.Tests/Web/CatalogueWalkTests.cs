using Microsoft.Playwright;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>The catalogue of programmes: one at a time, each group on one line with its time axis.</summary>
public sealed class CatalogueWalkTests(BrowserFixture browser, EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Without_JavaScript_programmes_are_chosen_groups_found_and_values_through_time_opened()
    {
        var page = await browser.NewPageAsync(Hub.Url, viewport: BrowserFixture.Laptop, javaScript: false);
        await page.GotoAsync("/dang-nhap");
        await page.Locator("[autocomplete=username]").FillAsync("lap");
        await page.Locator("[autocomplete=current-password]").FillAsync(HubSetup.Password);
        await page.Locator("main button[type=submit]").ClickAsync();

        await page.GotoAsync("/programmes?period=2026-11");
        (await page.Locator("main nav.parts a").CountAsync()).ShouldBe(11);
        await page.GetByRole(AriaRole.Link, new() { Name = "Ưu đãi người có công với cách mạng" }).ClickAsync();
        (await page.Locator("main nav.parts [aria-current]").InnerTextAsync()).ShouldContain("có công");
        (await page.EvaluateAsync<int>("document.body.scrollHeight")).ShouldBeLessThan(4_500);

        await page.Locator("[name=q]").FillAsync("benh binh 61");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lọc" }).ClickAsync();
        var row = page.Locator("#rates tbody tr");
        (await row.CountAsync()).ShouldBe(1);
        await row.Locator("summary").ClickAsync();
        (await row.InnerTextAsync()).ShouldContain("NĐ 55/2023/NĐ-CP Phụ lục I");

        await page.Locator("details.card > summary").ClickAsync();
        (await page.Locator("#rules").InnerTextAsync()).ShouldContain("Chỉ hưởng mức cao nhất trong nhóm");

        await page.GetByRole(AriaRole.Link, new() { Name = "Các mức chuẩn" }).ClickAsync();
        (await page.Locator("#rates").InnerTextAsync()).ShouldContain("lương cơ sở");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_phone_in_English_nothing_is_wider_than_the_page()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await visitor.SignInAsync("lap", looks: false);

        foreach (var path in new[] { "/programmes", "/programmes?programme=BASES", "/programmes?q=khong-co" })
        {
            await visitor.OpenAsync(path);
            (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .ShouldBeTrue(path);
        }

        (await visitor.TextAsync()).ShouldContain("No group matches.");
    }
}
