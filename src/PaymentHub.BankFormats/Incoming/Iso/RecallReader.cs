using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Reads requests to cancel instructions (camt.055). What is asked back moves nothing by itself, so its lines count as
/// zero with their amount beside them. The request's own count and sum must be those of what it names; a batch that is
/// asked back whole lists no lines, and then its own count and sum stand for them.
/// </summary>
internal sealed class RecallReader(XmlCursor xml, PaymentNames n, ReadContext read) : IEntryPlace
{
    private readonly PartReader _parts = new(xml, n);
    private string? _messageId, _batchId;
    private ReturnReason? _reason;
    private Totals _named = new(0, ExactAmount.Zero);
    private Totals _lines = new(0, ExactAmount.Zero);
    private Totals? _group;
    private bool _hasBatches;
    private long _no;

    public void ReadBody()
    {
        xml.Locate = leaf => _no > 0 ? $"TxInf[{_no}]/{leaf}" : leaf;
        var declared = new Totals(null, null);
        var line = xml.Line;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.Assgnmt) read.AddMessageId(xml.Descend("Assgnmt/Id", n.Id));
            else if (name == n.GrpHdr) read.AddMessageId(xml.Descend("GrpHdr/MsgId", n.MsgId));
            else if (name == n.CtrlData) (line, declared) = (xml.Line, ReadTotals("CtrlData"));
            else if (name == n.Undrlyg) ReadUnderlying();
            else xml.Skip();
        }

        if (!_hasBatches && _lines.Count == 0 && _group is { } whole) _named += whole;
        Compare(line, "NbOfTxs", "số giao dịch", declared.Count, _named.Count);
        Compare(line, "CtrlSum", "tổng kiểm soát", declared.Sum, _named.Sum);
        xml.Locate = leaf => leaf;
    }

    public string OfEntry() => xml.Locate("");

    private void ReadUnderlying()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.OrgnlGrpInfAndCxl) _group = ReadGroup();
            else if (name == n.OrgnlPmtInfAndCxl) ReadBatch();
            else if (name == n.TxInf) ReadLine();
            else xml.Skip();
        }
    }

    private Totals ReadGroup()
    {
        var totals = new Totals(null, null);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.OrgnlMsgId) _messageId = xml.Reference("OrgnlMsgId");
            else if (name == n.NbOfTxs) totals = totals with { Count = xml.Number("NbOfTxs") };
            else if (name == n.CtrlSum) totals = totals with { Sum = xml.Total("CtrlSum") };
            else if (name == n.CxlRsnInf) _reason = _parts.ReadReason(_reason);
            else xml.Skip();
        }

        return totals;
    }

    private void ReadBatch()
    {
        _hasBatches = true;
        var before = _lines;
        var own = new Totals(null, null);
        var reason = _reason;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TxInf) ReadLine();
            else if (name == n.OrgnlPmtInfId) _batchId = xml.Reference("OrgnlPmtInfId");
            else if (name == n.NbOfTxs) own = own with { Count = xml.Number("NbOfTxs") };
            else if (name == n.CtrlSum) own = own with { Sum = xml.Total("CtrlSum") };
            else if (name == n.CxlRsnInf) _reason = _parts.ReadReason(_reason);
            else if (name == n.OrgnlGrpInf) _messageId = xml.Descend("OrgnlGrpInf/OrgnlMsgId", n.OrgnlMsgId);
            else xml.Skip();
        }

        if (_lines.Count == before.Count) _named += own;
        (_batchId, _reason) = (null, reason);
    }

    private void ReadLine()
    {
        _no = read.NextEntryNo;
        var line = xml.Line;
        var part = _parts.Read(null);
        part.Reason ??= _reason;
        var own = new Totals(1, part.Amount);
        (_lines, _named) = (_lines + own, _named + own);
        var entry = part.ToEntry(read, line, ExactAmount.Zero, _messageId, _batchId) with
        {
            Currency = "",
            Details = part.Amount is { } amount
                ? [new IncomingDetail { Line = line, Amount = amount, Currency = part.Currency }]
                : [],
        };
        read.Add(null, entry, isDebit: false, this);
        _no = 0;
    }

    private Totals ReadTotals(string where)
    {
        var totals = new Totals(null, null);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.NbOfTxs) totals = totals with { Count = xml.Number(where + "/NbOfTxs") };
            else if (xml.Name == n.CtrlSum) totals = totals with { Sum = xml.Total(where + "/CtrlSum") };
            else xml.Skip();
        }

        return totals;
    }

    private void Compare<T>(int line, string leaf, string vietnamese, T? said, T? found)
        where T : struct, IEquatable<T>
    {
        if (said is not { } declared || found is not { } counted || declared.Equals(counted)) return;
        read.Refuse(
            line, $"CtrlData/{leaf}", FileReason.ControlMismatch,
            $"Không khớp {vietnamese}: tệp ghi {declared}, cộng lại được {counted}.",
            $"Mismatch, {leaf}: declared {declared}, found {counted}.");
    }

    /// <summary>A count and a sum; null where one of the parts does not say.</summary>
    private readonly record struct Totals(long? Count, ExactAmount? Sum)
    {
        public static Totals operator +(Totals a, Totals b) => new(
            a.Count + b.Count, a.Sum is { } one && b.Sum is { } other ? one + other : null);
    }
}
