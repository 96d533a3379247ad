using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;
using PaymentHub.BankFormats.Pain001;

namespace PaymentHub.BankFormats.Camt055;

/// <summary>
/// Writes camt.055.001.08 (yêu cầu hủy lệnh chi). Deterministic: the same request gives the same bytes.
/// </summary>
public static class Camt055Writer
{
    /// <summary>What an answer names as the message it answers.</summary>
    public const string MessageName = "camt.055.001.08";

    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:" + MessageName;

    private static readonly OffsetDateTimePattern Instant =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>");

    /// <summary>
    /// Writes the request. Throws <see cref="FileWriteException"/> where a value is not allowed or a count or sum is
    /// not that of the payments named; what was written by then must be thrown away.
    /// </summary>
    public static void Write(Stream output, CancellationRequest request)
    {
        Camt055Rules.Check(request);
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
        Open(xml, "Document");
        Open(xml, "CstmrPmtCxlReq");
        WriteAssignment(xml, request);
        WriteCase(xml, request);
        Open(xml, "CtrlData");
        Leaf(xml, "NbOfTxs", Digits(request.Count));
        Leaf(xml, "CtrlSum", Digits(request.ControlSum));
        xml.WriteEndElement();
        Open(xml, "Undrlyg");
        WriteGroup(xml, request);
        foreach (var batch in request.Batches) WriteBatch(xml, request, batch);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Flush();
    }

    private static void WriteAssignment(XmlWriter xml, CancellationRequest request)
    {
        Open(xml, "Assgnmt");
        Leaf(xml, "Id", request.Id);
        Nested(xml, request.Requester, "Assgnr", "Pty", "Nm");
        Nested(xml, request.BankBic, "Assgne", "Agt", "FinInstnId", "BICFI");
        Leaf(xml, "CreDtTm", Instant.Format(request.CreatedAt));
        xml.WriteEndElement();
    }

    // The answer (camt.029) names the case that it resolves, and with it this request.
    private static void WriteCase(XmlWriter xml, CancellationRequest request)
    {
        Open(xml, "Case");
        Leaf(xml, "Id", request.Id);
        Nested(xml, request.Requester, "Cretr", "Pty", "Nm");
        xml.WriteEndElement();
    }

    // The group is named also where only some of it is cancelled: GrpCxl then says that the rest stands.
    private static void WriteGroup(XmlWriter xml, CancellationRequest request)
    {
        var isWhole = request.Batches.Count == 0;
        Open(xml, "OrgnlGrpInfAndCxl");
        Leaf(xml, "OrgnlMsgId", request.OriginalMessageId);
        Leaf(xml, "OrgnlMsgNmId", request.OriginalMessageName);
        Leaf(xml, "OrgnlCreDtTm", Instant.Format(request.OriginalCreatedAt));
        Leaf(xml, "NbOfTxs", Digits(request.Count));
        Leaf(xml, "CtrlSum", Digits(request.ControlSum));
        Leaf(xml, "GrpCxl", isWhole ? "true" : "false");
        if (isWhole) Nested(xml, request.Reason, "CxlRsnInf", "Rsn", "Cd");
        xml.WriteEndElement();
    }

    private static void WriteBatch(XmlWriter xml, CancellationRequest request, CancelledBatch batch)
    {
        var isWhole = batch.Payments.Count == 0;
        Open(xml, "OrgnlPmtInfAndCxl");
        Leaf(xml, "OrgnlPmtInfId", batch.PaymentInformationId);
        Leaf(xml, "NbOfTxs", Digits(batch.Count));
        Leaf(xml, "CtrlSum", Digits(batch.ControlSum));
        Leaf(xml, "PmtInfCxl", isWhole ? "true" : "false");
        if (isWhole) Nested(xml, request.Reason, "CxlRsnInf", "Rsn", "Cd");
        foreach (var payment in batch.Payments) WritePayment(xml, request, payment);
        xml.WriteEndElement();
    }

