using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Entitlements;

/// <summary>
/// A decision for extremely difficult communes, or for poor households, that the register contradicts is proposed to be
/// determined again; it is paid until somebody signs.
/// </summary>
public sealed class ConditionTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Area_and_household_that_the_register_contradicts_are_asked_about_again()
    {
        const string planner = "lap-dieu-kien";
        var there = Child(41, "21100");
        var elsewhere = Child(42, "21040");
        await HubSetup.AddUserAsync(Hub, planner, Role.Planner, AccessScope.OfCommunes(["21040", "21100"]));
        await Hub.RegisterAsync(there, elsewhere);
        (await ProposalsAsync(planner)).ShouldBeEmpty("no list of areas says anything yet");

        (await Hub.SendAsync("areas", RegisterLine.Csv(
            "STT,Mã xã,Tên xã,Đặc điểm địa bàn,Từ ngày,Đến ngày,Căn cứ pháp lý,Đã xác minh",
            [$"1,21100,{NameOf("21100")},EXTREMELY_DIFFICULT,01/07/2026,,QĐ 861/QĐ-TTg,"])))
            .Outcome().ShouldBe("added 1");
        (await ProposalsAsync(planner)).ShouldBe([$"{elsewhere.Dossier} Ask AREA"]);

        (await Hub.SendAsync("households", RegisterLine.Csv(
            "STT,Mã hộ,Số định danh cá nhân,Họ và tên,Quan hệ với chủ hộ,Mã xã,Tên xã,Loại hộ,Từ ngày,Đến ngày,"
            + "Số quyết định",
            [
                $"1,HB-21100-0041,{there.PersonalId},Nguyễn Văn An,Chủ hộ,21100,{NameOf("21100")},Hộ nghèo,"
                    + "01/01/2026,31/08/2026,QĐ 5",
            ]))).Outcome().ShouldBe("added 1");

        (await ProposalsAsync(planner)).ShouldBe(
            [$"{elsewhere.Dossier} Ask AREA", $"{there.Dossier} Ask HOUSEHOLD"]);
    }

    private static RegisterLine Child(int no, string commune) => RegisterLine.Of(no)
        .In(commune, NameOf(commune)).With(
            ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K7"), ("Ngày ký", "05/01/2026"),
            ("Hưởng từ tháng", "01/2026"));

    private static string NameOf(string commune) => File
        .ReadLines(Path.Combine(Repository.Root, "seeds", "reference", "communes-quang-ngai.csv"))
        .Select(line => line.Split(',')).Single(cells => cells[0] == commune)[1];

    private async Task<List<string>> ProposalsAsync(string planner)
    {
        var found = await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={Period}");
        return [.. Items(found["items"]).Select(i => $"{i["dossier"]} {i["decision"]} {i["cause"]}")];
    }
}
