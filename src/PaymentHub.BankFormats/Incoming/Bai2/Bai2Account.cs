using NodaTime;
using PaymentHub.BankFormats.Incoming.Swift;
using PaymentHub.BankFormats.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Bai2;

/// <summary>One account of a BAI2 file: balances and totals of its 03 record, details of its 16 records.</summary>
internal sealed class Bai2Account : IEntryPlace
{
    private readonly ReadContext _read;
    private readonly IncomingStatement _statement;
    private readonly string _currency;
    private readonly LocalDate? _asOf;
    private readonly TextCache _repeated = new();
    private (ExactAmount Sum, long? Count)? _credits, _debits;

    public Bai2Account(ReadContext read, Bai2Record record, string groupCurrency, string? fileId, LocalDate? asOf)
    {
        (_read, _asOf, Line) = (read, asOf, record.Line);
        _statement = read.Begin(record.Line);
        (_statement.Id, _statement.From, _statement.To) = (fileId, asOf, asOf);
        var isHeader = record.Code == "03";
        _currency = isHeader && record.Field(1).Length > 0 ? record.Field(1) : groupCurrency;
        _statement.DeclaredCurrency = _currency;
        if (!isHeader) return;
        _statement.Account = record.Field(0).Length > 0 ? record.Field(0) : null;
        Records = record.Physical;
        ReadSummaries(record);
    }

    public int Line { get; }

    /// <summary>Whether the day is over, so that the account must show its balances.</summary>
    public bool IsFinal { get; init; }

    /// <summary>All amounts of the account's records, by their written signs: what its trailer declares.</summary>
    public Int128 Sum { get; private set; }

    public int Records { get; set; }

    public string OfEntry() => $"Acct[{_statement.No}]/16[{_statement.All.Count + 1}]";

    public void Detail(Bai2Record record)
    {
        Records += record.Physical;
        var code = Bai2Codes.Number(record.Field(0));
        var side = Bai2Codes.SideOf(code);
        var units = Amount(record, code);
        Sum += units;
        if (side == Bai2Side.None && units != 0)
            _read.Refuse(
                record.Line, OfEntry(), FileReason.BadSign,
                $"Mã loại «{XmlShown.Of(record.Field(0))}» không cho biết ghi có hay ghi nợ.",
                $"Type code \"{XmlShown.Of(record.Field(0))}\" is neither a credit nor a debit.");
        var amount = new ExactAmount(side == Bai2Side.Debit ? -units : units, Currencies.MinorDigits(_currency));
        var entry = Make(record, amount, side);
        if (entry.ValueDate is null && side != Bai2Side.None)
            _read.Remark(record.Line, OfEntry(), "Giao dịch không ghi ngày nào.", "A detail without any date.");
        _read.Add(_statement, entry, side == Bai2Side.Debit, this);
    }

    public void End()
    {
        var path = $"Acct[{_statement.No}]";
        var isPartial = _statement.All.Count == 0
            || Compare(_credits, _statement.All.CreditCount, _statement.All.Credits, "100", path)
            | Compare(_debits, _statement.All.DebitCount, _statement.All.Debits, "400", path);
        // Where not every movement is listed the details prove nothing; the bank's own totals then do.
        if (isPartial && _statement is { Opening: { } opening, Closing: { } closing })
        {
            var net = (_credits?.Sum ?? ExactAmount.Zero) - (_debits?.Sum ?? ExactAmount.Zero);
            if (!net.IsZero && opening.Amount + net == closing.Amount)
            {
                _read.Remark(
                    Line, path, "Không liệt kê đủ giao dịch; số dư không kiểm tra được theo từng dòng.",
                    "Not every movement is listed; the balance cannot be proved line by line.", FileReason.Balance);
                (_statement.Opening, _statement.Closing) = (null, null);
                StatementProof.Run(_read, _statement, path, needsBalances: false);
                (_statement.Opening, _statement.Closing) = (opening, closing);
                return;
            }
        }

        StatementProof.Run(_read, _statement, path, needsBalances: IsFinal);
    }

    // Whether the bank totals more movements than it lists. As many with another sum is a contradiction.
    private bool Compare((ExactAmount Sum, long? Count)? said, long count, ExactAmount sum, string code, string path)
    {
        if (said is not { } declared || declared.Sum == sum) return false;
        if (_read.Findings.LacksAmountsSince(_statement.FindingsBefore)) return false;
        var isSame = declared.Count == count && count > 0;
        var finding = new FileFinding(
            Line, $"{path}/{code}", FileReason.ControlMismatch,
            $"Mã {code}: tệp ghi tổng {declared.Sum} ({declared.Count}), cộng lại được {sum} ({count}).",
            $"Code {code}: declared {declared.Sum} ({declared.Count}), found {sum} ({count}).",
            isSame ? Verdict.Reject : Verdict.Accept);
        _read.Findings.Add(finding);
        return !isSame;
    }

