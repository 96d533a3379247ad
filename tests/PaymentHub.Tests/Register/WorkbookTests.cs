using System.Text;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Register;
using Shouldly;

namespace PaymentHub.Tests.Register;

/// <summary>The register as a workbook: the same content as the CSV, however the spreadsheet keeps its cells.</summary>
public sealed class WorkbookTests
{
    private static readonly RegisterReference Reference =
        RegisterReferences.Of(ReferenceData.Load(), new LocalDate(2026, 10, 20));

    private static readonly string[] Header = [.. RegisterRow.Columns.Names.Take(30)];

    private static readonly string[] Good =
    [
        "1", "QN-21025-000123", "051060000118", "Nguyễn Văn Đức", "12/03/1960", "Nam", "Kinh", "21025",
        "Phường Cẩm Thành", "Tổ dân phố 4", "0905000111", "TCXH", "K6.C", "", "15/QĐ-UBND", "Trần Thị Hòa",
        "05/01/2025", "01/2025", "", "01/2025", "10/2026", "750000", "Chuyển khoản", "AGRI",
        "970405", "4501205000321", "NGUYEN VAN DUC", "Bản thân", "", "",
    ];

    [Fact]
    public void The_workbook_of_the_same_rows_says_the_same_as_the_CSV()
    {
        var second = With(("Mã hồ sơ", "QN-21025-000124"), ("Số định danh cá nhân", "051155000119"),
            ("Họ và tên", "Trần Thị \"Út\", nhà 2"), ("Giới tính", "Nữ"), ("Ngày sinh", "1955"));

        var workbook = Read(TestWorkbook.Of(Header, Good, second));

        var csv = Read(Csv(Header, Good, second));
        csv.Findings.ShouldBeEmpty();
        workbook.Findings.ShouldBeEmpty();
        workbook.Register.ShouldBe(csv.Register);
        workbook.Register.Count.ShouldBe(2);
    }

    [Fact]
    public void A_person_known_from_the_CSV_gets_no_event_from_the_workbook()
    {
        var csv = Read(Csv(Header, Good)).Register.Single();
        var known = (Beneficiary?)null;
        var id = Beneficiary.IdOf(csv.Person.PersonalId);
        foreach (var e in BeneficiaryDecisions.Register(csv, null, default, "nhap").Events)
            known = Beneficiary.Evolve(known, id, e);

        var workbook = Read(TestWorkbook.Of(Header, Spreadsheet())).Register.Single();

        BeneficiaryDecisions.Register(workbook, known, default, "nhap").Events.ShouldBeEmpty();
    }

    [Fact]
    public void Real_dates_and_numbers_are_read_as_the_texts_that_they_stand_for()
    {
        var workbook = Read(TestWorkbook.Of(Header, Spreadsheet()));

        workbook.Findings.ShouldBeEmpty();
        workbook.Register.ShouldBe(Read(Csv(Header, Good)).Register);
    }

    [Theory]
    [InlineData(51060000118L, RowRules.IdLostZero, "11 digits")]
    [InlineData(5.1E+18, RowRules.IdScientific, "scientific notation")]
    [InlineData("5,1060E+10", RowRules.IdScientific, "scientific notation")]
    public void A_personal_id_that_the_spreadsheet_spoiled_is_not_accepted(object cell, string rule, string valueClass)
    {
        var read = Read(TestWorkbook.Of(Header, WithCell("Số định danh cá nhân", cell)));

        var finding = read.Findings.Single(f => f.Severity == Severity.Error);
        (finding.Row, finding.Column, finding.Rule, finding.ValueClass)
            .ShouldBe((2, "Số định danh cá nhân", rule, valueClass));
        read.Register.ShouldBeEmpty();
    }

    [Fact]
    public void An_account_that_is_a_number_may_have_lost_zeros_and_is_refused() =>
        ErrorOf(WithCell("Số tài khoản", 271000400042L)).ShouldBe((2, "Số tài khoản", WorkbookRules.CellIsNumber));

