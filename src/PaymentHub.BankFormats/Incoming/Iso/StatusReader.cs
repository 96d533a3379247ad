using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Incoming.Iso;

/// <summary>
/// Reads answers to instructions: pain.002, pacs.002, camt.029. Each <c>TxInfAndSts</c> is an entry without a sign, so
/// sums stay zero; its amount, where repeated, is the detail's. Statuses of the group and of a batch are entries of
/// nothing: they are handed on as an <see cref="IncomingAnswer"/>, whose reader knows what was instructed.
/// </summary>
internal sealed class StatusReader(XmlCursor xml, PaymentNames n, ReadContext read) : IEntryPlace
{
    private readonly PartReader _parts = new(xml, n);
    private readonly List<AnsweredBatch> _batches = [];
    private readonly Declared _ofMessage = new();
    private Declared _ofBatch = new();
    private string? _messageId, _requestId, _groupStatus, _batchId, _batchStatus;
    private ReturnReason? _groupReason, _batchReason;
    private bool _hasBatchStatus, _linesNameMessages;
    private long _no;

    public void ReadBody()
    {
        xml.Locate = leaf => _no > 0 ? $"TxInfAndSts[{_no}]/{leaf}" : leaf;
        ReadGroup();
        _no = 0;
        if (_messageId is null && _requestId is null && !_linesNameMessages)
            read.Remark(0, "OrgnlMsgId", "Không ghi mã thông điệp gốc.", "The original message is not named.");
        if (_no == 0 && read.Entries == 0 && _groupStatus is null && !_hasBatchStatus)
            read.Remark(0, "GrpSts", "Không có trạng thái nào ở cấp nào.", "No status at any level.");
        read.CountKept(xml.Line);
        read.Answers.Add(new IncomingAnswer(_messageId, _groupStatus, _groupReason, [.. _batches])
        {
            RequestId = _requestId,
            Declared = _ofMessage.All,
        });
        xml.Locate = leaf => leaf;
    }

    public string OfEntry() => xml.Locate("");

    private void ReadGroup()
    {
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TxInfAndSts) ReadLine();
            else if (name == n.OrgnlGrpInfAndSts || name == n.CxlDtls) ReadGroup();
            else if (name == n.OrgnlPmtInfAndSts) ReadBatch();
            else if (name == n.GrpHdr) read.AddMessageId(xml.Descend("GrpHdr/MsgId", n.MsgId));
            else if (name == n.Assgnmt) read.AddMessageId(xml.Descend("Assgnmt/Id", n.Id));
            else if (name == n.Sts) _groupStatus = xml.Descend("Sts/Conf", n.Conf) ?? _groupStatus;
            else if (name == n.OrgnlGrpCxlId) _requestId = xml.Reference("OrgnlGrpCxlId") ?? _requestId;
            else if (name == n.RslvdCase) _requestId = XmlCursor.First(_requestId, xml.Descend("RslvdCase/Id", n.Id));
            else if (name == n.OrgnlMsgId) _messageId = xml.Reference("OrgnlMsgId");
            else if (name == n.GrpSts || name == n.GrpCxlSts) _groupStatus = ReadStatus("GrpSts");
            else if (name == n.StsRsnInf || name == n.CxlStsRsnInf) _groupReason = _parts.ReadReason(_groupReason);
            else ReadCount(_ofMessage);
        }
    }

    private void ReadBatch()
    {
        (_batchId, _batchStatus, _batchReason, _ofBatch) = (null, null, null, new Declared());
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TxInfAndSts) ReadLine();
            else if (name == n.OrgnlPmtInfId) _batchId = xml.Reference("OrgnlPmtInfId");
            else if (name == n.PmtInfSts || name == n.PmtInfCxlSts) _batchStatus = ReadStatus("PmtInfSts");
            else if (name == n.StsRsnInf || name == n.CxlStsRsnInf) _batchReason = _parts.ReadReason(_batchReason);
            else ReadCount(_ofBatch);
        }

        _hasBatchStatus |= _batchStatus is not null;
        read.CountKept(xml.Line);
        _batches.Add(new AnsweredBatch(_batchId, _batchStatus, _batchReason) { Declared = _ofBatch.All });
        (_batchId, _batchStatus, _batchReason) = (null, null, null);
    }

    private void ReadLine()
    {
        _no = read.NextEntryNo;
        var line = xml.Line;
        var part = _parts.Read(null);
        CheckStatus(part.Status, "TxSts", line);
        _linesNameMessages |= part.OriginalMessageId is not null;
        part.Status ??= _batchStatus ?? _groupStatus;
        part.Reason ??= _batchReason ?? _groupReason;
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

    private string? ReadStatus(string leaf)
    {
        var line = xml.Line;
        var status = xml.Code();
        CheckStatus(status, leaf, line);
        return status;
    }

    private void CheckStatus(string? status, string leaf, int line)
    {
        const int CodeLength = 4;
        if (status is null || StatusCodes.IsKnown(status)) return;
        // What is no code at all is told by the schema, where it is asked.
        if (read.Options.ChecksSchema && status.Length != CodeLength) return;
        read.Remark(
            line, xml.Locate(leaf), $"Không có trạng thái «{XmlShown.Of(status)}»; không khoản nào thay đổi vì nó.",
            $"There is no status \"{XmlShown.Of(status)}\"; it moves no payment.");
    }

    private void ReadCount(Declared declared)
    {
        if (xml.Name == n.OrgnlNbOfTxs) declared.Count = xml.Number("OrgnlNbOfTxs");
        else if (xml.Name == n.NbOfTxsPerSts || xml.Name == n.NbOfTxsPerCxlSts) ReadCountOfStatus(declared);
        else xml.Skip();
    }

    private void ReadCountOfStatus(Declared declared)
    {
        (string? status, long? count) = (null, null);
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.DtldSts) status = ReadStatus("NbOfTxsPerSts/DtldSts");
            else if (xml.Name == n.DtldNbOfTxs) count = xml.Number("NbOfTxsPerSts/DtldNbOfTxs");
            else xml.Skip();
        }

        if (status is null || count is not { } found) return;
        read.CountKept(xml.Line);
        declared.ByStatus.Add(new StatusCount(status, found));
    }

    private sealed class Declared
    {
        public long? Count { get; set; }

        public List<StatusCount> ByStatus { get; } = [];

        public DeclaredLines All => Count is null && ByStatus.Count == 0 ? DeclaredLines.None : new(Count, ByStatus);
    }
}
