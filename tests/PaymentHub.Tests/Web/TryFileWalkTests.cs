using System.Text;
using Microsoft.Playwright;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>Trying a file at the page.</summary>
public sealed class TryFileWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private const string Swift = ":20:S1\n:25:4500201000018\n:60F:C261102VND0,\n:62F:C261102VND0,\n-\n";

    [Fact]
    public async Task A_profile_that_is_not_on_the_list_is_a_wrong_request_that_names_the_list()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, fixture.Hub);
        await visitor.SignInAsync("bank-agri", looks: false);
        await visitor.OpenAsync("/files/try");
        (await TryAsync(visitor.Page)).Status.ShouldBe(200);
        (await visitor.Page.Locator("#findings").CountAsync()).ShouldBe(1);

        await visitor.OpenAsync("/files/try");
        await visitor.Page.EvaluateAsync(
            "() => document.querySelector(\"[name='Form.Profile'] option\").value = 'bogus'");
        await visitor.Page.EvaluateAsync(
            "() => document.querySelector(\"[name='Form.Profile']\").selectedIndex = 0");
        (await TryAsync(visitor.Page)).Status.ShouldBe(400);
        (await visitor.TextAsync()).ShouldContain("tolerant, strict, ACB, AGRI");
        (await visitor.Page.Locator("#findings").CountAsync()).ShouldBe(0);
    }

    private static async Task<IResponse> TryAsync(IPage page)
    {
        await page.Locator("#try-file").SetInputFilesAsync(
            new FilePayload { Name = "a.sta", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Swift) });
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.Locator("form.card button[type=submit]").ClickAsync(), r => r.Request.Method == "POST");
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        return answer;
    }
}
