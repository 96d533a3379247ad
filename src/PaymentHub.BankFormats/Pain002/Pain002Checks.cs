using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Pain002;

/// <summary>What a status report must hold to be usable at all.</summary>
internal static class Pain002Checks
{
    public static void Run(Pain002Report report, FindingList findings)
    {
        if (report.OriginalMessageId.Length == 0)
            findings.Add(Missing(0, "OrgnlGrpInfAndSts/OrgnlMsgId", "mã tệp lệnh chi gốc", "id of the original file",
                Verdict.Reject));
        if (report.MessageId.Length == 0)
            findings.Add(Missing(0, "GrpHdr/MsgId", "mã báo cáo", "id of the report", Verdict.Hold));
        var said = report.GroupStatus is not null;
        for (var i = 0; i < report.Batches.Count; i++) said |= CheckBatch(report.Batches[i], i + 1, findings);
        if (!said)
            findings.Add(Missing(0, "OrgnlGrpInfAndSts", "trạng thái ở mọi cấp", "status at any level", Verdict.Hold));
    }

    /// <summary>
    /// Where the bank lists some lines of a status and also declares their number, the two must agree. A declared
    /// status without listed lines is no contradiction: banks list only what failed.
    /// </summary>
    public static void DeclaredAgainstListed(XmlCursor xml, List<DeclaredStatus> declared, List<StatusLine> lines)
    {
        foreach (var group in declared)
        {
            var listed = lines.Count(l => l.Status == group.Status);
            if (listed == 0 || group.Count is null || group.Count == listed) continue;
            xml.Findings.Add(ControlMismatch.Of(
                group.Line, xml.Locate("NbOfTxsPerSts/DtldNbOfTxs"), $"số dòng trạng thái {XmlShown.Of(group.Status)}",
                $"lines of status {XmlShown.Of(group.Status)}", group.Count.Value, listed, Verdict.Hold));
        }
    }

    private static bool CheckBatch(OriginalBatch batch, int number, FindingList findings)
    {
        var where = $"OrgnlPmtInfAndSts[{number}]";
        if (batch.OriginalPaymentInformationId.Length == 0)
            findings.Add(Missing(batch.Line, where + "/OrgnlPmtInfId", "mã lô", "batch id", Verdict.Hold));
        var said = batch.Status is not null;
        for (var i = 0; i < batch.Lines.Count; i++)
        {
            var line = batch.Lines[i];
            said |= line.Status is not null;
            var at = $"{where}/TxInfAndSts[{i + 1}]";
            if (line.EndToEndId.Length == 0)
                findings.Add(Missing(line.Line, at + "/OrgnlEndToEndId", "mã lệnh", "end-to-end id", Verdict.Hold));
            if (line.Status is null)
                findings.Add(Missing(line.Line, at + "/TxSts", "trạng thái của dòng", "status of the line",
                    Verdict.Hold));
        }

        return said;
    }

    private static FileFinding Missing(int line, string where, string vietnamese, string english, Verdict effect) =>
        new(line, where, FileReason.Schema, $"Thiếu {vietnamese}.", $"The {english} is missing.", effect);
}
