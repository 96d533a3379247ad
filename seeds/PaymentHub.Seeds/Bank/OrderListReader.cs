using System.Globalization;
using System.Text;
using NodaTime.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>
/// Reads the list of orders that a bank takes in place of pain.001: a head (H, message id, our account, day, count,
/// sum), one row a payment (D, order, account, holder, bank, amount, text, batch), and a foot (T, count, sum).
/// </summary>
internal static class OrderListReader
{
    private const string Name = "LIST";
    private const int HeadColumns = 6;
    private const int RowColumns = 8;

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    /// <summary>Reads the whole list.</summary>
    /// <exception cref="FormatException">Head, foot or a row is wrong; the message names the line.</exception>
    public static OrderFile Read(Institution bank, Stream stream)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true), true, -1, leaveOpen: true);
        var file = new OrderFile { Bank = bank, MessageName = Name };
        var (head, foot) = (default(CsvRow?), default(CsvRow?));
        foreach (var row in CsvRows.Read(reader))
        {
            if (foot is not null)
                throw new FormatException($"line {row.Line}: a row after the foot");
            if (head is null)
                Head(file, head = row);
            else if (row.Fields[0] == "T")
                foot = row;
            else
                AddPayment(file, head!.Value, row);
        }

        if (foot is not { Fields: ["T", var count, var sum] })
            throw new FormatException("no foot: the list is cut");
        if (Whole(foot.Value, count) != file.DeclaredCount || Whole(foot.Value, sum) != file.DeclaredSum)
            throw new FormatException($"line {foot.Value.Line}: head and foot differ");
        return file;
    }

    private static void Head(OrderFile file, CsvRow? row)
    {
        var fields = row!.Value.Fields;
        if (fields.Length != HeadColumns || fields[0] != "H")
            throw new FormatException("not a list of orders");
        file.MessageId = fields[1];
        file.DeclaredCount = (int)Whole(row.Value, fields[4]);
        file.DeclaredSum = Whole(row.Value, fields[5]);
    }

    private static void AddPayment(OrderFile file, CsvRow head, CsvRow row)
    {
        var fields = row.Fields;
        if (fields.Length != RowColumns || fields[0] != "D" || fields[1].Length == 0 || fields[2].Length == 0)
            throw new FormatException($"line {row.Line}: not a payment");
        var batch = file.Batches.Find(b => b.PaymentInformationId == fields[7]);
        if (batch is null)
        {
            batch = new OrderBatch
            {
                File = file,
                PaymentInformationId = fields[7],
                DebtorAccount = head.Fields[2],
                ExecutionDate = Day.Parse(head.Fields[3]).GetValueOrThrow(),
            };
            file.Batches.Add(batch);
        }

        batch.Payments.Add(new PaymentOrder
        {
            EndToEndId = fields[1],
            Account = fields[2],
            PayeeName = fields[3],
            AgentCode = fields[4],
            Amount = Whole(row, fields[5]) is > 0 and var amount
                ? amount
                : throw new FormatException($"line {row.Line}: amount is not positive"),
            Remittance = fields[6],
            Batch = batch,
        });
    }

    private static long Whole(CsvRow row, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"line {row.Line}: \"{text}\" is not a whole number");
}
