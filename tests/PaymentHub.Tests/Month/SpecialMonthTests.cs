using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Month;

/// <summary>
/// Months unlike the others, from the import to the settled payment: two paid together near Tết, a relief scheme by
/// household and by person, one share of a couple, and support to whoever buries the dead. The tests share a service,
/// so the identities of a month see what other tests paid for it and after it.
/// </summary>
public sealed class SpecialMonthTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Two_months_near_Tet_are_one_payment_and_the_second_month_is_not_paid_again()
    {
        const string commune = "21040";
        var (bank, cash) = (At(commune, 901).At("VCB"), At(commune, 902).InCash());
        var planner = await StartAsync("2026-12-20", commune, [bank, cash], $"{commune},HTXH,TINH,2027");
        var january = new MonthOf(Hub, planner, "2027-01");
        (await Hub.As(planner).TryPostAsync("/api/runs/2027-01/plan?together=3")).Code
            .ShouldBe("too-many-months-together");

        await january.PlanAsync("?together=2");
        (await january.LinesAsync(bank.Dossier)).ShouldBe(
            [
                $"Arrears 2026-11..2026-12 {2 * RegisterLine.Pension}",
                $"Regular 2027-01..2027-02 {2 * RegisterLine.Pension}",
            ]);
        await january.ApproveAsync();
        await Hub.SetClockAsync("2026-12-30T01:00:00Z");
        await january.ReleaseAsync();
        await Hub.SetClockAsync("2027-01-08T01:00:00Z");
        await january.BookAsync("VCB", "2027-01-08", null, bank.Dossier);
        await january.PayInCashAsync("2027-01-08", cash.Dossier);

        foreach (var who in new[] { bank, cash })
        {
            (await january.StatusAsync(who.Dossier)).ShouldBe("Settled");
            (await january.PaymentAsync(who.Dossier)).Amount.ShouldBe(4 * RegisterLine.Pension);
        }

        await Hub.SetClockAsync("2027-01-21T01:00:00Z");
        var february = new MonthOf(Hub, planner, "2027-02");
        await february.PlanAsync();
        (await february.LinesAsync(bank.Dossier)).ShouldBeEmpty();
        (await february.LinesAsync(cash.Dossier)).ShouldBeEmpty();
        await february.ShouldTieOutAsync();
        await january.ShouldTieOutAsync();
        await new MonthOf(Hub, planner, "2026-11").ShouldTieOutAsync();
        var due = await Hub.As(planner).GetAsync($"/api/people/{bank.Dossier}/due?month=2027-02");
        Items(due["months"]).Where(m => $"{m["month"]}" == "2027-02").Select(m => $"{m["due"]} {m["committed"]}")
            .ShouldBe([$"{RegisterLine.Pension} {RegisterLine.Pension}"]);
    }

    [Fact]
    public async Task A_relief_scheme_pays_households_once_and_persons_each()
    {
        const string commune = "21061";
        var head = Relief(commune, 911, "D15.1");
        var son = Relief(commune, 912, "D15.3");
        var hurt = Relief(commune, 913, "D13");
        var headHurt = head.With(("Mã hồ sơ", "QN-21025-HURT911"), ("Nhóm đối tượng", "D13"));
        var planner = await StartAsync("2026-10-22", commune, [], $"{commune},KHANCAP,TINH,2026");
        await HouseholdAsync(commune, head, son);
        await ImportAsync([(head, "HB-21061-0007"), (son, "HB-21061-0007"), (hurt, ""), (headHurt, "")]);
        var month = new MonthOf(Hub, planner, Period);

        await month.PlanAsync();
        (await month.LinesAsync(head.Dossier)).ShouldBe(["OneOff 2026-11..2026-11 40000000"]);
        (await month.LinesAsync(headHurt.Dossier)).ShouldBe(["OneOff 2026-11..2026-11 5400000"]);
        (await month.LinesAsync(hurt.Dossier)).ShouldBe(["OneOff 2026-11..2026-11 5400000"]);
        (await month.LinesAsync(son.Dossier)).ShouldBeEmpty("the household has its share already");
        var due = await Hub.As(planner).GetAsync($"/api/people/{son.Dossier}/due?month={Period}");
        var displaced = Items(due["displaced"]).ShouldHaveSingleItem();
        $"{displaced["byDossier"]} {displaced["rule"]}".ShouldBe($"{head.Dossier} ONE_SHARE");
        await month.ApproveAsync();
        await Hub.SetClockAsync("2026-10-30T01:00:00Z");
        await month.ReleaseAsync();
        await Hub.SetClockAsync("2026-11-03T01:00:00Z");
        await month.BookAsync("AGRI", "2026-11-03", null, head.Dossier, hurt.Dossier);

        (await month.StatusAsync(head.Dossier)).ShouldBe("Settled");
        (await month.PaymentAsync(head.Dossier)).Amount.ShouldBe(45_400_000, "house and injury of one payee");
        (await month.StatusAsync(hurt.Dossier)).ShouldBe("Settled");
        await month.ShouldTieOutAsync();
        var plan = await Hub.As(planner).GetAsync($"/api/runs/{Period}/plan?by=programme");
        Items(plan["items"]).Select(i => $"{i["programme"]} {i["oneOff"]} {i["amount"]}")
            .ShouldBe(["KHANCAP 50800000 50800000"]);
    }

    [Fact]
    public async Task Only_the_highest_funeral_support_is_paid_and_it_goes_to_the_heir()
    {
        const string commune = "21172";
        var dead = At(commune, 921).With(
            ("Hưởng từ tháng", "07/2026"), ("Ngày ký", "01/07/2026"), ("Đã chi từ tháng", "07/2026"),
            ("Đã chi đến tháng", "08/2026"), ("Mức đã chi (đ/tháng)", "500000"));
        RegisterLine[] funerals =
        [
            Funeral(dead, "QN-21025-MT921", "MAITANG", "HTXH"), Funeral(dead, "QN-21025-TT921", "KHANCAP", "D14"),
        ];
        var planner = await StartAsync(
            "2026-10-22", commune, [dead, .. funerals], $"{commune},MAITANG,TINH,2026", $"{commune},KHANCAP,TINH,2026",
            $"{commune},HTXH,TINH,2026");
        var month = new MonthOf(Hub, planner, Period);
        await month.PlanAsync();
        (await month.LinesAsync(funerals[0].Dossier)).ShouldBe(["OneOff 2026-11..2026-11 0"], "no death is recorded");

        await Hub.DeathAsync(dead, "09/2026");
        await Hub.RegisterAsync(Heir(dead));
        await month.PlanAsync();
        (await month.LinesAsync(funerals[1].Dossier)).ShouldContain("OneOff 2026-09..2026-09 27000000");
        var due = await Hub.As(planner).GetAsync($"/api/people/{dead.Dossier}/due?month={Period}");
        Items(due["displaced"]).Select(d => $"{d["dossier"]} {d["byDossier"]} {d["rule"]}")
            .ShouldBe([$"{funerals[0].Dossier} {funerals[1].Dossier} FUNERAL"]);
        await month.ApproveAsync();
        await Hub.SetClockAsync("2026-10-30T01:00:00Z");
        await month.ReleaseAsync();
        await Hub.SetClockAsync("2026-11-03T01:00:00Z");
        await month.BookAsync("AGRI", "2026-11-03", null, funerals[1].Dossier);

        (await month.StatusAsync(funerals[1].Dossier)).ShouldBe("Settled");
        var (id, account, amount) = await month.PaymentAsync(funerals[1].Dossier);
        (account, amount).ShouldBe(("4500205009921", 27_000_000));
        (await Hub.AskAsync<string>(
            "select relation || ' ' || payee_name from hub.payment where end_to_end_id = $1", id))
            .ShouldBe("Heir Trần Thị Ba");
        await month.ShouldTieOutAsync();
    }

    [Fact]
    public async Task The_one_share_of_a_couple_passes_on_after_a_death()
    {
        const string commune = "21181";
        var wife = Raising(commune, 931).With(("Hưởng từ tháng", "05/2026"), ("Ngày ký", "05/05/2026"));
        var husband = Raising(commune, 932).With(("Hưởng từ tháng", "08/2026"), ("Ngày ký", "05/08/2026"));
        var planner = await StartAsync("2026-10-22", commune, [], $"{commune},CSND,TINH,2026");
        await ImportAsync([(wife, "VC-21181-0009"), (husband, "VC-21181-0009")]);
        (await LinesAsync(planner, husband)).ShouldBeEmpty("the wife began earlier");

        await Hub.DeathAsync(wife, "09/2026");

        (await LinesAsync(planner, husband)).ShouldBe(
            ["Regular 2026-11..2026-11 810000", "Arrears 2026-10..2026-10 810000"]);
    }

    private async Task<string[]> LinesAsync(string planner, RegisterLine person)
    {
        var due = await Hub.As(planner).GetAsync($"/api/people/{person.Dossier}/due?month={Period}");
        return [.. Items(due["lines"]).Select(l => $"{l["kind"]} {l["firstMonth"]}..{l["lastMonth"]} {l["amount"]}")];
    }

    private static RegisterLine Raising(string commune, int no) =>
        At(commune, no).With(("Chương trình", "CSND"), ("Nhóm đối tượng", "D20.2A1"));

    private static RegisterLine At(string commune, int no) => RegisterLine.Of(no).In(commune, NameOf(commune));

    private static RegisterLine Relief(string commune, int no, string group) =>
        At(commune, no).With(("Chương trình", "KHANCAP"), ("Nhóm đối tượng", group));

    private static RegisterLine Funeral(RegisterLine dead, string dossier, string programme, string group) =>
        Heir(dead).With(
            ("Mã hồ sơ", dossier), ("Chương trình", programme), ("Nhóm đối tượng", group),
            ("Hưởng từ tháng", "11/2026"), ("Ngày ký", "20/10/2026"), ("Đã chi từ tháng", ""),
            ("Đã chi đến tháng", ""), ("Mức đã chi (đ/tháng)", ""));

    private static RegisterLine Heir(RegisterLine dead) => dead.With(
        ("Số tài khoản", "4500205009921"), ("Tên chủ tài khoản", "TRAN THI BA"), ("Người nhận", "Người thừa kế"),
        ("Họ tên người nhận", "Trần Thị Ba"), ("Số định danh người nhận", "051165000921"));

    private static string NameOf(string commune) => File
        .ReadLines(Path.Combine(Repository.Root, "seeds", "reference", "communes-quang-ngai.csv"))
        .Select(line => line.Split(',')).Single(cells => cells[0] == commune)[1];

    private async Task<string> StartAsync(
        string day, string commune, IEnumerable<RegisterLine> lines, params string[] funds)
    {
        await Hub.SetClockAsync($"{day}T01:00:00Z");
        RegisterLine[] register = [.. lines];
        if (register.Length > 0) await Hub.RegisterAsync(register);
        var import = await Hub.ImportAsync("allotments", RegisterLine.Csv(
            "Mã xã,Chương trình,Nguồn,Năm,Số tiền,Số quyết định", funds.Select(f => $"{f},100000000,88/QĐ-UBND")));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
        return await MonthOf.PlannerAsync(Hub, commune);
    }

    private async Task HouseholdAsync(string commune, params RegisterLine[] members)
    {
        var import = await Hub.SendAsync("households", RegisterLine.Csv(
            "STT,Mã hộ,Số định danh cá nhân,Họ và tên,Quan hệ với chủ hộ,Mã xã,Tên xã,Loại hộ,Từ ngày,Đến ngày,"
            + "Số quyết định",
            members.Select((m, i) => $"{i + 1},HB-{commune}-0007,{m.PersonalId},Nguyễn Văn An,"
                + $"{(i == 0 ? "Chủ hộ" : "Con")},{commune},{NameOf(commune)},Hộ nghèo,01/01/2026,,QĐ 5")));
        import.Outcome().ShouldBe($"added {members.Length}");
    }

    private async Task ImportAsync(IEnumerable<(RegisterLine Line, string Share)> rows)
    {
        var import = await Hub.SendAsync("register", RegisterLine.Csv(
            RegisterLine.Header + ",Mã suất chung",
            rows.Select(r => Encoding.UTF8.GetString(RegisterLine.FileOf(r.Line)).Split("\r\n")[1] + "," + r.Share)));
        $"{import["status"]}".ShouldBe("Completed", import.ToJsonString());
    }
}
