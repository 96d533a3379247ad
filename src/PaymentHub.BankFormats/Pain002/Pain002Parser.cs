using System.Xml;
using PaymentHub.BankFormats.Xml;

namespace PaymentHub.BankFormats.Pain002;

/// <summary>Atoms of the element names that are read.</summary>
internal sealed class Pain002Names(XmlNameTable table)
{
    public readonly object GrpHdr = table.Add("GrpHdr"), MsgId = table.Add("MsgId");
    public readonly object OrgnlGrpInfAndSts = table.Add("OrgnlGrpInfAndSts"), OrgnlMsgId = table.Add("OrgnlMsgId");
    public readonly object OrgnlMsgNmId = table.Add("OrgnlMsgNmId"), OrgnlNbOfTxs = table.Add("OrgnlNbOfTxs");
    public readonly object OrgnlCtrlSum = table.Add("OrgnlCtrlSum"), GrpSts = table.Add("GrpSts");
    public readonly object StsRsnInf = table.Add("StsRsnInf"), Rsn = table.Add("Rsn"), Cd = table.Add("Cd");
    public readonly object Prtry = table.Add("Prtry"), AddtlInf = table.Add("AddtlInf");
    public readonly object OrgnlPmtInfAndSts = table.Add("OrgnlPmtInfAndSts"),
        OrgnlPmtInfId = table.Add("OrgnlPmtInfId");
    public readonly object PmtInfSts = table.Add("PmtInfSts"), TxInfAndSts = table.Add("TxInfAndSts");
    public readonly object OrgnlEndToEndId = table.Add("OrgnlEndToEndId"), TxSts = table.Add("TxSts");
    public readonly object AcctSvcrRef = table.Add("AcctSvcrRef"), OrgnlTxRef = table.Add("OrgnlTxRef");
    public readonly object Amt = table.Add("Amt"), InstdAmt = table.Add("InstdAmt");
    public readonly object NbOfTxsPerSts = table.Add("NbOfTxsPerSts"), DtldNbOfTxs = table.Add("DtldNbOfTxs");
    public readonly object DtldSts = table.Add("DtldSts"), DtldCtrlSum = table.Add("DtldCtrlSum");
}

/// <summary>Reads the elements of a status report.</summary>
internal sealed class Pain002Parser(XmlCursor xml, Pain002Names n, ReadLimits limits)
{
    private int _lines;

