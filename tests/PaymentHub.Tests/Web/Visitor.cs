using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>
/// One person at a browser. Every page that is visited is checked against WCAG 2.2 AA by axe, and whatever the browser
/// complains of on its console, such as a breach of the content security policy, fails the test.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        },
    };

    private readonly List<string> _complaints = [];

    private Visitor(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Add($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Opens a browser without cookies on the service.</summary>
    public static async Task<Visitor> ArriveAsync(
        BrowserFixture browser, Hub hub, ViewportSize? viewport = null, string culture = "vi-VN")
    {
        var visitor = new Visitor(await browser.NewPageAsync(hub.Url, viewport: viewport));
        if (culture != "vi-VN") await visitor.Page.GotoAsync($"/dang-nhap?culture={culture}");
        return visitor;
    }

    /// <summary>Signs in at the sign-in page, with the password of the test run.</summary>
    /// <param name="userName">A user of the demo, or one that the test made.</param>
    /// <param name="looks">False where the sign-in page and the page after it are none of the test's concern.</param>
    public async Task SignInAsync(string userName, bool looks = true)
    {
        await Page.GotoAsync("/dang-nhap");
        if (looks) await CheckAsync();
        await Page.Locator("[autocomplete=username]").FillAsync(userName);
        await Page.Locator("[autocomplete=current-password]").FillAsync(HubSetup.Password);
        await Page.Locator("main button[type=submit]").ClickAsync();
        if (looks) await CheckAsync();
        else await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>Opens the menu of the signed-in user and leaves.</summary>
    public async Task SignOutAsync()
    {
        await Page.Locator(".user-menu > summary").ClickAsync();
        await Page.Locator(".user-menu form button").ClickAsync();
        await CheckAsync();
    }

    /// <summary>Goes to an address of the service.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await CheckAsync();
    }

    /// <summary>Follows a link by its text.</summary>
    public async Task FollowAsync(string text)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = text }).First.ClickAsync();
        await CheckAsync();
    }

    /// <summary>Presses a button by its text.</summary>
    public async Task PressAsync(string text)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = text, Exact = true }).ClickAsync();
        await CheckAsync();
    }

    /// <summary>The text of the page as a person reads it.</summary>
    public Task<string> TextAsync() => Page.Locator("body").InnerTextAsync();

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    /// <summary>Moves the focus with the tabulator key, as somebody without a mouse does, until it is there.</summary>
    public async Task TabToAsync(string selector, string key = "Tab")
    {
        for (var presses = 0; presses < 120; presses++)
        {
            if (await HasFocusAsync(selector)) return;
            await Page.Keyboard.PressAsync(key);
        }

        throw new InvalidOperationException($"The tabulator key does not lead to {selector} on {Page.Url}.");
    }

    /// <summary>Whether the focus is on an element that matches.</summary>
    public Task<bool> HasFocusAsync(string selector) =>
        Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector);

    /// <summary>
    /// Chooses a file in the file field that has the focus. The dialogue is the browser's own; what is ours is that the
    /// tabulator key leads to the field.
    /// </summary>
    public async Task ChooseFileByKeyAsync(string name, byte[] bytes)
    {
        (await HasFocusAsync("input[type=file]")).ShouldBeTrue(Page.Url);
        await Page.Locator("input[type=file]:focus").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "text/csv", Buffer = bytes });
    }

    /// <summary>Checks the page as it stands: axe and the console.</summary>
    public async Task CheckAsync()
    {
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        var found = await Page.RunAxe(Wcag);
        found.Violations.Select(v => $"{Page.Url} {v.Id}: {v.Nodes[0].Html}").ShouldBeEmpty();
        _complaints.ShouldBeEmpty(Page.Url);
    }
}