    private Int128 Amount(Bai2Record record, int code)
    {
        var text = record.Field(1);
        if (text.Length == 0)
        {
            if (code != Bai2Codes.NonMonetary)
                _read.Remark(record.Line, "16", "Giao dịch không ghi số tiền.", "A detail without an amount.");
            return 0;
        }

        if (!text.StartsWith('-')) return Bai2Amounts.Read(_read, record, text) ?? 0;
        _read.Refuse(
            record.Line, "16", FileReason.BadAmount, $"Số tiền của giao dịch có dấu âm: «{XmlShown.Of(text)}».",
            $"A negative amount of a detail: \"{XmlShown.Of(text)}\".");
        return 0;
    }

    private IncomingEntry Make(Bai2Record record, ExactAmount amount, Bai2Side side)
    {
        var at = Bai2Detail.ReferenceField(record.Fields);
        var words = string.Join(' ', record.Fields.Skip(at + 2).Concat(record.Continuations).Where(f => f.Length > 0));
        var facts = TaggedText.Read(words, _repeated);
        return new IncomingEntry
        {
            EntryNo = _read.NextEntryNo,
            Line = record.Line,
            Raw = _read.Raw(),
            Amount = amount,
            Currency = _currency,
            IsBooked = side != Bai2Side.None,
            BookingDate = _asOf,
            ValueDate = ValueDate(record) ?? _asOf,
            Code = new TransactionCode(
                null, null, Bai2Codes.SubFamilyOf(Bai2Codes.Number(record.Field(0))), record.Field(0)),
            References = new IncomingReferences
            {
                BankReference = Or(record.Field(at)),
                EntryReference = Or(record.Field(at + 1)),
                EndToEndId = facts.EndToEndId,
                MandateId = facts.MandateId,
            },
            Counterparty = new Counterparty(facts.Account, facts.Name, facts.Agent),
            Remittance = facts.Remittance,
            Return = facts.ReturnCode is { } code ? new ReturnReason(code, null) : null,
        };
    }

    private LocalDate? ValueDate(Bai2Record record)
    {
        if (record.Field(2) is not ("V" or "v") || record.Field(3).Length == 0) return null;
        var text = record.Field(3);
        if (text.Length == 6 && SwiftDates.TryDate(text, out var date)) return date;
        _read.Refuse(
            record.Line, "16", FileReason.BadDate, $"Ngày giá trị viết sai: «{XmlShown.Of(text)}».",
            $"No such value date: \"{XmlShown.Of(text)}\".");
        return null;
    }

    private static string? Or(string text) => text.Length > 0 ? text : null;

    // Groups of type, amount, item count, funds type; the funds type may bring more fields.
    private void ReadSummaries(Bai2Record record)
    {
        for (var at = 2; at < record.Fields.Count;)
        {
            var (code, text) = (Bai2Codes.Number(record.Field(at)), record.Field(at + 1));
            if (text.Length > 0 && Bai2Amounts.Read(_read, record, text) is { } units)
            {
                Sum += units;
                Summary(record, code, new ExactAmount(units, Currencies.MinorDigits(_currency)), record.Field(at + 2));
            }

            at += 4 + Math.Max(0, Bai2Detail.Availability(record.Fields, at + 3));
        }
    }

    private void Summary(Bai2Record record, int code, ExactAmount amount, string count)
    {
        long? items = long.TryParse(count, out var number) ? number : null;
        var balance = code switch
        {
            Bai2Codes.OpeningLedger => "OPBD",
            Bai2Codes.ClosingLedger => "CLBD",
            Bai2Codes.OpeningAvailable => "OPAV",
            Bai2Codes.ClosingAvailable => "CLAV",
            _ => null,
        };
        if (code == Bai2Codes.TotalCredits) _credits = (amount, items);
        else if (code == Bai2Codes.TotalDebits) _debits = (amount.Abs(), items);
        if (balance is null) return;
        var found = new IncomingBalance(balance, amount, _currency, _asOf, record.Line);
        _statement.Balances.Add(found);
        if (balance == "OPBD") _statement.Opening ??= found;
        else if (balance == "CLBD") _statement.Closing ??= found;
    }
}
