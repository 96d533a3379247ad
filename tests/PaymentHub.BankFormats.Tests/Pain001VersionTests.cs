using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Pain001;
using PaymentHub.BankFormats.Tests.Incoming;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

/// <summary>What every version of pain.001 must hold, on random valid files.</summary>
public class Pain001VersionTests
{
    private const string Letters = "ABCĐƯễạ &<>'\"]-/.";

    private static readonly Gen<string> Words =
        Gen.String[Gen.Char[Letters], 0, 30].Select(s => "X" + s.Normalize() + "X");

    private static readonly Gen<Pain001Payment> Payment = Gen.Select(
        Gen.Long[1, 999_999_999_999], Words, Gen.Int[0, 3], Gen.Bool,
        (amount, words, remittance, byBic) => new Pain001Payment(
            "", amount, byBic ? "VBAAVNVX" : "970405", words, "4500205123456",
            (remittance & 1) == 0 ? null : words,
            byBic ? Pain001Purpose.GovernmentPayment : null,
            (remittance & 2) == 0 ? null : "REF" + amount.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<Pain001File> Files = Gen.Select(
        Payment.List[1, 6].List[1, 4], Gen.Bool, Gen.Int[0, 400], FileOf);

    public static TheoryData<Pain001Version> Versions => [.. Enum.GetValues<Pain001Version>()];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Random_files_satisfy_the_official_schema(Pain001Version version)
    {
        var schema = OfficialSchema.Require(version.MessageName() + ".xsd");
        Files.Holds(
            file => OfficialSchema.ErrorsOf(Pain001WriterTests.Write(file, version), schema).ShouldBeEmpty(),
            iter: 50);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_written_reads_back_equal(Pain001Version version) => Files.Holds(
        file =>
        {
            var read = Read(Pain001WriterTests.Write(file, version), version);
            Shown(read).ShouldBe(Shown(file));
        },
        iter: 200);

    [Theory]
    [MemberData(nameof(Versions))]
    public void What_is_written_is_inspected_without_a_remark_and_equal(Pain001Version version) => Files.Holds(
        file =>
        {
            var read = new List<IncomingEntry>();
            var bytes = new MemoryStream(Pain001WriterTests.Write(file, version));
            var found = FileInspector.Inspect(bytes, Inspected.Strict, (_, entry) => read.Add(entry));
            (found.Format, found.Outcome.Verdict).ShouldBe((version.MessageName(), Verdict.Accept), found.Findings());
            read.Select(e => (
                    e.References.PaymentInformationId, e.References.EndToEndId, (long)-e.Amount.Units,
                    e.Counterparty.Account, e.Counterparty.Name, e.ValueDate))
                .ShouldBe(file.Batches.SelectMany(b => b.Payments.Select(p => (
                    (string?)b.PaymentInformationId, (string?)p.EndToEndId, p.AmountDong, (string?)p.CreditorAccount,
                    (string?)p.CreditorName, (LocalDate?)b.RequestedExecutionDate))));
            found.DebitSum.ToString().ShouldBe($"{file.Batches.Sum(b => b.Payments.Sum(p => p.AmountDong))}");
        },
        iter: 100);

    [Theory]
    [InlineData("1BAAVNVX")]
    [InlineData("VBAAVN1X")]
    [InlineData("VBAAVNVO")]
    public void A_BIC_that_only_later_versions_know_is_not_written_in_the_first(string bic)
    {
        var sample = Pain001WriterTests.Sample();
        var payment = sample.Batches[1].Payments.First() with { CreditorAgent = bic };
        var file = sample with { Batches = [sample.Batches[1] with { Payments = [payment] }] };
        Pain001WriterTests.Write(file, Pain001Version.V09).ShouldNotBeEmpty();
        Should.Throw<FileWriteException>(() => Pain001WriterTests.Write(file, Pain001Version.V03))
            .Where.ShouldEndWith("CdtrAgt");
    }

    [Fact]
    public void An_id_that_stands_in_two_batches_is_not_written()
    {
        var sample = Pain001WriterTests.Sample();
        var second = sample.Batches[1] with
        {
            Payments = [sample.Batches[1].Payments.First() with { EndToEndId = "ABCDEFGHIJKLMNOP" }],
        };
        Should.Throw<FileWriteException>(
            () => Pain001WriterTests.Write(sample with { Batches = [sample.Batches[0], second] }))
            .Where.ShouldBe("ABCDEFGHIJKLMNOP/EndToEndId");
    }

    private static Pain001File FileOf(List<List<Pain001Payment>> batches, bool booked, int days)
    {
        var number = 0;
        return new Pain001File(
            "M1", new LocalDateTime(2026, 10, 30, 9, 15, 0).WithOffset(Offset.FromHours(7)), "SỞ TÀI CHÍNH",
            [
                .. batches.Select((payments, i) => new Pain001Batch
                {
                    PaymentInformationId = $"B{i}",
                    BatchBooking = booked,
                    RequestedExecutionDate = new LocalDate(2026, 11, 2).PlusDays(days + i),
                    DebtorName = "SO TAI CHINH",
                    DebtorAccount = $"45002010000{i}",
                    DebtorBic = "VBAAVNVX",
                    Count = payments.Count,
                    ControlSum = payments.Sum(p => p.AmountDong),
                    CategoryPurpose = booked ? Pain001Purpose.SocialSecurityBenefit : null,
                    Payments = [.. payments.Select(p => p with { EndToEndId = $"E{number++}" })],
                }),
            ]);
    }

    private static string Shown(Pain001File file) => string.Join('\n', file.Batches
        .SelectMany(b => b.Payments.Select(p => p.ToString())
            .Prepend((b with { Payments = [] }).ToString()))
        .Prepend($"{file.MessageId} {file.CreatedAt} {file.InitiatingParty}"));

    // A reader of its own, on purpose: it shares nothing with the program's readers and writers.
    private static Pain001File Read(byte[] bytes, Pain001Version version)
    {
        XNamespace n = version.Namespace();
        var root = XDocument.Load(new MemoryStream(bytes)).Root!.Element(n + "CstmrCdtTrfInitn")!;
        var header = root.Element(n + "GrpHdr")!;
        var batches = root.Elements(n + "PmtInf").Select(b => BatchOf(b, n)).ToList();
        Long(header.Element(n + "NbOfTxs")).ShouldBe(batches.Sum(b => b.Count));
        Long(header.Element(n + "CtrlSum")).ShouldBe(batches.Sum(b => b.ControlSum));
        return new Pain001File(
            Text(header.Element(n + "MsgId"))!,
            OffsetDateTimePattern.GeneralIso.Parse(Text(header.Element(n + "CreDtTm"))!).Value,
            Text(header.Element(n + "InitgPty")!.Element(n + "Nm"))!, batches);
    }

    private static Pain001Batch BatchOf(XElement b, XNamespace n) => new()
    {
        PaymentInformationId = Text(b.Element(n + "PmtInfId"))!,
        BatchBooking = Text(b.Element(n + "BtchBookg")) == "true",
        RequestedExecutionDate = LocalDatePattern.Iso.Parse(b.Element(n + "ReqdExctnDt")!.Value).Value,
        DebtorName = b.Element(n + "Dbtr")!.Value,
        DebtorAccount = b.Element(n + "DbtrAcct")!.Element(n + "Id")!.Value,
        DebtorBic = b.Element(n + "DbtrAgt")!.Value,
        Count = (int)Long(b.Element(n + "NbOfTxs")),
        ControlSum = Long(b.Element(n + "CtrlSum")),
        CategoryPurpose = b.Element(n + "PmtTpInf")?.Value,
        Payments = b.Elements(n + "CdtTrfTxInf").Select(t => PaymentOf(t, n)).ToList(),
    };

    private static Pain001Payment PaymentOf(XElement t, XNamespace n) => new(
        t.Element(n + "PmtId")!.Value, Long(t.Element(n + "Amt")),
        t.Descendants(n + "MmbId").Concat(t.Element(n + "CdtrAgt")!.Elements()).First().Value,
        t.Element(n + "Cdtr")!.Value, t.Element(n + "CdtrAcct")!.Value,
        Text(t.Element(n + "RmtInf")?.Element(n + "Ustrd")), Text(t.Element(n + "Purp")),
        Text(t.Descendants(n + "Ref").FirstOrDefault()));

    private static string? Text(XElement? element) => element?.Value;

    private static long Long(XElement? element) => long.Parse(element!.Value, CultureInfo.InvariantCulture);
}
