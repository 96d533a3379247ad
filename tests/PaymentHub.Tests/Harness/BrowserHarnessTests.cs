using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>The browser works and draws Vietnamese.</summary>
public sealed class BrowserHarnessTests(BrowserFixture browser)
{
    [Fact]
    public async Task Chromium_draws_a_page_and_a_screenshot_of_it_is_saved()
    {
        var page = await browser.NewPageAsync("http://localhost");
        await page.SetContentAsync("<!doctype html><title>Chi trả</title><h1>Lệnh chi tháng 11: Nguyễn Thị Ước</h1>");

        var path = await BrowserFixture.ScreenshotAsync(page, "harness");

        (await page.TitleAsync()).ShouldBe("Chi trả");
        (await page.EvaluateAsync<string>("navigator.language")).ShouldBe("vi-VN");
        new FileInfo(path).Length.ShouldBeGreaterThan(1_000);
        await page.Context.CloseAsync();
    }
}
