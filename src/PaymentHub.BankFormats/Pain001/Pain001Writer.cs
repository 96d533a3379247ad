using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;

namespace PaymentHub.BankFormats.Pain001;

/// <summary>
/// Writes pain.001 (lệnh chi gửi ngân hàng) in any of its <see cref="Pain001Version"/>. Streaming: payments are
/// enumerated once and not kept. Deterministic: the same records give the same bytes (UTF-8 without byte order mark,
/// LF, one element a line), so a release written again after a crash is the same file.
/// </summary>
public sealed class Pain001Writer
{
    /// <summary>The clearing system whose member numbers are given where a bank is not named by its BIC.</summary>
    private const string NapasClearing = "NAPAS";

    /// <summary>SCOR, StructuredCommunicationReference: the type of a creditor reference that is our own id.</summary>
    private const string StructuredReference = "SCOR";

    private const int MostExpectedIds = 1_000_000;

    private static readonly OffsetDateTimePattern Instant =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    private readonly XmlWriter _xml;
    private readonly string _namespace;
    private readonly Pain001Version _version;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private Pain001Writer(XmlWriter xml, Pain001Version version, long count)
    {
        // The declared number is not trusted with memory: a set that is too small grows.
        _ids.EnsureCapacity((int)Math.Min(count, MostExpectedIds));
        _xml = xml;
        _namespace = version.Namespace();
        _version = version;
    }

    /// <summary>
    /// Writes the file. Throws <see cref="FileWriteException"/> where a value is not allowed, or where the payments of
    /// a batch are not the declared number and sum; what was written by then must be thrown away.
    /// </summary>
    public static void Write(Stream output, Pain001File file, Pain001Version version = Pain001Version.V09)
    {
        Pain001Rules.CheckFile(file, version);
        var count = file.Batches.Sum(b => (long)b.Count);
        using var xml = XmlWriter.Create(output, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
            CloseOutput = false,
        });
        new Pain001Writer(xml, version, count).WriteDocument(file);
        xml.Flush();
    }

    private void WriteDocument(Pain001File file)
    {
        _xml.WriteStartDocument();
        Open("Document");
        Open("CstmrCdtTrfInitn");
        WriteHeader(file);
        foreach (var batch in file.Batches) WriteBatch(batch);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndDocument();
    }

    private void WriteHeader(Pain001File file)
    {
        var (count, sum) = (0L, 0L);
        foreach (var batch in file.Batches)
        {
            count += batch.Count;
            sum += batch.ControlSum;
        }

        Open("GrpHdr");
        Leaf("MsgId", file.MessageId);
        Leaf("CreDtTm", Instant.Format(file.CreatedAt));
        Leaf("NbOfTxs", Digits(count));
        Leaf("CtrlSum", Digits(sum));
        Nested(file.InitiatingParty, "InitgPty", "Nm");
        _xml.WriteEndElement();
    }

    private void WriteBatch(Pain001Batch batch)
    {
        Open("PmtInf");
        Leaf("PmtInfId", batch.PaymentInformationId);
        Leaf("PmtMtd", "TRF");
        Leaf("BtchBookg", batch.BatchBooking ? "true" : "false");
        Leaf("NbOfTxs", Digits(batch.Count));
        Leaf("CtrlSum", Digits(batch.ControlSum));
        if (batch.CategoryPurpose is { } purpose) Nested(purpose, "PmtTpInf", "CtgyPurp", "Cd");
        var day = LocalDatePattern.Iso.Format(batch.RequestedExecutionDate);
        if (IsOld) Leaf("ReqdExctnDt", day);
        else Nested(day, "ReqdExctnDt", "Dt");
        Nested(batch.DebtorName, "Dbtr", "Nm");
        Open("DbtrAcct");
        Nested(batch.DebtorAccount, "Id", "Othr", "Id");
        Leaf("Ccy", "VND");
        _xml.WriteEndElement();
        Nested(batch.DebtorBic, "DbtrAgt", "FinInstnId", BicElement);

        // The payer bears all charges: the law grants the beneficiary the full amount.
        Leaf("ChrgBr", "DEBT");
        WritePayments(batch);
        _xml.WriteEndElement();
    }

    private void WritePayments(Pain001Batch batch)
    {
        var (count, sum) = (0, 0L);
        foreach (var payment in batch.Payments)
        {
            Pain001Rules.CheckPayment(payment, _version);
            if (!_ids.Add(payment.EndToEndId))
                throw Pain001Rules.Fail(
                    payment.EndToEndId, "EndToEndId", "Mã lệnh bị trùng trong tệp.", "The end-to-end id occurs twice.");
            WritePayment(payment);
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

    private void WritePayment(Pain001Payment payment)
    {
        Open("CdtTrfTxInf");
        Nested(payment.EndToEndId, "PmtId", "EndToEndId");
        Open("Amt");
        Open("InstdAmt");
        _xml.WriteAttributeString("Ccy", "VND");
        _xml.WriteString(Digits(payment.AmountDong));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        WriteCreditorAgent(payment.CreditorAgent);
        Nested(payment.CreditorName, "Cdtr", "Nm");
        Nested(payment.CreditorAccount, "CdtrAcct", "Id", "Othr", "Id");
        if (payment.Purpose is { } purpose) Nested(purpose, "Purp", "Cd");
        if (payment.Remittance is not null || payment.Reference is not null) WriteRemittance(payment);
        _xml.WriteEndElement();
    }

    private void WriteRemittance(Pain001Payment payment)
    {
        Open("RmtInf");
        if (payment.Remittance is { } text) Leaf("Ustrd", text);
        if (payment.Reference is { } reference)
        {
            Open("Strd");
            Open("CdtrRefInf");
            Nested(StructuredReference, "Tp", "CdOrPrtry", "Cd");
            Leaf("Ref", reference);
            _xml.WriteEndElement();
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void WriteCreditorAgent(string agent)
    {
        if (!Pain001Rules.IsNapasMember(agent))
        {
            Nested(agent, "CdtrAgt", "FinInstnId", BicElement);
            return;
        }

        Open("CdtrAgt");
        Open("FinInstnId");
        Open("ClrSysMmbId");
        Nested(NapasClearing, "ClrSysId", "Prtry");
        Leaf("MmbId", agent);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private bool IsOld => _version == Pain001Version.V03;

    private string BicElement => IsOld ? "BIC" : "BICFI";

    private void Open(string name) => _xml.WriteStartElement(name, _namespace);

    private void Leaf(string name, string value) => _xml.WriteElementString(name, _namespace, value);

    private void Nested(string value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) Open(name);
        _xml.WriteString(value);
        foreach (var _ in path) _xml.WriteEndElement();
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
