using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Reads one <c>Ntry</c> of a camt message.</summary>
internal sealed class EntryReader(XmlCursor xml, CashNames n, ReadContext read) : IEntryPlace
{
    private const string Booked = "BOOK";

    private readonly DetailReader _details = new(xml, n);
    private readonly TransactionCodes _codes = new(xml, n);
    private readonly List<IncomingDetail> _found = [];
    private readonly List<DeclaredBatch> _batches = [];
    private readonly List<IncomingCharge> _charges = [];
    private ExactAmount? _amount;
    private string _currency = "";
    private int? _sign;
    private bool _isReversal;
    private bool _exchanged;
    private string? _status, _entryReference, _bankReference, _text;
    private LocalDate? _booked, _valued;
    private TransactionCode _code = TransactionCode.None;

    /// <summary>Reads the present entry and adds it to the statement.</summary>
    public void Read(IncomingStatement statement)
    {
        Clear();
        var line = xml.Line;
        var level = xml.Enter();
        while (xml.NextChild(level)) ReadChild();
        Check(line);
        if (_currency.Length == 0 && _amount is not null) _currency = MissingCurrency(statement, line);
        var amount = _amount ?? ExactAmount.Zero;
        var isDebit = _sign is -1;
        read.Details += _found.Count;
        read.Add(statement, Make(line, isDebit ? -amount : amount), isDebit, this, _exchanged);
        if (_charges.Count > 0) CheckCharges(_charges, line, "Chrgs");
        CheckBatches(line, amount);
        if (_found.Count > 0) CheckDetails(line, amount);
    }

    public string OfEntry() => xml.Locate("Amt");

    private void ReadChild()
    {
        var name = xml.Name;
        if (name == n.Amt) ReadAmount();
        else if (name == n.CdtDbtInd) ReadSide();
        else if (name == n.NtryDtls) ReadDetails();
        else if (name == n.TxDtls) AddDetail();
        else if (name == n.Btch) _batches.Add(ReadBatch());
        else if (name == n.Sts) _status = ReadStatus() ?? _status;
        else if (name == n.BookgDt) _booked = xml.DayChoice("BookgDt", n.Dt, n.DtTm);
        else if (name == n.ValDt) _valued = xml.DayChoice("ValDt", n.Dt, n.DtTm);
        else if (name == n.BkTxCd) _code = _codes.Read();
        else if (name == n.NtryRef) _entryReference = xml.Reference("NtryRef");
        else if (name == n.AcctSvcrRef) _bankReference = xml.Reference("AcctSvcrRef");
        else if (name == n.RvslInd) _isReversal = xml.Code() is "true" or "1";
        else if (name == n.Chrgs) _details.ReadCharges(_charges);
        else if (name == n.AmtDtls) _exchanged |= _details.ReadAmountDetails(_currency).Exchanged;
        else if (name == n.AddtlNtryInf) _text = xml.Words("AddtlNtryInf", repeats: true);
        else xml.Skip();
    }

    private void Clear()
    {
        _found.Clear();
        _batches.Clear();
        _charges.Clear();
        (_amount, _currency, _sign, _isReversal, _exchanged) = (null, "", null, false, false);
        (_status, _entryReference, _bankReference, _text) = (null, null, null, null);
        (_booked, _valued, _code) = (null, null, TransactionCode.None);
    }

    private void ReadAmount()
    {
        xml.OnlyOnce(_amount is not null, "Amt");
        _amount = xml.Money("Amt", out var amount, out _currency) ? amount : _amount ?? ExactAmount.Zero;
    }

    private void ReadSide()
    {
        xml.OnlyOnce(_sign is not null, "CdtDbtInd");
        _sign = xml.Side("CdtDbtInd");
    }

    private string? ReadStatus()
    {
        // Text up to version 7, an element with a code from version 8 on; some files mix them.
        return xml.TextOrChild("Sts", n.Cd, n.Prtry);
    }

