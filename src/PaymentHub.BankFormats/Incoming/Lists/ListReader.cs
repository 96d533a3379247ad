using NodaTime;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>
/// Reads a pay list by its layout: rows before, titles, one row for each payment, rows after. What the list declares
/// of itself is compared with what is found; a row that is none of these refuses it.
/// </summary>
internal sealed class ListReader(ReadContext read, PayListProfile profile, IListRows rows) : IEntryPlace
{
    private readonly ListLayout _layout = profile.Layout;
    private readonly ListTotals _totals = new(read);
    private string? _messageId;
    private LocalDate? _valueDate;
    private int _payments;
    private int _after;
    private int _beforeRow;

    public void Read()
    {
        read.Format = profile.FormatName;
        var isWhole = ReadHead();
        while (isWhole && Next()) ReadRow();

        if (!isWhole || _after < _layout.After.Count || (!rows.IsEnded && IsBroken)) RefuseCut();
        else _totals.Compare(_payments);
    }

    public string OfEntry() => $"Row[{_payments + 1}]";

    // Every row of a list ends with a line end. Only a row of totals that is whole may do without.
    private bool IsBroken => _after == 0 || read.Findings.RefusesSince(_beforeRow);

    private bool Next()
    {
        var before = read.Findings.Count;
        if (!rows.Read()) return false;
        _beforeRow = before;
        return true;
    }

    private bool ReadHead()
    {
        foreach (var cells in _layout.Before)
        {
            if (!Next()) return false;
            if (rows.As(cells) is { } values && ListCells.Fit(values, cells)) TakeWhole(values, cells);
            else RefuseRow();
        }

        if (!_layout.HasTitles) return true;
        if (!Next()) return false;
        if (!ListCells.Fit(rows.As(profile.Titles), profile.Titles)) RefuseRow();
        return true;
    }

    private void ReadRow()
    {
        if (_after > 0 || (_layout.After.Count > 0 && IsAfter(0)))
        {
            if (_after >= _layout.After.Count || !IsAfter(_after)) RefuseRow();
            else TakeWhole(rows.As(_layout.After[_after])!, _layout.After[_after]);
            _after++;
        }
        else if (rows.As(_layout.Columns) is { } values)
        {
            ReadPayment(values);
        }
        else
        {
            RefuseRow();
            Add(ExactAmount.Zero, Currencies.Ledger, new string[_layout.Columns.Count]);
        }
    }

    private bool IsAfter(int no) => ListCells.HaveTexts(rows.As(_layout.After[no]), _layout.After[no]);

    // The rows around the payments say the same of all of them.
    private void TakeWhole(string[] values, IReadOnlyList<ListCell> cells)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (value, cell) = (values[i], cells[i]);
            if (cell.Field == ListField.MessageId) TakeMessageId(value);
            else if (cell.Field == ListField.ValueDate) _valueDate = Date(value, cell);
            else if (cell.Field == ListField.CreatedDate) Date(value, cell);
            else if (cell.Field is ListField.Count or ListField.Sum) _totals.Take(cell.Field, value, rows.Line);
        }
    }

    private void TakeMessageId(string value)
    {
        if (_messageId is null) read.AddMessageId(value);
        _messageId ??= value;
    }

    private void ReadPayment(string[] values)
    {
        var (amount, currency) = (ExactAmount.Zero, Currencies.Ledger);
        for (var i = 0; i < values.Length; i++)
        {
            var (value, cell) = (values[i], _layout.Columns[i]);
            switch (cell.Field)
            {
                case ListField.Amount:
                    amount = Amount(value);
                    break;
                case ListField.Text when Currencies.IsKnown(cell.Text):
                    currency = Currency(value);
                    break;
                case ListField.Text when !ListCells.IsSame(value, cell.Text):
                    read.HasRefusedRows = true;
                    RefuseCell(cell.Field, FileReason.Schema, value);
                    break;
                case ListField.Number when !IsNumber(value, _payments + 1):
                    RefuseCell(cell.Field, FileReason.ControlMismatch, value);
                    break;
                case ListField.EndToEndId when value.Length == 0 || !value.All(char.IsAsciiLetterOrDigit):
                    RefuseCell(cell.Field, FileReason.Schema, value);
                    break;
            }
        }

        Add(amount, currency, values);
    }

    private void Add(ExactAmount amount, string currency, string[] values)
    {
        _totals.Add(amount);
        read.Add(null, new IncomingEntry
        {
            EntryNo = read.NextEntryNo,
            Line = rows.Line,
            Raw = read.Raw(),
            Amount = -amount,
            Currency = currency,
            ValueDate = Cell(ListField.ValueDate) is { } day ? Date(day, Layout(ListField.ValueDate)!) : _valueDate,
            References = new IncomingReferences
            {
                EndToEndId = Cell(ListField.EndToEndId),
                MessageId = _messageId,
                PaymentInformationId = Cell(ListField.BatchId),
            },
            Counterparty = new Counterparty(
                Cell(ListField.Account), Cell(ListField.Holder) ?? Cell(ListField.Payee),
                Cell(ListField.BankBic) ?? Cell(ListField.BankBin)),
            Remittance = Cell(ListField.Remittance),
        }, isDebit: true, this);
        _payments++;

        string? Cell(ListField field)
        {
            for (var i = 0; i < values.Length; i++)
                if (_layout.Columns[i].Field == field && values[i] is { Length: > 0 } value) return value;
            return null;
        }
    }

    private ListCell? Layout(ListField field) => _layout.Columns.FirstOrDefault(c => c.Field == field);

    private ExactAmount Amount(string value)
    {
        if (ExactAmount.TryParse(value, '.', openEnds: false, out var amount) && amount.Units > 0) return amount;
        RefuseCell(ListField.Amount, FileReason.BadAmount, value);
        return ExactAmount.Zero;
    }

    private string Currency(string value)
    {
        if (value.Length > 0) return value;
        RefuseCell(ListField.Text, FileReason.BadCurrency, value);
        return Currencies.Ledger;
    }

    private LocalDate? Date(string value, ListCell cell)
    {
        if (ListCells.TryDate(value, cell, out var date)) return date;
        RefuseCell(cell.Field, FileReason.BadDate, value);
        return null;
    }

    private static bool IsNumber(string value, int number) =>
        int.TryParse(value, System.Globalization.NumberStyles.None, null, out var found) && found == number;

    private void RefuseCell(ListField field, string rule, string value)
    {
        var shown = XmlShown.Of(value);
        read.Refuse(
            rows.Line, $"{OfEntry()}/{field}", rule, $"Giá trị sai ở cột {field}: «{shown}».",
            $"A wrong value in column {field}: \"{shown}\".");
    }

    private void RefuseRow()
    {
        read.HasRefusedRows = true;
        read.Refuse(
            rows.Line, OfEntry(), FileReason.Schema, $"Dòng không đúng mẫu danh sách chi của {profile.Code}.",
            $"A row that is not of {profile.Code}'s pay list.");
    }

    // What the broken last row shows says nothing.
    private void RefuseCut()
    {
        if (!rows.IsEnded) read.Findings.KeepFirst(_beforeRow);
        read.Refuse(
            rows.Line, "", FileReason.Truncated, "Danh sách bị cắt cụt: thiếu các dòng cuối.",
            "The list is cut off: its last rows are missing.");
    }
}
