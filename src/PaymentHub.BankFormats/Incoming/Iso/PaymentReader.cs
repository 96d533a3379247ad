using NodaTime;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Reads instructions: pain.001, and pacs.008 and pacs.004 as a gateway forwards them. Amounts of these messages carry
/// no mark, so the message decides the side: what pain.001 instructs leaves the account, what pacs.008 and pacs.004
/// bring arrives. Declared counts and control sums are compared with what is found. There is no check against a schema.
/// </summary>
internal sealed class PaymentReader(XmlCursor xml, PaymentNames n, ReadContext read, bool isDebit) : IEntryPlace
{
    private readonly PartReader _parts = new(xml, n);
    private readonly Found _message = new();
    private Found? _batch;
    private string? _messageId, _batchId;
    private LocalDate? _date;
    private long _no;
    private bool _returnsGroup;

    public void ReadBody()
    {
        xml.Locate = Path;
        var declared = new Declared(0);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.GrpHdr) declared = ReadHeader();
            else if (name == n.PmtInf) ReadBatch();
            else if (name == n.CdtTrfTxInf || name == n.TxInf) ReadTransaction();
            else xml.Skip();
        }

        _no = 0;
        if (_messageId is null)
            read.Remark(0, "GrpHdr/MsgId", "Thông điệp không có mã (MsgId).", "The message has no MsgId.");
        if (!_returnsGroup || _message.Count > 0) Compare(declared, _message, "GrpHdr");
        xml.Locate = leaf => leaf;
    }

    public string OfEntry() => xml.Locate("Amt");

    private string Path(string leaf)
    {
        var path = _batchId is null ? "" : $"PmtInf[{_batchId}]";
        if (_no > 0) path += $"{(path.Length > 0 ? "/" : "")}Tx[{_no}]";
        return path.Length == 0 ? leaf : leaf.Length == 0 ? path : $"{path}/{leaf}";
    }

    private Declared ReadHeader()
    {
        var declared = new Declared(xml.Line);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.MsgId) read.AddMessageId(_messageId = xml.Reference("GrpHdr/MsgId"));
            else if (name == n.NbOfTxs) declared.Count = xml.Number("GrpHdr/NbOfTxs");
            else if (name == n.CtrlSum) declared.Sum = xml.Total("GrpHdr/CtrlSum");
            else if (name == n.TtlIntrBkSttlmAmt || name == n.TtlRtrdIntrBkSttlmAmt)
                declared.Total = xml.Money("GrpHdr/Ttl", out var total, out _) ? total : null;
            else if (name == n.IntrBkSttlmDt) _date = xml.Day("GrpHdr/IntrBkSttlmDt");
            else if (name == n.GrpRtr) _returnsGroup = xml.Code() is "true" or "1";
            else xml.Skip();
        }

        return declared;
    }

    private void ReadBatch()
    {
        var declared = new Declared(xml.Line);
        _batch = new Found();
        _date = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.CdtTrfTxInf) ReadTransaction();
            else if (name == n.PmtInfId) _batchId = xml.Reference("PmtInf/PmtInfId");
            else if (name == n.NbOfTxs) declared.Count = xml.Number("PmtInf/NbOfTxs");
            else if (name == n.CtrlSum) declared.Sum = xml.Total("PmtInf/CtrlSum");
            else if (name == n.ReqdExctnDt) _date = _parts.Date("PmtInf/ReqdExctnDt");
            else xml.Skip();
        }

        _no = 0;
        Compare(declared, _batch, "PmtInf");
        (_batch, _batchId) = (null, null);
    }

    private void ReadTransaction()
    {
        _no = _message.Count + 1;
        var line = xml.Line;
        var part = _parts.Read(_date);
        if (part.Amount is null)
            read.Refuse(line, xml.Locate("Amt"), FileReason.BadAmount, "Giao dịch không có số tiền.", "No amount.");
        else if (part.Currency.Length == 0)
            read.Refuse(
                line, xml.Locate("Amt"), FileReason.BadCurrency, "Số tiền không ghi loại tiền.",
                "An amount without its currency.");
        var amount = part.Amount ?? ExactAmount.Zero;
        _message.Add(amount);
        _batch?.Add(amount);
        var entry = part.ToEntry(read, line, isDebit ? -amount : amount, _messageId, _batchId);
        read.Add(null, entry, isDebit, this);
    }

    private void Compare(Declared declared, Found found, string where)
    {
        if (declared.Count is { } count && count != found.Count)
            Mismatch("NbOfTxs", "số giao dịch", $"{count}", $"{found.Count}");
        if (!read.KnowsAmounts) return;
        if (declared.Sum is { } sum && sum != found.Sum)
            Mismatch("CtrlSum", "tổng kiểm soát", $"{sum}", $"{found.Sum}");
        if (declared.Total is { } total && total != found.Sum)
            Mismatch("TtlIntrBkSttlmAmt", "tổng tiền", $"{total}", $"{found.Sum}");

        void Mismatch(string leaf, string vietnamese, string said, string counted) => read.Refuse(
            declared.Line, xml.Locate($"{where}/{leaf}"), FileReason.ControlMismatch,
            $"Không khớp {vietnamese}: tệp ghi {said}, cộng lại được {counted}.",
            $"Mismatch, {leaf}: declared {said}, found {counted}.");
    }

    private sealed class Declared(int line)
    {
        public int Line { get; } = line;

        public long? Count { get; set; }

        public ExactAmount? Sum { get; set; }

        public ExactAmount? Total { get; set; }
    }

    private sealed class Found
    {
        public long Count { get; private set; }

        public ExactAmount Sum { get; private set; }

        public void Add(ExactAmount amount) => (Count, Sum) = (Count + 1, Sum + amount);
    }
}
