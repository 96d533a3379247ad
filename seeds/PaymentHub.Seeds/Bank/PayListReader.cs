using System.Globalization;
using System.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>Reads the pay list (danh sách chi trả) that the post office receives from us.</summary>
internal static class PayListReader
{
    private const string Header = "Mã lệnh,Mã hồ sơ,Họ và tên,Năm sinh,Mã xã,Số tiền,Người nhận,Nội dung";

    /// <summary>Reads the list; the last row must state the right count and sum.</summary>
    /// <exception cref="FormatException">Header, a row or the total is wrong; the message names the line.</exception>
    public static PayList Read(string fileName, Stream stream)
    {
        var list = new PayList { MessageId = MessageIdOf(fileName) };
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true), true, -1, leaveOpen: true);
        var columns = Header.Split(',');
        var number = 0;
        CsvRow? total = null;
        foreach (var row in CsvRows.Read(reader))
        {
            if (number++ == 0)
                Demand(row.Fields.SequenceEqual(columns), row, "unknown header");
            else
                Demand(total is null, row, "row after the total");
            if (number == 1)
                continue;
            Demand(row.Fields.Length == columns.Length, row, "wrong number of columns");
            if (row.Fields[0] == "TỔNG")
                total = row;
            else
                list.Lines.Add(Line(row));
        }

        CheckTotal(list, total ?? throw new FormatException("no total row: the list is cut"));
        return list;
    }

    private static CashOrder Line(CsvRow row)
    {
        Demand(row.Fields[0].Length > 0, row, "no order number");
        var amount = Number(row, row.Fields[5]);
        Demand(amount > 0, row, "amount is not positive");
        var payee = row.Fields[6].Length > 0 ? row.Fields[6] : row.Fields[2];
        return new CashOrder { EndToEndId = row.Fields[0], Payee = payee, Amount = amount };
    }

    private static void CheckTotal(PayList list, CsvRow total)
    {
        Demand(Number(total, total.Fields[1]) == list.Lines.Count, total, $"count is {list.Lines.Count}");
        Demand(Number(total, total.Fields[5]) == list.Total, total, $"sum is {list.Total}");
    }

    private static string MessageIdOf(string fileName)
    {
        const string Start = "PAYLIST-";
        var name = Path.GetFileNameWithoutExtension(fileName);
        return name.StartsWith(Start, StringComparison.Ordinal) && name.Length > Start.Length
            ? name[Start.Length..]
            : throw new FormatException($"file name {fileName} carries no message id");
    }

    private static long Number(CsvRow row, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"line {row.Line}: \"{text}\" is not a whole number");

    private static void Demand(bool holds, CsvRow row, string otherwise)
    {
        if (!holds)
            throw new FormatException($"line {row.Line}: {otherwise}");
    }
}
