using System.Text.RegularExpressions;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>
/// Every page, as the people who use it. The walks only look, so they share one month that shows one of everything.
/// </summary>
public sealed partial class PageWalkTests(BrowserFixture browser, FinishedHub fixture) : IClassFixture<FinishedHub>
{
    private Hub Hub => fixture.Hub;

    [Theory]
    [InlineData("lap", 7)]
    [InlineData("duyet1", 7)]
    [InlineData("khobac", 9)]
    [InlineData("doisoat", 9)]
    [InlineData("bank-agri", 2)]
    [InlineData("thanhtra", 11)]
    [InlineData("quantri", 2)]
    public async Task In_English_every_page_of_the_menu_opens_and_is_translated(string user, int entries)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, culture: "en-GB");
        await visitor.SignInAsync(user, looks: false);
        var menu = await visitor.Page.Locator("#side-nav a").EvaluateAllAsync<string[]>(
            "links => links.map(a => a.getAttribute('href'))");

        menu.Length.ShouldBe(entries);
        foreach (var path in menu)
        {
            var answer = await visitor.Page.Context.APIRequest.GetAsync(Hub.Url.TrimEnd('/') + path);
            answer.Status.ShouldBe(200, $"{user} {path}");
            var html = await answer.TextAsync();
            html.ShouldContain("<html lang=\"en\">", Case.Sensitive, path);
            Untranslated(html).ShouldBeEmpty($"{user} {path}");
        }
    }

    [Theory]
    [InlineData("/quan-tri/nguoi-dung", "lap")]
    [InlineData("/register", "thanhtra")]
    [InlineData("/verify", "khobac")]
    [InlineData("/months", "bank-agri")]
    [InlineData("/cases", "doisoat")]
    public async Task What_is_not_in_the_menu_is_refused_by_a_page_that_says_so(string path, string user)
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, culture: "en-GB");
        await visitor.SignInAsync(user, looks: false);

        var answer = await visitor.Page.Context.APIRequest.GetAsync(Hub.Url.TrimEnd('/') + path);

        answer.Status.ShouldBe(403);
        (await answer.TextAsync()).ShouldContain("No permission");
    }

    /// <summary>The visitor checks each page by axe and its console; see <see cref="Visitor"/>.</summary>
    [Fact]
    public async Task Every_kind_of_page_with_data_serves_everybody_in_both_languages()
    {
        await using var inspector = await Visitor.ArriveAsync(browser, Hub);
        await inspector.SignInAsync("thanhtra");
        foreach (var path in await InspectedAsync()) await LookAsync(inspector, path, "vi");
        foreach (var path in new[] { "/programmes", "/programmes?programme=NCC&period=2024-08" })
            await LookAsync(inspector, path, "vi");

        await using var planner = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await planner.SignInAsync("lap");
        var returned = await Hub.EndToEndIdAsync(FinishedMonth.Returned);
        foreach (var path in new[] { $"/payments/{returned}", $"/months/{Period}/plan", $"/months/{Period}/changes",
            $"/months/{Period}/lists?commune=21025", $"/months/{Period}/difference?part=gone", "/tai-khoan",
            $"/months/{Period}/plan?by=area&area=NONE", $"/people/{FinishedMonth.Paid.Dossier}", $"/months/{Period}",
            $"/batches?period={Period}&area=NONE", "/programmes?programme=BHXHTN",
            "/what-if", "/ledger/receivables" })
        {
            await LookAsync(planner, path, "en");
        }

        await planner.SignOutAsync();
        await planner.SignInAsync("khobac", looks: false);
        foreach (var path in new[] { await FileInAsync("Held"), await FileInAsync("Refused"), $"/months/{Period}",
            "/ledger", $"/ledger/periods/{Period}", "/ledger/funds/2025", await ReceivableAsync() })
        {
            await LookAsync(planner, path, "en");
        }

        await planner.SignOutAsync();
        await planner.SignInAsync("quantri", looks: false);
        await LookAsync(planner, "/quan-tri/nguoi-dung/lap", "en");
    }

    [Fact]
    public async Task A_draft_is_tried_on_a_phone_and_a_bad_one_names_its_row()
    {
        const string draft = "kind,amount_vnd,applies_from,legal_basis,verified,in_force_from,source,note\n"
            + "SOCIAL_PENSION,600000,2026-11-01,draft,unverified,2027-01-01,draft,\n";
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await visitor.SignInAsync("lap", looks: false);
        await TryDraftAsync(visitor, draft.Replace("600000", "x", StringComparison.Ordinal));
        (await visitor.TextAsync()).ShouldContain("amount_vnd");

        await TryDraftAsync(visitor, draft);

        (await visitor.TextAsync()).ShouldContain("Neither the draft nor the result is stored");
        await visitor.Page.Locator("#what-if-communes tbody tr").First.WaitForAsync();
        (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    private static async Task TryDraftAsync(Visitor visitor, string draft)
    {
        await visitor.Page.GotoAsync($"/what-if?month={Period}");
        await visitor.Page.Locator("#draft-file").SetInputFilesAsync(new Microsoft.Playwright.FilePayload
        {
            Name = "draft.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(draft),
        });
        await visitor.Page.Locator("main button[type=submit]").ClickAsync();
        await visitor.Page.Locator(".problem, #what-if-programmes").First.WaitForAsync();
    }

    [Fact]
    public async Task Without_JavaScript_everything_can_still_be_read()
    {
        var page = await browser.NewPageAsync(Hub.Url, javaScript: false);
        await page.GotoAsync("/dang-nhap");
        await page.Locator("[autocomplete=username]").FillAsync("thanhtra");
        await page.Locator("[autocomplete=current-password]").FillAsync(HubSetup.Password);
        await page.Locator("main button[type=submit]").ClickAsync();

        foreach (var path in (await InspectedAsync()).Where(p => p.StartsWith("/months", StringComparison.Ordinal)
            || p.StartsWith("/batches/", StringComparison.Ordinal) || p.StartsWith("/files/", StringComparison.Ordinal)
            || p.StartsWith("/payments/", StringComparison.Ordinal) || p is "/exceptions" or "/cases"))
        {
            (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
            (await page.Locator("main").InnerTextAsync()).Length.ShouldBeGreaterThan(100, path);
        }

        await page.GotoAsync($"/months/{Period}/identity");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Tính ngay" }).ClickAsync();
        (await page.Locator("main").InnerTextAsync()).ShouldContain("Mọi tháng hưởng đều được tính đủ");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_months_identity_shows_its_progress_and_then_its_table()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("thanhtra", looks: false);

        await visitor.Page.GotoAsync($"/months/{Period}/identity");
        await visitor.Page.Locator("#months table").WaitForAsync();

        (await visitor.TextAsync()).ShouldContain("Mọi tháng hưởng đều được tính đủ");
    }

    private async Task<string[]> InspectedAsync()
    {
        var batch = await Hub.BatchAsync($"{Period}/21025/HTXH/AGRI/0");
        var paid = await Hub.EndToEndIdAsync(FinishedMonth.Paid);
        var file = await Hub.AskAsync<string>("select message_id from hub.instruction_file limit 1");
        var flagged = await Hub.AskAsync<Guid>("select case_id from hub.misuse_case limit 1");
        var broken = await Hub.AskAsync<Guid>("select break_id from hub.entry_break limit 1");
        return
        [
            $"/months/{Period}", $"/months/{Period}/lines/settled", $"/months/{Period}/lines/returned",
            $"/months/{Period}/difference", $"/months/{Period}/plan?by=commune,programme,channel",
            $"/months/{Period}/changes", $"/months/{Period}/lists?commune=21025", $"/batches?period={Period}",
            $"/months/{Period}/plan?by=area,programme", $"/people/{FinishedMonth.Paid.Dossier}",
            $"/batches/{batch}", $"/batches/{batch}/difference", "/payments", $"/payments/{paid}", "/files",
            $"/files/out/{file}",
            await FileInAsync("Reconciled"), await FileInAsync("Held"), "/exceptions", $"/exceptions/{broken}",
            "/exceptions/missing", $"/exceptions/checks?period={Period}",
            "/cases", $"/cases/{flagged}",
            await FileInAsync("Reconciled") + "/receipt", await FileInAsync("Held") + "/receipt",
            $"/files/waiting?period={Period}", $"/files/continuity?period={Period}",
            $"/banks/AGRI/charges?period={Period}",
            $"/history/payment/{paid}", $"/history/person/{FinishedMonth.Paid.Dossier}", "/search", "/verify",
            "/ledger?by=account,source", "/ledger?valueDate=2026-11-02&knownAt=2026-11-02T08:00",
            $"/ledger/periods/{Period}", "/ledger/funds/2026?programme=HTXH",
            "/ledger/receivables",
            await ReceivableAsync(),
        ];
    }

    private async Task<string> ReceivableAsync() =>
        $"/ledger/receivables/{await Hub.AskAsync<Guid>("select receivable_id from hub.receivable_step limit 1")}";

    private async Task<string> FileInAsync(string status) => "/files/in/" + await Hub.AskAsync<Guid>(
        """
        select file_id from (select distinct on (file_id) file_id, status from hub.bank_file_step
                             order by file_id, version desc) s where status = $1 limit 1
        """,
        status);

    private static async Task LookAsync(Visitor visitor, string path, string language)
    {
        await visitor.OpenAsync(path);
        (await visitor.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language, path);
        Untranslated(await visitor.TextAsync()).ShouldBeEmpty(path);
        (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            .ShouldBeTrue($"{path} does not scroll sideways");
    }

    // A text without a translation shows its key, e.g. "Month.Lead"; a group's code (GD.HCKC) is all in capitals.
    private static IEnumerable<string> Untranslated(string text) =>
        Key().Matches(Markup().Replace(text, " ")).Select(m => m.Value);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]*[a-z][A-Za-z]*\.[A-Z][A-Za-z]+(\.[A-Za-z]+)*\b")]
    private static partial Regex Key();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();
}