    private static void WritePayment(XmlWriter xml, CancellationRequest request, CancelledPayment payment)
    {
        Open(xml, "TxInf");
        Leaf(xml, "OrgnlEndToEndId", payment.EndToEndId);
        Open(xml, "OrgnlInstdAmt");
        xml.WriteAttributeString("Ccy", "VND");
        xml.WriteString(Digits(payment.AmountDong));
        xml.WriteEndElement();
        Nested(xml, LocalDatePattern.Iso.Format(payment.ExecutionDate), "OrgnlReqdExctnDt", "Dt");
        Nested(xml, request.Reason, "CxlRsnInf", "Rsn", "Cd");
        xml.WriteEndElement();
    }

    private static void Open(XmlWriter xml, string name) => xml.WriteStartElement(name, Namespace);

    private static void Leaf(XmlWriter xml, string name, string value) =>
        xml.WriteElementString(name, Namespace, value);

    private static void Nested(XmlWriter xml, string value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) Open(xml, name);
        xml.WriteString(value);
        foreach (var _ in path) xml.WriteEndElement();
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a request must be before a byte of it is written.</summary>
internal static class Camt055Rules
{
    public static void Check(CancellationRequest request)
    {
        Pain001Rules.CheckId(request.Id, "Assgnmt/Id", request.Id);
        Pain001Rules.CheckId(request.Id, "OrgnlMsgId", request.OriginalMessageId);
        Pain001Rules.CheckText(request.Id, "Assgnr/Nm", request.Requester, Pain001Rules.LongestName);
        if (!Pain001Rules.IsBic(request.BankBic, Pain001Version.V09))
            throw Pain001Rules.Fail(request.Id, "Assgne", "Mã BIC không hợp lệ.", "Not a BIC.");
        if (Pain001Versions.Find(request.OriginalMessageName) is null)
            throw Pain001Rules.Fail(request.Id, "OrgnlMsgNmId", "Không phải tên một phiên bản pain.001.",
                "Not the name of a version of pain.001.");
        if (!CancellationReason.All.Contains(request.Reason))
            throw Pain001Rules.Fail(
                request.Id, "CxlRsnInf", $"Lý do hủy phải là {string.Join(", ", CancellationReason.All)}.",
                $"The reason is one of {string.Join(", ", CancellationReason.All)}.");
        CheckTotals(request.Id, request.Count, request.ControlSum, request.Batches.Count == 0
            ? null
            : (request.Batches.Sum(b => b.Count), request.Batches.Sum(b => b.ControlSum)));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in request.Batches) CheckBatch(batch, ids);
    }

    private static void CheckBatch(CancelledBatch batch, HashSet<string> ids)
    {
        var at = batch.PaymentInformationId;
        Pain001Rules.CheckId(at, "OrgnlPmtInfId", at);
        if (!ids.Add("/" + at)) throw Twice(at);
        CheckTotals(at, batch.Count, batch.ControlSum, batch.Payments.Count == 0
            ? null
            : (batch.Payments.Count, batch.Payments.Sum(p => p.AmountDong)));
        foreach (var payment in batch.Payments)
        {
            Pain001Rules.CheckId(payment.EndToEndId, "OrgnlEndToEndId", payment.EndToEndId);
            if (payment.AmountDong < 1)
                throw Pain001Rules.Fail(payment.EndToEndId, "OrgnlInstdAmt", "Số tiền phải lớn hơn 0.",
                    "The amount must be at least 1 đồng.");
            if (!ids.Add(payment.EndToEndId)) throw Twice(payment.EndToEndId);
        }
    }

    private static void CheckTotals(string at, int count, long sum, (int Count, long Sum)? found)
    {
        if (count < 1 || sum < 1)
            throw Pain001Rules.Fail(at, "CtrlSum", "Không có khoản nào để hủy.", "There is nothing to cancel.");
        if (found is not { } f || f == (count, sum)) return;
        throw Pain001Rules.Fail(
            at, "CtrlSum",
            $"Yêu cầu khai {count} khoản, {DongAmount.Vi(sum)} đồng nhưng có {f.Count} khoản, "
            + $"{DongAmount.Vi(f.Sum)} đồng.",
            $"The request declares {count} payments of {DongAmount.En(sum)} đồng but names {f.Count} of "
            + $"{DongAmount.En(f.Sum)} đồng.");
    }

    private static FileWriteException Twice(string id) =>
        Pain001Rules.Fail(id, "Undrlyg", "Mã bị trùng trong yêu cầu.", "The id occurs twice in the request.");
}
