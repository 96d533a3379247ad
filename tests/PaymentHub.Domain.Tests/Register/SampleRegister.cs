using NodaTime;
using PaymentHub.Domain.Register;

namespace PaymentHub.Domain.Tests.Register;

/// <summary>A small province and one good row of each kind, from which tests change one cell at a time.</summary>
internal static class SampleRegister
{
    public const string Header =
        "STT,Mã hồ sơ,Số định danh cá nhân,Họ và tên,Ngày sinh,Giới tính,Dân tộc,Mã xã,Tên xã,Thôn/Tổ dân phố,"
        + "Số điện thoại,Chương trình,Nhóm đối tượng,Tỷ lệ tổn thương (%),Số quyết định,Người ký,Ngày ký,"
        + "Hưởng từ tháng,Thôi hưởng từ tháng,Đã chi từ tháng,Đã chi đến tháng,Mức đã chi (đ/tháng),Hình thức chi trả,"
        + "Đơn vị chi trả,Mã ngân hàng thụ hưởng,Số tài khoản,Tên chủ tài khoản,Người nhận,"
        + "Họ tên người nhận,Số định danh người nhận";

    public static RegisterReference Reference { get; } = new(
        new Dictionary<string, string>
        {
            ["21025"] = "Phường Cẩm Thành",
            ["21484"] = "Xã Ba Tơ",
            ["21490"] = "Xã Ba Tô",
            ["21208"] = "Xã Sơn Thủy",
            ["21548"] = "Đặc khu Lý Sơn",
        },
        ["970405", "970415", "970436"],
        new Dictionary<string, InstitutionKind>
        {
            ["AGRI"] = InstitutionKind.Bank,
            ["VCB"] = InstitutionKind.Bank,
            ["POST"] = InstitutionKind.Post,
        },
        [("TCXH", "K5.A1"), ("TCXH", "K6.C"), ("HTXH", "75+"), ("NCC", "TB"), ("NCC", "LS1"), ("BHYT", "HN")],
        ["TB"],
        ["051", "062", "001"],
        new LocalDate(2026, 10, 20));

    public static string[] GoodCells() =>
    [
        "1", "QN-21025-000123", "051060000118", "Nguyễn Văn Đức", "12/03/1960", "Nam", "Kinh", "21025",
        "Phường Cẩm Thành", "Tổ dân phố 4", "0905000111", "TCXH", "K6.C", "", "15/QĐ-UBND", "Trần Thị Hòa",
        "05/01/2025", "01/2025", "", "01/2025", "10/2026", "750000", "Chuyển khoản", "AGRI",
        "970405", "4501205000321", "NGUYEN VAN DUC", "Bản thân", "", "",
    ];

    public static string[] With(params (string Column, string Value)[] changes)
    {
        var cells = GoodCells();
        foreach (var (column, value) in changes) cells[IndexOf(column)] = value;
        return cells;
    }

    public static int IndexOf(string column) => Array.IndexOf([.. RegisterRow.Columns.Names], column);

    public static RowReading<RegisterRecord> Read(params (string Column, string Value)[] changes) =>
        RegisterRowParsing.Parse(new RegisterRow(7, With(changes)), Reference);

    public static RegisterRecord Record(params (string Column, string Value)[] changes) => Read(changes).Record!;
}
