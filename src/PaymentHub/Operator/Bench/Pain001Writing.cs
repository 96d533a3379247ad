using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using NodaTime;
using PaymentHub.BankFormats.Pain001;

namespace PaymentHub.Operator.Bench;

/// <summary>Writing pain.001 with every check, against a bare XmlWriter that writes the same elements.</summary>
internal static class Pain001Writing
{
    private const double Floor = 0.6;
    private const int Payments = 200_000;
    private const int Runs = 5;
    private const int PaymentsPerBatch = 5_000;
    private const string Space = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    public static bool Measure(TextWriter to)
    {
        var payments = Enumerable.Range(0, Payments).Select(PaymentOf).ToList();
        var file = FileOf(payments);
        using var output = new MemoryStream();
        var bytes = Written(output, () => Pain001Writer.Write(output, file));
        Written(output, () => Bare(output, file));
        var (codec, bare) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            codec.Add(ProcessorSeconds(() => Written(output, () => Pain001Writer.Write(output, file))));
            bare.Add(ProcessorSeconds(() => Written(output, () => Bare(output, file))));
        }

        var (took, least) = (codec.Order().ElementAt(Runs / 2), bare.Order().ElementAt(Runs / 2));
        to.WriteLine(JsonSerializer.Serialize(new
        {
            stage = "files",
            format = "pain.001.001.09 written",
            entries = Payments,
            megabytes = bytes >> 20,
            processorSeconds = Math.Round(took, 3),
            bareSeconds = Math.Round(least, 3),
            ratio = Math.Round(least / took, 3),
            floor = Floor,
            holds = least / took >= Floor,
        }));
        return least / took >= Floor;
    }

    private static double ProcessorSeconds(Action act)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        act();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static long Written(MemoryStream output, Action write)
    {
        output.SetLength(0);
        write();
        return output.Length;
    }

    private static Pain001Payment PaymentOf(int number)
    {
        var id = "E" + number.ToString("D15", CultureInfo.InvariantCulture);
        return new Pain001Payment(
            id, 500_000 + number % 1_000 * 1_000, "970405", "NGUYEN THI THUY TRANG",
            "45002" + number.ToString("D8", CultureInfo.InvariantCulture), $"{id} CHI TRA AN SINH XA HOI T11/2026");
    }

    private static Pain001File FileOf(List<Pain001Payment> payments) => new(
        "BENCH", new LocalDateTime(2026, 10, 30, 9, 15).WithOffset(Offset.FromHours(7)), "SO TAI CHINH", [
            .. payments.Chunk(PaymentsPerBatch).Select((chunk, n) => new Pain001Batch
            {
                PaymentInformationId = $"B{n}",
                BatchBooking = false,
                RequestedExecutionDate = new LocalDate(2026, 11, 2),
                DebtorName = "SO TAI CHINH",
                DebtorAccount = "4500201000018",
                DebtorBic = "VBAAVNVX",
                Count = chunk.Length,
                ControlSum = chunk.Sum(p => p.AmountDong),
                Payments = chunk,
            }),
        ]);

    // The heads of file and batches are left out: they are a thousandth of the bytes.
    private static void Bare(Stream output, Pain001File file)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = true,
            IndentChars = "",
            NewLineChars = "\n",
            CloseOutput = false,
        });
        xml.WriteStartElement("Document", Space);
        foreach (var payment in file.Batches.SelectMany(b => b.Payments)) Bare(xml, payment);
        xml.WriteEndElement();
    }

    private static void Bare(XmlWriter xml, Pain001Payment payment)
    {
        xml.WriteStartElement("CdtTrfTxInf", Space);
        Bare(xml, payment.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("Amt", Space);
        xml.WriteStartElement("InstdAmt", Space);
        xml.WriteAttributeString("Ccy", "VND");
        xml.WriteString(payment.AmountDong.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("CdtrAgt", Space);
        xml.WriteStartElement("FinInstnId", Space);
        xml.WriteStartElement("ClrSysMmbId", Space);
        Bare(xml, "NAPAS", "ClrSysId", "Prtry");
        Bare(xml, payment.CreditorAgent, "MmbId");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        Bare(xml, payment.CreditorName, "Cdtr", "Nm");
        Bare(xml, payment.CreditorAccount, "CdtrAcct", "Id", "Othr", "Id");
        Bare(xml, payment.Purpose!, "Purp", "Cd");
        Bare(xml, payment.Remittance!, "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void Bare(XmlWriter xml, string value, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) xml.WriteStartElement(name, Space);
        xml.WriteString(value);
        foreach (var _ in path) xml.WriteEndElement();
    }
}