    private void ReadDetails()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.TxDtls) AddDetail();
            else if (xml.Name == n.Btch) _batches.Add(ReadBatch());
            else xml.Skip();
        }
    }

    private void AddDetail()
    {
        if (_found.Count >= read.Limits.MaxDetailsPerEntry)
            throw xml.TooMuch(
                "nhiều hơn", "more than", read.Limits.MaxDetailsPerEntry, "giao dịch của một bút toán",
                "details of an entry");
        var detail = _details.Read(_currency, _sign is -1, _code.SubFamily is "RRTN");
        _found.Add(detail);
        _exchanged |= _details.Exchanged;
        if (detail.Amount is { Scale: > 0 } amount)
            read.CheckWhole(amount, detail.Currency, detail.Line, xml.Locate("NtryDtls/TxDtls/Amt"));
        if (detail.Currency is { Length: > 0 } own && own != _currency)
            read.CheckKnown(own, detail.Line, xml.Locate("NtryDtls/TxDtls/Amt"));
        if (detail.Charges.Count > 0) CheckCharges(detail.Charges, detail.Line, "NtryDtls/TxDtls/Chrgs");
    }

    private void CheckCharges(IReadOnlyList<IncomingCharge> charges, int line, string leaf)
    {
        foreach (var charge in charges)
            if (charge.Amount.Scale > 0) read.CheckWhole(charge.Amount, charge.Currency, line, xml.Locate(leaf));
    }

    private DeclaredBatch ReadBatch()
    {
        string? payment = null, message = null;
        long? count = null;
        ExactAmount? total = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.PmtInfId) payment = xml.Reference("NtryDtls/Btch/PmtInfId");
            else if (name == n.MsgId) message = xml.Reference("NtryDtls/Btch/MsgId");
            else if (name == n.NbOfTxs) count = xml.Number("NtryDtls/Btch/NbOfTxs");
            else if (name == n.TtlAmt) total = xml.Money("NtryDtls/Btch/TtlAmt", out var sum, out _) ? sum : null;
            else xml.Skip();
        }

        return new DeclaredBatch(payment, message, count, total);
    }

    private void Check(int line)
    {
        if (_amount is null)
            read.Refuse(line, xml.Locate("Amt"), FileReason.BadAmount, "Bút toán không có số tiền.", "No amount.");
        if (_sign is null)
            read.Refuse(
                line, xml.Locate("CdtDbtInd"), FileReason.BadSign, "Bút toán không ghi dấu có/nợ (CdtDbtInd).",
                "The credit or debit mark (CdtDbtInd) is missing.");
        CheckStatus(line);
    }

    // ExternalEntryStatus1Code. What is not known to be booked moves no money, so nobody may overlook it.
    private void CheckStatus(int line)
    {
        if (_status is Booked or "PDNG" or "INFO" or "FUTR") return;
        var (vi, en) = _status is null ? ("Bút toán không ghi trạng thái; coi như đã ghi sổ.",
                "An entry without its status; taken as booked.")
            : string.Equals(_status, Booked, StringComparison.OrdinalIgnoreCase)
                ? ($"Trạng thái viết sai: «{XmlShown.Of(_status)}»; coi như BOOK.",
                    $"A badly written status: \"{XmlShown.Of(_status)}\"; taken as BOOK.")
            : ($"Không có trạng thái bút toán «{XmlShown.Of(_status)}»; bút toán không được ghi sổ.",
                $"There is no entry status \"{XmlShown.Of(_status)}\"; the entry is not booked.");
        read.Remark(line, xml.Locate("Sts"), vi, en);
        if (string.Equals(_status, Booked, StringComparison.OrdinalIgnoreCase)) _status = Booked;
    }

    private string MissingCurrency(IncomingStatement statement, int line)
    {
        read.Refuse(
            line, xml.Locate("Amt"), FileReason.BadCurrency, "Số tiền không ghi loại tiền.",
            "An amount without its currency.");
        return statement.Currency ?? "";
    }

    private void CheckBatches(int line, ExactAmount amount)
    {
        foreach (var batch in _batches)
        {
            if (batch.Count is { } count && _found.Count > 0 && count != _found.Count && _batches.Count == 1)
                read.Remark(
                    line, xml.Locate("NtryDtls/Btch/NbOfTxs"),
                    $"Bút toán gộp ghi {count} giao dịch nhưng chỉ liệt kê {_found.Count}.",
                    $"A batch entry declares {count} transactions and lists {_found.Count}.",
                    FileReason.ControlMismatch);
            if (batch.Total is { } total && total != amount && _batches.Count == 1)
                read.Remark(
                    line, xml.Locate("NtryDtls/Btch/TtlAmt"),
                    $"Bút toán gộp ghi tổng {total} nhưng số tiền bút toán là {amount}.",
                    $"A batch entry declares a total of {total}, its amount is {amount}.", FileReason.ControlMismatch);
        }
    }

    // A list that is not complete, or less charges, is usual; of one that claims more than was booked money is missing.
    private void CheckDetails(int line, ExactAmount amount)
    {
        var listed = ExactAmount.Zero;
        foreach (var detail in _found)
        {
            if (detail.Amount is not { } own || detail.Currency != _currency || detail.Charges.Count > 0) return;
            listed += own;
        }

        if (listed.Abs() == amount || _charges.Count > 0) return;
        read.Remark(
            line, xml.Locate("NtryDtls"), $"Các giao dịch liệt kê cộng lại {listed.Abs()}, bút toán ghi {amount}.",
            $"The transactions listed add up to {listed.Abs()}, the entry says {amount}.",
            FileReason.ControlMismatch);
    }

    private IncomingEntry Make(int line, ExactAmount signed)
    {
        var only = _found.Count == 1 ? _found[0] : null;
        return new IncomingEntry
        {
            EntryNo = read.NextEntryNo,
            Line = line,
            Raw = read.Raw(),
            Amount = signed,
            Currency = _currency,
            IsReversal = _isReversal,
            IsBooked = _status is null or Booked,
            Status = _status,
            BookingDate = _booked,
            ValueDate = _valued,
            Code = _code,
            References = new IncomingReferences
            {
                EntryReference = _entryReference,
                BankReference = _bankReference ?? only?.References.BankReference,
                EndToEndId = only?.References.EndToEndId,
            },
            Counterparty = only?.Counterparty ?? Counterparty.None,
            Remittance = only?.Remittance ?? _text,
            Return = only?.Return,
            Charges = _charges.Count == 0 ? [] : [.. _charges],
            Batches = _batches.Count == 0 ? [] : [.. _batches],
            Details = _found.Count == 0 ? [] : [.. _found],
        };
    }
}

