using System.Globalization;
using System.Text;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>Writes a day's statement as the table that a bank lets its customers download.</summary>
internal static class CsvWriter
{
    private static readonly string[] Vietin =
    [
        "STT", "Ngày hạch toán", "Mã giao dịch", "Nội dung", "Phát sinh", "Nợ/Có", "Tài khoản đối ứng", "Tên đối ứng",
        "Mã lệnh",
    ];

    private static readonly string[] Vietcom =
        ["Ngày giao dịch", "Ngày hiệu lực", "Số tham chiếu", "Ghi nợ", "Ghi có", "Số dư", "Mô tả"];

    /// <summary>Writes the statement in the table of its bank; the stream stays open.</summary>
    public static void Write(Stream stream, DailyStatement statement)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(true), -1, leaveOpen: true);
        if (statement.Bank.Code == "VCB")
            WriteVietcom(writer, statement);
        else
            WriteVietin(writer, statement);
    }

    // Points between thousands, one column of amounts and a word for their side; no place for the reason of a return.
    private static void WriteVietin(StreamWriter writer, DailyStatement statement)
    {
        Row("Tài khoản", statement.Bank.Account, "Tiền tệ", "VND");
        Row("Số dư đầu", Grouped(statement.Opening, '.'));
        Row(Vietin);
        for (var i = 0; i < statement.Bookings.Count; i++)
        {
            var booking = statement.Bookings[i];
            var reason = TaggedWords.ReasonOf(booking) is { } code ? $"/RTRN/{code}/REMI/" : "";
            Row(
                Whole(i + 1), statement.Date.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture),
                statement.Reference(i), reason + booking.Text, Grouped(booking.Amount, '.'),
                booking.IsCredit ? "Có" : "Nợ", TaggedWords.AccountOf(booking) ?? "",
                TaggedWords.NameOf(booking) ?? "", TaggedWords.IdOf(booking));
        }

        Row("Tổng số giao dịch", Whole(statement.Bookings.Count + statement.Miscount));
        Row("Số dư cuối", Grouped(statement.Closing, '.'));

        void Row(params ReadOnlySpan<string> cells)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                if (i > 0)
                    writer.Write(';');
                writer.Write(cells[i]);
            }

            writer.Write("\r\n");
        }
    }

    // Commas between thousands, which therefore stand in quotes; everything but the amounts is in one text.
    private static void WriteVietcom(StreamWriter writer, DailyStatement statement)
    {
        var day = statement.Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        CsvRows.Write(writer, "Số tài khoản", statement.Bank.Account);
        CsvRows.Write(writer, "Chủ tài khoản", statement.Bank.AccountName);
        CsvRows.Write(writer, "Loại tiền", "VND");
        CsvRows.Write(writer, "Từ ngày", day, "Đến ngày", day);
        CsvRows.Write(writer, "Số dư đầu kỳ", Grouped(statement.Opening, ','));
        CsvRows.Write(writer, Vietcom);
        var balance = statement.Opening;
        for (var i = 0; i < statement.Bookings.Count; i++)
        {
            var booking = statement.Bookings[i];
            balance += booking.Signed;
            var amount = Grouped(booking.Amount, ',');
            CsvRows.Write(
                writer, day, day, statement.Reference(i), booking.IsCredit ? "" : amount,
                booking.IsCredit ? amount : "", Grouped(balance, ','), TaggedWords.Of(booking, withParty: true));
        }

        var credited = statement.Bookings.Where(b => b.IsCredit).Sum(b => b.Amount);
        var debited = statement.Bookings.Sum(b => b.Amount) - credited;
        CsvRows.Write(writer, "Tổng ghi nợ", Grouped(debited + statement.Miscount, ','));
        CsvRows.Write(writer, "Tổng ghi có", Grouped(credited, ','));
        CsvRows.Write(writer, "Số dư cuối kỳ", Grouped(statement.Closing, ','));
    }

    private static string Grouped(long amount, char separator) => amount.ToString("#,0", CultureInfo.InvariantCulture)
        .Replace(',', separator);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
