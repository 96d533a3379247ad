using System.Text;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Story;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Register;

/// <summary>Every bad row is named at once, by row, column and rule, and nothing of the file is taken.</summary>
public sealed class BadRowTests(EmptyHub fixture) : IClassFixture<EmptyHub>
{
    private const string Id = "Số định danh cá nhân";
    private Hub Hub => fixture.Hub;

    [Fact]
    public async Task All_bad_rows_are_reported_in_one_answer()
    {
        (RegisterLine Row, string Finding)[] rows =
        [
            (Bad(2, (Id, "51045000002")), $"{Id}|ID_LOST_ZERO|error"),
            (Bad(3, (Id, "5.10450E+10")), $"{Id}|ID_SCIENTIFIC|error"),
            (Bad(4, (Id, "051045")), $"{Id}|ID_LENGTH|error"),
            (Bad(5, (Id, "05104500000O")), $"{Id}|ID_NOT_DIGITS|error"),
            (Bad(6, ("Giới tính", "Nữ")), $"{Id}|ID_SEX_MISMATCH|warning"),
            (Bad(7, ("Ngày sinh", "02/09/1936")), $"{Id}|ID_YEAR_MISMATCH|warning"),
            (Bad(8, ("Mã xã", "21026")), "Mã xã|COMMUNE_UNKNOWN|error"),
            (Bad(9, ("Tên xã", "Phường Nghĩa Lộ")), "Tên xã|COMMUNE_NAME_MISMATCH|error"),
            (Bad(10, ("Mã ngân hàng thụ hưởng", "970999")), "Mã ngân hàng thụ hưởng|BANK_UNKNOWN|error"),
            (Bad(11, ("Nhóm đối tượng", "K9.Z")), "Nhóm đối tượng|GROUP_UNKNOWN|error"),
            (Bad(12, ("Đơn vị chi trả", "AGRIBANK")), "Đơn vị chi trả|INSTITUTION_UNKNOWN|error"),
            (Bad(13, ("Ngày ký", "30/02/2026")), "Ngày ký|DATE_INVALID|error"),
            (Bad(14, ("Hưởng từ tháng", "13/2026")), "Hưởng từ tháng|MONTH_INVALID|error"),
            (Bad(15, ("Số tài khoản", "")), "Số tài khoản|ACCOUNT_MISSING|error"),
            (Bad(16, ("Mã hồ sơ", "qn 1")), "Mã hồ sơ|DOSSIER_INVALID|error"),
        ];

        var import = await Hub.ImportAsync("register", RegisterLine.FileOf(rows.Select(r => r.Row)));

        $"{import["status"]}".ShouldBe("Refused");
        Items(import["findings"]).Select(f => $"{f["row"]}|{f["column"]}|{f["rule"]}|{f["severity"]}")
            .ShouldBe(rows.Select((r, i) => $"{i + 2}|{r.Finding}"));
        ((int)import["refused"]!).ShouldBe(13);
        (await Hub.AskAsync<long>("select count(*) from hub.beneficiary")).ShouldBe(0);
    }

    [Fact]
    public async Task An_id_that_lost_its_zero_is_proposed_and_not_accepted()
    {
        var import = await Hub.ImportAsync(
            "register", RegisterLine.FileOf(Bad(20, (Id, "51045000020"))));

        var finding = Items(import["findings"]).ShouldHaveSingleItem();
        $"{finding["textVi"]} {finding["textEn"]}".ShouldContain("0");
        $"{finding["rule"]}".ShouldBe("ID_LOST_ZERO");
        finding.ToJsonString().ShouldNotContain("51045000020", customMessage: "findings may be printed and mailed");
        (await Hub.AskAsync<long>("select count(*) from hub.beneficiary where personal_id like '%51045000020'"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task A_line_in_another_encoding_is_refused_by_its_number_and_the_rest_is_still_examined()
    {
        var good = Encoding.UTF8.GetString(RegisterLine.FileOf(
            RegisterLine.Of(31), RegisterLine.Of(32), RegisterLine.Of(33).With(("Mã xã", "21026"))));
        var lines = good.Split("\r\n").Select((text, i) => i == 2
            ? Encoding.Latin1.GetBytes(text.Replace("ễ", "é", StringComparison.Ordinal))
            : Encoding.UTF8.GetBytes(text));
        byte[] file = [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\r', (byte)'\n'])];

        var import = await Hub.ImportAsync("register", file);

        $"{import["status"]}".ShouldBe("Refused");
        Items(import["findings"]).Select(f => $"{f["row"]} {f["rule"]}").ShouldBe(
            ["3 LINE_ENCODING", "4 COMMUNE_UNKNOWN"]);
    }

    [Fact]
    public async Task A_dossier_twice_in_one_file_and_a_person_with_two_names_are_errors_of_the_file()
    {
        var same = RegisterLine.Of(41);

        var import = await Hub.ImportAsync("register", RegisterLine.FileOf(
            same, same.With(("Mã hồ sơ", same.Dossier), ("Chương trình", "NCC"), ("Nhóm đối tượng", "LS1")),
            same.With(("Mã hồ sơ", "QN-21025-000942"), ("Họ và tên", "Lê Văn Bình"))));

        $"{import["status"]}".ShouldBe("Refused");
        var rules = Items(import["findings"]).Select(f => $"{f["rule"]}").ToHashSet();
        rules.ShouldBe(["DOSSIER_DUPLICATE", "PERSON_DIFFERS"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_without_the_columns_of_the_template_is_refused_with_each_missing_column()
    {
        var import = await Hub.ImportAsync("register", RegisterLine.Csv("STT,Mã hồ sơ,Họ và tên", ["1,QN-1,An"]));

        $"{import["status"]}".ShouldBe("Refused");
        Items(import["findings"]).Count(f => $"{f["rule"]}" == "COLUMN_MISSING").ShouldBe(27);
    }

    private static RegisterLine Bad(int no, params (string Column, string Value)[] changes) =>
        RegisterLine.Of(no).With(changes);
}
