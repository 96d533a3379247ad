using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>Reads <c>Refs</c>.</summary>
internal sealed class ReferenceReader(XmlCursor xml, CashNames n)
{
    public IncomingReferences Read()
    {
        string? endToEnd = null, bank = null, message = null, batch = null, instruction = null, transaction = null;
        string? clearing = null, uetr = null, mandate = null, cheque = null;
        List<string>? own = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.EndToEndId) endToEnd = xml.Reference("Refs/EndToEndId");
            else if (name == n.AcctSvcrRef) bank = xml.Reference("Refs/AcctSvcrRef");
            else if (name == n.MsgId) message = xml.Code();
            else if (name == n.PmtInfId) batch = xml.Code();
            else if (name == n.InstrId) instruction = xml.Reference("Refs/InstrId");
            else if (name == n.TxId) transaction = xml.Reference("Refs/TxId");
            else if (name == n.ClrSysRef) clearing = xml.Reference("Refs/ClrSysRef");
            else if (name == n.Uetr) uetr = xml.Code();
            else if (name == n.MndtId) mandate = xml.Reference("Refs/MndtId");
            else if (name == n.ChqNb) cheque = xml.Reference("Refs/ChqNb");
            else if (name == n.Prtry) (own ??= []).Add(ReadOwn());
            else xml.Skip();
        }

        return new IncomingReferences
        {
            EndToEndId = endToEnd,
            BankReference = bank,
            MessageId = message,
            PaymentInformationId = batch,
            InstructionId = instruction,
            TransactionId = transaction,
            ClearingReference = clearing,
            Uetr = uetr,
            MandateId = mandate,
            ChequeNumber = cheque,
            Proprietary = own ?? [],
        };
    }

    private string ReadOwn()
    {
        string? type = null, value = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Tp) type = xml.Code();
            else if (xml.Name == n.Ref) value = xml.Code();
            else xml.Skip();
        }

        return $"{type}={value}";
    }
}