/// <summary>Reads <c>BkTxCd</c>.</summary>
internal sealed class TransactionCodes(XmlCursor xml, CashNames n)
{
    private TransactionCode _last = TransactionCode.None;

    public TransactionCode Read()
    {
        string? domain = null, family = null, sub = null, own = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Domn) (domain, family, sub) = ReadDomain();
            else if (xml.Name == n.Prtry) own = xml.Descend("BkTxCd/Prtry/Cd", n.Cd);
            else xml.Skip();
        }

        // Codes are shared strings mostly, and most entries repeat the last one.
        var isLast = _last.Domain == domain && _last.Family == family && _last.SubFamily == sub
            && _last.Proprietary == own;
        return isLast ? _last : _last = new TransactionCode(domain, family, sub, own);
    }

    private (string? Domain, string? Family, string? Sub) ReadDomain()
    {
        string? domain = null, family = null, sub = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Cd) domain = xml.Code();
            else if (xml.Name == n.Fmly) (family, sub) = ReadFamily();
            else xml.Skip();
        }

        return (domain, family, sub);
    }

    private (string? Family, string? Sub) ReadFamily()
    {
        string? family = null, sub = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Cd) family = xml.Code();
            else if (xml.Name == n.SubFmlyCd) sub = xml.Code();
            else xml.Skip();
        }

        return (family, sub);
    }
}
