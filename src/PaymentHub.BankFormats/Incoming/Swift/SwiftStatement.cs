using NodaTime;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Text;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Swift;

/// <summary>The statement being read: gathers its fields, hands out its entries, checks it at its end.</summary>
internal sealed class SwiftStatement(ReadContext read)
{
    private readonly SwiftEntry _entry = new(read);
    private IncomingStatement? _statement;
    private string? _currency;

    public IncomingStatement Begin(int line)
    {
        _currency = null;
        return _statement = read.Begin(line);
    }

    /// <summary>The present statement; one begins where a file starts without its first field.</summary>
    public IncomingStatement Current(int line) => _statement ?? Begin(line);

    /// <summary>
    /// Whether the file may not end here: a statement has begun and its closing balance has not come. Lines without any
    /// head are no statement that could be cut off.
    /// </summary>
    public bool IsUnfinished(bool isInterim) => !isInterim && _statement is { Closing: null } open
        && (open.Opening is not null || open.Id is not null || open.Account is not null);

    public void Account(ReadOnlySpan<char> value, int line, bool isInterim)
    {
        if (_statement is { Closing: not null }) End(isInterim);
        var statement = Current(line);
        if (value.IsEmpty) return;
        if (statement.Account is null) statement.Account = value.ToString();
        else if (!value.SequenceEqual(statement.Account))
            read.Remark(
                line, ":25:", "Số tài khoản ghi lại khác lần trước.", "The account is repeated with another number.");
    }

    public void Opening(string tag, ReadOnlySpan<char> value, int line, bool isInterim)
    {
        if (_statement is { Closing: not null }) End(isInterim);
        var statement = Current(line);
        if (ReadBalance(tag, value, line) is not { } balance) return;
        statement.Opening ??= balance;
        _currency ??= balance.Currency;
    }

    public void Balance(string tag, ReadOnlySpan<char> value, int line)
    {
        var statement = Current(line);
        if (ReadBalance(tag, value, line) is not { } balance) return;
        if (tag is "62F" or "62M") statement.Closing = balance;
    }

    public void Interim(string tag, ReadOnlySpan<char> value, int line)
    {
        var statement = Current(line);
        if (tag == "34F")
        {
            if (value.Length > 3 && char.IsAsciiLetterUpper(value[0])) _currency ??= value[..3].ToString();
            return;
        }

        if (tag is not ("90D" or "90C")) return;
        if (!BalanceField.TryTotal(value, out var count, out var sum))
        {
            read.Remark(
                line, $":{tag}:", $"Tổng viết sai: «{XmlShown.Of(value)}».",
                $"A badly written total: {XmlShown.Of(value)}.");
            return;
        }

        var declared = statement.Declared ??= new DeclaredSums(line);
        if (tag == "90D") (declared.DebitCount, declared.Debits) = (count, sum);
        else (declared.CreditCount, declared.Credits) = (count, sum);
    }

    public void Line(ReadOnlySpan<char> value, ByteLines lines)
    {
        Current(lines.LineNo);
        lines.OpenEntry();
        _entry.Begin(value, lines.LineNo);
    }

    public void Supplement(ReadOnlySpan<char> text) => _entry.Supplement(text);

    /// <summary>Words after an entry are the entry's; others inform about the statement and move nothing.</summary>
    public void Words(ReadOnlySpan<char> text) => _entry.Words(text);

    public void FinishEntry()
    {
        if (_entry.IsOpen) _entry.Finish(_statement!, _currency ?? "");
    }

    public void End(bool isInterim)
    {
        FinishEntry();
        if (_statement is not { } statement) return;
        if (statement.DeclaredCurrency is null) statement.DeclaredCurrency = _currency;
        if (statement.Id is null)
            read.Remark(statement.Line, Where() + "/:20:", "Sổ phụ không có mã (:20:).", "The statement has no :20:.");
        StatementProof.Run(read, statement, Where(), !isInterim);
        _statement = null;
    }

    private string Where() => $"Stmt[{_statement!.No}]";

    private IncomingBalance? ReadBalance(string tag, ReadOnlySpan<char> value, int line)
    {
        var fault = BalanceField.Parse(value, out var field);
        if (fault != FieldFault.None)
        {
            SwiftFaults.Refuse(read, fault, line, $"{Where()}/:{tag}:", value);
            return null;
        }

        if (field.Currency is { } currency && !Currencies.IsKnown(currency))
            read.Refuse(
                line, $"{Where()}/:{tag}:", FileReason.BadCurrency, $"Không có loại tiền «{currency}».",
                $"There is no currency \"{currency}\".");
        RemarkMissing(field, line, $"{Where()}/:{tag}:");
        var code = tag switch { "60F" => "OPBD", "62F" => "CLBD", "64" => "CLAV", "65" => "FWAV", _ => "ITBD" };
        var ofStatement = field.Currency ?? _currency;
        read.CheckWhole(field.Amount, ofStatement, line, $"{Where()}/:{tag}:");
        var balance = new IncomingBalance(code, field.Amount, ofStatement, field.Date, line);
        _statement!.Balances.Add(balance);
        return balance;
    }

    private void RemarkMissing(BalanceField field, int line, string where)
    {
        if (field.Currency is null)
            read.Remark(line, where, "Số dư không ghi loại tiền.", "A balance without its currency.");
        if (field.Date is null)
            read.Remark(line, where, "Số dư không ghi ngày.", "A balance without its date.");
    }
}

