using PaymentHub.BankFormats.Text;

namespace PaymentHub.BankFormats.PostOffice;

/// <summary>
/// Writes the post office's pay list as CSV. Streaming and deterministic; the last row carries count and sum, so a
/// list cut off on its way shows.
/// </summary>
public static class PayListWriter
{
    internal const string TotalMark = "TỔNG";

    private static readonly string[] Header =
        ["Mã lệnh", "Mã hồ sơ", "Họ và tên", "Năm sinh", "Mã xã", "Số tiền", "Người nhận", "Nội dung"];

    /// <summary>
    /// Writes the list. Throws <see cref="FileWriteException"/> where a line is not allowed or count and sum are not
    /// those declared; what was written by then must be thrown away.
    /// </summary>
    public static void Write(Stream output, PayList list)
    {
        using var csv = new CsvWriter(output);
        foreach (var column in Header) csv.Text(column);
        csv.EndRow();
        var (count, sum) = (0, 0L);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in list.Lines)
        {
            Check(line, codes);
            csv.Text(line.OrderCode).Text(line.DossierCode).Text(line.FullName).Number(line.BirthYear)
                .Text(line.CommuneCode).Number(line.AmountDong).Text(line.Payee).Text(line.Content).EndRow();
            count++;
            sum += line.AmountDong;
        }

        if (count != list.Count || sum != list.TotalDong) throw Mismatch(list, count, sum);
        csv.Text(TotalMark).Number(count).Text("").Text("").Text("").Number(sum).Text("").Text("").EndRow();
    }

    private static void Check(PayListLine line, HashSet<string> codes)
    {
        if (line.OrderCode.Length == 0 || !line.OrderCode.All(char.IsAsciiLetterOrDigit))
            throw new FileWriteException(
                line.OrderCode + "/Mã lệnh", "Mã lệnh chỉ gồm chữ cái và chữ số.",
                "An order code is letters and digits.");
        if (!codes.Add(line.OrderCode))
            throw new FileWriteException(line.OrderCode + "/Mã lệnh", "Mã lệnh bị trùng.",
                "The order code occurs twice.");
        if (line.AmountDong is < 1 or > 999_999_999_999_999_999)
            throw new FileWriteException(
                line.OrderCode + "/Số tiền", "Số tiền phải lớn hơn 0.", "The amount must be at least 1 đồng.");
        if (line.FullName.Length == 0 || line.Payee.Length == 0)
            throw new FileWriteException(
                line.OrderCode + "/Người nhận", "Thiếu họ tên hoặc người nhận.", "A name or the payee is missing.");
    }

    private static FileWriteException Mismatch(PayList list, int count, long sum) => new(
        list.MessageId + "/" + TotalMark,
        $"Danh sách khai {list.Count} dòng, {DongAmount.Vi(list.TotalDong)} đồng nhưng có {count} dòng, "
        + $"{DongAmount.Vi(sum)} đồng.",
        $"The list declares {list.Count} lines of {DongAmount.En(list.TotalDong)} đồng but has {count} of "
        + $"{DongAmount.En(sum)} đồng.");
}
