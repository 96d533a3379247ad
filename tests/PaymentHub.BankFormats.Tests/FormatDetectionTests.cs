using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class FormatDetectionTests
{
    [Theory]
    [InlineData("camt053-a-day-with-funding-debits-and-a-return.xml", BankFileFormat.Camt053)]
    [InlineData("camt053-any-prefix-will-do.xml", BankFileFormat.Camt053)]
    [InlineData("pain002-whole-file-rejected.xml", BankFileFormat.Pain002)]
    [InlineData("paid-report-paid-and-not-paid.csv", BankFileFormat.PaidReport)]
    [InlineData("pain001-two-batches-one-booked-in-one-sum.xml", BankFileFormat.Unsupported)]
    [InlineData("paylist-two-people.csv", BankFileFormat.Unsupported)]
    public void A_file_is_known_by_its_content(string name, BankFileFormat format)
    {
        using var stream = Golden.Open(name);
        var detected = FormatDetection.Detect(stream);
        detected.Format.ShouldBe(format);
        (detected.Objection is null).ShouldBe(format != BankFileFormat.Unsupported);
        stream.Position.ShouldBe(0);
    }

    [Theory]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"/>", "camt.054.001.08")]
    [InlineData("<html><body/></html>", "<html>")]
    [InlineData("<a:Envelope xmlns:a=\"urn:swift\"/>", "Envelope")]
    [InlineData(":20:STARTUMSE\r\n:25:123", ":20:STARTUMSE")]
    [InlineData("PK\u0003\u0004xyz", "ZIP")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("Số hiệu,Trạng thái\r\n", "Số hiệu,Trạng thái")]
    public void What_no_reader_takes_is_named(string content, string named)
    {
        var detected = FormatDetection.Detect(Encoding.UTF8.GetBytes(content));
        detected.Format.ShouldBe(BankFileFormat.Unsupported);
        detected.Objection!.Rule.ShouldBe(FileReason.UnsupportedType);
        detected.Objection.TextVi.ShouldContain(named);
    }

    [Theory]
    [InlineData("", FileReason.Truncated)]
    [InlineData("<?xml version=\"1.0\"?><Docum", FileReason.Truncated)]
    [InlineData("<!DOCTYPE x><Document/>", FileReason.DtdForbidden)]
    [InlineData("<?xml version=\"1.0\" encoding=\"windows-1258\"?><Document/>", FileReason.BadEncoding)]
    public void What_cannot_be_looked_into_says_why(string content, string rule) =>
        FormatDetection.Detect(Encoding.UTF8.GetBytes(content)).Objection!.Rule.ShouldBe(rule);

    [Fact]
    public void A_packed_file_is_named_not_unpacked() =>
        FormatDetection.Detect((ReadOnlySpan<byte>)[0x1F, 0x8B, 8, 0]).Objection!.TextEn.ShouldContain("GZIP");

    [Fact]
    public void Any_beginning_of_a_file_is_judged_without_an_exception()
    {
        var bytes = Golden.Bytes("camt053-a-day-with-funding-debits-and-a-return.xml");
        for (var length = 0; length < 600; length++) FormatDetection.Detect(bytes.AsSpan(0,
            length)).Found.ShouldNotBeNull();
    }
}
