using System.Xml;

namespace PaymentHub.Seeds.Bank;

/// <summary>Writes the TxDtls of an entry: references, the other side, the remittance text, the reason of a
/// return.</summary>
internal static class EntryDetails
{
    private const int MaximumText = 140;

    public static void Write(XmlWriter xml, Booking booking)
    {
        xml.WriteStartElement("TxDtls");
        WriteReferences(xml, booking);
        StatementWriter.WriteAmount(xml, "Amt", booking.Amount);
        xml.WriteElementString("CdtDbtInd", StatementWriter.Sign(booking));
        WriteOtherSide(xml, booking);
        StatementWriter.Nested(xml, Cut(booking.Text), "RmtInf", "Ustrd");
        if (booking is { Kind: EntryKind.Return, Payment.Code: { } code })
            StatementWriter.Nested(xml, code, "RtrInf", "Rsn", "Cd");
        xml.WriteEndElement();
    }

    private static void WriteReferences(XmlWriter xml, Booking booking)
    {
        if (booking.Payment is not { } payment || booking.Shown == IdShown.Absent)
            return;
        xml.WriteStartElement("Refs");
        if (booking.Shown == IdShown.Yes)
        {
            xml.WriteElementString("MsgId", payment.Batch.File.MessageId);
            xml.WriteElementString("PmtInfId", payment.Batch.PaymentInformationId);
        }

        xml.WriteElementString("EndToEndId", booking.Shown == IdShown.Yes ? payment.EndToEndId : "NOTPROVIDED");
        xml.WriteEndElement();
    }

    /// <summary>A return names the parties of the transfer it undoes, so the payee stays the creditor.</summary>
    private static void WriteOtherSide(XmlWriter xml, Booking booking)
    {
        var account = booking.OtherAccount ?? booking.Payment?.Account;
        if (account is null)
            return;
        var isDebtor = booking.IsCredit && booking.Kind != EntryKind.Return;
        var name = booking.OtherName ?? booking.Payment?.PayeeName ?? "";
        xml.WriteStartElement("RltdPties");
        if (name.Length > 0)
            StatementWriter.Nested(xml, Cut(name), isDebtor ? "Dbtr" : "Cdtr", "Pty", "Nm");
        xml.WriteStartElement(isDebtor ? "DbtrAcct" : "CdtrAcct");
        StatementWriter.WriteAccountId(xml, account);
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (booking.Payment?.AgentCode is { Length: > 0 } agent && !isDebtor)
            WriteAgent(xml, agent);
    }

    private static void WriteAgent(XmlWriter xml, string agent)
    {
        if (char.IsAsciiDigit(agent[0]))
            StatementWriter.Nested(xml, agent, "RltdAgts", "CdtrAgt", "FinInstnId", "ClrSysMmbId", "MmbId");
        else
            StatementWriter.Nested(xml, agent, "RltdAgts", "CdtrAgt", "FinInstnId", "BICFI");
    }

    private static string Cut(string text) => text.Length <= MaximumText ? text : text[..MaximumText];
}
