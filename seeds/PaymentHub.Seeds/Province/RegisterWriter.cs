using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>Writes CSV as a province sends it: UTF-8 with a byte order mark, RFC 4180 quotes, CR LF.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly StreamWriter writer;

    public CsvFile(string path, string header)
    {
        writer = new StreamWriter(path, append: false, new UTF8Encoding(true), 1 << 16) { NewLine = "\r\n" };
        writer.WriteLine(header);
    }

    public void Write(params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                writer.Write(',');
            writer.Write(Quoted(cells[i]));
        }

        writer.WriteLine();
    }

    public void Dispose() => writer.Dispose();

    public static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? cell
            : '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}

/// <summary>The columns of the register and one decision as their cells.</summary>
internal static class RegisterColumns
{
    public const string Header =
        "STT,Mã hồ sơ,Số định danh cá nhân,Họ và tên,Ngày sinh,Giới tính,Dân tộc,Mã xã,Tên xã,Thôn/Tổ dân phố," +
        "Số điện thoại,Chương trình,Nhóm đối tượng,Tỷ lệ tổn thương (%),Số quyết định,Người ký,Ngày ký," +
        "Hưởng từ tháng,Thôi hưởng từ tháng,Đã chi từ tháng,Đã chi đến tháng,Mức đã chi (đ/tháng)," +
        "Hình thức chi trả,Đơn vị chi trả,Mã ngân hàng thụ hưởng,Số tài khoản,Tên chủ tài khoản," +
        "Người nhận,Họ tên người nhận,Số định danh người nhận";

    public static readonly IReadOnlyList<string> Names = Header.Split(',');

    public static string[] Cells(Decision decision, int order)
    {
        var (person, months, payout) = (decision.Person, decision.Months, decision.Payout);
        return
        [
            VietnameseText.Number(order), decision.Dossier, person.Id, person.Name, person.Birth.Text,
            person.Female ? "Nữ" : "Nam", person.Ethnicity, person.Commune.Code, person.Commune.Name, person.Hamlet,
            person.Phone, decision.Programme, decision.Group,
            decision.Injury == 0 ? "" : VietnameseText.Number(decision.Injury),
            decision.Number, decision.Signer, VietnameseText.Day(decision.Signed),
            VietnameseText.Month(months.From), VietnameseText.Month(months.Until),
            VietnameseText.Month(months.PaidFrom), VietnameseText.Month(months.PaidTo),
            months.PaidFrom is null ? "" : VietnameseText.Number(decision.PaidAmount),
            payout.Method, payout.Institution, payout.BankBin, payout.Account, payout.Holder,
            payout.Relation, payout.PayeeName, payout.PayeeId,
        ];
    }
}
