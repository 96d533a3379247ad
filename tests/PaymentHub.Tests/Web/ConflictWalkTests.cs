using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>A file that contradicts a booked statement, as the two people see it who decide on it.</summary>
public sealed class ConflictWalkTests(BrowserFixture browser, ReleasedHub fixture) : IClassFixture<ReleasedHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task What_differs_is_shown_entry_by_entry_and_a_second_person_agrees_to_refuse()
    {
        var first = await StatementFile.NextAsync(Hub, "AGRI");
        var again = new StatementFile(first.Institution, first.Account, first.Sequence, first.Opening, first.Date)
            .Book(new Booking(7_001) { EndToEndId = "DOI-7000" }, new Booking(9_000) { EndToEndId = "THEM-9000" });
        await first.Book(new Booking(7_000) { EndToEndId = "DOI-7000" }, new Booking(-500) { EndToEndId = "MAT-500" })
            .SendAsync(Hub);
        var held = await BankFiles.SendAsync(Hub, "AGRI", "lai.xml", Encoding.UTF8.GetBytes(again.Write()));
        var page = $"/files/in/{held["fileId"]}";

        await using (var treasurer = await Visitor.ArriveAsync(browser, Hub))
        {
            await treasurer.SignInAsync("khobac", looks: false);
            await treasurer.OpenAsync(page);
            var text = await treasurer.TextAsync();
            foreach (var word in new[] { "Thay đổi", "Thêm", "Mất", "7.001", "9.000", "hai người cùng từ chối tệp" })
                text.ShouldContain(word);
            await BrowserFixture.ScreenshotAsync(treasurer.Page, "conflict");
            await RefuseAsync(treasurer);
            (await treasurer.TextAsync()).ShouldContain("khobac đã đề nghị từ chối");
        }

        await using var second = await Visitor.ArriveAsync(browser, Hub);
        await second.SignInAsync("doisoat", looks: false);
        await second.OpenAsync(page);
        await BrowserFixture.ScreenshotAsync(second.Page, "conflict-second");
        await RefuseAsync(second);
        (await second.TextAsync()).ShouldContain("Cán bộ từ chối tệp");
    }

    private static async Task RefuseAsync(Visitor visitor)
    {
        await visitor.Page.Locator("#decide details summary").Last.ClickAsync();
        await visitor.Page.Locator("[name='Refuse.Reason']").FillAsync("Ngân hàng xác nhận bản trước đúng");
        await visitor.Page.Locator("details[open] button[type=submit]").ClickAsync();
        await visitor.Page.WaitForLoadStateAsync();
        await visitor.Page.Locator("#steps").WaitForAsync();
        await visitor.OpenAsync(new Uri(visitor.Page.Url).AbsolutePath);
    }
}
