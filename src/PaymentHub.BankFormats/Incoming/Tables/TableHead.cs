using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>What the rows around the entries say: account, balances, declared totals.</summary>
internal sealed class TableHead(ReadContext read, TableProfile profile)
{
    private readonly TableValues _values = new(profile);

    /// <summary>Which fields of the table's tail have come.</summary>
    public TableTail Tail { get; } = new(profile);

    /// <summary>Takes a row whose first cell is a label; false where it is none.</summary>
    public bool TryLabel(IncomingStatement statement, TableRows rows)
    {
        var first = rows.FirstFilled(0);
        if (first < 0 || profile.LabelOf(rows[first]) is null) return false;
        // One row may carry several labels, each before its value.
        for (var at = first; at < rows.Count; at++)
        {
            if (profile.LabelOf(rows[at]) is not { } label) continue;
            var value = rows.FirstFilled(at + 1);
            if (value < 0) continue;
            if (label == "countThenDebits")
            {
                Take(statement, "count", rows[value].ToString(), rows.IsNumber(value), rows.Line);
                value = rows.FirstFilled(value + 1);
                if (value >= 0) Take(statement, "debits", rows[value].ToString(), rows.IsNumber(value), rows.Line);
                return true;
            }

            Take(statement, label, rows[value].ToString(), rows.IsNumber(value), rows.Line);
        }

        return true;
    }

    public void Take(IncomingStatement statement, string field, string value, bool isNumber, int line)
    {
        if (value.Length == 0) return;
        Tail.Saw(field, value, line);
        switch (field)
        {
            case "":
                break;
            case "account":
                statement.Account = value;
                break;
            case "accountName":
                statement.AccountName = value;
                break;
            case "currency":
                statement.DeclaredCurrency = value;
                break;
            case "id":
                statement.Id = value;
                break;
            case "from" or "to":
                TakeDate(statement, field, value, isNumber, line);
                break;
            case "count":
                TakeCount(statement, value, isNumber, line);
                break;
            default:
                if (Amount(field, value, isNumber, line) is { } amount) TakeAmount(statement, field, amount, line);
                break;
        }
    }

    private static DeclaredSums Declared(IncomingStatement statement, int line) =>
        statement.Declared ??= new DeclaredSums(line);

    private void TakeCount(IncomingStatement statement, string value, bool isNumber, int line)
    {
        if (_values.TryAmount(value, isNumber, out var count) && count.Units >= 0 && count.TryToDong(out var whole))
            Declared(statement, line).Count = whole;
        else
            read.Refuse(
                line, "count", FileReason.Schema, $"Số bút toán viết sai: «{XmlShown.Of(value)}».",
                $"A badly written number of entries: \"{XmlShown.Of(value)}\".");
    }

    private void TakeDate(IncomingStatement statement, string field, string value, bool isNumber, int line)
    {
        if (!_values.TryDate(value, isNumber, out var date))
            read.Remark(line, field, $"Kỳ sao kê viết sai: «{XmlShown.Of(value)}».", "A badly written period.");
        else if (field == "from") statement.From = date;
        else statement.To = date;
    }

    private ExactAmount? Amount(string field, string value, bool isNumber, int line)
    {
        if (_values.TryAmount(value, isNumber, out var amount)) return amount;
        read.Refuse(
            line, field, FileReason.BadAmount, $"Số tiền viết sai: «{XmlShown.Of(value)}».",
            $"A badly written amount: \"{XmlShown.Of(value)}\".");
        return null;
    }

    private void TakeAmount(IncomingStatement statement, string field, ExactAmount amount, int line)
    {
        var currency = statement.DeclaredCurrency;
        if (field is "opening" or "closing")
        {
            read.CheckWhole(amount, currency, line, field);
            var isOpening = field == "opening";
            var balance = new IncomingBalance(isOpening ? "OPBD" : "CLBD", amount, currency, null, line);
            statement.Balances.Add(balance);
            if (isOpening) statement.Opening = balance;
            else statement.Closing = balance;
            return;
        }

        if (field == "credits") Declared(statement, line).Credits = amount.Abs();
        else Declared(statement, line).Debits = amount.Abs();
    }
}
