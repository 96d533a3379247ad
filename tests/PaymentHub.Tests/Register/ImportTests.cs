using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>What an import of the register changes, and what it must leave alone.</summary>
public sealed class ImportTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task The_same_bytes_again_are_the_same_import_and_change_nothing()
    {
        var file = RegisterLine.FileOf(RegisterLine.Of(101), RegisterLine.Of(102));
        var first = await Hub.ImportAsync("register", file);
        Counts(first).ShouldBe((2, 0, 0, 0));
        var before = await Hub.FootprintAsync();

        var second = await Hub.ImportAsync("register", file, user: "trinh", fileName: "ten-khac.csv");

        ((string?)second["importId"]).ShouldBe((string?)first["importId"]);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_rows_in_another_file_are_counted_unchanged_and_give_no_event()
    {
        RegisterLine[] rows = [RegisterLine.Of(111), RegisterLine.Of(112)];
        await Hub.RegisterAsync(rows);
        var before = await Hub.FootprintAsync();

        var again = await Hub.RegisterAsync(rows.Reverse());

        Counts(again).ShouldBe((0, 0, 2, 0));
        (await Hub.FootprintAsync()).ChangedSince(before).Keys.ShouldBe(
            ["hub.import", "hub.raw_file"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_changed_row_becomes_a_correction_and_the_earlier_row_stays()
    {
        var row = RegisterLine.Of(121);
        await Hub.RegisterAsync(row, RegisterLine.Of(122));

        var corrected = await Hub.RegisterAsync(row.With(("Họ và tên", "Nguyễn Văn Ấn")), RegisterLine.Of(122));

        Counts(corrected).ShouldBe((0, 1, 1, 0));
        (await NamesOfAsync(row)).ShouldBe(["Nguyễn Văn An", "Nguyễn Văn Ấn"]);
        (await Hub.AskAsync<long>(
            """
            select count(*) from events.mt_events e join hub.beneficiary b on b.person_id = e.stream_id
            where b.personal_id = $1 and b.version = 1 and e.type like '%orrected'
            """,
            row.PersonalId)).ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_account_is_a_new_payout_and_no_correction_of_the_person()
    {
        var row = RegisterLine.Of(131);
        await Hub.RegisterAsync(row);

        var changed = await Hub.RegisterAsync(row.With(("Số tài khoản", "4500205777777")));

        Counts(changed).ShouldBe((0, 1, 0, 0));
        (await NamesOfAsync(row)).ShouldHaveSingleItem();
        (await Hub.AskAsync<string[]>(
            "select array_agg(account order by version) from hub.payout where dossier = $1", row.Dossier))
            .ShouldBe([row.Account, "4500205777777"]);
    }

    [Fact]
    public async Task A_refused_import_leaves_no_event_but_its_own_record_and_its_bytes()
    {
        var before = await Hub.FootprintAsync();

        var import = await Hub.ImportAsync("register", RegisterLine.FileOf(
            RegisterLine.Of(141), RegisterLine.Of(142).With(("Mã xã", "99999")), RegisterLine.Of(143)));

        $"{import["status"]}".ShouldBe("Refused");
        ((int)import["processed"]!).ShouldBe(0);
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBe(
            new Dictionary<string, long> { ["hub.import"] = 1, ["hub.import_finding"] = 1, ["hub.raw_file"] = 1 },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Decomposed_and_look_alike_letters_are_stored_in_the_one_spelling_with_a_warning()
    {
        var decomposed = RegisterLine.Of(151).With(("Họ và tên", "Nguyễn Thị Thủy".Normalize(NormalizationForm.FormD)));
        var lookalike = RegisterLine.Of(152).With(("Họ và tên", "\u00D0inh Th\u1ECB \u00D0\u00E0o"));

        var import = await Hub.RegisterAsync(decomposed, lookalike);

        Items(import["findings"]).Select(f => $"{f["row"]} {f["rule"]} {f["severity"]}").ShouldBe(
            ["2 TEXT_NFD warning", "3 TEXT_LOOKALIKE warning"]);
        (await NamesOfAsync(decomposed)).ShouldBe(["Nguyễn Thị Thủy".Normalize(NormalizationForm.FormC)]);
        (await NamesOfAsync(lookalike)).ShouldBe(["Đinh Thị Đào"]);
    }

    [Fact]
    public async Task An_unknown_kind_of_file_is_refused_before_anything_is_kept()
    {
        var before = await Hub.FootprintAsync();

        var answer = await Hub.As("nhap").UploadAsync("/api/register/imports?kind=luong", "luong.csv", [1, 2, 3]);

        answer.Code.ShouldBe("import-kind-invalid");
        (await Hub.FootprintAsync()).ChangedSince(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_clerks_who_send_the_same_file_at_once_make_one_import()
    {
        var file = RegisterLine.FileOf(RegisterLine.Of(161), RegisterLine.Of(162));

        var imports = await Task.WhenAll(
            Hub.ImportAsync("register", file), Hub.ImportAsync("register", file, user: "lap"));

        imports[0].ToJsonString().ShouldBe(imports[1].ToJsonString());
        Counts(imports[0]).ShouldBe((2, 0, 0, 0));
        (await NamesOfAsync(RegisterLine.Of(161))).ShouldHaveSingleItem();
    }

    private static (int Added, int Corrected, int Unchanged, int Refused) Counts(JsonNode import) => (
        (int)import["added"]!, (int)import["corrected"]!, (int)import["unchanged"]!, (int)import["refused"]!);

    private async Task<string[]> NamesOfAsync(RegisterLine row) => (await Hub.AskAsync<string[]>(
        "select array_agg(full_name order by version) from hub.beneficiary where personal_id = $1", row.PersonalId))!;
}