    [Fact]
    public void A_day_in_the_column_of_a_month_is_no_month() =>
        ErrorOf(WithCell("Hưởng từ tháng", new DateTime(2025, 1, 15)))
            .ShouldBe((2, "Hưởng từ tháng", RowRules.MonthInvalid));

    [Fact]
    public void A_fraction_is_no_amount() =>
        ErrorOf(WithCell("Mức đã chi (đ/tháng)", 750000.5))
            .ShouldBe((2, "Mức đã chi (đ/tháng)", RowRules.AmountInvalid));

    [Fact]
    public void A_formula_counts_with_the_value_that_was_calculated_last() =>
        Read(TestWorkbook.Of(Header, WithCell("Họ và tên", new Formula("A1", "Nguyễn Văn Đức")))).Register
            .ShouldBe(Read(Csv(Header, Good)).Register);

    [Fact]
    public void A_formula_without_a_result_is_no_empty_cell() =>
        ErrorOf(WithCell("Thôi hưởng từ tháng", new Formula("A1", null)))
            .ShouldBe((2, "Thôi hưởng từ tháng", WorkbookRules.CellNotCalculated));

    [Fact]
    public void An_error_of_the_spreadsheet_is_no_text() =>
        ErrorOf(WithCell("Người ký", new SheetError("#N/A"))).ShouldBe((2, "Người ký", WorkbookRules.CellError));

    [Fact]
    public void Rows_keep_their_numbers_where_some_are_empty()
    {
        var read = Read(TestWorkbook.Of(Header, [], [null, null], WithCell("Giới tính", "Khác")));

        read.Rows.ShouldBe(1);
        read.Findings.Single().Row.ShouldBe(4);
    }

    [Fact]
    public void Cells_beyond_the_header_are_reported() =>
        ErrorOf([.. Good, "ghi chú"]).ShouldBe((2, "", RowRules.ColumnUnknown));

    [Fact]
    public void Empty_and_hidden_sheets_do_not_matter()
    {
        var sheets = TestWorkbook.OfSheets(
            new TestSheet("Danh mục", [["x"]], IsHidden: true), new TestSheet("Danh sách", [Header, Good]),
            new TestSheet("Sheet3", []));

        Read(sheets).Register.Count.ShouldBe(1);
    }

    private static (int Row, string Column, string Rule) ErrorOf(object?[] row)
    {
        var finding = Read(TestWorkbook.Of(Header, row)).Findings.Single(f => f.Severity == Severity.Error);
        return (finding.Row, finding.Column, finding.Rule);
    }

    private static ExaminedFile Read(byte[] bytes) => ExaminedFile.Read(bytes, Reference);

    /// <summary>The good row as a spreadsheet keeps it when nobody formatted the columns as text.</summary>
    private static object?[] Spreadsheet()
    {
        object?[] cells = [.. Good];
        cells[0] = 1;
        cells[4] = new DateTime(1960, 3, 12);
        cells[7] = 21025;
        cells[16] = new DateTime(2025, 1, 5);
        cells[17] = new SheetMonth(2025, 1);
        cells[19] = new SheetMonth(2025, 1);
        cells[20] = new SheetMonth(2026, 10);
        cells[21] = 750000;
        cells[24] = 970405;
        return cells;
    }

    private static string[] With(params (string Column, string Value)[] changes)
    {
        var cells = (string[])Good.Clone();
        foreach (var (column, value) in changes) cells[Array.IndexOf(Header, column)] = value;
        return cells;
    }

    private static object?[] WithCell(string column, object? value)
    {
        object?[] cells = [.. Good];
        cells[Array.IndexOf(Header, column)] = value;
        return cells;
    }

    private static byte[] Csv(params string[][] rows) => Encoding.UTF8.GetBytes('\uFEFF' + string.Concat(rows.Select(
        row =>
            string.Join(',', row.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")));
}
