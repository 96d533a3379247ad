using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>One finding a bad register must yield.</summary>
/// <param name="Row">The row as a spreadsheet counts it: the header is row 1.</param>
/// <param name="Order">The row's STT.</param>
/// <param name="Column">The column's Vietnamese header.</param>
/// <param name="Rule">The rule's code.</param>
/// <param name="Severity">error: the row is refused; warning: it is accepted and the finding shown.</param>
public sealed record BadRowTruth(int Row, int Order, string Column, string Rule, string Severity);

/// <summary>The truth about a bad register.</summary>
/// <param name="Rows">Data rows.</param>
/// <param name="Accepted">Rows without an error.</param>
/// <param name="Refused">Rows with an error.</param>
/// <param name="Findings">The findings, by row.</param>
public sealed record BadRegisterTruth(int Rows, int Accepted, int Refused, IReadOnlyList<BadRowTruth> Findings);

/// <summary>
/// Writes a register whose rows are each wrong in exactly one way, between rows that are right. A dossier number used
/// twice is an error of both rows; a payee who is missing altogether lacks a name and an id.
/// </summary>
internal static class BadRegister
{
    private sealed record Fault(
        string Rule, string Column, Action<Dictionary<string, string>> Spoil, bool Warning = false,
        string AlsoColumn = "");

    private const string Id = "Số định danh cá nhân";
    private const string Name = "Họ và tên";

    public static void Write(string path, string truthPath, Workshop workshop)
    {
        var commune = workshop.Communes[0];
        var samples = new SampleRows(workshop, commune, "bad");
        var findings = new List<BadRowTruth>();
        using var file = new CsvFile(path, RegisterColumns.Header);
        var row = 0;
        foreach (var fault in Faults())
        {
            var cells = fault.Rule switch
            {
                "INJURY_PERCENT_INVALID" => samples.Row(++row, "NCC", "TB"),
                "PAYEE_MISSING" => samples.Row(++row, "TCXH", "K1.B"),
                _ => samples.Row(++row, "HTXH", "75+"),
            };
            fault.Spoil(cells);
            file.Write([.. RegisterColumns.Names.Select(name => cells[name])]);
            var severity = fault.Warning ? "warning" : "error";
            findings.AddRange(new[] { fault.Column, fault.AlsoColumn }.Where(column => column.Length > 0)
                .Select(column => new BadRowTruth(row + 1, row, column, fault.Rule, severity)));
        }

        var refused = findings.Where(finding => finding.Severity == "error")
            .DistinctBy(finding => finding.Row).Count();
        TruthFile.Write(truthPath, new BadRegisterTruth(row, row - refused, refused, findings));
    }

    private static IEnumerable<Fault> Faults() =>
    [
        Right,
        .. IdFaults(),
        .. CodeFaults(),
        .. MonthFaults(),
        .. PayoutFaults(),
        .. TextFaults(),
        Right,
    ];

    private static readonly Fault Twice =
        new("DOSSIER_DUPLICATE", "Mã hồ sơ", row => row["Mã hồ sơ"] = $"QN-{row["Mã xã"]}-999999");

    private static readonly Fault Right = new("", "", _ => { });

    private static IEnumerable<Fault> IdFaults() =>
    [
        new("ID_LOST_ZERO", Id, row => row[Id] = row[Id][1..]),
        new("ID_SCIENTIFIC", Id, row => row[Id] = $"{row[Id][1]}.{row[Id][2..6]}E+10"),
        new("ID_LENGTH", Id, row => row[Id] = row[Id][..9]),
        new("ID_NOT_DIGITS", Id, row => row[Id] = row[Id][..6] + "O" + row[Id][7..]),
        new("ID_SEX_MISMATCH", Id, row => row["Giới tính"] = row["Giới tính"] == "Nam" ? "Nữ" : "Nam", Warning: true),
        new("ID_YEAR_MISMATCH", Id, row => row["Ngày sinh"] = "12/04/" + (1900 + int.Parse(row[Id][4..6],
            System.Globalization.CultureInfo.InvariantCulture) - 9), Warning: true),
    ];

    private static IEnumerable<Fault> CodeFaults() =>
    [
        new("COMMUNE_UNKNOWN", "Mã xã", row => row["Mã xã"] = "21026"),
        new("COMMUNE_UNKNOWN", "Mã xã", row => (row["Mã xã"], row["Tên xã"]) = ("21010", "Phường Lê Hồng Phong")),
        new("COMMUNE_NAME_MISMATCH", "Tên xã", row => row["Tên xã"] = "Phường Nghĩa Lộ"),
        new("BANK_UNKNOWN", "Mã ngân hàng thụ hưởng", row => row["Mã ngân hàng thụ hưởng"] = "970999"),
        new("GROUP_UNKNOWN", "Nhóm đối tượng", row => row["Nhóm đối tượng"] = "K9.Z"),
        new("INSTITUTION_UNKNOWN", "Đơn vị chi trả", row => row["Đơn vị chi trả"] = "AGRIBANK"),
        new("DOSSIER_INVALID", "Mã hồ sơ", row => row["Mã hồ sơ"] = "qn 21025/900013"),
        Twice,
        Twice,
        new("INJURY_PERCENT_INVALID", "Tỷ lệ tổn thương (%)", row => row["Tỷ lệ tổn thương (%)"] = "15"),
    ];

    private static IEnumerable<Fault> MonthFaults() =>
    [
        new("DATE_INVALID", "Ngày sinh", row => row["Ngày sinh"] = "30/02/19" + row[Id][4..6]),
        new("DATE_INVALID", "Ngày ký", row => row["Ngày ký"] = "2026-05-04"),
        new("MONTH_INVALID", "Hưởng từ tháng", row => row["Hưởng từ tháng"] = "13/2025"),
        new("MONTH_ORDER", "Thôi hưởng từ tháng", row => row["Thôi hưởng từ tháng"] = "01/2025"),
        new("MONTH_ORDER", "Đã chi đến tháng", row =>
            (row["Đã chi từ tháng"], row["Đã chi đến tháng"]) = (row["Đã chi đến tháng"], row["Đã chi từ tháng"])),
        new("AMOUNT_INVALID", "Mức đã chi (đ/tháng)", row => row["Mức đã chi (đ/tháng)"] = "500.000"),
    ];

    private static IEnumerable<Fault> PayoutFaults() =>
    [
        new("METHOD_INVALID", "Hình thức chi trả", row => row["Hình thức chi trả"] = "Thẻ ATM"),
        new("ACCOUNT_MISSING", "Số tài khoản", row => row["Số tài khoản"] = ""),
        new("PAYEE_MISSING", "Họ tên người nhận", row =>
            row["Họ tên người nhận"] = row["Số định danh người nhận"] = "", AlsoColumn: "Số định danh người nhận"),
    ];

    private static IEnumerable<Fault> TextFaults() =>
    [
        new("NAME_MISSING", Name, row => row[Name] = ""),
        new("TEXT_NFD", Name, row => row[Name] = "Nguyễn Thị Thủy".Normalize(NormalizationForm.FormD), Warning: true),
        new("TEXT_LOOKALIKE", Name, row => row[Name] = "\u00D0inh Thị \u00D0ào", Warning: true),
    ];
}
