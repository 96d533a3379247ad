using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Web;

/// <summary>People are admitted, and turned away, through pages that everybody can use.</summary>
public sealed class UserAdministrationTests(BrowserFixture browser, EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to_and_a_wrong_password_says_so()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);

        await visitor.OpenAsync("/quan-tri/nguoi-dung");
        visitor.Page.Url.ShouldContain("/dang-nhap");
        await visitor.Page.GetByLabel("Tên đăng nhập").FillAsync("quantri");
        await visitor.Page.GetByLabel("Mật khẩu").FillAsync("mat-khau-sai-roi");
        await visitor.PressAsync("Đăng nhập");

        (await visitor.TextAsync()).ShouldContain("Không đăng nhập được");
    }

    [Fact]
    public async Task The_administrator_adds_a_user_grants_a_role_and_the_user_may_sign_in()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("quantri");
        await visitor.FollowAsync("Người dùng và quyền");
        await visitor.FollowAsync("Thêm người dùng");
        await visitor.Page.GetByLabel("Tên đăng nhập").FillAsync("can-bo-moi");
        await visitor.Page.GetByLabel("Họ và tên").FillAsync("Đỗ Thị Ước");
        await visitor.Page.GetByLabel("Mật khẩu ban đầu").FillAsync(HubSetup.Password);
        await visitor.PressAsync("Thêm người dùng");

        (await visitor.TextAsync()).ShouldContain("Đỗ Thị Ước");
        await visitor.SignOutAsync();
        await visitor.SignInAsync("can-bo-moi");
        (await visitor.TextAsync()).ShouldContain("Mật khẩu của bạn chỉ dùng một lần");
        await visitor.Page.GetByLabel("Mật khẩu hiện tại").FillAsync(HubSetup.Password);
        await visitor.Page.GetByLabel("Mật khẩu mới", new() { Exact = true }).FillAsync("mot cau cua rieng toi");
        await visitor.Page.GetByLabel("Nhập lại mật khẩu mới").FillAsync("mot cau cua rieng toi");
        await visitor.PressAsync("Đổi mật khẩu");
        (await visitor.TextAsync()).ShouldContain("Tài khoản chưa có vai trò nào");
    }

    [Fact]
    public async Task A_planner_neither_sees_nor_reaches_the_administration()
    {
        await using var visitor = await Visitor.ArriveAsync(browser, Hub);
        await visitor.SignInAsync("lap");
        (await visitor.TextAsync()).ShouldNotContain("Người dùng và quyền");

        await visitor.Page.GotoAsync("/quan-tri/nguoi-dung");

        (await visitor.TextAsync()).ShouldNotContain("quantri");
    }
}
