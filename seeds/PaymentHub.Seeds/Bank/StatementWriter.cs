using System.Globalization;
using System.Text;
using System.Xml;

namespace PaymentHub.Seeds.Bank;

/// <summary>Writes one camt.053.001.08 message with one statement or several, entry by entry.</summary>
internal static class StatementWriter
{
    private const string Namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
    private const string NotificationNamespace = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";

    /// <summary>Writes the message; the stream stays open.</summary>
    public static void Write(Stream stream, params IReadOnlyList<DailyStatement> statements)
    {
        using var xml = Begin(stream, Namespace, "BkToCstmrStmt");
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", "M" + statements[0].Id);
        xml.WriteElementString("CreDtTm", CreatedAt(statements[^1]));
        xml.WriteEndElement();
        foreach (var statement in statements)
            WriteStatement(xml, statement);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    /// <summary>Writes the entries as camt.054.001.08, which has no balances; the stream stays open.</summary>
    public static void WriteNotification(Stream stream, DailyStatement statement)
    {
        using var xml = Begin(stream, NotificationNamespace, "BkToCstmrDbtCdtNtfctn");
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", "N" + statement.Id);
        xml.WriteElementString("CreDtTm", Iso(statement) + "T15:00:00+07:00");
        xml.WriteEndElement();
        xml.WriteStartElement("Ntfctn");
        xml.WriteElementString("Id", "N" + statement.Id);
        xml.WriteElementString("CreDtTm", Iso(statement) + "T15:00:00+07:00");
        WriteAccount(xml, statement.Bank);
        for (var i = 0; i < statement.Bookings.Count; i++)
            WriteEntry(xml, statement, i);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static XmlWriter Begin(Stream stream, string space, string message)
    {
        var xml = XmlWriter.Create(stream, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            IndentChars = " ",
            NewLineChars = "\n",
            CloseOutput = false,
        });
        xml.WriteStartDocument();
        xml.WriteStartElement("Document", space);
        xml.WriteStartElement(message);
        return xml;
    }

    private static void WriteStatement(XmlWriter xml, DailyStatement statement)
    {
        xml.WriteStartElement("Stmt");
        WriteHead(xml, statement);
        for (var i = 0; i < statement.Bookings.Count; i++)
            WriteEntry(xml, statement, i);
        xml.WriteEndElement();
    }

    private static void WriteHead(XmlWriter xml, DailyStatement statement)
    {
        var bank = statement.Bank;
        var date = Iso(statement);
        xml.WriteElementString("Id", statement.Id);
        xml.WriteElementString("ElctrncSeqNb", Text(statement.Sequence));
        xml.WriteElementString("CreDtTm", CreatedAt(statement));
        xml.WriteStartElement("FrToDt");
        xml.WriteElementString("FrDtTm", date + "T00:00:00+07:00");
        xml.WriteElementString("ToDtTm", date + "T23:59:59+07:00");
        xml.WriteEndElement();
        WriteAccount(xml, bank);
        WriteBalance(xml, "OPBD", statement.Opening, date);
        WriteBalance(xml, "CLBD", statement.Closing, date);
        WriteSummary(xml, statement);
    }

    private static void WriteAccount(XmlWriter xml, Institution bank)
    {
        xml.WriteStartElement("Acct");
        WriteAccountId(xml, bank.Account);
        xml.WriteElementString("Ccy", "VND");
        Nested(xml, bank.AccountName, "Ownr", "Nm");
        Nested(xml, bank.Bic, "Svcr", "FinInstnId", "BICFI");
        xml.WriteEndElement();
    }

    private static void WriteBalance(XmlWriter xml, string code, long balance, string date)
    {
        xml.WriteStartElement("Bal");
        Nested(xml, code, "Tp", "CdOrPrtry", "Cd");
        WriteAmount(xml, "Amt", Math.Abs(balance));
        xml.WriteElementString("CdtDbtInd", balance < 0 ? "DBIT" : "CRDT");
        Nested(xml, date, "Dt", "Dt");
        xml.WriteEndElement();
    }

    private static void WriteSummary(XmlWriter xml, DailyStatement statement)
    {
        var credits = statement.Bookings.Where(b => b.IsCredit).ToArray();
        var credited = credits.Sum(b => b.Amount);
        var debited = statement.Bookings.Sum(b => b.Amount) - credited;
        xml.WriteStartElement("TxsSummry");
        xml.WriteStartElement("TtlNtries");
        xml.WriteElementString("NbOfNtries", Text(statement.Bookings.Count));
        xml.WriteElementString("Sum", Text(credited + debited));
        xml.WriteStartElement("TtlNetNtry");
        xml.WriteElementString("Amt", Text(Math.Abs(credited - debited)));
        xml.WriteElementString("CdtDbtInd", credited < debited ? "DBIT" : "CRDT");
        xml.WriteEndElement();
        xml.WriteEndElement();
        WriteTotal(xml, "TtlCdtNtries", credits.Length, credited);
        WriteTotal(xml, "TtlDbtNtries", statement.Bookings.Count - credits.Length, debited);
        xml.WriteEndElement();
    }

    private static void WriteTotal(XmlWriter xml, string element, int count, long sum)
    {
        xml.WriteStartElement(element);
        xml.WriteElementString("NbOfNtries", Text(count));
        xml.WriteElementString("Sum", Text(sum));
        xml.WriteEndElement();
    }

    private static void WriteEntry(XmlWriter xml, DailyStatement statement, int index)
    {
        var booking = statement.Bookings[index];
        var date = Iso(statement);
        xml.WriteStartElement("Ntry");
        xml.WriteElementString("NtryRef", Text(index + 1));
        WriteAmount(xml, "Amt", booking.Amount);
        xml.WriteElementString("CdtDbtInd", Sign(booking));
        Nested(xml, "BOOK", "Sts", "Cd");
        Nested(xml, date, "BookgDt", "Dt");
        Nested(xml, date, "ValDt", "Dt");
        xml.WriteElementString("AcctSvcrRef", statement.Reference(index));
        WriteTransactionCode(xml, statement.Bank, booking);
        xml.WriteStartElement("NtryDtls");
        if (booking.Batch is null)
            EntryDetails.Write(xml, booking);
        else
            WriteBatch(xml, booking);
        xml.WriteEndElement();
        if (booking.Batch is not null)
            xml.WriteElementString("AddtlNtryInf", booking.Text);
        xml.WriteEndElement();
    }

    private static void WriteBatch(XmlWriter xml, Booking booking)
    {
        xml.WriteStartElement("Btch");
        xml.WriteElementString("MsgId", booking.Batch!.File.MessageId);
        xml.WriteElementString("PmtInfId", booking.Batch.PaymentInformationId);
        xml.WriteElementString("NbOfTxs", Text(booking.Count));
        WriteAmount(xml, "TtlAmt", booking.Amount);
        xml.WriteElementString("CdtDbtInd", "DBIT");
        xml.WriteEndElement();
    }

    /// <summary>VCB writes its own code for charges, as many banks do; the others use the common list.</summary>
    private static void WriteTransactionCode(XmlWriter xml, Institution bank, Booking booking)
    {
        xml.WriteStartElement("BkTxCd");
        if (booking.Kind == EntryKind.Fee && bank.Code == "VCB")
        {
            xml.WriteStartElement("Prtry");
            xml.WriteElementString("Cd", "NCHG");
            xml.WriteElementString("Issr", bank.Code);
            xml.WriteEndElement();
        }
        else
        {
            var (family, subFamily) = Code(booking.Kind);
            xml.WriteStartElement("Domn");
            xml.WriteElementString("Cd", "PMNT");
            xml.WriteStartElement("Fmly");
            xml.WriteElementString("Cd", family);
            xml.WriteElementString("SubFmlyCd", subFamily);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static (string Family, string SubFamily) Code(EntryKind kind) => kind switch
    {
        EntryKind.Fee => ("MDOP", "CHRG"),
        EntryKind.Return => ("RCDT", "RRTN"),
        EntryKind.Funding or EntryKind.AdvanceReturn or EntryKind.UnknownCredit => ("RCDT", "DMCT"),
        EntryKind.UnknownDebit => ("MDOP", "OTHR"),
        _ => ("ICDT", "DMCT"),
    };

    internal static string Sign(Booking booking) => booking.IsCredit ? "CRDT" : "DBIT";

    internal static void WriteAccountId(XmlWriter xml, string account) => Nested(xml, account, "Id", "Othr", "Id");

    internal static void WriteAmount(XmlWriter xml, string element, long amount)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("Ccy", "VND");
        xml.WriteValue(amount);
        xml.WriteEndElement();
    }

    internal static void Nested(XmlWriter xml, string value, params ReadOnlySpan<string> elements)
    {
        foreach (var element in elements)
            xml.WriteStartElement(element);
        xml.WriteString(value);
        foreach (var _ in elements)
            xml.WriteEndElement();
    }

    private static string CreatedAt(DailyStatement statement) => Iso(statement) + "T18:30:00+07:00";

    private static string Iso(DailyStatement statement) =>
        statement.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
