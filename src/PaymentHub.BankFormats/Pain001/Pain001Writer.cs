using System.Globalization;
using NodaTime.Text;
using PaymentHub.BankFormats.Xml;

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

    private readonly ElementWriter _xml;
    private readonly Pain001Version _version;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private Pain001Writer(ElementWriter xml, Pain001Version version, long count)
    {
        // The declared number is not trusted with memory: a set that is too small grows.
        _ids.EnsureCapacity((int)Math.Min(count, MostExpectedIds));
        _xml = xml;
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
        new Pain001Writer(new ElementWriter(output), version, count).WriteDocument(file);
    }

    private void WriteDocument(Pain001File file)
    {
        _xml.Begin("Document", _version.Namespace());
        _xml.Open("CstmrCdtTrfInitn");
        WriteHeader(file);
        foreach (var batch in file.Batches) WriteBatch(batch);
        _xml.End();
    }

    private void WriteHeader(Pain001File file)
    {
        var (count, sum) = (0L, 0L);
        foreach (var batch in file.Batches)
        {
            count += batch.Count;
            sum += batch.ControlSum;
        }

        _xml.Open("GrpHdr");
        _xml.Leaf("MsgId", file.MessageId);
        _xml.Leaf("CreDtTm", Instant.Format(file.CreatedAt));
        _xml.Leaf("NbOfTxs", Digits(count));
        _xml.Leaf("CtrlSum", Digits(sum));
        _xml.Nested(file.InitiatingParty, "InitgPty", "Nm");
        _xml.Close();
    }

    private void WriteBatch(Pain001Batch batch)
    {
        _xml.Open("PmtInf");
        _xml.Leaf("PmtInfId", batch.PaymentInformationId);
        _xml.Leaf("PmtMtd", "TRF");
        _xml.Leaf("BtchBookg", batch.BatchBooking ? "true" : "false");
        _xml.Leaf("NbOfTxs", Digits(batch.Count));
        _xml.Leaf("CtrlSum", Digits(batch.ControlSum));
        if (batch.CategoryPurpose is { } purpose) _xml.Nested(purpose, "PmtTpInf", "CtgyPurp", "Cd");
        var day = LocalDatePattern.Iso.Format(batch.RequestedExecutionDate);
        if (IsOld) _xml.Leaf("ReqdExctnDt", day);
        else _xml.Nested(day, "ReqdExctnDt", "Dt");
        _xml.Nested(batch.DebtorName, "Dbtr", "Nm");
        _xml.Open("DbtrAcct");
        _xml.Nested(batch.DebtorAccount, "Id", "Othr", "Id");
        _xml.Leaf("Ccy", "VND");
        _xml.Close();
        _xml.Nested(batch.DebtorBic, "DbtrAgt", "FinInstnId", BicElement);

        // The payer bears all charges: the law grants the beneficiary the full amount.
        _xml.Leaf("ChrgBr", "DEBT");
        WritePayments(batch);
        _xml.Close();
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
        _xml.Open("CdtTrfTxInf");
        _xml.Nested(payment.EndToEndId, "PmtId", "EndToEndId");
        _xml.Open("Amt");
        _xml.Open("InstdAmt", " Ccy=\"VND\"");
        _xml.Text(Digits(payment.AmountDong));
        _xml.Close();
        _xml.Close();
        WriteCreditorAgent(payment.CreditorAgent);
        _xml.Nested(payment.CreditorName, "Cdtr", "Nm");
        _xml.Nested(payment.CreditorAccount, "CdtrAcct", "Id", "Othr", "Id");
        if (payment.Purpose is { } purpose) _xml.Nested(purpose, "Purp", "Cd");
        if (payment.Remittance is not null || payment.Reference is not null) WriteRemittance(payment);
        _xml.Close();
    }

    private void WriteRemittance(Pain001Payment payment)
    {
        _xml.Open("RmtInf");
        if (payment.Remittance is { } text) _xml.Leaf("Ustrd", text);
        if (payment.Reference is { } reference)
        {
            _xml.Open("Strd");
            _xml.Open("CdtrRefInf");
            _xml.Nested(StructuredReference, "Tp", "CdOrPrtry", "Cd");
            _xml.Leaf("Ref", reference);
            _xml.Close();
            _xml.Close();
        }

        _xml.Close();
    }

    private void WriteCreditorAgent(string agent)
    {
        if (!Pain001Rules.IsNapasMember(agent))
        {
            _xml.Nested(agent, "CdtrAgt", "FinInstnId", BicElement);
            return;
        }

        _xml.Open("CdtrAgt");
        _xml.Open("FinInstnId");
        _xml.Open("ClrSysMmbId");
        _xml.Nested(NapasClearing, "ClrSysId", "Prtry");
        _xml.Leaf("MmbId", agent);
        _xml.Close();
        _xml.Close();
        _xml.Close();
    }

    private bool IsOld => _version == Pain001Version.V03;

    private string BicElement => IsOld ? "BIC" : "BICFI";

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
