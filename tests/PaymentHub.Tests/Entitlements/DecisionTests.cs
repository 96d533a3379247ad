using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Entitlements;

/// <summary>
/// Signed decisions over HTTP, and what they do to the plan and to its explanation. Every test has a commune and people
/// of its own.
/// </summary>
public sealed class DecisionTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_suspended_decision_is_not_planned_and_its_explanation_names_the_cause()
    {
        var (person, planner) = await PersonAsync("21025", "Phường Cẩm Thành");
        await DecideAsync(planner, person, "suspend", new() { ["from"] = "2026-11", ["cause"] = "UNCOLLECTED" });

        await Hub.PlanAsync(planner);

        (await LinesAsync(person)).ShouldBe(0);
        var due = await DueAsync(planner, person);
        ((long)due["toPay"]!).ShouldBe(0);
        MonthSteps.Items(due["months"]).Single(m => $"{m["month"]}" == "2026-11")["state"]!.ToString()
            .ShouldBe("Suspended");
    }

    [Fact]
    public async Task Three_months_of_suspension_without_an_answer_are_proposed_to_end()
    {
        var (person, planner) = await PersonAsync("21250", "Xã Nghĩa Giang", ("Hưởng từ tháng", "07/2026"));
        await DecideAsync(planner, person, "suspend", new() { ["from"] = "2026-08", ["cause"] = "UNCOLLECTED" });

        Items((await Hub.As(planner).GetAsync("/api/entitlements/proposals?month=2026-10"))["items"]).ShouldBeEmpty();
        var proposal = Items((await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={Period}"))["items"])
            .ShouldHaveSingleItem();

        ($"{proposal["dossier"]}", $"{proposal["decision"]}", $"{proposal["month"]}", $"{proposal["cause"]}")
            .ShouldBe((person.Dossier, "End", Period, "NO_ANSWER"));
        $"{proposal["legalBasis"]}".ShouldContain("TT 02/2021");
        await DecideAsync(planner, person, "end", new() { ["until"] = Period, ["cause"] = "NO_ANSWER" });
        Items((await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={Period}"))["items"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_that_nobody_answers_in_time_is_proposed_to_suspend()
    {
        var (person, planner) = await PersonAsync("21364", "Xã Nghĩa Hành", ("Hưởng từ tháng", "07/2026"));
        async Task<List<JsonNode>> ProposalsAsync() => Items(
            (await Hub.As(planner).GetAsync($"/api/entitlements/proposals?month={Period}"))["items"]);
        await DecideAsync(planner, person, "redetermination", new()
        {
            ["answerBy"] = "2026-10-10",
            ["reason"] = "Xác định lại mức độ khuyết tật",
        });

        var proposal = (await ProposalsAsync()).ShouldHaveSingleItem();
        $"{proposal["decision"]} {proposal["month"]} {proposal["cause"]}".ShouldBe("Suspend 2026-11 REDETERMINATION");
        $"{proposal["legalBasis"]}".ShouldContain("TT 02/2021");
        await Hub.As(planner).PostAsync($"/api/entitlements/{person.Dossier}/redetermination/answer", new JsonObject
        {
            ["answeredOn"] = "2026-10-09",
            ["note"] = "Đã có kết quả giám định",
        });
        (await ProposalsAsync()).ShouldBeEmpty();
        await DecideAsync(planner, person, "redetermination", new()
        {
            ["answerBy"] = "2026-12-10",
            ["reason"] = "Xác định lại hoàn cảnh",
        });
        (await ProposalsAsync()).ShouldBeEmpty("there is still time");
    }

    [Fact]
    public async Task A_resumed_decision_brings_the_resting_months_back_as_arrears()
    {
        var (person, planner) = await PersonAsync("21028", "Phường Nghĩa Lộ", ("Hưởng từ tháng", "09/2026"));
        await DecideAsync(planner, person, "suspend", new() { ["from"] = "2026-09", ["cause"] = "REDETERMINATION" });
        await DecideAsync(planner, person, "resume", new() { ["from"] = "2026-09", ["reason"] = "Đã xác định lại" });

        await Hub.PlanAsync(planner);

        (await AmountAsync(person)).ShouldBe(3 * RegisterLine.Pension);
    }

    [Fact]
    public async Task An_end_for_prison_leaves_what_was_paid_since_to_be_recovered_and_says_why()
    {
        var (person, planner) = await PersonAsync("21034", "Xã An Phú", PaidUntilOctober);
        await DecideAsync(planner, person, "end", new() { ["until"] = "2026-10", ["cause"] = "PRISON" });

        var due = await DueAsync(planner, person);

        ((long)due["toPay"]!, (long)due["toRecover"]!).ShouldBe((0, 500_000 - (3 * 40_000)));
        var line = MonthSteps.Items(due["lines"]).ShouldHaveSingleItem();
        $"{line["kind"]}".ShouldBe("Recovery");
        TextOf(line, "textVi").ShouldContain("chấp hành án phạt tù");
        TextOf(line, "textVi").ShouldContain("TT 02/2021/TT-BLĐTBXH");
    }

    [Fact]
    public async Task A_pension_told_by_social_insurance_takes_the_place_of_the_social_pension_from_its_first_month()
    {
        var (person, planner) = await PersonAsync("21388", "Xã Thiện Tín");
        var told = await Hub.SendAsync("pensions", RegisterLine.Csv(
            "STT,Số định danh cá nhân,Họ và tên,Ngày sinh,Mã số BHXH,Loại chế độ,Hưởng từ tháng,Thôi hưởng từ tháng,"
                + "Mức hưởng (đ/tháng)",
            [$"1,{person.PersonalId},Nguyễn Văn An,02/09/1945,5120001234,Lương hưu,01/2020,,3200000"]));
        told.Outcome().ShouldBe("added 1", told.ToJsonString());

        await Hub.PlanAsync(planner);

        (await LinesAsync(person)).ShouldBe(0);
        Items((await DueAsync(planner, person))["months"]).Single(m => $"{m["month"]}" == Period)["state"]!.ToString()
            .ShouldBe("Pensioned");
    }

    [Fact]
    public async Task An_annulled_decision_owes_nothing_and_everything_paid_is_recoverable()
    {
        var (person, planner) = await PersonAsync("21040", "Xã Bình Sơn", PaidUntilOctober);
        await DecideAsync(planner, person, "annul", new() { ["reason"] = "Ký nhầm đối tượng" });

        ((long)(await DueAsync(planner, person))["toRecover"]!).ShouldBe(4 * 500_000);
        (await Hub.As(planner).TryPostAsync(Path(person, "suspend"), With(
            new() { ["from"] = "2026-11", ["cause"] = "UNCOLLECTED" }))).Code.ShouldBe("entitlement-annulled");
    }

    [Fact]
    public async Task A_recovery_is_netted_by_decision_within_the_legal_share_and_the_payment_is_smaller()
    {
        var (person, planner) = await PersonAsync("21085", "Xã Bình Minh", PaidUntilOctober,
            ("Mức đã chi (đ/tháng)", "640000"));
        var tooMuch = With(new() { ["total"] = 400_000, ["monthlyLimit"] = 300_000, ["from"] = "2026-11" });
        (await Hub.As(planner).TryPostAsync(Path(person, "net"), tooMuch)).Code.ShouldBe("netting-above-limit");
        var above = With(new() { ["total"] = 400_001, ["monthlyLimit"] = 100_000, ["from"] = "2026-11" });
        (await Hub.As(planner).TryPostAsync(Path(person, "net"), above)).Code.ShouldBe("recovery-above-overpaid");

        await DecideAsync(
            planner, person, "net", new() { ["total"] = 400_000, ["monthlyLimit"] = 100_000, ["from"] = "2026-11" });
        await Hub.PlanAsync(planner);

        (await AmountAsync(person)).ShouldBe(RegisterLine.Pension - 100_000);
        var after = await DueAsync(planner, person);
        ((long)after["toPay"]!, (long)after["toRecover"]!).ShouldBe((0, 300_000));
    }

    [Fact]
    public async Task Fraud_takes_months_back_whole_and_not_only_the_difference()
    {
        var (person, planner) = await PersonAsync("21061", "Xã Vạn Tường", PaidUntilOctober);
        await DecideAsync(
            planner, person, "recover-whole",
            new() { ["from"] = "2026-08", ["until"] = "2026-10", ["reason"] = "GIAN_LAN" });

        var due = await DueAsync(planner, person);

        ((long)due["toRecover"]!).ShouldBe(2 * 500_000);
    }

    [Fact]
    public async Task Children_recorded_with_the_decision_multiply_a_lone_parents_allowance()
    {
        var (person, planner) = await PersonAsync(
            "21172", "Phường Trương Quang Trọng", ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K4"),
            ("Ngày sinh", "02/09/1985"), ("Số định danh cá nhân", "051085117201"));
        var children = new JsonArray(Born("2015-03-04"), Born("2018-05-06"), Born("2010-11-20"));
        await Hub.As(planner).PostAsync(Path(person, "papers"), new JsonObject { ["dependants"] = children });

        await Hub.PlanAsync(planner);

        // The eldest turns 16 on 20 November and is paid for the whole of that month.
        (await AmountAsync(person)).ShouldBe(3 * 540_000);
    }

    [Fact]
    public async Task A_decision_needs_a_paper_a_known_cause_and_a_planner_of_the_commune()
    {
        var (person, planner) = await PersonAsync("21196", "Xã Trường Giang");
        JsonObject body = new() { ["from"] = "2026-11", ["cause"] = "UNCOLLECTED" };
        var unsigned = With(body.DeepClone().AsObject());
        unsigned["paper"]!["legalBasis"] = "";
        var unknown = With(new() { ["from"] = "2026-11", ["cause"] = "WEATHER" });

        (await Hub.As(planner).TryPostAsync(Path(person, "suspend"), unsigned)).Code
            .ShouldBe("decision-paper-incomplete");
        (await Hub.As(planner).TryPostAsync(Path(person, "suspend"), unknown)).Code.ShouldBe("cause-unknown");
        (await Hub.As("duyet1").TryPostAsync(Path(person, "suspend"), With(body))).Status
            .ShouldBe(System.Net.HttpStatusCode.Forbidden);
        var other = await PlannerAsync("21085");
        (await Hub.As(other).TryPostAsync(Path(person, "suspend"), With(body))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task The_difference_to_last_month_adds_up_line_by_line_with_reasons()
    {
        var (gone, planner) = await PersonAsync("21235", "Xã Tư Nghĩa", PaidUntilOctober);
        var fresh = RegisterLine.Of(212351).In("21235", "Xã Tư Nghĩa");
        var moved = RegisterLine.Of(212352).In("21235", "Xã Tư Nghĩa").With(PaidUntilOctober);
        await Hub.RegisterAsync(fresh, moved);
        await DecideAsync(planner, gone, "end", new() { ["until"] = "2026-11", ["cause"] = "PRISON" });
        await DecideAsync(planner, moved, "move", new() { ["commune"] = "21238", ["from"] = "2026-11" });

        var changes = await Hub.As(planner).GetAsync($"/api/runs/{Period}/changes?commune=21235");

        ((long)changes["before"]!, (long)changes["after"]!, (bool)changes["addsUp"]!)
            .ShouldBe((2 * RegisterLine.Pension, RegisterLine.Pension, true));
        var items = Items(changes["items"]).ToDictionary(i => $"{i["dossier"]}");
        ($"{items[gone.Dossier]["reason"]}", $"{items[gone.Dossier]["causeVi"]}")
            .ShouldBe(("Ended", "chấp hành án phạt tù"));
        ($"{items[fresh.Dossier]["reason"]}", (long)items[fresh.Dossier]["effect"]!)
            .ShouldBe(("New", RegisterLine.Pension));
        $"{items[moved.Dossier]["reason"]}".ShouldBe("Moved");

        await Hub.PlanAsync(planner);
        (await LinesAsync(moved)).ShouldBe(0);
        await Hub.PlanAsync(await PlannerAsync("21238"));
        (await AmountAsync(moved)).ShouldBe(RegisterLine.Pension + (4 * 40_000));
    }

    [Fact]
    public async Task Who_recorded_a_decision_may_not_approve_the_money_that_rests_on_it()
    {
        var (person, planner) = await PersonAsync("21220", "Xã Sơn Tịnh", ("Hưởng từ tháng", "09/2026"));
        await DecideAsync(planner, person, "suspend", new() { ["from"] = "2026-09", ["cause"] = "UNCOLLECTED" });
        await DecideAsync(planner, person, "resume", new() { ["from"] = "2026-10", ["reason"] = "Đã nhận" });
        await Hub.PlanAsync(await PlannerAsync("21220"));

        var importers = await Hub.AskAsync<string>(
            """
            select e.data ->> 'importers' from events.mt_events e join hub.batch b on b.batch_id = e.stream_id
            where b.commune = $1 and e.type = 'batch_prepared'
            """, "21220");

        importers.ShouldNotBeNull().ShouldContain(planner);
    }

    private static (string, string)[] PaidUntilOctober =>
    [
        ("Hưởng từ tháng", "07/2025"), ("Ngày ký", "01/06/2025"), ("Đã chi từ tháng", "07/2026"),
        ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "500000"),
    ];

    private async Task<(RegisterLine Person, string Planner)> PersonAsync(
        string code, string name, params (string, string)[] cells)
    {
        var person = RegisterLine.Of(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) * 10)
            .In(code, name).With(cells);
        await Hub.RegisterAsync(person);
        return (person, await PlannerAsync(code));
    }

    private Task<(RegisterLine Person, string Planner)> PersonAsync(
        string code, string name, (string, string)[] cells, params (string, string)[] more) =>
        PersonAsync(code, name, [.. cells, .. more]);

    private async Task<string> PlannerAsync(string code)
    {
        var user = $"qd-{code}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return user;
    }

    private Task<JsonNode> DecideAsync(string user, RegisterLine person, string decision, JsonObject body) =>
        Hub.As(user).PostAsync(Path(person, decision), With(body));

    private static string Path(RegisterLine person, string decision) =>
        $"/api/entitlements/{person.Dossier}/{decision}";

    private static JsonObject With(JsonObject body)
    {
        body["paper"] = new JsonObject
        {
            ["number"] = "45/QĐ-UBND",
            ["signedBy"] = "Phạm Thị Lan",
            ["signedOn"] = "2026-10-10",
            ["legalBasis"] = "TT 02/2021/TT-BLĐTBXH Điều 2",
        };
        return body;
    }

    private static JsonObject Born(string date) => new() { ["born"] = date };

    private Task<JsonNode> DueAsync(string user, RegisterLine person) =>
        Hub.As(user).GetAsync($"/api/people/{person.Dossier}/due?month={Period}");

    private Task<long> LinesAsync(RegisterLine person) =>
        Hub.AskAsync<long>("select count(*) from hub.payment_line where dossier = $1", person.Dossier);

    private Task<long> AmountAsync(RegisterLine person) => Hub.AskAsync<long>(
        "select sum(amount)::bigint from hub.payment_line where dossier = $1", person.Dossier);

    private static string TextOf(JsonNode line, string member) => string.Join(' ', Items(line[member]));
}
