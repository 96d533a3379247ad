using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>
/// The work of issue 3 without a mouse: a trial run of an import, a draft tried, an amount explained. Each page is
/// checked by axe where its result stands, in both languages.
/// </summary>
public sealed class KeyboardWalkTests(BrowserFixture browser, FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private const string Draft =
        "kind,amount_vnd,applies_from,legal_basis,verified,in_force_from,source,note\n"
        + "SOCIAL_PENSION,600000,2026-11-01,draft,unverified,2027-01-01,draft,\n";

    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("vi-VN", "Kết quả thử cho tháng 11/2026")]
    [InlineData("en-GB", "Result for 11/2026")]
    public async Task A_draft_is_tried_with_its_progress_in_sight_and_the_focus_on_its_result(
        string culture, string title)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Laptop, culture);
        await visitor.SignInAsync("lap", looks: false);
        await visitor.OpenAsync($"/what-if?month={Period}");
        await visitor.Page.EvaluateAsync(
            """
            () => { window.seen = 0; new MutationObserver(() => window.seen += document.querySelectorAll(
                '#what-if-progress progress').length).observe(document.body, { childList: true, subtree: true }); }
            """);

        await TryAsync(visitor, Draft);

        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = title }).WaitForAsync();
        (await visitor.Page.EvaluateAsync<int>("window.seen")).ShouldBeGreaterThan(1, "the bar moved");
        (await visitor.HasFocusAsync("#what-if-outcome .result")).ShouldBeTrue("who cannot see is told at once");
        await visitor.CheckAsync();
        await visitor.TabToAsync("#what-if-communes .table-scroll");
        await NoTableIsCutOffAsync(visitor);

        await visitor.TabToAsync("#draft-file", "Shift+Tab");
        await visitor.ChooseFileByKeyAsync("nhap.csv", Encoding.UTF8.GetBytes(Draft.Replace("600000", "x")));
        await visitor.TabToAsync("main form button[type=submit]");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Locator("#what-if-outcome .problem").WaitForAsync();
        (await visitor.TextAsync()).ShouldContain("amount_vnd");
        (await visitor.HasFocusAsync("#what-if-outcome .result")).ShouldBeTrue();
        await visitor.CheckAsync();
    }

    [Fact]
    public async Task Without_JavaScript_the_page_answers_a_draft_itself()
    {
        var page = await browser.NewPageAsync(Hub.Url, javaScript: false);
        await page.GotoAsync("/dang-nhap");
        await page.Locator("[autocomplete=username]").FillAsync("lap");
        await page.Locator("[autocomplete=current-password]").FillAsync(HubSetup.Password);
        await page.Locator("main button[type=submit]").ClickAsync();
        await page.GotoAsync($"/what-if?month={Period}");
        await page.Locator("#draft-file").SetInputFilesAsync(new Microsoft.Playwright.FilePayload
        {
            Name = "nhap.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(Draft),
        });

        await page.Locator("main form button[type=submit]").ClickAsync();

        (await page.Locator("#what-if-programmes tfoot").InnerTextAsync()).ShouldContain("đ");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("vi-VN", "Chi trong tháng")]
    [InlineData("en-GB", "Regular")]
    public async Task An_amount_is_explained(string culture, string kind)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Laptop, culture);
        await visitor.SignInAsync("lap", looks: false);
        await visitor.OpenAsync($"/people/{FinishedMonth.Paid.Dossier}?month={Period}");

        await visitor.TabToAsync("#reasons details > summary");
        await visitor.Page.Keyboard.PressAsync("Enter");

        var line = visitor.Page.Locator("#reasons tbody tr").First;
        (await line.Locator("details[open] li").CountAsync()).ShouldBeGreaterThan(3, "rule, rate, months, paid");
        (await line.InnerTextAsync()).ShouldContain(kind);
        await visitor.CheckAsync();
        await NoTableIsCutOffAsync(visitor);
    }

    [Theory]
    [InlineData("vi-VN", 871)]
    [InlineData("en-GB", 872)]
    public async Task A_list_is_tried_and_applied(string culture, int no)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Laptop, culture);
        await visitor.SignInAsync("nhap", looks: false);
        var line = RegisterLine.Of(no).In("21028", "Phường Nghĩa Lộ");
        await visitor.OpenAsync("/register");

        await SendAsync(visitor, RegisterLine.FileOf(line, RegisterLine.Of(no + 10).With(("Mã xã", "9"))));
        await visitor.Page.GetByText("COMMUNE_UNKNOWN").WaitForAsync();
        await visitor.CheckAsync();
        await NoTableIsCutOffAsync(visitor);
        await visitor.TabToAsync("main a[href$='errors']");

        await visitor.OpenAsync("/register");
        await SendAsync(visitor, RegisterLine.FileOf(line));
        await visitor.Page.Locator("#changes tbody tr").First.WaitForAsync();
        await visitor.CheckAsync();
        (await Hub.AskAsync<long>("select count(*) from hub.entitlement where dossier = $1", line.Dossier)).ShouldBe(0);
        await visitor.TabToAsync("main form.acts button");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Locator(".problem.good a[href='/register']").WaitForAsync();
        await visitor.CheckAsync();
        (await Hub.AskAsync<long>("select count(*) from hub.entitlement where dossier = $1", line.Dossier)).ShouldBe(1);
    }

    /// <summary>At 1280 pixels nothing of a table hides; names wrap and amounts stand closer.</summary>
    [Theory]
    [InlineData("lap", "vi-VN")]
    [InlineData("thanhtra", "vi-VN")]
    [InlineData("thanhtra", "en-GB")]
    public async Task The_tables_fit_a_small_laptop(string user, string culture)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Laptop, culture);
        await visitor.SignInAsync(user, looks: false);
        foreach (var path in new[]
        {
            $"/months/{Period}", $"/months/{Period}/plan", $"/months/{Period}/plan?by=commune,programme,channel",
            $"/months/{Period}/changes", $"/months/{Period}/difference", $"/months/{Period}/lists?commune=21025",
            $"/people/{FinishedMonth.Paid.Dossier}", "/programmes", "/programmes?programme=MAITANG", "/payments",
            $"/batches?period={Period}", user == "lap" ? "/register" : "/exceptions",
        })
        {
            await visitor.OpenAsync(path);
            await NoTableIsCutOffAsync(visitor);
        }
    }

    [Fact]
    public async Task Payments_of_a_batch_are_counted_from_one()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("thanhtra", looks: false);
        await visitor.OpenAsync($"/batches/{await Hub.BatchAsync($"{Period}/21025/HTXH/AGRI/0")}");

        (await visitor.Page.Locator("#payments tbody td.num").First.InnerTextAsync()).ShouldBe("1");
    }

    private static async Task TryAsync(Visitor visitor, string draft)
    {
        await visitor.TabToAsync("#draft-file");
        await visitor.ChooseFileByKeyAsync("nhap.csv", Encoding.UTF8.GetBytes(draft));
        await visitor.TabToAsync("main form button[type=submit]");
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task SendAsync(Visitor visitor, byte[] file)
    {
        await visitor.TabToAsync("#import-file");
        await visitor.ChooseFileByKeyAsync("danh-sach.csv", file);
        await visitor.TabToAsync("main form button[value=try]");
        await visitor.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task NoTableIsCutOffAsync(Visitor visitor) =>
        (await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.table-scroll')].filter(t => t.scrollWidth > t.clientWidth + 1)
                .map(t => `${t.innerText.split('\n')[0]}: ${t.scrollWidth} in ${t.clientWidth}`)
            """)).ShouldBeEmpty(visitor.Page.Url);
}
