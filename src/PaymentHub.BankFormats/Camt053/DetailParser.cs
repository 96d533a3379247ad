using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>Reads <c>Btch</c> and <c>TxDtls</c> inside an entry.</summary>
internal sealed class DetailParser(XmlCursor xml, Camt053Names n, StatementParser shared)
{
    private const string NotProvided = "NOTPROVIDED";

    private string? _messageId, _bankReference, _paymentInformationId, _instructionId, _endToEndId, _transactionId;
    private string? _clearingReference, _debtorName, _debtorAccount, _creditorName, _creditorAccount, _creditorAgent;
    private string? _returnReason, _returnText, _remittance;

    /// <summary>Which detail of the entry is being read, from 1; 0 before the first.</summary>
    public int Number { get; set; }

    public BatchInformation ReadBatch(string currency)
    {
        string? payment = null, message = null;
        long? count = null, total = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.PmtInfId) payment = xml.Identifier("NtryDtls/Btch/PmtInfId");
            else if (name == n.MsgId) message = xml.Identifier("NtryDtls/Btch/MsgId");
            else if (name == n.NbOfTxs) count = xml.Count("NtryDtls/Btch/NbOfTxs");
            else if (name == n.TtlAmt) total = xml.Amount("NtryDtls/Btch/TtlAmt", currency, out _);
            else xml.Skip();
        }

        return new BatchInformation(payment, message, count, total);
    }

    public TransactionDetail Read(string currency, int entrySign)
    {
        Clear();
        var line = xml.Line;
        long? amount = null;
        var sign = entrySign;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Refs) ReadReferences();
            else if (name == n.Amt) amount = ReadAmount(currency, amount.HasValue);
            else if (name == n.CdtDbtInd) sign = xml.Sign("CdtDbtInd");
            else if (name == n.RltdPties) ReadParties();
            else if (name == n.RltdAgts) ReadAgents();
            else if (name == n.RmtInf) ReadRemittance();
            else if (name == n.RtrInf) ReadReturn();
            else xml.Skip();
        }

        return Make(line, amount * sign);
    }

    private long ReadAmount(string currency, bool seenBefore)
    {
        xml.OnlyOnce(seenBefore, "Amt");
        return xml.Amount("Amt", currency, out _);
    }

    private void Clear()
    {
        (_messageId, _bankReference, _paymentInformationId, _instructionId, _endToEndId) = (null, null, null, null,
            null);
        (_transactionId, _clearingReference, _debtorName, _debtorAccount, _creditorName) = (null, null, null, null,
            null);
        (_creditorAccount, _creditorAgent, _returnReason, _returnText, _remittance) = (null, null, null, null, null);
    }

    private TransactionDetail Make(int line, long? amount) => new()
    {
        Line = line,
        Amount = amount,
        EndToEndId = _endToEndId == NotProvided ? null : _endToEndId,
        TransactionId = _transactionId,
        BankReference = _bankReference,
        MessageId = _messageId,
        PaymentInformationId = _paymentInformationId,
        InstructionId = _instructionId,
        ClearingReference = _clearingReference,
        DebtorName = _debtorName,
        DebtorAccount = _debtorAccount,
        CreditorName = _creditorName,
        CreditorAccount = _creditorAccount,
        CreditorAgent = _creditorAgent,
        ReturnReason = _returnReason,
        ReturnText = _returnText,
        Remittance = _remittance,
    };

    private void ReadReferences()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.EndToEndId) _endToEndId = ReadEndToEndId();
            else if (name == n.TxId) _transactionId = xml.Identifier("Refs/TxId");
            else if (name == n.AcctSvcrRef) _bankReference = xml.Identifier("Refs/AcctSvcrRef");
            else if (name == n.PmtInfId) _paymentInformationId = xml.Code();
            else if (name == n.MsgId) _messageId = xml.Code();
            else if (name == n.InstrId) _instructionId = xml.Identifier("Refs/InstrId");
            else if (name == n.ClrSysRef) _clearingReference = xml.Identifier("Refs/ClrSysRef");
            else xml.Skip();
        }
    }

    private string? ReadEndToEndId()
    {
        xml.OnlyOnce(_endToEndId is not null, "Refs/EndToEndId");
        return xml.Identifier("Refs/EndToEndId");
    }

    private void ReadParties()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Cdtr) _creditorName = ReadPartyName("RltdPties/Cdtr");
            else if (name == n.CdtrAcct) _creditorAccount = ReadAccount("RltdPties/CdtrAcct", _creditorAccount);
            else if (name == n.Dbtr) _debtorName = ReadPartyName("RltdPties/Dbtr");
            else if (name == n.DbtrAcct) _debtorAccount = ReadAccount("RltdPties/DbtrAcct", _debtorAccount);
            else xml.Skip();
        }
    }

    private string? ReadPartyName(string leaf)
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Pty) found = xml.Descend(leaf, n.Nm);
            else if (name == n.Agt) found = xml.Descend(leaf, n.FinInstnId, n.Nm);
            else if (name == n.Nm) found = xml.Words(leaf);
            else xml.Skip();
        }

        return found;
    }

    private string? ReadAccount(string leaf, string? before)
    {
        xml.OnlyOnce(before is not null, leaf);
        string? account = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Id) account = shared.ReadAccountId();
            else xml.Skip();
        }

        return account;
    }

    private void ReadAgents()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.CdtrAgt) _creditorAgent = ReadAgent();
            else xml.Skip();
        }
    }

    private string? ReadAgent()
    {
        string? bic = null, member = null;
        var outer = xml.Enter();
        while (xml.NextChild(outer))
        {
            if (xml.Name != n.FinInstnId)
            {
                xml.Skip();
                continue;
            }

            var level = xml.Enter();
            while (xml.NextChild(level))
            {
                if (xml.Name == n.Bicfi) bic = xml.Code();
                else if (xml.Name == n.ClrSysMmbId) member = xml.Descend("RltdAgts/CdtrAgt", n.MmbId);
                else xml.Skip();
            }
        }

        return bic ?? member;
    }

    private void ReadRemittance()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Ustrd) _remittance = Joined(_remittance, xml.Words("RmtInf/Ustrd"));
            else xml.Skip();
        }
    }

    private void ReadReturn()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Rsn) _returnReason = shared.ReadChoice();
            else if (xml.Name == n.AddtlInf) _returnText = Joined(_returnText, xml.Words("RtrInf/AddtlInf",
                repeats: true));
            else xml.Skip();
        }
    }

    private static string? Joined(string? before, string? more) =>
        before is null || more is null ? before ?? more : $"{before} {more}";
}
