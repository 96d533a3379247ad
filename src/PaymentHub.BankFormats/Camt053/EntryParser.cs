using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>Reads one <c>Ntry</c> and checks what can be known within it.</summary>
internal sealed class EntryParser
{
    private readonly XmlCursor _xml;
    private readonly Camt053Names _n;
    private readonly StatementParser _shared;
    private readonly DetailParser _details;
    private readonly List<BatchInformation> _batches = [];
    private readonly List<TransactionDetail> _found = [];
    private readonly ReadLimits _limits;
    private readonly Func<string, string> _locate;
    private Statement _statement = null!;
    private int _entryNo;
    private bool _inEntry;

    // Fields of the entry being read; one set is reused for all entries.
    private long _amount;
    private int _sign;
    private bool _amountSeen;
    private bool _signSeen;
    private string _currency = "";
    private bool _reversal;
    private string _status = "";
    private LocalDate? _booked;
    private LocalDate? _valued;
    private string? _bankReference;
    private string? _entryReference;
    private string? _information;
    private TransactionCode _code = TransactionCode.None;
    private TransactionCode _lastCode = TransactionCode.None;

    public EntryParser(XmlCursor xml, Camt053Names names, ReadLimits limits)
    {
        (_xml, _n, _limits, _locate) = (xml, names, limits, LocateInEntry);
        _shared = new StatementParser(xml, names);
        _details = new DetailParser(xml, names, _shared);
    }

    public StatementEntry Read(Statement statement, int entryNo)
    {
        (_statement, _entryNo) = (statement, entryNo);
        Clear();
        var line = _xml.Line;
        var outer = _xml.Locate;
        _xml.Locate = _locate;
        var level = _xml.Enter();
        while (_xml.NextChild(level)) ReadChild();
        CheckPresence();
        var entry = Make(line);
        Count(entry);
        _xml.Locate = outer;
        return entry;
    }

    private string LocateInEntry(string leaf)
    {
        var path = $"Stmt[{_statement.No}]/Ntry[{_statement.Entries + 1}]";
        if (_details.Number > 0 && _inEntry) path += $"/NtryDtls/TxDtls[{_details.Number}]";
        return leaf.Length == 0 ? path : path + "/" + leaf;
    }

    private void Clear()
    {
        (_amount, _sign, _amountSeen, _signSeen, _currency) = (0, 0, false, false, "");
        (_reversal, _status, _booked, _valued, _code) = (false, "", null, null, TransactionCode.None);
        (_bankReference, _entryReference, _information) = (null, null, null);
        _batches.Clear();
        _found.Clear();
        _details.Number = 0;
    }

    private void ReadChild()
    {
        var name = _xml.Name;
        if (name == _n.NtryDtls) ReadDetails();
        else if (name == _n.Amt) ReadAmount();
        else if (name == _n.CdtDbtInd) ReadSign();
        else if (name == _n.Sts) ReadStatus();
        else if (name == _n.BookgDt) _booked = _shared.ReadDate("BookgDt");
        else if (name == _n.ValDt) _valued = _shared.ReadDate("ValDt");
        else if (name == _n.AcctSvcrRef) _bankReference = _xml.Identifier("AcctSvcrRef");
        else if (name == _n.BkTxCd) ReadCode();
        else if (name == _n.NtryRef) _entryReference = _xml.Identifier("NtryRef");
        else if (name == _n.RvslInd) _reversal = _xml.Text() is "true" or "1";
        else if (name == _n.AddtlNtryInf) _information = _xml.Words("AddtlNtryInf");
        else _xml.Skip();
    }

    private void ReadAmount()
    {
        _xml.OnlyOnce(_amountSeen, "Amt");
        _amountSeen = true;
        _amount = _xml.Amount("Amt", _statement.Currency, out _currency);
    }

    private void ReadSign()
    {
        _xml.OnlyOnce(_signSeen, "CdtDbtInd");
        _signSeen = true;
        _sign = _xml.Sign("CdtDbtInd");
    }

    private void ReadStatus()
    {
        _status = _shared.ReadChoice() ?? "";
        if (_status is "" or "BOOK" or "PDNG" or "INFO" or "FUTR") return;
        _xml.Report(
            FileReason.Schema, "Sts", $"Trạng thái bút toán lạ: «{XmlShown.Of(_status)}».",
            $"Unknown entry status \"{XmlShown.Of(_status)}\".", Verdict.Hold);
    }

