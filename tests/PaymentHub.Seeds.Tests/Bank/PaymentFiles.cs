using System.Globalization;
using System.Text;

namespace PaymentHub.Seeds.Tests.Bank;

/// <summary>A payment as the tests order it.</summary>
internal sealed record Ordered(string EndToEndId, long Amount, string Account, string Name = "NGUYEN VAN AN");

/// <summary>A batch as the tests order it.</summary>
internal sealed record OrderedBatch(string Id, bool BatchBooking, IReadOnlyList<Ordered> Payments);

/// <summary>Builds the files that the service sends to banks and to the post office.</summary>
internal static class PaymentFiles
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A 16-character id; distinct for distinct numbers.</summary>
    public static string Id(char kind, long number)
    {
        var id = new char[16];
        Array.Fill(id, 'A');
        id[0] = kind;
        for (var i = 15; number > 0; i--, number /= 32)
            id[i] = Alphabet[(int)(number % 32)];
        return new string(id);
    }

    public static byte[] Pain001(
        string messageId, string debtorAccount, string date, IEnumerable<OrderedBatch> batches, long? controlSum = null)
    {
        var all = batches.ToList();
        var xml = new StringBuilder();
        xml.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .Append("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">")
            .Append("<CstmrCdtTrfInitn><GrpHdr><MsgId>")
            .Append(messageId).Append("</MsgId><CreDtTm>2026-10-30T09:00:00+07:00</CreDtTm><NbOfTxs>")
            .Append(all.Sum(b => b.Payments.Count)).Append("</NbOfTxs><CtrlSum>")
            .Append(controlSum ?? all.Sum(b => b.Payments.Sum(p => p.Amount)))
            .Append("</CtrlSum><InitgPty><Nm>SO TAI CHINH</Nm></InitgPty></GrpHdr>");
        foreach (var batch in all)
            Append(xml, batch, debtorAccount, date);
        return Encoding.UTF8.GetBytes(xml.Append("</CstmrCdtTrfInitn></Document>").ToString());
    }

    public static byte[] PayList(IReadOnlyList<Ordered> people, long? total = null)
    {
        var csv = new StringBuilder("\uFEFFMã lệnh,Mã hồ sơ,Họ và tên,Năm sinh,Mã xã,Số tiền,Người nhận,Nội dung\r\n");
        foreach (var (index, person) in people.Index())
        {
            csv.Append(CultureInfo.InvariantCulture, $"{person.EndToEndId},QN-21025-{index:000000},")
                .Append("\"Đinh Thị, Hoa\",1950,21025,")
                .Append(CultureInfo.InvariantCulture, $"{person.Amount},,Trợ cấp tháng 11/2026\r\n");
        }

        var sum = total ?? people.Sum(p => p.Amount);
        csv.Append(CultureInfo.InvariantCulture, $"TỔNG,{people.Count},,,,{sum},,\r\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static void Append(StringBuilder xml, OrderedBatch batch, string debtorAccount, string date)
    {
        xml.Append("<PmtInf><PmtInfId>").Append(batch.Id).Append("</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>")
            .Append(batch.BatchBooking ? "true" : "false").Append("</BtchBookg><NbOfTxs>").Append(batch.Payments.Count)
            .Append("</NbOfTxs><CtrlSum>").Append(batch.Payments.Sum(p => p.Amount))
            .Append("</CtrlSum><ReqdExctnDt><Dt>").Append(date).Append("</Dt></ReqdExctnDt><Dbtr><Nm>STC</Nm></Dbtr>")
            .Append("<DbtrAcct><Id><Othr><Id>").Append(debtorAccount)
            .Append("</Id></Othr></Id></DbtrAcct><DbtrAgt><FinInstnId><BICFI>VBAAVNVX</BICFI></FinInstnId></DbtrAgt>");
        foreach (var payment in batch.Payments)
        {
            xml.Append("<CdtTrfTxInf><PmtId><EndToEndId>").Append(payment.EndToEndId)
                .Append("</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"VND\">").Append(payment.Amount)
                .Append("</InstdAmt></Amt><CdtrAgt><FinInstnId><ClrSysMmbId><MmbId>970405</MmbId></ClrSysMmbId>")
                .Append("</FinInstnId></CdtrAgt><Cdtr><Nm>").Append(payment.Name)
                .Append("</Nm></Cdtr><CdtrAcct><Id><Othr><Id>").Append(payment.Account)
                .Append("</Id></Othr></Id></CdtrAcct><RmtInf><Ustrd>TRO CAP T11/2026</Ustrd></RmtInf></CdtTrfTxInf>");
        }

        xml.Append("</PmtInf>");
    }
}