    public Pain002Report ReadMessage()
    {
        string? messageId = null;
        var report = new Pain002Report { MessageId = "", OriginalMessageId = "" };
        var batches = new List<OriginalBatch>();
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.OrgnlPmtInfAndSts) batches.Add(ReadBatch(batches.Count + 1));
            else if (xml.Name == n.OrgnlGrpInfAndSts) report = ReadGroup(report);
            else if (xml.Name == n.GrpHdr) messageId = xml.Descend("GrpHdr/MsgId", n.MsgId);
            else xml.Skip();
        }

        return report with { MessageId = messageId ?? "", Batches = batches };
    }

    private Pain002Report ReadGroup(Pain002Report before)
    {
        xml.OnlyOnce(before.OriginalMessageId.Length > 0, "OrgnlGrpInfAndSts");
        string? id = null, messageName = null, status = null;
        long? count = null, sum = null;
        var reasons = new List<StatusReason>();
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.OrgnlMsgId) id = ReadOnce("OrgnlGrpInfAndSts/OrgnlMsgId", id);
            else if (name == n.OrgnlMsgNmId) messageName = xml.Identifier("OrgnlGrpInfAndSts/OrgnlMsgNmId");
            else if (name == n.OrgnlNbOfTxs) count = xml.Count("OrgnlGrpInfAndSts/OrgnlNbOfTxs");
            else if (name == n.OrgnlCtrlSum) sum = xml.Sum("OrgnlGrpInfAndSts/OrgnlCtrlSum");
            else if (name == n.GrpSts) status = ReadStatus("OrgnlGrpInfAndSts/GrpSts", status);
            else if (name == n.StsRsnInf) reasons.Add(ReadReason());
            else xml.Skip();
        }

        return new Pain002Report
        {
            MessageId = "",
            OriginalMessageId = id ?? "",
            OriginalMessageName = messageName,
            OriginalCount = count,
            OriginalSum = sum,
            GroupStatus = status,
            Reasons = reasons,
        };
    }

    private OriginalBatch ReadBatch(int number)
    {
        var outer = xml.Locate;
        xml.Locate = leaf => $"OrgnlPmtInfAndSts[{number}]/{leaf}";
        var line = xml.Line;
        string? id = null, status = null;
        long? count = null, sum = null;
        var reasons = new List<StatusReason>();
        var lines = new List<StatusLine>();
        var declared = new List<DeclaredStatus>();
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.TxInfAndSts) lines.Add(ReadLine(number, lines.Count + 1));
            else if (name == n.OrgnlPmtInfId) id = ReadOnce("OrgnlPmtInfId", id);
            else if (name == n.PmtInfSts) status = ReadStatus("PmtInfSts", status);
            else if (name == n.OrgnlNbOfTxs) count = xml.Count("OrgnlNbOfTxs");
            else if (name == n.OrgnlCtrlSum) sum = xml.Sum("OrgnlCtrlSum");
            else if (name == n.StsRsnInf) reasons.Add(ReadReason());
            else if (name == n.NbOfTxsPerSts) declared.Add(ReadDeclared());
            else xml.Skip();
        }

        Pain002Checks.DeclaredAgainstListed(xml, declared, lines);
        xml.Locate = outer;
        return new OriginalBatch
        {
            OriginalPaymentInformationId = id ?? "",
            Line = line,
            OriginalCount = count,
            OriginalSum = sum,
            Status = status,
            Reasons = reasons,
            Lines = lines,
        };
    }

    private StatusLine ReadLine(int batch, int number)
    {
        if (++_lines > limits.MaxEntriesPerFile)
            throw xml.TooMuch("nhiều hơn", "more than", limits.MaxEntriesPerFile, "dòng trạng thái", "status lines");
        var outer = xml.Locate;
        xml.Locate = leaf => $"OrgnlPmtInfAndSts[{batch}]/TxInfAndSts[{number}]/{leaf}";
        var line = xml.Line;
        string? id = null, status = null, reference = null;
        long? amount = null;
        var reasons = new List<StatusReason>();
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            var name = xml.Name;
            if (name == n.OrgnlEndToEndId) id = ReadOnce("OrgnlEndToEndId", id);
            else if (name == n.TxSts) status = ReadStatus("TxSts", status);
            else if (name == n.StsRsnInf) reasons.Add(ReadReason());
            else if (name == n.AcctSvcrRef) reference = xml.Identifier("AcctSvcrRef");
            else if (name == n.OrgnlTxRef) amount = ReadAmount(n.Amt);
            else xml.Skip();
        }

        xml.Locate = outer;
        var best = StatusReason.Best(reasons);
        return new StatusLine
        {
            EndToEndId = id ?? "",
            Line = line,
            Status = status,
            ReasonCode = best?.Code,
            ReasonText = best?.Text,
            Amount = amount,
            BankReference = reference,
        };
    }

    private string? ReadOnce(string leaf, string? before)
    {
        xml.OnlyOnce(before is not null, leaf);
        return xml.Identifier(leaf);
    }

    private string? ReadStatus(string leaf, string? before)
    {
        const int LongestStatus = 4;
        xml.OnlyOnce(before is not null, leaf);
        var status = xml.Code();
        if (status is null || status.Length > LongestStatus || !status.All(char.IsAsciiLetterOrDigit))
            xml.Report(
                FileReason.Schema, leaf, $"Mã trạng thái không hợp lệ: «{XmlShown.Of(status)}».",
                $"Not a status code: \"{XmlShown.Of(status)}\".", Verdict.Reject);
        return status;
    }

    private StatusReason ReadReason()
    {
        string? code = null, text = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Rsn) code = ReadChoice();
            else if (xml.Name == n.AddtlInf && xml.Words("StsRsnInf/AddtlInf", repeats: true) is { } more)
                text = text is null ? more : text + " " + more;
            else if (xml.Name != n.AddtlInf) xml.Skip();
        }

        return new StatusReason(code, text);
    }

    private string? ReadChoice()
    {
        string? code = null, own = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.Cd) code = xml.Code();
            else if (xml.Name == n.Prtry) own = xml.Code();
            else xml.Skip();
        }

        return code ?? own;
    }

    private long? ReadAmount(object wanted)
    {
        long? amount = null;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name != wanted) xml.Skip();
            else if (wanted == n.Amt) amount = ReadAmount(n.InstdAmt);
            else amount = xml.Amount("OrgnlTxRef/Amt/InstdAmt", "VND", out _);
        }

        return amount;
    }

    private DeclaredStatus ReadDeclared()
    {
        long? count = null, sum = null;
        string? status = null;
        var line = xml.Line;
        var level = xml.Enter();
        while (xml.NextChild(level))
        {
            if (xml.Name == n.DtldNbOfTxs) count = xml.Count("NbOfTxsPerSts/DtldNbOfTxs");
            else if (xml.Name == n.DtldSts) status = xml.Code();
            else if (xml.Name == n.DtldCtrlSum) sum = xml.Sum("NbOfTxsPerSts/DtldCtrlSum");
            else xml.Skip();
        }

        return new DeclaredStatus(line, status ?? "", count, sum);
    }
}

/// <summary>How many lines of a batch have a status, as the bank declares (<c>NbOfTxsPerSts</c>).</summary>
internal sealed record DeclaredStatus(int Line, string Status, long? Count, long? Sum);
