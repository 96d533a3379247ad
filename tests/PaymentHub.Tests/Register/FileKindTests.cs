using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Every kind of file: what it does, and that doing it again does nothing.</summary>
public sealed class FileKindTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Decisions =
        "STT,Mã hồ sơ,Số định danh cá nhân,Họ và tên,Loại quyết định,Số quyết định,Người ký,Ngày ký,Từ tháng,Lý do";

    private const string Moves =
        "STT,Số định danh cá nhân,Họ và tên,Mã xã đi,Tên xã đi,Mã xã đến,Tên xã đến,Ngày chuyển,Số giấy tờ";

    private const string Households =
        "STT,Mã hộ,Số định danh cá nhân,Họ và tên,Quan hệ với chủ hộ,Mã xã,Tên xã,Loại hộ,Từ ngày,Đến ngày,"
        + "Số quyết định";

    private const string Pensions =
        "STT,Số định danh cá nhân,Họ và tên,Ngày sinh,Mã số BHXH,Loại chế độ,Hưởng từ tháng,Thôi hưởng từ tháng,"
        + "Mức hưởng (đ/tháng)";

    private const string Identifiers =
        "STT,Số định danh cá nhân,Họ và tên,Loại số,Số,Từ ngày,Đến ngày,Giấy tờ";

    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task Decisions_suspend_resume_and_end_and_a_second_list_of_the_same_changes_nothing()
    {
        var (a, b) = (RegisterLine.Of(301), RegisterLine.Of(302));
        await Hub.RegisterAsync(a, b);
        string[] rows =
        [
            $"1,{a.Dossier},{a.PersonalId},Nguyễn Văn An,Tạm dừng,7/QĐ-UBND,Lê Minh Sơn,05/10/2026,11/2026,UNCOLLECTED",
            $"2,{a.Dossier},{a.PersonalId},Nguyễn Văn An,Hưởng lại,8/QĐ-UBND,Lê Minh Sơn,06/10/2026,12/2026,",
            $"3,{b.Dossier},{b.PersonalId},Nguyễn Văn An,Thôi hưởng,9/QĐ-UBND,Lê Sơn,07/10/2026,01/2027,"
            + "không còn đủ điều kiện hưởng",
        ];

        var trial = await Hub.TryAsync("decisions", RegisterLine.Csv(Decisions, rows));
        var first = await Hub.SendAsync("decisions", RegisterLine.Csv(Decisions, rows));
        var again = await Hub.SendAsync("decisions", RegisterLine.Csv(Decisions + " ", rows));

        first.Outcome().ShouldBe("corrected 2, ended 1");
        trial.Outcome().ShouldBe(first.Outcome());
        again.Outcome().ShouldBe("unchanged 3", "the same paper again is not news");
        (await Hub.AskAsync<string[]>(
            """
            select array_agg(p.kind || ' ' || to_char(p.month, 'YYYY-MM') order by p.version)
            from hub.entitlement_pause p join hub.entitlement n using (entitlement_id) where n.dossier = $1
            """, b.Dossier)).ShouldBe(["Ended 2027-01"]);
        (await Hub.AskAsync<string>(
            """
            select p.reason || ' | ' || p.decision_number || ' | ' || p.signed_by || ' | ' || p.legal_basis
            from hub.entitlement_pause p join hub.entitlement n using (entitlement_id) where n.dossier = $1
            """, b.Dossier)).ShouldBe("NOT_ELIGIBLE | 9/QĐ-UBND | Lê Sơn | TT 02/2021/TT-BLĐTBXH Điều 2");
    }

    [Fact]
    public async Task A_change_holds_from_its_month_on_and_leaves_the_months_before_as_they_were()
    {
        var line = RegisterLine.Of(305);
        await Hub.RegisterAsync(line);
        var file = RegisterLine.Csv(Decisions + ",Chương trình,Nhóm đối tượng,Căn cứ pháp lý",
        [
            $"1,{line.Dossier},{line.PersonalId},Nguyễn Văn An,Điều chỉnh,11/QĐ-UBND,Lê Minh Sơn,05/10/2026,12/2026,,"
            + "TCXH,K5.B,NĐ 20/2021 Điều 5",
        ]);

        (await Hub.SendAsync("decisions", file)).Outcome().ShouldBe("corrected 1");

        (await Hub.AskAsync<string[]>(
            """
            select array_agg(t.programme || ' ' || t.grp || ' ' || coalesce(to_char(t.change_from, 'YYYY-MM'), '-')
              || ' ' || coalesce(t.legal_basis, '-') order by t.version)
            from hub.entitlement_terms t join hub.entitlement n using (entitlement_id) where n.dossier = $1
            """, line.Dossier)).ShouldBe(["HTXH 75+ - -", "TCXH K5.B 2026-12 NĐ 20/2021 Điều 5"]);
        (await Hub.SendAsync("decisions", [.. file, .. "\r\n"u8])).Outcome().ShouldBe("unchanged 1");
    }

    [Fact]
    public async Task A_cause_that_the_catalogue_does_not_have_is_refused()
    {
        var line = RegisterLine.Of(306);
        await Hub.RegisterAsync(line);

        var import = await Hub.SendAsync("decisions", RegisterLine.Csv(Decisions,
            [$"1,{line.Dossier},{line.PersonalId},Nguyễn Văn An,Tạm dừng,7/QĐ,Lê Sơn,05/10/2026,11/2026,Trời mưa"]));

        import.Outcome().ShouldBe("refused 1");
        $"{import["status"]}".ShouldBe("CompletedWithRefusals");
        Items(import["findings"]).Select(f => $"{f["rule"]}").ShouldBe(["cause-unknown"]);
    }

    [Fact]
    public async Task A_decision_about_an_unknown_dossier_or_another_person_is_refused_by_its_row()
    {
        var (a, b) = (RegisterLine.Of(311), RegisterLine.Of(312));
        await Hub.RegisterAsync(a, b);

        var import = await Hub.SendAsync("decisions", RegisterLine.Csv(Decisions,
        [
            $"1,QN-00000-000000,{a.PersonalId},Nguyễn Văn An,Tạm dừng,7/QĐ,Lê Minh Sơn,05/10/2026,11/2026,Vắng",
            $"2,{a.Dossier},{b.PersonalId},Nguyễn Văn An,Tạm dừng,7/QĐ,Lê Minh Sơn,05/10/2026,11/2026,Vắng",
        ]));

        import.Outcome().ShouldBe("refused 2");
        Items(import["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(
            ["2 entitlement-unknown", "3 entitlement-other-person"]);
    }

    [Fact]
    public async Task A_grant_among_the_decisions_is_a_whole_register_row()
    {
        var line = RegisterLine.Of(321);
        var header = RegisterLine.Header.Replace("Hưởng từ tháng,Thôi", "Từ tháng,Thôi", StringComparison.Ordinal)
            + ",Loại quyết định,Lý do";
        var row = Encoding.UTF8.GetString(RegisterLine.FileOf(line)).Split("\r\n")[1] + ",Hưởng mới,";

        (await Hub.SendAsync("decisions", RegisterLine.Csv(header, [row]))).Outcome().ShouldBe("added 1");

        (await Hub.AskAsync<string>("select account from hub.payout where dossier = $1", line.Dossier))
            .ShouldBe(line.Account);
    }

    [Fact]
    public async Task A_move_takes_person_and_decisions_along_and_the_old_row_does_not_bring_them_back()
    {
        var line = RegisterLine.Of(331);
        await Hub.RegisterAsync(line);
        var row = $"1,{line.PersonalId},Nguyễn Văn An,21025,Phường Cẩm Thành,21028,Phường Nghĩa Lộ,14/10/2026,GX-1";

        (await Hub.SendAsync("moves", RegisterLine.Csv(Moves, [row]))).Outcome().ShouldBe("corrected 1");
        (await Hub.SendAsync("moves", RegisterLine.Csv(Moves + " ", [row]))).Outcome().ShouldBe("unchanged 1");
        (await Hub.RegisterAsync(line, RegisterLine.Of(332))).Outcome().ShouldBe("added 1, unchanged 1");

        (await Hub.AskAsync<string>(
            """
            select t.commune from hub.entitlement_terms t join hub.entitlement n using (entitlement_id)
            where n.dossier = $1 order by t.version desc limit 1
            """, line.Dossier)).ShouldBe("21028");
    }

    [Fact]
    public async Task Who_leaves_the_province_is_paid_for_the_month_of_leaving_and_no_longer()
    {
        var line = RegisterLine.Of(341).With(("Hưởng từ tháng", "01/2026"));
        await Hub.RegisterAsync(line);

        (await Hub.SendAsync("moves", RegisterLine.Csv(Moves,
            [$"1,{line.PersonalId},Nguyễn Văn An,21025,Phường Cẩm Thành,,Thành phố Đà Nẵng,14/10/2026,GX-2"])))
            .Outcome().ShouldBe("ended 1");

        (await Hub.AskAsync<string>(
            """
            select to_char(p.month, 'YYYY-MM') from hub.entitlement_pause p
            join hub.entitlement n using (entitlement_id) where n.dossier = $1 and p.kind = 'Ended'
            """, line.Dossier)).ShouldBe("2026-11");
    }

    [Fact]
    public async Task A_poverty_list_gives_households_with_members_and_validity()
    {
        var head = RegisterLine.Of(351);
        await Hub.RegisterAsync(head);
        string[] rows =
        [
            $"1,H-21025-0001,{head.PersonalId},Nguyễn Văn An,Chủ hộ,21025,Phường Cẩm Thành,Hộ nghèo,01/01/2026,,QĐ 5",
            "2,H-21025-0001,051175000351,Lê Thị Bình,Vợ,21025,Phường Cẩm Thành,Hộ nghèo,01/01/2026,,QĐ 5",
        ];

        (await Hub.SendAsync("households", RegisterLine.Csv(Households, rows))).Outcome().ShouldBe("added 2");
        (await Hub.SendAsync("households", RegisterLine.Csv(Households + " ", rows))).Outcome().ShouldBe("unchanged 2");
        var better = rows.Select(
            r => r.Replace("Hộ nghèo,01/01/2026", "Hộ thoát nghèo,01/10/2026", StringComparison.Ordinal));
        (await Hub.SendAsync("households", RegisterLine.Csv(Households, better))).Outcome()
            .ShouldBe("ended 1, unchanged 1");

        (await Hub.AskAsync<string[]>(
            "select array_agg(p.class || ' ' || p.from_day order by p.version) from hub.poverty p "
            + "join hub.household h using (household_id) where h.code = 'H-21025-0001'"))
            .ShouldBe(["Poor 2026-01-01", "Neither 2026-10-01"]);
        (await Hub.AskAsync<long>(
            "select count(distinct m.person_id) from hub.household_member m join hub.entitlement n "
            + "using (person_id) where n.dossier = $1", head.Dossier)).ShouldBe(1);
    }

    [Fact]
    public async Task Pensions_of_people_in_the_register_are_kept_and_those_of_others_are_not()
    {
        var line = RegisterLine.Of(361);
        await Hub.RegisterAsync(line);
        string[] rows =
        [
            $"1,{line.PersonalId},Nguyễn Văn An,02/09/1945,5120001234,Lương hưu,01/2020,,3200000",
            "2,051045999999,Trần B,1945,,Lương hưu,01/2020,,3200000",
        ];

        (await Hub.SendAsync("pensions", RegisterLine.Csv(Pensions, rows))).Outcome().ShouldBe("added 1, unchanged 1");
        (await Hub.SendAsync("pensions", RegisterLine.Csv(
            Pensions, [rows[0].Replace("01/2020,,3200000", "01/2020,11/2026,3200000", StringComparison.Ordinal)])))
            .Outcome().ShouldBe("ended 1");

        (await Hub.AskAsync<long>("select sum(monthly)::bigint from hub.pension")).ShouldBe(6_400_000);
    }

    [Fact]
    public async Task A_number_is_found_in_any_form_ever_held_and_never_goes_to_another_person()
    {
        var (a, b) = (RegisterLine.Of(371), RegisterLine.Of(372));
        await Hub.RegisterAsync(a, b);
        string[] rows =
        [
            $"1,{a.PersonalId},Nguyễn Văn An,Mã số an sinh xã hội,AS-51-000371,01/01/2026,,QĐ 1",
            $"2,{a.PersonalId},Nguyễn Văn An,CMND,212000371,01/01/1995,31/12/2024,Sổ hộ khẩu",
            $"3,{a.PersonalId},Nguyễn Văn An,Số định danh,051046000371,01/10/2026,,QĐ 2 sửa năm sinh",
        ];
        (await Hub.SendAsync("identifiers", RegisterLine.Csv(Identifiers, rows))).Outcome()
            .ShouldBe("added 2, corrected 1");
        (await Hub.AskAsync<string>("""
            select string_agg(value || ' ' || coalesce(from_day::text, '') || '/' || coalesce(until_day::text, ''), ' '
              order by value) from hub.identifier_term where kind = 'PersonalId'
            """)).ShouldBe($"{a.PersonalId} /2026-09-30 051046000371 2026-10-01/");

        var stolen = await Hub.SendAsync("identifiers", RegisterLine.Csv(
            Identifiers, [$"1,{b.PersonalId},Nguyễn Văn An,CMND,212000371,01/01/2026,,x"]));

        Items(stolen["findings"]).ShouldHaveSingleItem()["rule"]!.ToString().ShouldBe("identifier-of-another");
        foreach (var number in new[] { a.PersonalId, "051046000371", "212 000 371", "as51000371" })
        {
            var hits = await Hub.As("thanhtra").PostAsync("/api/search", new JsonObject { ["text"] = number });
            Items(hits["items"]).Select(h => $"{h["kind"]} {h["key"]}").ShouldBe([$"person {a.Dossier}"], number);
            var history = await Hub.As("thanhtra").GetAsync($"/api/history/person/{Uri.EscapeDataString(number)}");
            Items(history["items"]).Select(i => $"{i["event"]}").ShouldContain("identifier_replaced");
            history.ToJsonString().ShouldNotContain("212000371");
        }

        (await Hub.RegisterAsync(a.With(("Họ và tên", "Nguyễn Văn Ân")))).Outcome().ShouldBe("corrected 1");
        (await Hub.AskAsync<long>(
            "select count(distinct person_id) from hub.identifier where value in ('051046000371', $1)", a.PersonalId))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_workbook_of_decisions_gives_the_same_as_the_csv()
    {
        var line = RegisterLine.Of(381);
        await Hub.RegisterAsync(line);
        object?[] row =
        [
            1, line.Dossier, line.PersonalId, "Nguyễn Văn An", "Tạm dừng", "7/QĐ", "Lê Minh Sơn",
            new DateTime(2026, 10, 5), new SheetMonth(2026, 11), "DETAINED",
        ];

        var import = await Hub.SendAsync(
            "decisions", TestWorkbook.Of([.. Decisions.Split(',')], row), fileName: "quyet-dinh.xlsx");

        import.Outcome().ShouldBe("corrected 1");
    }
}
