using System.Globalization;
using System.Text;
using System.Xml;
using NodaTime.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>
/// Reads a pain.001 message of version 03, 09, 11 or 12 as a paying bank does: forward only, no DTD, every amount a
/// whole number of đồng.
/// </summary>
internal sealed class Pain001Reader
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:";
    private static readonly string[] Versions =
        ["pain.001.001.03", "pain.001.001.09", "pain.001.001.11", "pain.001.001.12"];
    private const int MaximumDepth = 32;
    private readonly List<string> path = new(MaximumDepth);
    private readonly StringBuilder text = new();
    private readonly Dictionary<string, string> shared = new(StringComparer.Ordinal);
    private readonly OrderFile file;
    private OrderBatch batch;
    private string endToEndId = "", account = "", name = "", agent = "", remittance = "";
    private long amount = -1;

    private Pain001Reader(Institution bank)
    {
        file = new OrderFile { Bank = bank };
        batch = new OrderBatch { File = file };
    }

    /// <summary>Reads the whole message.</summary>
    /// <exception cref="XmlException">The text is not well-formed XML or has a DTD.</exception>
    /// <exception cref="FormatException">The message is of another type or a value cannot be read.</exception>
    public static OrderFile Read(Institution bank, Stream stream)
    {
        using var reader = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        var self = new Pain001Reader(bank);
        while (reader.Read())
            self.Take(reader);
        if (self.file.Batches.Count == 0)
            throw new FormatException("no PmtInf");
        return self.file;
    }

    private void Take(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                if (path.Count == 0)
                    Root(reader);
                if (path.Count == MaximumDepth)
                    throw new FormatException("nested too deep");
                Begin(reader);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                text.Append(reader.Value);
                break;
            case XmlNodeType.EndElement:
                End();
                break;
        }
    }

    private void Root(XmlReader reader)
    {
        var version = Array.Find(Versions, v => reader.NamespaceURI == Namespace + v);
        if (reader.LocalName != "Document" || version is null)
            throw new FormatException($"not pain.001: {reader.NamespaceURI} {reader.LocalName}");
        file.MessageName = version;
    }

    private void Begin(XmlReader reader)
    {
        text.Clear();
        path.Add(reader.LocalName);
        if (reader.LocalName == "InstdAmt" && reader.GetAttribute("Ccy") != "VND")
            throw new FormatException($"currency {reader.GetAttribute("Ccy")} of {endToEndId}");
        if (reader.LocalName == "PmtInf")
        {
            batch = new OrderBatch { File = file };
            file.Batches.Add(batch);
        }

        if (reader.IsEmptyElement)
            End();
    }

    private void End()
    {
        var self = path[^1];
        var parent = Up(1);
        if (parent is "GrpHdr" or "PmtInf")
            Header(parent, self);
        else if (self is "Dt" or "DtTm" && parent == "ReqdExctnDt")
            ExecutionDate();
        else
            Detail(parent, self);
        if (self == "CdtTrfTxInf")
            AddPayment();
        path.RemoveAt(path.Count - 1);
        text.Clear();
    }

    private void Header(string parent, string self)
    {
        switch (parent, self)
        {
            case ("GrpHdr", "MsgId"):
                file.MessageId = Value();
                break;
            case ("GrpHdr", "NbOfTxs"):
                file.DeclaredCount = int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);
                break;
            case ("GrpHdr", "CtrlSum"):
                file.DeclaredSum = Whole();
                break;
            case ("PmtInf", "PmtInfId"):
                batch.PaymentInformationId = Value();
                break;
            case ("PmtInf", "BtchBookg"):
                batch.BatchBooking = Value() is "true" or "1";
                break;
            case ("PmtInf", "NbOfTxs"):
                batch.DeclaredCount = int.Parse(Value(), NumberStyles.None, CultureInfo.InvariantCulture);
                break;
            case ("PmtInf", "CtrlSum"):
                batch.DeclaredSum = Whole();
                break;
            case ("PmtInf", "ReqdExctnDt") when file.MessageName == Versions[0]:
                ExecutionDate();
                break;
        }
    }

    private void ExecutionDate() =>
        batch.ExecutionDate = LocalDatePattern.Iso.Parse(Value()[..10]).GetValueOrThrow();

    private void Detail(string parent, string self)
    {
        switch (self)
        {
            case "EndToEndId" when parent == "PmtId":
                endToEndId = Value();
                break;
            case "InstdAmt":
                amount = Whole();
                break;
            case "IBAN" when Up(2) == "CdtrAcct":
            case "Id" when parent == "Othr" && Up(3) == "CdtrAcct":
                account = Value();
                break;
            case "IBAN" when Up(2) == "DbtrAcct":
            case "Id" when parent == "Othr" && Up(3) == "DbtrAcct":
                batch.DebtorAccount = Value();
                break;
            case "BIC" or "BICFI" when Up(2) == "CdtrAgt":
            case "MmbId" when Up(3) == "CdtrAgt":
                agent = Shared();
                break;
            case "Nm" when parent == "Cdtr":
                name = Value();
                break;
            case "Ustrd" when parent == "RmtInf":
                remittance = Shared();
                break;
        }
    }

    private void AddPayment()
    {
        if (endToEndId.Length == 0 || account.Length == 0 || amount <= 0)
            throw new FormatException(
                $"payment {batch.Payments.Count + 1} of {batch.PaymentInformationId} is incomplete");
        batch.Payments.Add(new PaymentOrder
        {
            EndToEndId = endToEndId,
            Amount = amount,
            Account = account,
            PayeeName = name,
            AgentCode = agent,
            Remittance = remittance,
            Batch = batch,
        });
        (endToEndId, account, name, agent, remittance, amount) = ("", "", "", "", "", -1);
    }

    private string Up(int levels) => path.Count > levels ? path[^(levels + 1)] : "";

    private string Value() => text.ToString();

    /// <summary>Bank codes and remittance texts repeat; one copy of each keeps a large message small in
    /// memory.</summary>
    private string Shared()
    {
        var value = Value();
        if (shared.TryGetValue(value, out var known))
            return known;
        if (shared.Count < 10_000)
            shared[value] = value;
        return value;
    }

    private long Whole()
    {
        var value = Value();
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : throw new FormatException($"amount \"{value}\" is not a whole number of đồng");
    }
}
