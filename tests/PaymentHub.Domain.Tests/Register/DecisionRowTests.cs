using NodaTime;
using PaymentHub.Domain.Register;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class DecisionRowTests
{
    [Theory]
    [InlineData("Điều chỉnh", DecisionKind.Changed)]
    [InlineData("tạm dừng", DecisionKind.Suspended)]
    [InlineData("Hưởng lại", DecisionKind.Resumed)]
    [InlineData("Thôi hưởng", DecisionKind.Ended)]
    public void A_decision_names_dossier_person_and_month(string word, DecisionKind kind)
    {
        var (record, findings, _) = Read(("Loại quyết định", word));
        findings.ShouldBeEmpty();
        (record!.Kind, record.Dossier, record.Month).ShouldBe((kind, "QN-21025-000123", new YearMonth(2026, 11)));
        record.Grant.ShouldBeNull();
    }

    [Fact]
    public void A_grant_is_a_whole_row_of_the_register_from_its_month_on()
    {
        var cells = RegisterRow.Columns.Names.Index().ToDictionary(
            c => c.Item, c => c.Index < 30 ? SampleRegister.GoodCells()[c.Index] : "");
        cells["Loại quyết định"] = "Hưởng mới";
        cells["Từ tháng"] = "02/2025";
        (cells["Lý do"], cells["Mã lý do"], cells["Căn cứ pháp lý"]) = ("", "", "");
        var row = DecisionRow.Columns.Names.Select(c => cells[c]).ToArray();
        var (record, findings, _) = DecisionRow.Parse(new DecisionRow(3, row), SampleRegister.Reference);
        findings.ShouldBeEmpty();
        record!.Grant!.From.ShouldBe(new YearMonth(2025, 2));
        record.Grant.Payout.ShouldBe(SampleRegister.Record().Payout);
    }

    [Theory]
    [InlineData("Loại quyết định", "Xóa", "DECISION_KIND_INVALID")]
    [InlineData("Từ tháng", "2026-11", "MONTH_INVALID")]
    [InlineData("Lý do", "", "REASON_MISSING")]
    [InlineData("Số quyết định", "", "DECISION_MISSING")]
    public void A_defect_is_named_by_its_column_and_rule(string column, string value, string rule)
    {
        var (record, findings, _) = Read((column, value));
        record.ShouldBeNull();
        findings.Select(f => (f.Column, f.Rule)).ShouldBe([(column, rule)]);
    }

    [Fact]
    public void A_change_to_an_unknown_group_is_refused() =>
        Read(("Loại quyết định", "Điều chỉnh"), ("Chương trình", "TCXH"), ("Nhóm đối tượng", "K9"))
            .Findings.ShouldHaveSingleItem().Rule.ShouldBe("GROUP_UNKNOWN");

    private static RowReading<DecisionRecord> Read(params (string Column, string Value)[] changes)
    {
        var cells = DecisionRow.Columns.Names.Select(_ => "").ToArray();
        Set("Mã hồ sơ", "QN-21025-000123");
        Set("Số định danh cá nhân", "051060000118");
        Set("Họ và tên", "Nguyễn Văn Đức");
        Set("Loại quyết định", "Tạm dừng");
        Set("Số quyết định", "15/QĐ-UBND");
        Set("Người ký", "Trần Thị Hòa");
        Set("Ngày ký", "05/10/2026");
        Set("Từ tháng", "11/2026");
        Set("Lý do", "Đi tù");
        foreach (var (column, value) in changes) Set(column, value);
        return DecisionRow.Parse(new DecisionRow(3, cells), SampleRegister.Reference);

        void Set(string column, string value) => cells[DecisionRow.Columns.PositionOf(column)!.Value] = value;
    }
}
