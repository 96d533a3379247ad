using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>A trial run tells what a file would change and leaves everything as it was.</summary>
public sealed class TrialRunTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task A_trial_run_tells_old_and_new_and_stores_nothing_but_the_file_and_its_report()
    {
        RegisterLine[] known = [RegisterLine.Of(201), RegisterLine.Of(202), RegisterLine.Of(203)];
        await Hub.RegisterAsync(known);
        var before = await Hub.FootprintAsync();
        var file = RegisterLine.FileOf(
            known[0], known[1].With(("Họ và tên", "Nguyễn Văn Ấn"), ("Số tài khoản", "4500205777201")),
            known[2].With(("Thôi hưởng từ tháng", "01/2027")), RegisterLine.Of(204));

        var trial = await Hub.TryAsync("register", file);

        Counts(trial).ShouldBe((1, 1, 1, 1, 0));
        var changes = Items((await Hub.As("nhap").GetAsync(
            $"/api/register/imports/{trial["importId"]}/changes"))["items"]);
        changes.Select(c => $"{c["row"]} {c["outcome"]} {c["field"]}: {c["before"]} → {c["after"]}").ShouldBe(
        [
            "3 Corrected Họ và tên: Nguyễn Văn An → Nguyễn Văn Ấn",
            "3 Corrected Số tài khoản: 4500205000202 → 4500205777201",
            "4 Ended Thôi hưởng từ tháng:  → 01/2027", "5 Added :  → ",
        ]);
        (await Hub.FootprintAsync()).ChangedSince(before).Keys.ShouldBe(
            ["hub.import", "hub.raw_file", "hub.import_change"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_trial_run_says_is_what_applying_it_does()
    {
        await Hub.RegisterAsync(RegisterLine.Of(211));
        var file = RegisterLine.FileOf(
            RegisterLine.Of(211).With(("Họ và tên", "Nguyễn Văn Anh")), RegisterLine.Of(212), RegisterLine.Of(213));
        var trial = await Hub.TryAsync("register", file);

        var applied = await Hub.As("nhap").PostAsync($"/api/register/imports/{trial["importId"]}/apply");
        var import = await Hub.As("nhap").UntilAsync(
            $"/api/register/imports/{applied["importId"]}", i => $"{i["status"]}" == "Completed");

        Counts(import).ShouldBe(Counts(trial));
        ((bool)import["dryRun"]!).ShouldBeFalse();
        (await Hub.AskAsync<long>(
            "select count(*) from hub.entitlement where dossier = $1", RegisterLine.Of(213).Dossier)).ShouldBe(1);
    }

    [Fact]
    public async Task A_dossier_of_another_person_is_told_by_the_status_the_counts_and_the_errors_file()
    {
        await Hub.RegisterAsync(RegisterLine.Of(281));
        var other = RegisterLine.Of(282).With(("Mã hồ sơ", RegisterLine.Of(281).Dossier));
        var file = RegisterLine.FileOf(other, RegisterLine.Of(283));

        var trial = await Hub.TryAsync("register", file);
        var import = await Hub.SendAsync("register", file);

        $"{trial["status"]} {trial["added"]} {trial["refused"]}".ShouldBe("Refused 1 1");
        $"{import["status"]} {import["added"]} {import["refused"]}".ShouldBe("CompletedWithRefusals 1 1");
        foreach (var one in new[] { trial, import })
        {
            Items(one["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(["2 entitlement-other-person"]);
            var errors = Encoding.UTF8.GetString(
                await Hub.As("nhap").DownloadAsync($"/api/register/imports/{one["importId"]}/errors"));
            var lines = errors.Split("\r\n");
            lines[1].ShouldContain("đã thuộc về một người khác");
            lines[2].ShouldNotContain("người khác");
        }
    }

    [Fact]
    public async Task A_trial_run_of_a_file_with_errors_shows_them_beside_what_the_good_rows_would_do()
    {
        var trial = await Hub.TryAsync("register", RegisterLine.FileOf(
            RegisterLine.Of(221), RegisterLine.Of(222).With(("Mã xã", "99999")), RegisterLine.Of(223),
            RegisterLine.Of(224), RegisterLine.Of(224)));

        $"{trial["status"]}".ShouldBe("Refused");
        Counts(trial).ShouldBe((2, 0, 0, 0, 3));
        Items(trial["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(
            ["3 COMMUNE_UNKNOWN", "5 DOSSIER_DUPLICATE", "6 DOSSIER_DUPLICATE"]);
        var refused = await Hub.As("nhap").TryPostAsync($"/api/register/imports/{trial["importId"]}/apply");
        refused.Code.ShouldBe("import-state");
    }

    [Fact]
    public async Task What_only_the_register_shows_is_told_beside_what_the_file_itself_shows()
    {
        await Hub.RegisterAsync(RegisterLine.Of(291));
        var other = RegisterLine.Of(292).With(("Mã hồ sơ", RegisterLine.Of(291).Dossier));
        var warned = RegisterLine.Of(293).With(("Giới tính", "Nữ"));
        var wrong = RegisterLine.Of(294).With(("Mã xã", "99999"));

        var trial = await Hub.TryAsync("register", RegisterLine.FileOf(other, warned, wrong));
        var import = await Hub.SendAsync("register", RegisterLine.FileOf(other, warned));

        Counts(trial).ShouldBe((1, 0, 0, 0, 2));
        Items(trial["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(
            ["2 entitlement-other-person", "3 ID_SEX_MISMATCH", "4 COMMUNE_UNKNOWN"]);
        $"{import["status"]} {import["findingsTotal"]}".ShouldBe("CompletedWithRefusals 2");
    }

    [Fact]
    public async Task A_trial_run_of_a_file_with_a_foreign_header_is_refused()
    {
        var trial = await Hub.TryAsync("deaths", RegisterLine.Csv("Số CCCD,Họ tên", ["051045000001,An"]));

        $"{trial["status"]}".ShouldBe("Refused");
        Items(trial["findings"]).ShouldAllBe(f => (int)f["row"]! == 1);
    }

    [Fact]
    public async Task The_errors_come_back_as_the_same_file_with_a_column_of_reasons_that_can_be_sent_again()
    {
        var bad = RegisterLine.Of(232).With(("Số điện thoại", "+84905111222"), ("Hưởng từ tháng", "13/2026"));
        var import = await Hub.ImportAsync("register", RegisterLine.FileOf(RegisterLine.Of(231), bad));
        $"{import["status"]}".ShouldBe("Refused");

        var bytes = await Hub.As("nhap").DownloadAsync($"/api/register/imports/{import["importId"]}/errors");

        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe(RegisterLine.Header + ",Lý do lỗi");
        lines[1].ShouldEndWith(",");
        lines[2].ShouldContain("Hưởng từ tháng: Tháng không hợp lệ");
        lines[2].ShouldContain("+84905111222");
        var mended = string.Join("\r\n", lines).Replace("13/2026", "11/2026", StringComparison.Ordinal);
        Counts(await Hub.ImportAsync("register", Encoding.UTF8.GetBytes(mended))).ShouldBe((2, 0, 0, 0, 0));
        (await Hub.AskAsync<string>(
            """
            select c.phone from hub.contact c join hub.entitlement n on n.person_id = c.person_id where n.dossier = $1
            """, bad.Dossier)).ShouldBe("+84905111222");
    }

    [Fact]
    public async Task The_errors_come_back_as_a_workbook_too()
    {
        var import = await Hub.ImportAsync("register", RegisterLine.FileOf(
            RegisterLine.Of(241).With(("Họ và tên", "=cmd|'/c calc'!A1"), ("Mã xã", "99999"))));

        var csv = await Hub.As("nhap").DownloadAsync($"/api/register/imports/{import["importId"]}/errors");
        var xlsx = await Hub.As("nhap").DownloadAsync(
            $"/api/register/imports/{import["importId"]}/errors?format=xlsx");

        Encoding.UTF8.GetString(csv).ShouldContain(",'=cmd|");
        var again = await Hub.ImportAsync("register", xlsx, fileName: "loi.xlsx");
        Items(again["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldContain("2 COMMUNE_UNKNOWN");
    }

    private static (int Added, int Corrected, int Ended, int Unchanged, int Refused) Counts(JsonNode i) => (
        (int)i["added"]!, (int)i["corrected"]!, (int)i["ended"]!, (int)i["unchanged"]!, (int)i["refused"]!);
}
