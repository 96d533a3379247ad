using System.IO.Compression;
using System.Text;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Tables;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// One statement of each bank with a table profile: a payment of 500,000 to a person, the same returned, 1,000,000
/// before and after.
/// </summary>
internal static class TableSamples
{
    private const string Words =
        "/EREF/ABCDEFGHIJKLMNOP/NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11";

    private const string Returned =
        "/EREF/ABCDEFGHIJKLMNOP/RTRN/AC04/NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11";

    public static IReadOnlyList<TableProfile> Profiles { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "reference", "bank-profiles"), "*.json")
            .Order(StringComparer.Ordinal).Select(f => TableProfile.Read(File.ReadAllBytes(f))!)];

    public static InspectionOptions Options { get; } = new() { TableProfiles = Profiles };

    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["VCB"] = Text($"""
            NGÂN HÀNG TMCP NGOẠI THƯƠNG VIỆT NAM,,,,,,
            Số tài khoản:,4500201000018,Chủ tài khoản:,SO TAI CHINH,,,
            Loại tiền:,VND,Từ ngày:,02/11/2026,Đến ngày:,02/11/2026,
            Số dư đầu kỳ:,"1,000,000",,,,,
            Ngày giao dịch,Ngày hiệu lực,Số tham chiếu,Ghi nợ,Ghi có,Số dư,Mô tả
            02/11/2026,02/11/2026,B0001,"500,000",,"500,000",{Words}
            02/11/2026,02/11/2026,B0002,,"500,000","1,000,000",{Returned}
            Tổng ghi nợ,"500,000",Tổng ghi có,"500,000",,,
            Số dư cuối kỳ,"1,000,000",,,,,
            """),
        ["VIETIN"] = Text("""
            Tài khoản;4500201000018;Tiền tệ;VND
            Số dư đầu;1.000.000
            STT;Ngày hạch toán;Mã giao dịch;Nội dung;Phát sinh;Nợ/Có;Tài khoản đối ứng;Tên đối ứng;Mã lệnh
            1;02-11-2026;B0001;Tro cap thang 11;500.000;Nợ;4500205123456;NGUYEN THI HOA;ABCDEFGHIJKLMNOP
            2;02-11-2026;B0002;/RTRN/AC04/REMI/Tro cap thang 11;500.000;Có;4500205123456;NGUYEN THI HOA;ABCDEFGHIJKLMNOP
            Tổng số giao dịch;2
            Số dư cuối;1.000.000
            """),
        ["MB"] = Text("""
            Account,4500201000018
            Currency,VND
            Statement,S0001
            Opening balance,1000000
            Posting date,Value date,Reference,Amount,Partner account,Partner name,End-to-end id,Return code,Details
            2026-11-02,2026-11-02,B0001,-500000,4500205123456,NGUYEN THI HOA,ABCDEFGHIJKLMNOP,,"Tro cap thang 11"
            2026-11-02,2026-11-02,B0002,500000,4500205123456,NGUYEN THI HOA,ABCDEFGHIJKLMNOP,AC04,Tro cap thang 11
            Transactions,2
            Closing balance,1000000
            """),
        ["BIDV"] = Workbook(
        [
            ["NGÂN HÀNG BIDV"], ["Số tài khoản:", "4500201000018"], ["Loại tiền:", "VND"], ["Số dư đầu kỳ:", 1_000_000],
            ["STT", "Ngày giao dịch", "Ngày giá trị", "Số chứng từ", "Phát sinh nợ", "Phát sinh có",
                "Tài khoản đối ứng", "Tên đối ứng", "Diễn giải"],
            [1, 46328, 46328, "B0001", 500_000, "", "4500205123456", "NGUYEN THI HOA", Words],
            [2, "02/11/2026", "02/11/2026", "B0002", "", "500,000", "4500205123456", "NGUYEN THI HOA", Returned],
            ["Tổng phát sinh nợ", 500_000, "Tổng phát sinh có", 500_000], ["Số dư cuối kỳ", 1_000_000],
        ]),
        ["ACB"] = Workbook(
        [
            ["Số TK", "4500201000018", "Loại tiền", "VND"], ["Số dư đầu", 1_000_000],
            ["Ngày", "Số GD", "Số tiền", "Ghi", "Mã lệnh", "Nội dung"],
            ["02/11/2026", "B0001", 500_000, "N", "ABCDEFGHIJKLMNOP", Words],
            ["02/11/2026", "B0002", 500_000, "C", "ABCDEFGHIJKLMNOP", Returned],
            ["Số bút toán", 2], ["Số dư cuối", 1_000_000],
        ]),
        ["AGRI"] = Text(
            "HAGRI" + "4500201000018".PadRight(16) + "VND" + "20261102" + "1000000".PadLeft(18, '0') + "\n"
            + Fixed("D", "B0001", "") + "\n" + Fixed("C", "B0002", "AC04") + "\n"
            + "T" + "2".PadLeft(8, '0') + "1000000".PadLeft(18, '0') + "\n"),
        ["LPB"] = Text(
            "01LPB" + "4500201000018".PadRight(14) + "VND" + "1000000".PadLeft(16, '0') + "\n"
            + "0202112026" + "500000".PadLeft(15, '0') + new string('0', 15) + "B0001".PadRight(16) + Words + "\n"
            + "0202112026" + new string('0', 15) + "500000".PadLeft(15, '0') + "B0002".PadRight(16) + Returned + "\n"
            + "09000002" + "500000".PadLeft(16, '0') + "500000".PadLeft(16, '0') + "1000000".PadLeft(16, '0') + "\n"),
    };

    public static byte[] Workbook(IReadOnlyList<object[]> rows)
    {
        var sheet = new StringBuilder("<worksheet xmlns=\"urn:x\"><sheetData>");
        for (var r = 0; r < rows.Count; r++)
        {
            sheet.Append("<row r=\"").Append(r + 1).Append("\">");
            for (var c = 0; c < rows[r].Length; c++) AppendCell(sheet, $"{(char)('A' + c)}{r + 1}", rows[r][c]);
            sheet.Append("</row>");
        }

        return Zip(("xl/workbook.xml", "<workbook/>"),
            ("xl/worksheets/sheet1.xml", sheet.Append("</sheetData></worksheet>").ToString()),
            ("xl/sharedStrings.xml", "<sst><si><t>VND</t></si><si><r><t>Số TK</t></r></si></sst>"));
    }

    public static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static void AppendCell(StringBuilder sheet, string place, object value)
    {
        if (value is int number) sheet.Append(FormattableString.Invariant($"<c r=\"{place}\"><v>{number}</v></c>"));
        else if (value is "VND") sheet.Append(FormattableString.Invariant($"<c r=\"{place}\" t=\"s\"><v>0</v></c>"));
        else if (value is "Số TK") sheet.Append(FormattableString.Invariant($"<c r=\"{place}\" t=\"s\"><v>1</v></c>"));
        else sheet.Append(FormattableString.Invariant($"<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>"));
    }

    private static string Fixed(string side, string reference, string reason) =>
        "D2026110220261102" + side + "500000".PadLeft(15, '0') + reference.PadRight(16) + "ABCDEFGHIJKLMNOP"
        + "4500205123456".PadRight(16) + "NGUYEN THI HOA".PadRight(35) + reason.PadRight(4) + "Tro cap thang 11";

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
