using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>What the rows around the entries say: account, balances, declared totals.</summary>
internal sealed class TableHead(ReadContext read, TableProfile profile)
{
    private readonly TableValues _values = new(profile);
    private bool _totalSeen;

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
                else RefuseCutTotal(rows.Line);
                return true;
            }

            Take(statement, label, rows[value].ToString(), rows.IsNumber(value), rows.Line);
        }

        return true;
    }

    public void Take(IncomingStatement statement, string field, string value, bool isNumber, int line)
    {
        if (value.Length == 0) return;
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
                Declared(statement, line).Count = long.TryParse(value, out var count) ? count : null;
                _totalSeen = true;
                break;
            default:
                if (Amount(field, value, isNumber, line) is { } amount) TakeAmount(statement, field, amount, line);
                break;
        }
    }

    /// <summary>A profile with totals or a closing balance must show them: without, the table is cut off.</summary>
    public void End(IncomingStatement statement, int line)
    {
        var hasTail = profile.Labels.Values.Concat(profile.TailColumns.Select(c => c.Field))
            .Any(f => f is "closing" or "count" or "credits" or "debits" or "countThenDebits");
        if (!hasTail || _totalSeen || statement.Closing is not null) return;
        read.Refuse(
            line, "", FileReason.Truncated, "Thiếu dòng tổng cuối bảng: tệp bị cắt cụt.",
            "The closing rows are missing: the file is cut off.");
    }

    private void RefuseCutTotal(int line) => read.Refuse(
        line, "", FileReason.Truncated, "Dòng tổng thiếu số tiền: tệp bị cắt cụt.",
        "The total row lacks its sum: the file is cut off.");

    private static DeclaredSums Declared(IncomingStatement statement, int line) =>
        statement.Declared ??= new DeclaredSums(line);

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

        _totalSeen = true;
        if (field == "credits") Declared(statement, line).Credits = amount.Abs();
        else Declared(statement, line).Debits = amount.Abs();
    }
}
