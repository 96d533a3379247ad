using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Whoever receives for another does so only while a paper says so, and a proxy at most 12 months.</summary>
public sealed class PayeeTermTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Term = ",Giấy tờ nhận thay,Nhận thay từ ngày,Nhận thay đến ngày";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_payment_waits_where_the_paper_of_the_payee_does_not_cover_the_month()
    {
        const string commune = "21235";
        var planner = await MonthOf.PlannerAsync(Hub, commune);
        var (over, valid) = (Proxy(commune, 801), Proxy(commune, 802));
        var dead = Proxy(commune, 803).With(("Hưởng từ tháng", "10/2026"));
        await ImportAsync((over, "GUQ 1,01/11/2025,31/10/2026"), (valid, "GUQ 2,01/12/2025,05/11/2026"),
            (dead, "GUQ 3,01/01/2026,31/12/2026"));
        await Hub.DeathAsync(dead, "10/2026");
        var month = new MonthOf(Hub, planner, Period);

        await month.PlanAsync();

        (await HoldOfAsync(over)).ShouldBe("PAYEE_TERM");
        (await HoldOfAsync(valid)).ShouldBeNull();
        (await HoldOfAsync(dead)).ShouldBe("DEATH_KNOWN", "a proxy ends with the death");
    }

    [Theory]
    [InlineData("GUQ 4,01/11/2026,31/10/2027", true)]
    [InlineData("GUQ 5,01/11/2026,01/11/2027", false)]
    [InlineData("GUQ 6,01/11/2026,", false)]
    [InlineData(",01/11/2026,31/10/2027", false)]
    [InlineData("GUQ 7,01/11/2026,31/10/2026", false)]
    public async Task A_proxy_lasts_at_most_twelve_months_and_has_a_paper(string term, bool isTaken)
    {
        var trial = await Hub.TryAsync("register", FileOf((Proxy("21235", 811), term)));

        Items(trial["findings"]).Any(f => $"{f["rule"]}" == "PAYEE_TERM_INVALID").ShouldBe(!isTaken);
        ((int)trial["added"]!).ShouldBe(isTaken ? 1 : 0);
    }

    private static RegisterLine Proxy(string commune, int no) => RegisterLine.Of(no).In(commune, "Xã Tư Nghĩa").With(
        ("Người nhận", "Người được ủy quyền"), ("Họ tên người nhận", "Trần Thị Ba"),
        ("Số định danh người nhận", "051165000801"));

    private async Task ImportAsync(params (RegisterLine Line, string Term)[] rows)
    {
        var import = await Hub.SendAsync("register", FileOf(rows));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }

    private static byte[] FileOf(params (RegisterLine Line, string Term)[] rows) => RegisterLine.Csv(
        RegisterLine.Header + Term,
        rows.Select(r => Encoding.UTF8.GetString(RegisterLine.FileOf(r.Line)).Split("\r\n")[1] + "," + r.Term));

    private async Task<string?> HoldOfAsync(RegisterLine who) => await Hub.AskAsync<string>(
        """
        select h.reason from hub.payment_hold h
        join hub.payment_line l on l.batch_id = h.batch_id and l.no = h.no
        where l.dossier = $1 and h.held order by h.version desc limit 1
        """, who.Dossier);
}
