using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>What one transaction of a payment or status message says.</summary>
internal sealed class PaymentPart
{
    public ExactAmount? Amount { get; set; }

    public string Currency { get; set; } = "";

    public string? EndToEndId { get; set; }

    public string? InstructionId { get; set; }

    public string? TransactionId { get; set; }

    public string? Uetr { get; set; }

    public string? ClearingReference { get; set; }

    public string? BankReference { get; set; }

    public string? OriginalMessageId { get; set; }

    public string? Status { get; set; }

    public string? DebtorName { get; set; }

    public string? DebtorAccount { get; set; }

    public string? CreditorName { get; set; }

    public string? CreditorAccount { get; set; }

    public string? Remittance { get; set; }

    public ReturnReason? Reason { get; set; }

    public LocalDate? Date { get; set; }

    public IncomingEntry ToEntry(
        ReadContext read, int line, ExactAmount signed, string? messageId, string? batchId) => new()
        {
            EntryNo = read.NextEntryNo,
            Line = line,
            Raw = read.Raw(),
            Amount = signed,
            Currency = Currency,
            IsBooked = false,
            Status = Status,
            ValueDate = Date,
            References = new IncomingReferences
            {
                EndToEndId = EndToEndId,
                InstructionId = InstructionId,
                TransactionId = TransactionId,
                Uetr = Uetr,
                ClearingReference = ClearingReference,
                BankReference = BankReference,
                MessageId = OriginalMessageId ?? messageId,
                PaymentInformationId = batchId,
            },
            Counterparty = signed.Units > 0
            ? new Counterparty(DebtorAccount, DebtorName, null)
            : new Counterparty(CreditorAccount, CreditorName, null),
            Remittance = Remittance,
            Return = Reason,
        };
}

/// <summary>Reads one transaction of a payment or status message, whatever it is called.</summary>
internal sealed class PartReader(XmlCursor xml, PaymentNames n)
{
    public PaymentPart Read(LocalDate? date)
    {
        var part = new PaymentPart { Date = date };
        ReadInto(part);
        return part;
    }

    /// <summary>A date written as text or as <c>Dt</c>/<c>DtTm</c>, as versions differ.</summary>
    public LocalDate? Date(string leaf) => xml.DayOrChild(leaf, n.Dt, n.DtTm);

    /// <summary>Code and words of a reason element.</summary>
    public ReturnReason ReadReason(ReturnReason? before)
    {
        var (code, text) = (before?.Code, before?.Text);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Rsn) code = xml.TextOrChild("Rsn", n.Cd, n.Prtry) ?? code;
            else if (xml.Name == n.AddtlInf)
                text = Joined(text, xml.Words("AddtlInf", repeats: true));
            else xml.Skip();
        }

        return new ReturnReason(code, text);
    }

    private static string? Joined(string? text, string? more) =>
        text is null ? more : more is null ? text : $"{text} {more}";

    private void ReadInto(PaymentPart part)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.PmtId) ReadInto(part);
            else if (name == n.OrgnlTxRef) ReadOriginal(part);
            else if (name == n.Amt) ReadChoice(part);
            else if (name == n.InstdAmt || name == n.IntrBkSttlmAmt || name == n.RtrdIntrBkSttlmAmt)
                ReadAmount(part, name == n.InstdAmt);
            else if (name == n.IntrBkSttlmDt) part.Date = xml.Day("IntrBkSttlmDt");
            else if (name == n.OrgnlInstdAmt) ReadAmount(part, isInstructed: true);
            else if (name == n.RtrRsnInf || name == n.StsRsnInf || name == n.CxlStsRsnInf || name == n.CxlRsnInf)
                part.Reason = ReadReason(part.Reason);
            else if (name == n.TxSts || name == n.TxCxlSts) part.Status = xml.Code();
            else if (!ReadReference(part, name)) ReadParty(part, name);
        }
    }

    // What the order once said fills in what the message leaves open: money that comes back may be less than went out.
    private void ReadOriginal(PaymentPart part)
    {
        var order = new PaymentPart();
        ReadInto(order);
        if (part.Amount is null) (part.Amount, part.Currency) = (order.Amount, order.Currency);
        part.Date ??= order.Date;
        part.DebtorName ??= order.DebtorName;
        part.DebtorAccount ??= order.DebtorAccount;
        part.CreditorName ??= order.CreditorName;
        part.CreditorAccount ??= order.CreditorAccount;
        part.Remittance ??= order.Remittance;
    }

    // An interbank amount is what moves; the instructed amount of the same transaction may be in another currency.
    private void ReadAmount(PaymentPart part, bool isInstructed)
    {
        var isGood = xml.Money("Amt", out var amount, out var currency);
        if (isInstructed && part.Amount is not null) return;
        (part.Amount, part.Currency) = (isGood ? amount : ExactAmount.Zero, currency);
    }

    private void ReadChoice(PaymentPart part)
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.InstdAmt || xml.Name == n.Amt) ReadAmount(part, isInstructed: true);
            else if (xml.Name == n.EqvtAmt) ReadChoice(part);
            else xml.Skip();
        }
    }

    private bool ReadReference(PaymentPart part, object name)
    {
        if (name == n.EndToEndId || name == n.OrgnlEndToEndId) part.EndToEndId = xml.Reference("EndToEndId");
        else if (name == n.InstrId || name == n.OrgnlInstrId) part.InstructionId = xml.Reference("InstrId");
        else if (name == n.TxId || name == n.OrgnlTxId) part.TransactionId = xml.Reference("TxId");
        else if (name == n.Uetr || name == n.OrgnlUetr) part.Uetr = xml.Code();
        else if (name == n.ClrSysRef) part.ClearingReference = xml.Reference("ClrSysRef");
        else if (name == n.AcctSvcrRef || name == n.RtrId || name == n.StsId || name == n.CxlStsId)
            part.BankReference = xml.Reference("Id");
        else if (name == n.OrgnlMsgId) part.OriginalMessageId = xml.Reference("OrgnlMsgId");
        else return false;
        return true;
    }

    private void ReadParty(PaymentPart part, object name)
    {
        if (name == n.Cdtr) part.CreditorName = XmlCursor.First(part.CreditorName, xml.Descend("Cdtr/Nm", n.Nm));
        else if (name == n.Dbtr) part.DebtorName = XmlCursor.First(part.DebtorName, xml.Descend("Dbtr/Nm", n.Nm));
        else if (name == n.CdtrAcct) part.CreditorAccount = XmlCursor.First(part.CreditorAccount, ReadAccount());
        else if (name == n.DbtrAcct) part.DebtorAccount = XmlCursor.First(part.DebtorAccount, ReadAccount());
        else if (name == n.RmtInf)
            part.Remittance = XmlCursor.First(part.Remittance, xml.Descend("RmtInf/Ustrd", n.Ustrd));
        else xml.Skip();
    }

    private string? ReadAccount()
    {
        string? found = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Iban) found = xml.Code();
            else if (xml.Name == n.Othr) found = XmlCursor.First(found, xml.Descend("Id", n.Id));
            else if (xml.Name == n.Id) found = ReadAccount() ?? found;
            else xml.Skip();
        }

        return found;
    }
}
