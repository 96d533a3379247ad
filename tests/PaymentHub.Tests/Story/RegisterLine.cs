using System.Globalization;
using System.Text;

namespace PaymentHub.Tests.Story;

/// <summary>
/// One row of a register file. The default is a man of 81 who draws the social pension from November 2026 on his own
/// account at Agribank: 540,000 đồng, no arrears. A test changes the columns that it is about, by their headers.
/// </summary>
public sealed class RegisterLine
{
    /// <summary>The social pension of November 2026 (NĐ 335/2026/NĐ-CP), in đồng.</summary>
    public const long Pension = 540_000;

    /// <summary>The monthly allowance of a martyr's relative in November 2026 (NĐ 321/2026/NĐ-CP), in đồng.</summary>
    public const long Merit = 3_012_000;

    public const string Header =
        "STT,Mã hồ sơ,Số định danh cá nhân,Họ và tên,Ngày sinh,Giới tính,Dân tộc,Mã xã,Tên xã,Thôn/Tổ dân phố,"
        + "Số điện thoại,Chương trình,Nhóm đối tượng,Tỷ lệ tổn thương (%),Số quyết định,Người ký,Ngày ký,"
        + "Hưởng từ tháng,Thôi hưởng từ tháng,Đã chi từ tháng,Đã chi đến tháng,Mức đã chi (đ/tháng),"
        + "Hình thức chi trả,Đơn vị chi trả,Mã ngân hàng thụ hưởng,Số tài khoản,Tên chủ tài khoản,"
        + "Người nhận,Họ tên người nhận,Số định danh người nhận";

    private static readonly string[] Columns = Header.Split(',');
    private readonly Dictionary<string, string> _cells;

    private RegisterLine(Dictionary<string, string> cells) => _cells = cells;

    public string Dossier => _cells["Mã hồ sơ"];

    public string PersonalId => _cells["Số định danh cá nhân"];

    public string Account => _cells["Số tài khoản"];

    public string Commune => _cells["Mã xã"];

    public string Institution => _cells["Đơn vị chi trả"];

    /// <summary>Person <paramref name="no"/>: number, dossier, identity and account follow from it.</summary>
    public static RegisterLine Of(int no)
    {
        var six = no.ToString("000000", CultureInfo.InvariantCulture);
        var cells = Columns.ToDictionary(c => c, _ => "");
        Set(cells, ("STT", no.ToString(CultureInfo.InvariantCulture)), ("Mã hồ sơ", $"QN-21025-{six}"));
        Set(cells, ("Số định danh cá nhân", $"051045{six}"), ("Họ và tên", "Nguyễn Văn An"));
        Set(cells, ("Ngày sinh", "02/09/1945"), ("Giới tính", "Nam"), ("Dân tộc", "Kinh"));
        Set(cells, ("Mã xã", "21025"), ("Tên xã", "Phường Cẩm Thành"), ("Chương trình", "HTXH"));
        Set(cells, ("Nhóm đối tượng", "75+"), ("Số quyết định", $"12/QĐ-UBND-{six}"));
        Set(cells, ("Người ký", "Lê Minh Sơn"), ("Ngày ký", "05/10/2026"), ("Hưởng từ tháng", "11/2026"));
        Set(cells, ("Hình thức chi trả", "Chuyển khoản"), ("Đơn vị chi trả", "AGRI"));
        Set(cells, ("Mã ngân hàng thụ hưởng", "970405"), ("Số tài khoản", $"4500205{six}"));
        Set(cells, ("Tên chủ tài khoản", "NGUYEN VAN AN"), ("Người nhận", "Bản thân"));
        return new RegisterLine(cells);
    }

    /// <summary>The same row with other cells; columns are named by their headers.</summary>
    public RegisterLine With(params (string Column, string Value)[] changes)
    {
        var cells = new Dictionary<string, string>(_cells);
        foreach (var (column, value) in changes)
            cells[cells.ContainsKey(column) ? column : throw new ArgumentException(column)] = value;
        return new RegisterLine(cells);
    }

    /// <summary>Paid by another bank, from the same kind of account.</summary>
    public RegisterLine At(string institution) => With(("Đơn vị chi trả", institution));

    /// <summary>A person of another commune, by its code and official name.</summary>
    public RegisterLine In(string commune, string name) => With(("Mã xã", commune), ("Tên xã", name));

    /// <summary>Paid in cash by the post office.</summary>
    public RegisterLine InCash() => With(
        ("Hình thức chi trả", "Tiền mặt"), ("Đơn vị chi trả", "POST"), ("Mã ngân hàng thụ hưởng", ""),
        ("Số tài khoản", ""), ("Tên chủ tài khoản", ""));

    /// <summary>The file as a province sends it: with a byte order mark and CR LF.</summary>
    public static byte[] FileOf(params IEnumerable<RegisterLine> lines) =>
        Csv(Header, lines.Select(l => string.Join(',', Columns.Select(c => l._cells[c]))));

    /// <summary>Any file in the same dialect; the cells are free of commas and quotes.</summary>
    public static byte[] Csv(string header, IEnumerable<string> rows) =>
        [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join("\r\n", [header, .. rows, ""]))];

    private static void Set(Dictionary<string, string> cells, params (string Column, string Value)[] values)
    {
        foreach (var (column, value) in values) cells[column] = value;
    }
}
