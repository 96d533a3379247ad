using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;

namespace PaymentHub.BankFormats.Pain001;

/// <summary>
/// Writes pain.001.001.09 (lệnh chi gửi ngân hàng). Streaming: payments are enumerated once and not kept.
/// Deterministic: the same records give the same bytes (UTF-8 without byte order mark, LF, one element a line), so a
/// release written again after a crash is the same file.
/// </summary>
public static class Pain001Writer
{
    public const string Namespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    /// <summary>What a status report names as the original message.</summary>
    public const string MessageName = "pain.001.001.09";

    /// <summary>The clearing system whose member numbers are given where a bank is not named by its BIC.</summary>
    private const string NapasClearing = "NAPAS";

    private static readonly OffsetDateTimePattern Instant =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <summary>
    /// Writes the file. Throws <see cref="FileWriteException"/> where a value is not allowed, or where the payments of
    /// a batch are not the declared number and sum; what was written by then must be thrown away.
    /// </summary>
    public static void Write(Stream output, Pain001File file)
    {
        Pain001Rules.CheckFile(file);
        using var xml = XmlWriter.Create(output, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
            CloseOutput = false,
        });
        xml.WriteStartDocument();
        xml.WriteStartElement("Document", Namespace);
        xml.WriteStartElement("CstmrCdtTrfInitn", Namespace);
        WriteHeader(xml, file);
        foreach (var batch in file.Batches) WriteBatch(xml, batch);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Flush();
    }

    private static void WriteHeader(XmlWriter xml, Pain001File file)
    {
        var (count, sum) = (0L, 0L);
        foreach (var batch in file.Batches)
        {
            count += batch.Count;
            sum += batch.ControlSum;
        }

        Open(xml, "GrpHdr");
        Leaf(xml, "MsgId", file.MessageId);
        Leaf(xml, "CreDtTm", Instant.Format(file.CreatedAt));
        Leaf(xml, "NbOfTxs", Digits(count));
        Leaf(xml, "CtrlSum", Digits(sum));
        Nested(xml, file.InitiatingParty, "InitgPty", "Nm");
        xml.WriteEndElement();
    }

    private static void WriteBatch(XmlWriter xml, Pain001Batch batch)
    {
        Open(xml, "PmtInf");
        Leaf(xml, "PmtInfId", batch.PaymentInformationId);
        Leaf(xml, "PmtMtd", "TRF");
        Leaf(xml, "BtchBookg", batch.BatchBooking ? "true" : "false");
        Leaf(xml, "NbOfTxs", Digits(batch.Count));
        Leaf(xml, "CtrlSum", Digits(batch.ControlSum));
        if (batch.CategoryPurpose is { } purpose) Nested(xml, purpose, "PmtTpInf", "CtgyPurp", "Cd");
        Nested(xml, LocalDatePattern.Iso.Format(batch.RequestedExecutionDate), "ReqdExctnDt", "Dt");
        Nested(xml, batch.DebtorName, "Dbtr", "Nm");
        Open(xml, "DbtrAcct");
        Nested(xml, batch.DebtorAccount, "Id", "Othr", "Id");
        Leaf(xml, "Ccy", "VND");
        xml.WriteEndElement();
        Nested(xml, batch.DebtorBic, "DbtrAgt", "FinInstnId", "BICFI");

        // The payer bears all charges: the law grants the beneficiary the full amount.
        Leaf(xml, "ChrgBr", "DEBT");
        WritePayments(xml, batch);
        xml.WriteEndElement();
    }

    private static void WritePayments(XmlWriter xml, Pain001Batch batch)
    {
        var (count, sum) = (0, 0L);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var payment in batch.Payments)
        {
            Pain001Rules.CheckPayment(payment);
            if (!ids.Add(payment.EndToEndId))
                throw Pain001Rules.Fail(
                    payment.EndToEndId, "EndToEndId", "Mã lệnh bị trùng trong lô.", "The end-to-end id occurs twice.");
            WritePayment(xml, payment);
            count++;
            sum += payment.AmountDong;
        }

        if (count == batch.Count && sum == batch.ControlSum) return;
        throw Pain001Rules.Fail(
            batch.PaymentInformationId, "CtrlSum",
            $"Lô khai {batch.Count} khoản, {DongAmount.Vi(batch.ControlSum)} đồng nhưng có {count} khoản, "
            + $"{DongAmount.Vi(sum)} đồng.",
            $"The batch declares {batch.Count} payments of {DongAmount.En(batch.ControlSum)} đồng but has {count} of "
            + $"{DongAmount.En(sum)} đồng.");
    }

    private static void WritePayment(XmlWriter xml, Pain001Payment payment)
    {
        Open(xml, "CdtTrfTxInf");
        Nested(xml, payment.EndToEndId, "PmtId", "EndToEndId");
        Open(xml, "Amt");
        Open(xml, "InstdAmt");
        xml.WriteAttributeString("Ccy", "VND");
        xml.WriteString(Digits(payment.AmountDong));
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteCreditorAgent(xml, payment.CreditorAgent);
        Nested(xml, payment.CreditorName, "Cdtr", "Nm");
        Nested(xml, payment.CreditorAccount, "CdtrAcct", "Id", "Othr", "Id");
        if (payment.Purpose is { } purpose) Nested(xml, purpose, "Purp", "Cd");
        if (payment.Remittance is { } remittance) Nested(xml, remittance, "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void WriteCreditorAgent(XmlWriter xml, string agent)
    {
        if (!Pain001Rules.IsNapasMember(agent))
        {
            Nested(xml, agent, "CdtrAgt", "FinInstnId", "BICFI");
            return;
        }

        Open(xml, "CdtrAgt");
        Open(xml, "FinInstnId");
        Open(xml, "ClrSysMmbId");
        Nested(xml, NapasClearing, "ClrSysId", "Prtry");
        Leaf(xml, "MmbId", agent);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Open(XmlWriter xml, string name) => xml.WriteStartElement(name, Namespace);

    private static void Leaf(XmlWriter xml, string name, string value) => xml.WriteElementString(name, Namespace,
        value);

    private static void Nested(XmlWriter xml, string value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) Open(xml, name);
        xml.WriteString(value);
        foreach (var _ in path) xml.WriteEndElement();
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
