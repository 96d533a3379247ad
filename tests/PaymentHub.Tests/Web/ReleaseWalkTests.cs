using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Web;

/// <summary>A batch above the limit goes from two approvers to the treasurer, each at a browser of their own.</summary>
public sealed class ReleaseWalkTests(PostgresFixture postgres, BrowserFixture browser)
{
    [Fact]
    public async Task Two_people_approve_a_large_batch_and_the_treasurer_releases_it()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var batch = await SubmittedAsync(hub);

        await using var first = await Visitor.ArriveAsync(browser, hub);
        await first.SignInAsync("duyet1");
        await ActAsync(first, batch, "Duyệt chi…", "Ký duyệt 1 lô");
        (await first.TextAsync()).ShouldContain("người duyệt thứ hai");
        await first.OpenAsync($"/batches/{batch}");
        (await first.TextAsync()).ShouldContain("Bạn đã ký duyệt lô này");
        await first.SignOutAsync();
        await first.SignInAsync("duyet2");
        await ActAsync(first, batch, "Duyệt chi…", "Ký duyệt 1 lô");
        (await first.TextAsync()).ShouldContain("Đã duyệt, chờ phát lệnh");

        await using var treasurer = await Visitor.ArriveAsync(browser, hub);
        await treasurer.SignInAsync("khobac");
        await treasurer.OpenAsync($"/months/{Period}");
        await ActAsync(treasurer, batch, "Phát lệnh chi…", "Phát lệnh 1 lô");

        var file = await FileAsync(hub);
        (await treasurer.TextAsync()).ShouldContain(file);
        await treasurer.OpenAsync($"/batches/{batch}");
        (await treasurer.TextAsync()).ShouldContain("Đã phát lệnh");
        await BrowserFixture.ScreenshotAsync(treasurer.Page, "released-batch");
    }

    [Fact]
    public async Task On_a_telephone_the_batch_page_serves_as_well()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());
        var batch = await SubmittedAsync(hub);
        await using var visitor = await Visitor.ArriveAsync(browser, hub, BrowserFixture.Phone);
        await visitor.SignInAsync("duyet1");

        await visitor.OpenAsync($"/batches/{batch}");

        var width = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        width.ShouldBeLessThanOrEqualTo(BrowserFixture.Phone.Width, "the page does not scroll sideways");
    }

    private static async Task ActAsync(Visitor visitor, Guid batch, string act, string confirm)
    {
        await visitor.OpenAsync($"/batches/{batch}");
        await visitor.FollowAsync(act);
        await visitor.PressAsync(confirm);
    }

    private static async Task<string> FileAsync(Hub hub)
    {
        var files = await hub.As("khobac").UntilAsync(
            $"/api/files?period={Period}", f => Items(f["items"]).Count == 1);
        return (string)Items(files["items"])[0]["messageId"]!;
    }

    private static async Task<Guid> SubmittedAsync(Hub hub)
    {
        await hub.AllotAsync("21025", pension: 1, merit: 10_000_000_000);
        await hub.RegisterAsync(Enumerable.Range(1, 7).Select(no => RegisterLine.Of(no).With(
            ("Chương trình", "NCC"), ("Nhóm đối tượng", "LS3"), ("Hưởng từ tháng", "07/2023"),
            ("Ngày ký", "01/07/2023"))));
        await hub.PlanAsync();
        await hub.ActAsync("trinh", "submit");
        return await hub.BatchAsync("2026-11/21025/NCC/AGRI/0");
    }
}