    private void ReadCode()
    {
        string? domain = null, family = null, subFamily = null, own = null;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            if (_xml.Name == _n.Domn) (domain, family, subFamily) = ReadDomain();
            else if (_xml.Name == _n.Prtry) own = _xml.Descend("BkTxCd/Prtry/Cd", _n.Cd);
            else _xml.Skip();
        }

        _code = Remembered(domain, family, subFamily, own);
    }

    // Neighbouring entries mostly carry the same code, and its strings come from the text cache.
    private TransactionCode Remembered(string? domain, string? family, string? subFamily, string? own)
    {
        var last = _lastCode;
        var same = last.SubFamily == subFamily && last.Family == family && last.Domain == domain
            && last.Proprietary == own;
        return same ? last : _lastCode = new TransactionCode(domain, family, subFamily, own);
    }

    private (string? Domain, string? Family, string? SubFamily) ReadDomain()
    {
        string? domain = null, family = null, subFamily = null;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            if (_xml.Name == _n.Cd) domain = _xml.Code();
            else if (_xml.Name == _n.Fmly) (family, subFamily) = ReadFamily();
            else _xml.Skip();
        }

        return (domain, family, subFamily);
    }

    private (string? Family, string? SubFamily) ReadFamily()
    {
        string? family = null, subFamily = null;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            if (_xml.Name == _n.Cd) family = _xml.Code();
            else if (_xml.Name == _n.SubFmlyCd) subFamily = _xml.Code();
            else _xml.Skip();
        }

        return (family, subFamily);
    }

    private void ReadDetails()
    {
        BatchInformation? batch = null;
        var first = _found.Count;
        var line = _xml.Line;
        var level = _xml.Enter();
        while (_xml.NextChild(level))
        {
            if (_xml.Name == _n.TxDtls) ReadDetail();
            else if (_xml.Name == _n.Btch) _batches.Add(batch = _details.ReadBatch(_statement.Currency));
            else _xml.Skip();
        }

        if (batch is not null && _found.Count > first)
            EntryChecks.BatchAgainstDetails(_xml, line, batch, _found.GetRange(first, _found.Count - first));
    }

    private void ReadDetail()
    {
        if (_found.Count >= _limits.MaxDetailsPerEntry)
            throw _xml.TooMuch("nhiều hơn", "more than", _limits.MaxDetailsPerEntry, "giao dịch trong một bút toán",
                "details");
        _details.Number++;
        _inEntry = true;
        _found.Add(_details.Read(_statement.Currency, _sign));
        _inEntry = false;
    }

    private void CheckPresence()
    {
        if (!_signSeen) _xml.ReportSign("CdtDbtInd");
        if (!_amountSeen)
            _xml.Report(FileReason.BadAmount, "Amt", "Bút toán không có số tiền.", "An entry without amount.",
                Verdict.Reject);
        if (_status.Length == 0)
            _xml.Report(
                FileReason.Schema, "Sts", "Bút toán không có trạng thái; tạm coi là đã hạch toán.",
                "An entry without status; counted as booked.", Verdict.Hold);
        if (_booked is null && _valued is null)
            _xml.Report(
                FileReason.BadDate, "BookgDt", "Bút toán không có ngày hạch toán lẫn ngày giá trị.",
                "An entry with neither booking date nor value date.", Verdict.Hold);
    }

    private StatementEntry Make(int line) => new()
    {
        StatementNo = _statement.No,
        EntryNo = _entryNo,
        Line = line,
        Amount = _sign * _amount,
        Currency = _currency,
        IsReversal = _reversal,
        Status = _status,
        BookingDate = _booked,
        ValueDate = _valued,
        BankReference = _bankReference,
        EntryReference = _entryReference,
        Code = _code,
        Batches = _batches.Count == 0 ? [] : _batches.ToArray(),
        Details = _found.Count == 0 ? [] : _found.ToArray(),
        AdditionalInformation = _information,
    };

    private void Count(StatementEntry entry)
    {
        EntryChecks.AmountAgainstParts(_xml, entry);
        _statement.Entries++;
        _statement.All.Add(_amount, _sign);
        if (entry.IsBooked) _statement.Booked.Add(_amount, _sign);
    }
}