/// <summary>The entry being read: its line, its supplement, its words, until the next field ends it.</summary>
internal sealed class SwiftEntry(ReadContext read) : IEntryPlace
{
    private readonly GatheredText _words = new();
    private readonly TextCache _repeated = new();
    private string _type = "", _lastType = "";
    private TransactionCode _code = TransactionCode.None;
    private string? _customer, _bank, _supplement;
    private IncomingStatement? _statement;
    private LocalDate? _booked, _valued;
    private ExactAmount _amount;
    private bool _isDebit, _isReversal, _isExpected, _joins;
    private int _line;
    private FieldFault _fault;
    private string _oddity = "", _text = "";

    public bool IsOpen { get; private set; }

    public void Begin(ReadOnlySpan<char> value, int line)
    {
        (IsOpen, _line, _supplement) = (true, line, null);
        _words.Clear();
        _fault = StatementLine.Parse(value, out var parsed);
        _text = _fault == FieldFault.None && parsed.Oddity.Length == 0 ? "" : value.ToString();
        _oddity = parsed.Oddity;
        (_amount, _isDebit) = (_fault == FieldFault.Amount ? ExactAmount.Zero : parsed.Amount, parsed.IsDebit);
        (_isReversal, _isExpected) = (parsed.IsReversal, parsed.IsExpected);
        _valued = _fault == FieldFault.Date && parsed.ValueDate == default ? null : parsed.ValueDate;
        _booked = parsed.EntryDate ?? _valued;
        _type = parsed.Type.SequenceEqual(_lastType) ? _lastType : _lastType = parsed.Type.ToString();
        _customer = Reference(parsed.CustomerReference);
        _bank = Reference(parsed.BankReference);
    }

    public void Supplement(ReadOnlySpan<char> text) =>
        _supplement = _supplement is null ? text.ToString() : $"{_supplement} {text}";

    public void Words(ReadOnlySpan<char> text)
    {
        if (!IsOpen) return;
        if (_words.IsEmpty) _joins = TaggedText.JoinsWithoutBlank(text);
        else if (!_joins) _words.Append(" ");
        _words.Append(text);
        if (_words.Text.Length > read.Limits.MaxTextCharacters)
            throw read.Findings.Stop(
                _line, ":86:", FileReason.LimitExceeded, "Trường :86: quá dài.", "Field :86: is too long.");
    }

    public string OfEntry() => $"Stmt[{_statement!.No}]/:61:[{_statement.All.Count + 1}]";

    public void Finish(IncomingStatement statement, string currency)
    {
        (IsOpen, _statement) = (false, statement);
        // A line that breaks off in its date has no amount.
        statement.LacksAmounts |= _fault != FieldFault.None && _amount.IsZero;
        if (_fault != FieldFault.None) SwiftFaults.Refuse(read, _fault, _line, OfEntry(), _text);
        else if (_oddity.Length > 0)
            read.Remark(
                _line, OfEntry(), $"Số tiền thiếu dấu phẩy thập phân: «{XmlShown.Of(_text)}».",
                $"An amount without its decimal comma: \"{XmlShown.Of(_text)}\".");
        var facts = _words.IsEmpty ? default : TaggedText.Read(_words.Text, _repeated);
        if (_code.Proprietary != _type) _code = new TransactionCode(null, null, null, _type);
        read.Add(statement, Make(facts, currency), _isDebit, this);
    }

    private static string? Reference(ReadOnlySpan<char> text) =>
        text.IsEmpty || text is "NONREF" or "NOREF" ? null : text.ToString();

    private IncomingEntry Make(in TextFacts facts, string currency) => new()
    {
        EntryNo = read.NextEntryNo,
        Line = _line,
        Raw = read.Raw(),
        Amount = _amount,
        Currency = currency,
        IsReversal = _isReversal,
        IsBooked = !_isExpected,
        BookingDate = _booked,
        ValueDate = _valued,
        Code = _code,
        References = new IncomingReferences
        {
            EndToEndId = facts.EndToEndId,
            BankReference = _bank,
            EntryReference = _customer ?? facts.CustomerReference,
            MandateId = facts.MandateId,
        },
        Counterparty = facts.Name is null && facts.Account is null && facts.Agent is null
            ? Counterparty.None
            : new Counterparty(facts.Account, facts.Name, facts.Agent),
        Remittance = facts.Remittance ?? facts.Posting ?? _supplement,
        Return = facts.ReturnCode is { } code ? new ReturnReason(code, null) : null,
    };
}

/// <summary>Findings about fields of MT messages.</summary>
internal static class SwiftFaults
{
    public static void Refuse(ReadContext read, FieldFault fault, int line, string where, ReadOnlySpan<char> value)
    {
        var shown = XmlShown.Of(value);
        var (rule, vietnamese, english) = fault switch
        {
            FieldFault.Date => (FileReason.BadDate, "Ngày không tồn tại hoặc viết sai", "No such date"),
            FieldFault.Sign => (FileReason.BadSign, "Thiếu dấu có/nợ (C, D, RC, RD)", "No mark C, D, RC or RD"),
            _ => (FileReason.BadAmount, "Số tiền viết sai", "A badly written amount"),
        };
        read.Refuse(line, where, rule, $"{vietnamese}: «{shown}».", $"{english}: \"{shown}\".");
    }
}
