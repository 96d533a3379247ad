using System.Globalization;
using NodaTime;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>A cell as text; a number where a spreadsheet is to add it up.</summary>
internal readonly record struct WrittenCell(string Text, bool IsNumber, ListCell Layout, string Where);

/// <summary>Takes the rows of a list one after another.</summary>
internal interface IListSink : IDisposable
{
    void Row(IReadOnlyList<WrittenCell> cells);
}

/// <summary>
/// Writes an institution's own pay list from its layout: rows before, titles, payments, rows after. Streaming and
/// deterministic.
/// </summary>
internal static class ListWriter
{
    public static void Write(Stream output, OutgoingFile file, ListLayout layout)
    {
        using IListSink sink = layout.Kind switch
        {
            ListKind.Csv => new CsvSink(output, layout),
            ListKind.Xlsx => new XlsxSink(output, layout),
            _ => new FixedWidthSink(output, layout),
        };
        var of = new ListValues(file);
        foreach (var row in layout.Before) sink.Row([.. row.Select(of.Whole)]);
        if (layout.HasTitles)
            sink.Row([.. layout.Columns.Select(c => new WrittenCell(
                c.Title, false, new ListCell(ListField.Text, Width: c.Width), c.Title))]);
        foreach (var batch in file.Batches)
        {
            for (var i = 0; i < batch.Orders.Count; i++)
            {
                var (order, texts) = (batch.Orders[i], batch.Texts[i]);
                of.Next();
                sink.Row([.. layout.Columns.Select(c => of.Payment(c, batch, order, texts))]);
            }
        }

        foreach (var row in layout.After) sink.Row([.. row.Select(of.Whole)]);
    }
}

/// <summary>The values of a list's cells.</summary>
internal sealed class ListValues(OutgoingFile file)
{
    private const int MissingBirthYear = 0;
    private readonly OutgoingBatch _first = file.Batches[0];
    private readonly int _count = file.Count;
    private readonly long _sum = file.SumDong;
    private int _number;

    public void Next() => _number++;

    /// <summary>A cell that is the same for the whole list.</summary>
    public WrittenCell Whole(ListCell cell) => cell.Field switch
    {
        ListField.Text => Text(cell, cell.Text, ""),
        ListField.Count => Number(cell, _count, ""),
        ListField.Sum => Number(cell, _sum, ""),
        ListField.MessageId => Text(cell, file.MessageId, ""),
        ListField.CreatedDate => Date(cell, file.Instruction.CreatedAt.Date),
        ListField.ValueDate => Date(cell, _first.ValueDate),
        ListField.DebtorName => Text(cell, _first.Debtor.Name, ""),
        ListField.DebtorAccount => Text(cell, _first.Debtor.Number, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell.Field, "Not a field of a whole list."),
    };

    public WrittenCell Payment(ListCell cell, OutgoingBatch batch, PaymentOrder order, OrderTexts texts)
    {
        var at = order.EndToEndId;
        return cell.Field switch
        {
            ListField.Number => Number(cell, _number, at),
            ListField.EndToEndId => Text(cell, order.EndToEndId, at),
            ListField.Amount => Amount(cell, order),
            ListField.Remittance => Text(cell, texts.Remittance, at),
            ListField.Purpose => Text(cell, texts.Purpose ?? "", at),
            ListField.BatchId => Text(cell, batch.PaymentInformationId, at),
            ListField.Account or ListField.Holder or ListField.BankBin or ListField.BankBic or ListField.BankName =>
                Text(cell, OfCreditor(cell.Field, Creditor(order), texts), at),
            ListField.BirthYear => Cash(order).BirthYear is var year && year == MissingBirthYear
                ? Text(cell, "", at)
                : Number(cell, year, at),
            ListField.PersonName or ListField.Payee or ListField.Dossier or ListField.Commune =>
                Text(cell, OfCash(cell.Field, Cash(order), texts), at),
            _ => Whole(cell),
        };
    }

    private static string OfCreditor(ListField field, CreditorAccount creditor, OrderTexts texts) => field switch
    {
        ListField.Account => creditor.Number,
        ListField.Holder => texts.Holder,
        ListField.BankBin => creditor.Bin,
        ListField.BankBic => creditor.Bic ?? "",
        _ => creditor.BankName ?? "",
    };

    private static string OfCash(ListField field, CashPayee cash, OrderTexts texts) => field switch
    {
        ListField.PersonName => texts.PersonName,
        ListField.Payee => texts.Payee,
        ListField.Dossier => cash.Dossier,
        _ => cash.Commune,
    };

    private static CreditorAccount Creditor(PaymentOrder order) => order.Creditor ?? throw new FileWriteException(
        order.EndToEndId + "/account", "Khoản chi này không có tài khoản nhận.", "The payment has no account.");

    private static CashPayee Cash(PaymentOrder order) => order.Cash ?? throw new FileWriteException(
        order.EndToEndId + "/payee", "Khoản chi này không chi bằng tiền mặt.", "The payment is not one of cash.");

    private static WrittenCell Amount(ListCell cell, PaymentOrder order) =>
        order.AmountDong is >= 1 and <= 999_999_999_999_999_999
            ? Number(cell, order.AmountDong, order.EndToEndId)
            : throw new FileWriteException(
                order.EndToEndId + "/amount", "Số tiền phải lớn hơn 0.", "The amount must be at least 1 đồng.");

    private static WrittenCell Text(ListCell cell, string text, string at) =>
        new(text, false, cell, $"{at}/{cell.Field}");

    private static WrittenCell Number(ListCell cell, long number, string at) =>
        new(number.ToString(CultureInfo.InvariantCulture), true, cell, $"{at}/{cell.Field}");

    private static WrittenCell Date(ListCell cell, LocalDate date) =>
        Text(cell, date.ToString(cell.DateFormat, CultureInfo.InvariantCulture), "");
}
