using Microsoft.Playwright;
using PaymentHub.Tests.Harness;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace PaymentHub.Tests.Harness;

/// <summary>
/// One headless Chromium per test run, started when the first test asks. It is the machine's own browser: Playwright's
/// download of another is not used. A missing browser fails the test that needs it; it is never skipped.
/// </summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    // A busy machine may take its time over a page or a picture; a bound is only there to end what never comes.
    private const float PatienceMilliseconds = 120_000;

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> _started = new(LaunchAsync);

    /// <summary>A desktop window of 1440 by 900 pixels.</summary>
    public static ViewportSize Desktop => new() { Width = 1440, Height = 900 };

    /// <summary>A small laptop's window, 1280 by 800 pixels.</summary>
    public static ViewportSize Laptop => new() { Width = 1280, Height = 800 };

    /// <summary>A telephone held upright, 390 by 844 pixels.</summary>
    public static ViewportSize Phone => new() { Width = 390, Height = 844 };

    /// <summary>
    /// A page with cookies of its own. Relative addresses are resolved against <paramref name="baseUrl"/>; use the host
    /// name localhost, since a passkey's relying party cannot be an IP address.
    /// </summary>
    public async Task<IPage> NewPageAsync(
        string baseUrl, string locale = "vi-VN", ViewportSize? viewport = null, bool javaScript = true)
    {
        var (_, browser) = await _started.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = baseUrl,
            Locale = locale,
            TimezoneId = "Asia/Ho_Chi_Minh",
            ViewportSize = viewport ?? Desktop,
            JavaScriptEnabled = javaScript,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return await context.NewPageAsync();
    }

    /// <summary>
    /// Saves the whole page as artifacts/screenshots/<paramref name="name"/>.png and returns that path.
    /// </summary>
    public static async Task<string> ScreenshotAsync(IPage page, string name)
    {
        var path = Path.Combine(Repository.Root, "artifacts", "screenshots", name + ".png");
        await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = path,
            FullPage = true,
            Timeout = PatienceMilliseconds,
        });
        return path;
    }

    /// <summary>Closes the browser, if one was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || !_started.Value.IsCompletedSuccessfully) return;
        var (driver, browser) = await _started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> LaunchAsync()
    {
        var executable = FindChromium();
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = Arguments,
        });
        return (driver, browser);
    }

    private static string FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/bin")
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            "Chromium was not found. Run ops/test, which installs it, or: "
            + "apt-get install chromium fonts-noto-core fonts-liberation");
}
