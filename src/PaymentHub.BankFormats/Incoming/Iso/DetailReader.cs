using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Reads one <c>TxDtls</c> inside an entry.</summary>
internal sealed class DetailReader(XmlCursor xml, CashNames n)
{
    private readonly StatementHead _accounts = new(xml, n);
    private readonly ReferenceReader _references = new(xml, n);
    private readonly List<IncomingCharge> _charges = [];
    private string? _debtorName, _debtorAccount, _creditorName, _creditorAccount, _debtorAgent, _creditorAgent;
    private string? _remittance, _additional;
    private ReturnReason? _return;

    /// <summary>Whether the last detail showed a currency exchange.</summary>
    public bool Exchanged { get; private set; }

    /// <param name="isReturn">Whether the entry's code says that money of a payment comes back.</param>
    public IncomingDetail Read(string entryCurrency, bool entryIsDebit, bool isReturn)
    {
        Clear();
        var line = xml.Line;
        ExactAmount? amount = null, ofDetails = null;
        string? currency = null, currencyOfDetails = null;
        int? sign = null;
        var references = IncomingReferences.None;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Refs) references = _references.Read();
            else if (name == n.Amt) amount = xml.Money("TxDtls/Amt", out var read, out currency) ? read : null;
            else if (name == n.CdtDbtInd) sign = xml.Side("TxDtls/CdtDbtInd");
            else if (name == n.AmtDtls) (ofDetails, currencyOfDetails, Exchanged) = ReadAmountDetails(entryCurrency);
            else ReadOther(name);
        }

        if (amount is null) (amount, currency) = (ofDetails, currencyOfDetails);
        var isDebit = sign is null ? entryIsDebit : sign is -1;
        if (isDebit && amount is { } value) amount = -value;
        return Make(line, amount, currency, references, entryIsDebit != (isReturn || _return is not null));
    }

    /// <summary>The transaction amount of <c>AmtDtls</c>, and whether another currency takes part.</summary>
    public (ExactAmount? Amount, string? Currency, bool Exchanged) ReadAmountDetails(string entryCurrency)
    {
        ExactAmount? found = null;
        string? currency = null;
        var exchanged = false;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name != n.TxAmt && name != n.InstdAmt && name != n.CntrValAmt)
            {
                xml.Skip();
                continue;
            }

            var (amount, own, hasExchange) = ReadAmountAndExchange();
            exchanged |= hasExchange || (own is not null && own != entryCurrency);
            if (name == n.TxAmt && amount is not null) (found, currency) = (amount, own);
        }

        return (found, currency, exchanged);
    }

    /// <summary>Adds the charges of the present <c>Chrgs</c>, of any version.</summary>
    public void ReadCharges(List<IncomingCharge> charges)
    {
        ExactAmount? amount = null;
        string? currency = null, type = null;
        var isDebit = true;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Rcrd) ReadCharges(charges);
            else if (name == n.Amt) amount = xml.Money("Chrgs/Amt", out var read, out currency) ? read : null;
            else if (name == n.CdtDbtInd) isDebit = xml.Side("Chrgs/CdtDbtInd") != 1;
            else if (name == n.Tp) type = xml.TextOrChild("Chrgs/Tp", n.Cd, n.Prtry);
            else xml.Skip();
        }

        if (amount is { } value) charges.Add(new IncomingCharge(isDebit ? -value : value, currency, type));
    }

    private void ReadOther(object name)
    {
        if (name == n.RltdPties) ReadParties();
        else if (name == n.RltdAgts) ReadAgents();
        else if (name == n.RmtInf) ReadRemittance();
        else if (name == n.RtrInf) _return = ReadReturn();
        else if (name == n.Chrgs) ReadCharges(_charges);
        else if (name == n.AddtlTxInf) _additional = xml.Words("AddtlTxInf", repeats: true);
        else xml.Skip();
    }

    private void Clear()
    {
        (_debtorName, _debtorAccount, _creditorName, _creditorAccount) = (null, null, null, null);
        (_debtorAgent, _creditorAgent, _remittance, _additional, _return) = (null, null, null, null, null);
        _charges.Clear();
        Exchanged = false;
    }

    // The other side of a debit is the creditor. Of a returned payment it is still the one who was to be paid.
    private IncomingDetail Make(
        int line, ExactAmount? amount, string? currency, IncomingReferences references, bool isToCreditor)
    {
        return new IncomingDetail
        {
            Line = line,
            Amount = amount,
            Currency = currency,
            References = references,
            Counterparty = isToCreditor
                ? new Counterparty(_creditorAccount, _creditorName, _creditorAgent)
                : new Counterparty(_debtorAccount, _debtorName, _debtorAgent),
            Remittance = _remittance ?? _additional,
            Return = _return,
            Charges = _charges.Count == 0 ? [] : [.. _charges],
        };
    }

    private (ExactAmount? Amount, string? Currency, bool HasExchange) ReadAmountAndExchange()
    {
        ExactAmount? amount = null;
        string? currency = null;
        var exchange = false;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Amt) amount = xml.Money("AmtDtls/Amt", out var read, out currency) ? read : null;
            else
            {
                exchange |= xml.Name == n.CcyXchg;
                xml.Skip();
            }
        }

        return (amount, currency, exchange);
    }

    private void ReadParties()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Dbtr) _debtorName = ReadName();
            else if (name == n.Cdtr) _creditorName = ReadName();
            else if (name == n.DbtrAcct) _debtorAccount = ReadAccount();
            else if (name == n.CdtrAcct) _creditorAccount = ReadAccount();
            else xml.Skip();
        }
    }

    private string? ReadName()
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Nm) found = xml.Words("Nm", repeats: true);
            else if (xml.Name == n.Pty) found = ReadName() ?? found;
            else xml.Skip();
        }

        return found;
    }

    private string? ReadAccount()
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Id) found = _accounts.AccountNumber();
            else xml.Skip();
        }

        return found;
    }

    private void ReadAgents()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.DbtrAgt) _debtorAgent = ReadAgent();
            else if (xml.Name == n.CdtrAgt) _creditorAgent = ReadAgent();
            else xml.Skip();
        }
    }

    private string? ReadAgent()
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.FinInstnId) found = ReadAgent() ?? found;
            else if (name == n.Bicfi || name == n.Bic) found = xml.Code();
            else if (name == n.ClrSysMmbId) found = XmlCursor.First(found, xml.Descend("MmbId", n.MmbId));
            else xml.Skip();
        }

        return found;
    }

    private void ReadRemittance()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            string? more = null;
            if (xml.Name == n.Ustrd) more = xml.Words("RmtInf/Ustrd", repeats: true);
            else if (xml.Name == n.Strd) more = ReadCreditorReference();
            else xml.Skip();
            if (more is not null) _remittance = _remittance is null ? more : _remittance + " " + more;
        }
    }

    private string? ReadCreditorReference()
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.CdtrRefInf) found = ReadCreditorReference() ?? found;
            else if (xml.Name == n.Ref || xml.Name == n.CdtrRef) found = xml.Code();
            else xml.Skip();
        }

        return found;
    }

    private ReturnReason ReadReturn()
    {
        string? code = null, text = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Rsn || name == n.RtrRsn) code = xml.TextOrChild("RtrInf/Rsn", n.Cd, n.Prtry);
            else if (name == n.AddtlInf && xml.Words("RtrInf/AddtlInf", repeats: true) is { } more)
                text = text is null ? more : text + " " + more;
            else if (name != n.AddtlInf) xml.Skip();
        }

        return new ReturnReason(code, text);
    }
}
