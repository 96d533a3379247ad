using System.Text;
using Microsoft.Playwright;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>
/// A partner bank at the browser: an administrator proposes, the treasurer agrees, the bank certifies itself. The
/// visitor checks each page by axe and its console.
/// </summary>
public sealed class BankWalkTests(ReleasedHub fixture, BrowserFixture browser) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task An_administrator_proposes_an_account_and_the_treasurer_agrees()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("quantri", looks: false);
        await visitor.OpenAsync("/banks");
        await visitor.FollowAsync("VCB");
        await visitor.Page.GetByText("Đề nghị tài khoản…").First.ClickAsync();
        var form = visitor.Page.Locator("form:has([name='Act.Number'])");
        await form.Locator("[name='Act.Number']").FillAsync("0271000400099");
        await form.Locator("[name='Act.Holder']").FillAsync("SO TAI CHINH");
        await form.Locator("[name='Act.From']").FillAsync("2026-11-10");
        await form.Locator("[name='Act.Reason']").FillAsync("Công văn 12/TC");
        await form.Locator("button[type=submit]").ClickAsync();
        (await visitor.TextAsync()).ShouldContain("0271000400099");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "bank-proposed");
        await visitor.SignOutAsync();

        await visitor.SignInAsync("khobac", looks: false);
        await visitor.OpenAsync("/banks/VCB");
        await visitor.Page.Locator("#waiting details.confirm > summary").First.ClickAsync();
        await visitor.Page.Locator("#waiting details[open] button[type=submit]").First.ClickAsync();

        await visitor.Page.WaitForURLAsync("**/banks/VCB?saved=true");
        (await visitor.Page.Locator("#waiting").CountAsync()).ShouldBe(0);
        (await visitor.TextAsync()).ShouldContain("0271000400099");
    }

    [Fact]
    public async Task On_a_telephone_and_in_English_the_secret_is_shown_once()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await visitor.SignInAsync("quantri", looks: false);
        await visitor.OpenAsync("/banks/BIDV");
        await visitor.Page.GetByText("Make an API secret…").First.ClickAsync();
        var form = visitor.Page.Locator("form:has-text('It is shown once')");
        await form.Locator("[name='Act.From']").FillAsync("2026-11-01");
        await form.Locator("[name='Act.Until']").FillAsync("2027-11-01");
        await form.Locator("[name='Act.Reason']").FillAsync("New program of the bank");
        await form.Locator("button[type=submit]").ClickAsync();

        await visitor.Page.GetByText("The secret is shown this once").WaitForAsync();
        await BrowserFixture.ScreenshotAsync(visitor.Page, "bank-secret");
        (await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_is_asked_back_by_two_people_at_its_page()
    {
        var id = await Hub.AskAsync<string>(
            "select message_id from hub.instruction_file where institution = 'BIDV' and kind = 'CreditTransfers'");
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("khobac", looks: false);
        await visitor.OpenAsync($"/files/out/{id}");
        await visitor.Page.GetByText("Đề nghị thu hồi…").First.ClickAsync();
        var form = visitor.Page.Locator("form:has([name='Form.ReasonCode'])");
        await form.Locator("[name='Form.Reason']").FillAsync("Lập nhầm kỳ chi trả");
        await form.Locator("button[type=submit]").ClickAsync();
        await visitor.Page.GetByText("khobac đã đề nghị").WaitForAsync();
        await visitor.SignOutAsync();

        await visitor.SignInAsync("doisoat", looks: false);
        await visitor.OpenAsync($"/files/out/{id}");
        await visitor.Page.Locator("#delivery summary:has-text('Đồng ý thu hồi')").ClickAsync();
        await visitor.Page.Locator("#delivery details[open] button[type=submit]").ClickAsync();

        await visitor.Page.GetByText("Đã gửi yêu cầu thu hồi").WaitForAsync();
        await visitor.OpenAsync($"/files/out/{id}");
        await BrowserFixture.ScreenshotAsync(visitor.Page, "file-recalled");
    }

    [Fact]
    public async Task A_bank_sees_what_waits_its_receipts_and_sends_a_file_of_its_certification()
    {
        await Hub.As("quantri").PostAsync("/api/banks/VIETIN/certification");
        await (await StatementFile.NextAsync(Hub, "VIETIN")).SendAsync(Hub);
        var own = await FileOfAsync("VIETIN");
        var foreign = await FileOfAsync("AGRI");
        await using var bank = await Visitor.ArriveAsync(browser, Hub);
        await bank.SignInAsync("bank-vietin", looks: false);
        await bank.OpenAsync("/bank");
        var text = await bank.TextAsync();
        text.ShouldContain(own);
        text.ShouldNotContain(foreign);
        text.ShouldContain("VIETIN-20261102-1");
        await bank.Page.Locator("#c-Form-Step").SelectOptionAsync("TRUNCATED");
        var cut = new StatementFile("VIETIN", StatementFile.AccountOf("VIETIN"), 9, 0, "2026-11-01").Write()[..^30];
        await bank.Page.Locator("#step-file").SetInputFilesAsync(new FilePayload
        {
            Name = "cut.xml",
            MimeType = "application/xml",
            Buffer = Encoding.UTF8.GetBytes(cut),
        });

        await bank.Page.Locator("form:has(#step-file) button[type=submit]").ClickAsync();

        await bank.Page.GetByText("REJECT TRUNCATED").First.WaitForAsync();
        await bank.OpenAsync("/bank");
        await BrowserFixture.ScreenshotAsync(bank.Page, "bank-portal");
        await using var phone = await Visitor.ArriveAsync(browser, Hub, BrowserFixture.Phone, "en-GB");
        await phone.SignInAsync("bank-vietin", looks: false);
        await phone.OpenAsync("/bank");
        (await phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        await BrowserFixture.ScreenshotAsync(phone.Page, "bank-portal-phone");
    }

    private async Task<string> FileOfAsync(string bank) => (await Hub.AskAsync<string>(
        "select file_name from hub.instruction_file where institution = $1 limit 1", bank))!;
}
