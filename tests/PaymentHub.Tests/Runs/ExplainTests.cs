using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Access;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Runs;

/// <summary>Explanations, the catalogue and what-if over HTTP.</summary>
public sealed class ExplainTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Draft = """
        kind,amount_vnd,applies_from,legal_basis,verified,in_force_from,source,note
        SOCIAL_PENSION,600000,2026-11-01,dự thảo,unverified,2027-01-01,draft,

        """;

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_line_opens_to_rule_rates_months_and_what_was_paid()
    {
        var (person, planner) = await PersonAsync("21025", "Phường Cẩm Thành");

        var due = await Hub.As(planner).GetAsync($"/api/people/{person.PersonalId}/due?month={Period}");

        var arrears = Items(due["lines"]).Single(l => $"{l["kind"]}" == "Arrears");
        ((long)arrears["amount"]!).ShouldBe(4 * 40_000);
        TextOf(arrears, "textVi").ShouldContain("NĐ 335/2026/NĐ-CP");
        TextOf(arrears, "textVi").ShouldContain("được hưởng 540.000 đ/tháng, đã bố trí chi 500.000 đ/tháng");
        TextOf(arrears, "textEn").ShouldContain("due 540,000 đ a month, committed 500,000 đ a month");
        Items(arrears["funding"]).Single()["source"]!.ToString().ShouldBe("TINH");
        Items(due["months"]).Count.ShouldBe(5);
    }

    [Fact]
    public async Task As_of_an_earlier_instant_the_answer_is_the_earlier_one_byte_for_byte()
    {
        var (person, planner) = await PersonAsync("21028", "Phường Nghĩa Lộ");
        var path = $"/api/people/{person.Dossier}/due?month={Period}";
        var earlier = (await Hub.As(planner).TryGetAsync(path)).Text;
        var at = (string)JsonNode.Parse(earlier)!["knownAt"]!;

        await Hub.PlanAsync(planner);
        await Hub.DeathAsync(person, "09/2026");
        var later = await Hub.As(planner).GetAsync(path);
        var again = (await Hub.As(planner).TryGetAsync($"{path}&asOf={Uri.EscapeDataString(at)}")).Text;

        ((long)later["toPay"]!, Items(later["placed"]).Count).ShouldBe((0, 2));
        ((long)later["toRecover"]!).ShouldBeGreaterThan(0);
        again.ShouldBe(earlier);
    }

    /// <summary>
    /// A corrected register, a signed change and payments are learned one after the other; each earlier answer stays.
    /// </summary>
    [Fact]
    public async Task Every_earlier_answer_can_be_had_again_whatever_is_learned_later()
    {
        var (person, planner) = await PersonAsync("21220", "Xã Sơn Tịnh");
        var path = $"/api/people/{person.Dossier}/due?month={Period}";
        var answers = new List<string> { (await Hub.As(planner).TryGetAsync(path)).Text };
        await Hub.RegisterAsync(person.With(("Mức đã chi (đ/tháng)", "540000")));
        answers.Add((await Hub.As(planner).TryGetAsync(path)).Text);
        await Hub.As(planner).PostAsync($"/api/entitlements/{person.Dossier}/change", new JsonObject
        {
            ["from"] = "2026-10",
            ["programme"] = "TCXH",
            ["group"] = "K6.D",
            ["paper"] = new JsonObject
            {
                ["number"] = "46/QĐ-UBND",
                ["signedBy"] = "Phạm Thị Lan",
                ["signedOn"] = "2026-10-10",
                ["legalBasis"] = "NĐ 20/2021/NĐ-CP Điều 8",
            },
        });
        answers.Add((await Hub.As(planner).TryGetAsync(path)).Text);
        await Hub.PlanAsync(planner);
        answers.Add((await Hub.As(planner).TryGetAsync(path)).Text);

        answers.Select(a => (long)JsonNode.Parse(a)!["toPay"]!).ShouldBe(
            [540_000 + (4 * 40_000), 540_000, 1_080_000 + 540_000, 0]);
        foreach (var answer in answers)
        {
            var at = Uri.EscapeDataString((string)JsonNode.Parse(answer)!["knownAt"]!);
            (await Hub.As(planner).TryGetAsync($"{path}&asOf={at}")).Text.ShouldBe(answer);
        }
    }

    [Fact]
    public async Task The_higher_benefit_that_displaced_another_is_named_with_its_article()
    {
        var (person, planner) = await PersonAsync("21034", "Xã An Phú");
        await Hub.RegisterAsync(person.With(
            ("Mã hồ sơ", "QN-21034-B"), ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K6.D"),
            ("Hưởng từ tháng", "11/2026"), ("Đã chi từ tháng", ""), ("Đã chi đến tháng", ""),
            ("Mức đã chi (đ/tháng)", "")));

        var due = await Hub.As(planner).GetAsync($"/api/people/{person.Dossier}/due?month={Period}");

        var displaced = Items(due["displaced"]).ShouldHaveSingleItem();
        ($"{displaced["dossier"]}", $"{displaced["byDossier"]}").ShouldBe((person.Dossier, "QN-21034-B"));
        $"{displaced["legalBasis"]}".ShouldContain("Điều 6");
        Items(due["lines"]).Single(l => $"{l["dossier"]}" == "QN-21034-B")["amount"]!.GetValue<long>()
            .ShouldBe(1_080_000);
    }

    /// <summary>Groups may tell of HIV or a disability: screen, API and command line follow one rule.</summary>
    [Fact]
    public async Task The_group_is_told_only_for_a_reason_that_is_kept()
    {
        var (person, planner) = await PersonAsync(
            "21085", "Xã Bình Minh", ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K8"));
        var path = $"/api/people/{person.Dossier}/due?month={Period}";

        var masked = await Hub.As(planner).TryGetAsync(path);
        var why = Uri.EscapeDataString("Trả lời đơn");
        var full = await Hub.As(planner).TryGetAsync($"{path}&full=true&reason={why}");

        foreach (var hidden in new[] { "K8", "HIV" })
        {
            masked.Text.ShouldNotContain(hidden);
            full.Text.ShouldContain(hidden);
        }

        var text = Items(masked.Json["lines"]).Select(l => TextOf(l, "textVi")).First();
        text.ShouldContain("Chế độ: Trợ giúp xã hội hằng tháng. Căn cứ: NĐ 20/2021/NĐ-CP Điều 5, 6.");
        ((long)masked.Json["toPay"]!).ShouldBe((long)full.Json["toPay"]!);
        (await Hub.As(planner).TryGetAsync($"{path}&full=true&reason=+")).Code.ShouldBe("unmask-reason-missing");
        (await Hub.As("thanhtra").TryGetAsync($"{path}&full=true&reason=x")).Code.ShouldBe("not-permitted");
        (await Hub.AskAsync<string>(
            "select string_agg(by_user || ': ' || reason || ' ' || form, '; ') from hub.disclosure "
            + "where '21085' = any(communes)")).ShouldBe($"{planner}: Trả lời đơn PersonReasons json");
    }

    [Fact]
    public async Task Nobody_outside_the_scope_sees_a_person_and_a_wrong_question_is_refused()
    {
        var (person, planner) = await PersonAsync("21040", "Xã Bình Sơn");
        var stranger = await PlannerAsync("21085");

        (await Hub.As(stranger).TryGetAsync($"/api/people/{person.Dossier}/due?month={Period}")).Code
            .ShouldBe("not-found");
        (await Hub.As(planner).TryGetAsync($"/api/people/{person.Dossier}/due?month=2026-13")).Code
            .ShouldBe("period-invalid");
        (await Hub.As(planner).TryGetAsync($"/api/people/{person.Dossier}/due?month={Period}&asOf=hôm-qua")).Code
            .ShouldBe("instant-invalid");
    }

    [Fact]
    public async Task A_draft_is_applied_to_the_register_and_leaves_no_trace()
    {
        var (_, planner) = await PersonAsync("21061", "Xã Vạn Tường");
        var before = await EventsAsync();

        var answer = await Hub.As(planner).UploadAsync(
            $"/api/what-if?month={Period}", "du-thao.csv", Encoding.UTF8.GetBytes(Draft));

        ((int)answer.Status).ShouldBe(200, answer.Text);
        ((long)answer.Json["people"]!, (long)answer.Json["peopleAffected"]!).ShouldBe((1, 1));
        ((long)answer.Json["monthBefore"]!, (long)answer.Json["monthAfter"]!, (long)answer.Json["backPay"]!)
            .ShouldBe((540_000, 600_000, 0));
        var item = Items(answer.Json["communes"]).ShouldHaveSingleItem();
        ($"{item["commune"]}", $"{item["programme"]}", (long)item["difference"]!).ShouldBe(("21061", "HTXH", 60_000));
        (await EventsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_draft_that_applies_backwards_costs_the_earlier_months_too()
    {
        var (_, planner) = await PersonAsync("21172", "Phường Trương Quang Trọng");
        var backwards = Draft.Replace("2026-11-01", "2026-10-01", StringComparison.Ordinal);

        var answer = await Hub.As(planner).UploadAsync(
            $"/api/what-if?month={Period}", "du-thao.csv", Encoding.UTF8.GetBytes(backwards));

        ((long)answer.Json["backPay"]!).ShouldBe(60_000, answer.Text);
    }

    /// <summary>The province adds a tenth to the social pension: a rule, not a rate.</summary>
    [Fact]
    public async Task A_draft_of_a_rule_is_priced_like_a_draft_of_a_rate()
    {
        var (_, planner) = await PersonAsync("21115", "Xã Trà Bồng");
        const string rule = "kind,code,program_code,group_code,value,applies_from,ends,in_force_from,vi_text,en_text,"
            + "legal_basis,verified,source,note\n"
            + "TOP_UP,TINH,HTXH,,PERCENT=10,2026-11-01,,2026-11-01,,,dự thảo,unverified,draft,\n";

        var answer = await Hub.As(planner).UploadAsync(
            $"/api/what-if?month={Period}", "du-thao.csv", Encoding.UTF8.GetBytes(rule));

        ((int)answer.Status).ShouldBe(200, answer.Text);
        ((long)answer.Json["monthBefore"]!, (long)answer.Json["monthAfter"]!, (long)answer.Json["peopleAffected"]!)
            .ShouldBe((540_000, 594_000, 1));
    }

    [Fact]
    public async Task A_file_that_is_no_draft_is_refused()
    {
        var (_, planner) = await PersonAsync("21196", "Xã Trường Giang");

        (await Hub.As(planner).UploadAsync($"/api/what-if?month={Period}", "x.csv", "a,b\n1,2\n"u8.ToArray())).Code
            .ShouldBe("draft-unreadable");
        var negative = Encoding.UTF8.GetBytes(Draft.Replace("600000", "0", StringComparison.Ordinal));
        (await Hub.As(planner).UploadAsync($"/api/what-if?month={Period}", "x.csv", negative)).Code
            .ShouldBe("rate-row-invalid");
    }

    [Fact]
    public async Task A_draft_with_bad_cells_names_every_row_column_and_rule_in_both_languages()
    {
        var (_, planner) = await PersonAsync("21205", "Xã Ba Gia");
        var good = Draft.Split('\n')[1];
        var draft = Draft + good.Replace("600000", "sáu trăm", StringComparison.Ordinal) + "\n"
            + good.Replace("2026-11-01", "01/11/2026", StringComparison.Ordinal) + "\n";

        var answer = await Hub.As(planner).UploadAsync(
            $"/api/what-if?month={Period}", "x.csv", Encoding.UTF8.GetBytes(draft));

        answer.Code.ShouldBe("draft-unreadable");
        $"{answer.Json["detail"]}".ShouldContain("dòng 3, cột amount_vnd: “sáu trăm” phải là một số.");
        $"{answer.Json["detail"]}".ShouldContain("cột applies_from: “01/11/2026” phải là ngày yyyy-MM-dd.");
        $"{answer.Json["detailEn"]}".ShouldContain(
            "row 4, column applies_from: '01/11/2026' must be a date yyyy-MM-dd.");
    }

    [Fact]
    public async Task The_catalogue_tells_every_programme_with_amounts_rules_and_sources()
    {
        var catalogue = await Hub.As("lap").GetAsync($"/api/programmes?month={Period}");

        var programmes = Items(catalogue["programmes"]).ToDictionary(p => $"{p["programme"]}");
        programmes.Keys.Order().ShouldBe(
            ["BHXHTN", "BHYT", "CSND", "CSTG", "HTXH", "KHANCAP", "MAITANG", "NCC", "QUA", "TCXH"]);
        var child = Items(programmes["TCXH"]["groups"]).Single(g => $"{g["group"]}" == "K1.A");
        ((long)child["amount"]!).ShouldBe(1_350_000);
        Items(child["rates"]).Count.ShouldBe(2);
        Items(child["rules"]).ShouldContain(r => $"{r["kind"]}" == "AgeBand" && $"{r["value"]}" == "0..48");
        Items(programmes["NCC"]["sources"]).Single()["source"]!.ToString().ShouldBe("TW");
        Items(catalogue["bases"]).ShouldContain(b => $"{b["kind"]}" == "SOCIAL_PENSION");
    }

    private async Task<(RegisterLine Person, string Planner)> PersonAsync(
        string code, string name, params (string, string)[] changed)
    {
        var person = RegisterLine.Of(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) * 10 + 1)
            .In(code, name).With(
                ("Hưởng từ tháng", "07/2025"), ("Ngày ký", "01/06/2025"), ("Đã chi từ tháng", "07/2026"),
                ("Đã chi đến tháng", "10/2026"), ("Mức đã chi (đ/tháng)", "500000")).With(changed);
        await Hub.RegisterAsync(person);
        return (person, await PlannerAsync(code));
    }

    private async Task<string> PlannerAsync(string code)
    {
        var user = $"gt-{code}-{Guid.NewGuid():N}"[..20];
        await HubSetup.AddUserAsync(Hub, user, Role.Planner, AccessScope.OfCommunes(code));
        return user;
    }

    private Task<long> EventsAsync() => Hub.AskAsync<long>("select count(*) from events.mt_events");

    private static string TextOf(JsonNode line, string member) => string.Join(' ', Items(line[member]));
}
