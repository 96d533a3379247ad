using CsCheck;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class FileTests
{
    private static readonly int[] TemplateOrder = [.. Enumerable.Range(0, 30)];

    private static string[] Header => SampleRegister.Header.Split(',');

    [Fact]
    public void The_template_has_the_agreed_columns_in_order()
    {
        RegisterRow.Columns.Names.Where(n => !RegisterRow.Columns.IsOptional(n)).ShouldBe(Header);
        DeathRow.Columns.Names.ShouldBe(
            ["STT", "Số định danh cá nhân", "Họ và tên", "Ngày sinh", "Ngày mất", "Số trích lục", "Ngày đăng ký"]);
        AllotmentRow.Columns.Names.ShouldBe(["Mã xã", "Chương trình", "Nguồn", "Năm", "Số tiền", "Số quyết định"]);
    }

    [Fact]
    public void A_header_with_bom_blanks_and_decomposed_accents_is_recognised()
    {
        var header = Header.Select(h => $" {h.Normalize(System.Text.NormalizationForm.FormD)} ").ToArray();
        header[0] = "\uFEFFSTT";
        RegisterRow.Columns.ReadHeader(header).Order.ShouldNotBeNull();
    }

    [Fact]
    public void Every_missing_unknown_and_repeated_column_is_reported_at_once()
    {
        var header = Header;
        (header[1], header[5]) = ("Ma ho so", "Họ và tên");
        var reading = RegisterRow.Columns.ReadHeader(header);
        reading.Order.ShouldBeNull();
        reading.Findings.Select(f => (f.Row, f.Rule, f.Column)).ShouldBe(
        [
            (1, "COLUMN_UNKNOWN", "Ma ho so"), (1, "COLUMN_UNKNOWN", "Họ và tên"), (1, "COLUMN_MISSING", "Mã hồ sơ"),
            (1, "COLUMN_MISSING", "Giới tính"),
        ]);
    }

    [Fact]
    public void Columns_in_another_order_give_the_same_record() => Gen.Shuffle(TemplateOrder).Holds(order =>
    {
        var reading = RegisterRow.Columns.ReadHeader([.. order.Select(i => Header[i])]);
        var good = SampleRegister.GoodCells();
        var finding = reading.Order!.Arrange(7, [.. order.Select(i => good[i])], out var arranged);
        var record = RegisterRowParsing.Parse(new RegisterRow(7, arranged), SampleRegister.Reference).Record;
        return finding is null && record == SampleRegister.Record();
    });

    [Theory]
    [InlineData(29, "COLUMN_MISSING", "29 cells")]
    [InlineData(31, "COLUMN_UNKNOWN", "31 cells")]
    public void A_row_with_another_number_of_cells_is_not_read(int count, string rule, string valueClass)
    {
        var order = RegisterRow.Columns.ReadHeader(Header).Order!;
        var finding = order.Arrange(12, new string[count], out _);
        (finding!.Row, finding.Rule, finding.ValueClass).ShouldBe((12, rule, valueClass));
    }

    [Fact]
    public void A_death_row_is_read_with_its_dates_in_order()
    {
        string[] good = ["1", "051060000118", "Nguyễn Văn Đức", "12/03/1960", "09/08/2026", "21/TLKT", "11/08/2026"];
        var (record, findings, _) = DeathRow.Parse(new DeathRow(2, good), SampleRegister.Reference);
        findings.ShouldBeEmpty();
        record!.DiedOn.ShouldBe(new LocalDate(2026, 8, 9));
        string[] bad = ["1", "51060000118", "", "12/03/1960", "09/08/1959", "21/TLKT", "08/08/1959"];
        var refused = DeathRow.Parse(new DeathRow(3, bad), SampleRegister.Reference);
        refused.Record.ShouldBeNull();
        refused.Findings.Select(f => (f.Row, f.Rule, f.Column)).ShouldBe(
        [
            (3, "ID_LOST_ZERO", "Số định danh cá nhân"), (3, "NAME_MISSING", "Họ và tên"),
            (3, "DATE_INVALID", "Ngày mất"), (3, "DATE_INVALID", "Ngày đăng ký"),
        ]);
    }

    [Fact]
    public void An_allotment_row_is_read_or_refused_with_every_defect()
    {
        string[] good = ["21025", "NCC", "TW", "2026", "1500000000", "12/QĐ"];
        AllotmentRow.Parse(new AllotmentRow(2, good), SampleRegister.Reference).Record.ShouldBe(new AllotmentRecord(
            2, "21025", "NCC", FundSource.Central, 2026, new Money(1_500_000_000), "12/QĐ"));
        string[] bad = ["1", "X", "HUYEN", "26", "1,5", ""];
        AllotmentRow.Parse(new AllotmentRow(3, bad), SampleRegister.Reference).Findings.Select(f => f.Rule).ShouldBe(
        [
            "COMMUNE_UNKNOWN", "GROUP_UNKNOWN", "SOURCE_INVALID", "YEAR_INVALID", "AMOUNT_INVALID", "DECISION_MISSING",
        ]);
    }

    [Fact]
    public void A_mapping_translates_headers_gives_constants_and_leaves_columns_out()
    {
        var mapping = new ColumnMapping(
            new Dictionary<string, string> { ["Số CCCD"] = "Số định danh cá nhân", ["Ghi chú"] = "" },
            new Dictionary<string, string> { ["Ngày đăng ký"] = "11/08/2026" });
        string[] header = ["STT", "Số CCCD", "Họ và tên", "Ngày sinh", "Ngày mất", "Số trích lục", "Ghi chú"];
        var order = DeathRow.Columns.ReadHeader(header, mapping).Order.ShouldNotBeNull();
        order.Arrange(2, ["1", "051060000118", "An", "1960", "09/08/2026", "21", "x"], out var cells).ShouldBeNull();
        cells.ShouldBe(["1", "051060000118", "An", "1960", "09/08/2026", "21", "11/08/2026"]);
        DeathRow.Columns.ReadHeader(header).Findings.Select(f => f.Rule).ShouldBe(
            ["COLUMN_UNKNOWN", "COLUMN_UNKNOWN", "COLUMN_MISSING", "COLUMN_MISSING"]);
    }

    [Fact]
    public void A_mapping_to_a_column_that_the_template_does_not_have_is_named() =>
        new ColumnMapping(new Dictionary<string, string> { ["a"] = "Cột lạ" }, new Dictionary<string, string>())
            .UnknownColumns(DeathRow.Columns).ShouldBe(["Cột lạ"]);

    [Fact]
    public void Our_own_column_of_reasons_is_read_over_when_a_file_comes_back()
    {
        var header = DeathRow.Columns.ReadHeader([.. DeathRow.Columns.Names, FileColumns.ReasonColumn]);
        header.Findings.ShouldBeEmpty();
        header.Order!.Arrange(2, ["1", "2", "3", "4", "5", "6", "7", "reason"], out var cells).ShouldBeNull();
        cells.ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
    }

    [Fact]
    public void Every_rule_has_texts_in_both_languages_and_codes_are_its_constants()
    {
        var constants = typeof(RowRules).GetFields().Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!);
        RowRules.All.Order().ShouldBe(constants.Order());
        RowRules.All.ShouldAllBe(r => RowRules.TextsOf(r).Vi.Length > 10 && RowRules.TextsOf(r).En.Length > 10);
    }
}
