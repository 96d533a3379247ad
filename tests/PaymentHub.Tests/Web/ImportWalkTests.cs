using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>
/// A planner brings a list of another system into the register through the pages: the columns are matched once, the
/// file is tried, looked at and applied; a place that is unclear is decided.
/// </summary>
public sealed class ImportWalkTests(BrowserFixture browser, EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_foreign_list_is_matched_tried_and_applied()
    {
        var line = RegisterLine.Of(801);
        await Hub.RegisterAsync(line);
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("nhap");
        await visitor.FollowAsync("Nhập danh sách");
        await visitor.Page.GetByLabel("Loại danh sách").SelectOptionAsync("deaths");
        await ChooseAsync(visitor, "khai-tu.csv", RegisterLine.Csv(
            "Số CCCD,Họ tên,Năm sinh,Ngày chết,Số trích lục",
            [$"{line.PersonalId},Nguyễn Văn An,02/09/1945,01/10/2026,TL-801"]));
        await visitor.PressAsync("Chạy thử");

        (await visitor.Page.GetByLabel("Cột của hệ thống cho Số CCCD").InputValueAsync())
            .ShouldBe("Số định danh cá nhân");
        await visitor.Page.GetByLabel("Tên nguồn dữ liệu").FillAsync("Tư pháp xã");
        await visitor.PressAsync("Lưu và chạy thử");
        (await visitor.TextAsync()).ShouldContain("Còn thiếu cột");
        await visitor.Page.GetByLabel("Ngày đăng ký").FillAsync("05/10/2026");
        await visitor.PressAsync("Lưu và chạy thử");

        await visitor.Page.GetByText("Chạy thử xong, chưa có gì thay đổi").WaitForAsync();
        (await Hub.AskAsync<long>("select count(*) from hub.death")).ShouldBe(0);
        await visitor.PressAsync("Nhập thật");
        await visitor.Page.GetByText("Hoàn thành").First.WaitForAsync();

        (await Hub.AskAsync<long>("select count(*) from hub.death")).ShouldBe(1);
        await visitor.OpenAsync($"/people/{line.Dossier}");
        (await visitor.TextAsync()).ShouldContain("Đã mất ngày 01/10/2026");
    }

    [Fact]
    public async Task An_unclear_place_is_decided_with_the_keyboard_alone()
    {
        var line = RegisterLine.Of(811).In("21142", "Xã Trà Bùi");
        await Hub.SendAsync("register", RegisterLine.FileOf(line), "&placesAsOf=2025-01-01");
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("nhap");
        await visitor.OpenAsync("/register/places");

        await visitor.Page.GetByLabel("Xã đúng").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await visitor.Page.Keyboard.TypeAsync("Sổ hộ khẩu");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.GetByText("Không có dòng nào chờ.").WaitForAsync();

        (await Hub.AskAsync<string>(
            "select commune from hub.beneficiary where personal_id = $1", line.PersonalId)).ShouldBe("21136");
    }

    [Fact]
    public async Task A_file_with_errors_shows_them_and_gives_the_file_back_with_reasons()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("nhap");
        await visitor.OpenAsync("/register");
        await ChooseAsync(
            visitor, "loi.csv", RegisterLine.FileOf(RegisterLine.Of(821), RegisterLine.Of(822).With(("Mã xã", "9"))));
        await visitor.PressAsync("Chạy thử");
        await visitor.Page.GetByText("COMMUNE_UNKNOWN").WaitForAsync();

        var download = await visitor.Page.RunAndWaitForDownloadAsync(
            () => visitor.Page.GetByText("Tải tệp kèm lý do lỗi (CSV)").ClickAsync());

        download.SuggestedFilename.ShouldBe("loi-loi.csv");
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        (await reader.ReadToEndAsync()).ShouldContain("Mã xã không có trong danh mục");
    }

    private static Task ChooseAsync(Visitor visitor, string name, byte[] bytes) =>
        visitor.Page.GetByLabel("Chọn tệp").SetInputFilesAsync(
            new Microsoft.Playwright.FilePayload { Name = name, MimeType = "text/csv", Buffer = bytes });
}
