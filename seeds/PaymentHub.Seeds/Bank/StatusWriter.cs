using System.Globalization;
using System.Text;
using System.Xml;

namespace PaymentHub.Seeds.Bank;

/// <summary>How much a bank says in a status report.</summary>
internal enum StatusStyle
{
    /// <summary>One status for the message; only refused lines are listed, and who is not listed is accepted.</summary>
    GroupLevel,

    /// <summary>No status for the message, one for every batch; only refused lines are listed.</summary>
    BatchLevel,

    /// <summary>Every line with its own status.</summary>
    LineLevel,
}

/// <summary>Writes a pain.002.001.10 report on one received message.</summary>
internal sealed class StatusWriter(OrderFile file, StatusStyle style, bool completedStatuses)
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    /// <summary>Writes the report; the stream stays open.</summary>
    public void Write(Stream stream)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            IndentChars = " ",
            NewLineChars = "\n",
            CloseOutput = false,
        });
        xml.WriteStartDocument();
        xml.WriteStartElement("Document", Namespace);
        xml.WriteStartElement("CstmrPmtStsRpt");
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", "S" + file.MessageId);
        var date = file.ExecutionDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        xml.WriteElementString("CreDtTm", date + "T09:30:00+07:00");
        StatementWriter.Nested(xml, file.Bank.Bic, "DbtrAgt", "FinInstnId", "BICFI");
        xml.WriteEndElement();
        WriteGroup(xml);
        if (file.RejectedWhole is null)
        {
            foreach (var batch in file.Batches)
                WriteBatch(xml, batch);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private void WriteGroup(XmlWriter xml)
    {
        xml.WriteStartElement("OrgnlGrpInfAndSts");
        xml.WriteElementString("OrgnlMsgId", file.MessageId);
        xml.WriteElementString("OrgnlMsgNmId", file.MessageName);
        xml.WriteElementString("OrgnlNbOfTxs", Text(file.Payments.Count()));
        xml.WriteElementString("OrgnlCtrlSum", Text(file.Payments.Sum(p => p.Amount)));
        if (file.RejectedWhole is { } code)
        {
            xml.WriteElementString("GrpSts", "RJCT");
            StatementWriter.Nested(xml, code, "StsRsnInf", "Rsn", "Cd");
        }
        else if (style != StatusStyle.BatchLevel)
        {
            xml.WriteElementString("GrpSts", StatusOf(file.Payments));
        }

        xml.WriteEndElement();
    }

    private void WriteBatch(XmlWriter xml, OrderBatch batch)
    {
        var refused = batch.Payments.Where(p => p.Fate == Fate.Rejected).ToList();
        if (style == StatusStyle.GroupLevel && refused.Count == 0)
            return;
        xml.WriteStartElement("OrgnlPmtInfAndSts");
        xml.WriteElementString("OrgnlPmtInfId", batch.PaymentInformationId);
        xml.WriteElementString("OrgnlNbOfTxs", Text(batch.Payments.Count));
        xml.WriteElementString("OrgnlCtrlSum", Text(batch.Payments.Sum(p => p.Amount)));
        if (batch.RejectedWhole is { } code)
        {
            xml.WriteElementString("PmtInfSts", "RJCT");
            StatementWriter.Nested(xml, code, "StsRsnInf", "Rsn", "Cd");
        }
        else
        {
            if (style != StatusStyle.LineLevel)
                xml.WriteElementString("PmtInfSts", StatusOf(batch.Payments));
            foreach (var payment in style == StatusStyle.LineLevel ? batch.Payments : refused)
                WriteLine(xml, payment);
        }

        xml.WriteEndElement();
    }

    private void WriteLine(XmlWriter xml, PaymentOrder payment)
    {
        xml.WriteStartElement("TxInfAndSts");
        xml.WriteElementString("OrgnlEndToEndId", payment.EndToEndId);
        xml.WriteElementString("TxSts", LineStatus(payment));
        if (payment.Fate == Fate.Rejected)
            StatementWriter.Nested(xml, payment.Code ?? "NARR", "StsRsnInf", "Rsn", "Cd");
        xml.WriteEndElement();
    }

    /// <summary>
    /// ACSC says that our account is debited, so only payments on which nothing is planted carry it: those of
    /// batch-booked batches.
    /// </summary>
    private string LineStatus(PaymentOrder payment) => payment.Fate == Fate.Rejected ? "RJCT"
        : completedStatuses && !payment.IsBookedAlone ? "ACSC" : "ACSP";

    private static string StatusOf(IEnumerable<PaymentOrder> payments) =>
        payments.Any(p => p.Fate == Fate.Rejected) ? "PART" : "ACSP";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
