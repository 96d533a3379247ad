using CsCheck;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class RegisterRowTests
{
    private static readonly string[] Damages = ["", "x", "51060000118", "99/99/9999", "NguyÔn", "1E+5"];

    [Fact]
    public void A_good_row_becomes_a_complete_record_without_findings()
    {
        var (record, findings, _) = SampleRegister.Read();
        findings.ShouldBeEmpty();
        record.ShouldNotBeNull();
        record.Row.ShouldBe(7);
        record.Dossier.ShouldBe("QN-21025-000123");
        record.Person.ShouldBe(new PersonDetails(
            PersonalId.Parse("051060000118"), "Nguyễn Văn Đức", new BirthDate(1960, 3, 12), Sex.Male, "21025"));
        record.Erasable.ShouldBe(new ErasableDetails("0905000111", "Tổ dân phố 4", "Kinh"));
        (record.Programme, record.Group, record.InjuryPercent).ShouldBe(("TCXH", "K6.C", null));
        record.SignedOn.ShouldBe(new LocalDate(2025, 1, 5));
        (record.From, record.Until).ShouldBe((new YearMonth(2025, 1), (YearMonth?)null));
        record.PaidBefore.ShouldBe(new PaidBefore(new(2025, 1), new(2026, 10), new Money(750_000)));
        record.Payout.ShouldBe(new PayoutDetails(
            PayoutMethod.Transfer, "AGRI", "970405", "4501205000321", "NGUYEN VAN DUC", null));
    }

    [Theory]
    [InlineData("Số định danh cá nhân", "51060000118", "ID_LOST_ZERO", "11 digits")]
    [InlineData("Số định danh cá nhân", "5.1E+10", "ID_SCIENTIFIC", "scientific notation")]
    [InlineData("Số định danh cá nhân", "212345678", "ID_LENGTH", "9 digits")]
    [InlineData("Số định danh cá nhân", "05106000011x", "ID_NOT_DIGITS", "letters and digits")]
    [InlineData("Mã xã", "99999", "COMMUNE_UNKNOWN", "5 digits")]
    [InlineData("Tên xã", "Xã Ba Tơ", "COMMUNE_NAME_MISMATCH", "letters")]
    [InlineData("Mã ngân hàng thụ hưởng", "970499", "BANK_UNKNOWN", "6 digits")]
    [InlineData("Mã ngân hàng thụ hưởng", "", "BANK_UNKNOWN", "empty")]
    [InlineData("Nhóm đối tượng", "K9", "GROUP_UNKNOWN", "letters and digits")]
    [InlineData("Chương trình", "ABC", "GROUP_UNKNOWN", "letters")]
    [InlineData("Đơn vị chi trả", "ACB", "INSTITUTION_UNKNOWN", "letters")]
    [InlineData("Ngày sinh", "31/02/1960", "DATE_INVALID", "digits with separators")]
    [InlineData("Ngày sinh", "1960-03-12", "DATE_INVALID", "digits with separators")]
    [InlineData("Ngày sinh", "21990", "DATE_INVALID", "5 digits")]
    [InlineData("Ngày ký", "21/10/2026", "DATE_INVALID", "future date")]
    [InlineData("Ngày ký", "", "DATE_INVALID", "empty")]
    [InlineData("Hưởng từ tháng", "13/2025", "MONTH_INVALID", "digits with separators")]
    [InlineData("Hưởng từ tháng", "", "MONTH_INVALID", "empty")]
    [InlineData("Thôi hưởng từ tháng", "12/2024", "MONTH_ORDER", "month before the first")]
    [InlineData("Đã chi đến tháng", "12/2024", "MONTH_ORDER", "month before the first")]
    [InlineData("Đã chi đến tháng", "", "MONTH_INVALID", "empty")]
    [InlineData("Mức đã chi (đ/tháng)", "750.000", "AMOUNT_INVALID", "digits with separators")]
    [InlineData("Mức đã chi (đ/tháng)", "-750000", "AMOUNT_INVALID", "negative number")]
    [InlineData("Mức đã chi (đ/tháng)", "000", "AMOUNT_INVALID", "zero")]
    [InlineData("Người nhận", "Hàng xóm", "PAYEE_MISSING", "letters")]
    [InlineData("Số tài khoản", "", "ACCOUNT_MISSING", "empty")]
    [InlineData("Tên chủ tài khoản", "", "ACCOUNT_MISSING", "empty")]
    [InlineData("Số tài khoản", "4.5E+12", "ACCOUNT_INVALID", "scientific notation")]
    [InlineData("Mã hồ sơ", "", "DOSSIER_INVALID", "empty")]
    [InlineData("Mã hồ sơ", "qn-1", "DOSSIER_INVALID", "letters and digits")]
    [InlineData("Mã hồ sơ", "QN-0123456789-0123456789-1", "DOSSIER_INVALID", "26 characters")]
    [InlineData("Tỷ lệ tổn thương (%)", "101", "INJURY_PERCENT_INVALID", "out of range")]
    [InlineData("Hình thức chi trả", "Séc", "METHOD_INVALID", "letters")]
    [InlineData("Đơn vị chi trả", "POST", "METHOD_INVALID", "institution of another kind")]
    [InlineData("Họ và tên", " ", "NAME_MISSING", "empty")]
    [InlineData("Giới tính", "M", "SEX_INVALID", "letters")]
    [InlineData("Họ và tên", "NguyÔn V¨n §øc", "TEXT_LEGACY_ENCODING", "TCVN3 text")]
    public void One_wrong_cell_refuses_the_row_and_says_where(
        string column, string cell, string rule, string valueClass)
    {
        var (record, findings, _) = SampleRegister.Read((column, cell));
        record.ShouldBeNull();
        var finding = findings.Single(f => f.Rule == rule);
        (finding.Row, finding.Column, finding.Severity, finding.ValueClass)
            .ShouldBe((7, column, Severity.Error, valueClass));
        finding.TextVi.ShouldNotBeEmpty();
        finding.TextEn.ShouldNotBeEmpty();
        findings.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Giới tính", "Nữ", "ID_SEX_MISMATCH", "Số định danh cá nhân")]
    [InlineData("Ngày sinh", "1950", "ID_YEAR_MISMATCH", "Số định danh cá nhân")]
    [InlineData("Số định danh cá nhân", "999060000118", "ID_PREFIX_UNKNOWN", "Số định danh cá nhân")]
    [InlineData("Họ và tên", "Nguye\u0302\u0303n Văn Đức", "TEXT_NFD", "Họ và tên")]
    [InlineData("Người ký", "Ðỗ Văn Ba", "TEXT_LOOKALIKE", "Người ký")]
    public void A_doubt_lets_the_row_in_with_a_warning(string column, string cell, string rule, string where)
    {
        var (record, findings, _) = SampleRegister.Read((column, cell));
        record.ShouldNotBeNull();
        findings.Select(f => (f.Rule, f.Column, f.Severity)).ShouldBe([(rule, where, Severity.Warning)]);
    }

    [Fact]
    public void All_defects_of_a_row_are_reported_at_once()
    {
        var (_, findings, _) = SampleRegister.Read(
            ("Mã hồ sơ", ""), ("Số định danh cá nhân", "51060000118"), ("Ngày sinh", "x"), ("Mã xã", "1"),
            ("Giới tính", ""), ("Chương trình", "?"), ("Hưởng từ tháng", "2025"), ("Đơn vị chi trả", ""),
            ("Số tài khoản", ""), ("Người nhận", ""));
        findings.Select(f => f.Rule).ShouldBe(
        [
            "DOSSIER_INVALID", "ID_LOST_ZERO", "DATE_INVALID", "SEX_INVALID", "COMMUNE_UNKNOWN", "GROUP_UNKNOWN",
            "MONTH_INVALID", "INSTITUTION_UNKNOWN", "ACCOUNT_MISSING", "PAYEE_MISSING",
        ]);
    }

    [Theory]
    [InlineData("21484", "Xã Ba Tơ", true)]
    [InlineData("21484", "ba tơ", true)]
    [InlineData("21484", "Ba Tô", false)]
    [InlineData("21484", "Ba To", false)]
    [InlineData("21484", "Phường Ba Tơ", false)]
    [InlineData("21208", "Xã Sơn Thuỷ", true)]
    [InlineData("21548", "Lý Sơn", true)]
    [InlineData("21548", "", false)]
    public void Accents_decide_whether_a_commune_name_fits_its_code(string code, string name, bool fits) =>
        (SampleRegister.Read(("Mã xã", code), ("Tên xã", name)).Record is not null).ShouldBe(fits);

    [Fact]
    public void A_birth_date_may_be_the_year_alone_and_is_never_completed()
    {
        var birth = SampleRegister.Record(("Ngày sinh", "1960")).Person.Birth;
        birth.ShouldBe(BirthDate.OfYear(1960));
        birth.Date.ShouldBeNull();
    }

    [Fact]
    public void A_wounded_person_needs_a_percentage_between_21_and_100()
    {
        (string, string)[] wounded = [("Chương trình", "NCC"), ("Nhóm đối tượng", "TB")];
        SampleRegister.Read([.. wounded, ("Tỷ lệ tổn thương (%)", "61")]).Record!.InjuryPercent.ShouldBe(61);
        foreach (var percent in new[] { "", "20", "101", "61%" })
        {
            SampleRegister.Read([.. wounded, ("Tỷ lệ tổn thương (%)", percent)]).Findings
                .Select(f => f.Rule).ShouldBe(["INJURY_PERCENT_INVALID"]);
        }
    }

    [Fact]
    public void Cash_needs_the_post_office_and_keeps_no_account()
    {
        var (record, findings, _) = SampleRegister.Read(("Hình thức chi trả", "Tiền mặt"), ("Đơn vị chi trả", "POST"));
        record!.Payout.ShouldBe(new PayoutDetails(PayoutMethod.Cash, "POST", null, null, null, null));
        findings.Select(f => (f.Rule, f.Severity)).ShouldBe([("ACCOUNT_IGNORED", Severity.Warning)]);
    }

    [Fact]
    public void An_insurance_subsidy_goes_to_the_fund_only()
    {
        (string, string)[] insured = [("Chương trình", "BHYT"), ("Nhóm đối tượng", "HN"), ("Số tài khoản", "")];
        SampleRegister.Record([.. insured, ("Hình thức chi trả", "Chuyển quỹ")]).Payout.Method
            .ShouldBe(PayoutMethod.Fund);
        SampleRegister.Read(insured).Findings.ShouldContain(f => f.Rule == "METHOD_INVALID");
        SampleRegister.Read(("Hình thức chi trả", "Chuyển quỹ"), ("Số tài khoản", "")).Findings
            .Select(f => (f.Rule, f.ValueClass)).ShouldBe([("METHOD_INVALID", "method of another programme")]);
    }

    [Fact]
    public void Another_payee_needs_name_and_id_and_either_spelling_of_the_proxy()
    {
        (string, string)[] proxy = [("Người nhận", "Người được uỷ quyền"), ("Họ tên người nhận", "Đinh Thị Hoà")];
        SampleRegister.Read([.. proxy, ("Số định danh người nhận", "051185001111")]).Record!.Payout.Payee
            .ShouldBe(new Payee(PayeeRelation.Proxy, "Đinh Thị Hoà", "051185001111"));
        SampleRegister.Read(("Người nhận", "Chủ hộ")).Findings.Select(f => (f.Rule, f.Column)).ShouldBe(
            [("PAYEE_MISSING", "Họ tên người nhận"), ("PAYEE_MISSING", "Số định danh người nhận")]);
        SampleRegister.Read([.. proxy, ("Số định danh người nhận", "4300123456")]).Findings
            .ShouldContain(f => f.Rule == "ID_LENGTH" && f.Column == "Số định danh người nhận");
    }

    [Fact]
    public void A_facility_may_be_known_by_its_tax_number() => SampleRegister.Record(
        ("Người nhận", "Cơ sở trợ giúp"),
        ("Họ tên người nhận", "Trung tâm Bảo trợ"),
        ("Số định danh người nhận", "4300123456"))
        .Payout.Relation.ShouldBe(PayeeRelation.Facility);

    [Fact]
    public void The_content_hash_ignores_position_and_spelling_form_but_no_content()
    {
        var hash = SampleRegister.Record().ContentHash;
        hash.Length.ShouldBe(64);
        SampleRegister.Record(("STT", "99")).ContentHash.ShouldBe(hash);
        SampleRegister.Record(("Họ và tên", "  Nguye\u0302\u0303n  Văn Đức")).ContentHash.ShouldBe(hash);
        RegisterRowParsing.Parse(new RegisterRow(99, SampleRegister.GoodCells()), SampleRegister.Reference)
            .Record!.ContentHash.ShouldBe(hash);
    }

    [Theory]
    [InlineData("Mã hồ sơ", "QN-1")]
    [InlineData("Số định danh cá nhân", "051060000119")]
    [InlineData("Họ và tên", "Nguyễn Văn Đực")]
    [InlineData("Ngày sinh", "1960")]
    [InlineData("Dân tộc", "Hrê")]
    [InlineData("Thôn/Tổ dân phố", "")]
    [InlineData("Số điện thoại", "")]
    [InlineData("Nhóm đối tượng", "K5.A1")]
    [InlineData("Tỷ lệ tổn thương (%)", "61")]
    [InlineData("Số quyết định", "16/QĐ-UBND")]
    [InlineData("Người ký", "")]
    [InlineData("Ngày ký", "06/01/2025")]
    [InlineData("Hưởng từ tháng", "02/2025")]
    [InlineData("Thôi hưởng từ tháng", "12/2026")]
    [InlineData("Đã chi từ tháng", "02/2025")]
    [InlineData("Đã chi đến tháng", "09/2026")]
    [InlineData("Mức đã chi (đ/tháng)", "750001")]
    [InlineData("Đơn vị chi trả", "VCB")]
    [InlineData("Mã ngân hàng thụ hưởng", "970436")]
    [InlineData("Số tài khoản", "04501205000321")]
    [InlineData("Tên chủ tài khoản", "NGUYEN VAN DUCC")]
    public void Every_column_counts_in_the_content_hash(string column, string cell) =>
        SampleRegister.Record((column, cell)).ContentHash.ShouldNotBe(SampleRegister.Record().ContentHash);

    [Fact]
    public void Findings_never_repeat_the_value()
    {
        (string, string)[] bad =
        [
            ("Số định danh cá nhân", "51060000118"), ("Số tài khoản", "4501-2050-00321"),
            ("Họ và tên", "NguyÔn V¨n §øc"), ("Số điện thoại", "0905000111 hoặc 0905000222"),
            ("Ngày sinh", "12-03-1960"),
        ];
        var (_, findings, _) = SampleRegister.Read(bad);
        findings.Count.ShouldBe(5);
        foreach (var (_, value) in bad) findings.ShouldAllBe(f => !$"{f}".Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Any_cells_give_a_record_or_an_error_with_the_row_number() =>
        Gen.Select(Gen.Int[2, 1_000_000], Gen.String[Gen.Char, 0, 40].Array[30]).Holds((row, cells) =>
        {
            var (record, findings, _) = RegisterRowParsing.Parse(new RegisterRow(row, cells), SampleRegister.Reference);
            return findings.All(f => f.Row == row)
                && (record is null) == findings.Any(f => f.Severity == Severity.Error);
        });

    [Fact]
    public void Damaging_one_cell_of_a_good_row_never_hides_another_rows_outcome() => Gen.Select(
        Gen.Int[0, 29], Gen.Int[0, Damages.Length - 1].Select(i => Damages[i])).Array[1, 8].Holds(damages =>
    {
        var rows = damages.Select((d, i) => new RegisterRow(i + 2, Damaged(d.Item1, d.Item2))).ToList();
        var forward = rows.SelectMany(r => RegisterRowParsing.Parse(r, SampleRegister.Reference).Findings);
        var backward = rows.AsEnumerable().Reverse()
            .SelectMany(r => RegisterRowParsing.Parse(r, SampleRegister.Reference).Findings);
        return forward.ToHashSet().SetEquals(backward);
    });

    private static string[] Damaged(int index, string value)
    {
        var cells = SampleRegister.GoodCells();
        cells[index] = value;
        return cells;
    }
}
