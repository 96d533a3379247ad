using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using NodaTime;
using PaymentHub.BankFormats.Camt055;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class Camt055WriterTests
{
    private static readonly XNamespace Cancellation = "urn:iso:std:iso:20022:tech:xsd:camt.055.001.08";

    private static readonly Gen<CancellationRequest> Requests = Gen.Select(
        Gen.Long[1, 999_999_999].List[0, 5].List[0, 4], Gen.Int[0, 3],
        (batches, reason) => RequestOf(batches, CancellationReason.All[reason]));

    [Fact]
    public void Random_requests_satisfy_the_official_schema()
    {
        var schema = OfficialSchema.Require("camt.055.001.08.xsd");
        Requests.Holds(request => OfficialSchema.ErrorsOf(Write(request), schema).ShouldBeEmpty(), iter: 100);
    }

    [Fact]
    public void Every_payment_that_is_named_reads_back_equal() => Requests.Holds(
        request =>
        {
            var document = XDocument.Load(new MemoryStream(Write(request)));
            var read = document.Descendants(Cancellation + "TxInf").Select(t => (
                t.Element(Cancellation + "OrgnlEndToEndId")!.Value,
                long.Parse(t.Element(Cancellation + "OrgnlInstdAmt")!.Value, CultureInfo.InvariantCulture)));
            read.ShouldBe(request.Batches.SelectMany(b => b.Payments).Select(p => (p.EndToEndId, p.AmountDong)));
            document.Descendants(Cancellation + "GrpCxl").Single().Value
                .ShouldBe(request.Batches.Count == 0 ? "true" : "false");
            document.Descendants(Cancellation + "Rsn").Select(r => r.Value).Distinct().ShouldBe([request.Reason]);
        },
        iter: 200);

    [Fact]
    public void What_is_written_is_inspected_and_found_equal() => Requests.Holds(
        request =>
        {
            var read = new List<IncomingEntry>();
            var found = FileInspector.Inspect(
                new MemoryStream(Write(request)), new InspectionOptions { IsStrict = true }, (_, e) => read.Add(e));
            found.Outcome.Verdict.ShouldBe(Verdict.Accept);
            found.Format.ShouldBe("camt.055.001.08");
            found.RawMarkers.ShouldBe(found.Entries);
            read.Select(e => $"{e.References.EndToEndId} {e.Details[0].Amount}").ShouldBe(
                request.Batches.SelectMany(b => b.Payments).Select(p => $"{p.EndToEndId} {p.AmountDong}"));
            read.ShouldAllBe(e =>
                e.References.MessageId == request.OriginalMessageId && e.Return!.Code == request.Reason);
        },
        iter: 200);

    [Fact]
    public void The_bytes_are_those_of_the_golden_file() =>
        System.Text.Encoding.UTF8.GetString(Write(RequestOf([[500_000, 566_000], []], CancellationReason.Duplicate)))
            .ShouldBe(Golden.Text("camt055-two-payments-and-a-batch.xml"));

    [Fact]
    public void A_sum_that_the_payments_do_not_have_is_refused_with_both_numbers()
    {
        var request = RequestOf([[500_000]], CancellationReason.Requested);
        var error = Should.Throw<FileWriteException>(() => Write(request with { ControlSum = 500_001 }));
        error.Where.ShouldBe("C1/CtrlSum");
        error.Vietnamese.ShouldContain("500.001");
        error.Vietnamese.ShouldContain("500.000");
    }

    [Fact]
    public void The_same_payment_cannot_be_named_twice()
    {
        var request = RequestOf([[500_000], [500_000]], CancellationReason.Requested);
        var twice = request with
        {
            Batches = [request.Batches[0], request.Batches[1] with { Payments = request.Batches[0].Payments }],
        };
        Should.Throw<FileWriteException>(() => Write(twice)).Where.ShouldBe("E0.0/Undrlyg");
    }

    [Theory]
    [InlineData("FRAD")]
    [InlineData("")]
    [InlineData("người nhận đã chết")]
    public void A_reason_that_says_more_than_it_may_is_refused(string reason) =>
        Should.Throw<FileWriteException>(() => Write(RequestOf([[1]], reason))).Where.ShouldBe("C1/CxlRsnInf");

    [Fact]
    public void Only_a_message_that_we_can_have_sent_is_cancelled() =>
        Should.Throw<FileWriteException>(() => Write(
            RequestOf([[1]], CancellationReason.Requested) with { OriginalMessageName = "pain.008.001.02" }))
            .Where.ShouldBe("C1/OrgnlMsgNmId");

    private static byte[] Write(CancellationRequest request)
    {
        using var output = new MemoryStream();
        Camt055Writer.Write(output, request);
        return output.ToArray();
    }

    // An empty inner list asks for a whole batch, of three payments.
    private static CancellationRequest RequestOf(List<List<long>> amounts, string reason)
    {
        var at = new LocalDateTime(2026, 10, 30, 9, 15, 0).WithOffset(Offset.FromHours(7));
        var batches = amounts.Select((batch, b) => batch.Count == 0
            ? new CancelledBatch($"B{b}", 3, 3_000, [])
            : new CancelledBatch($"B{b}", batch.Count, batch.Sum(), [
                .. batch.Select((amount, i) => new CancelledPayment($"E{b}.{i}", amount, new LocalDate(2026, 11, 2))),
            ])).ToList();
        return new CancellationRequest
        {
            Id = "C1",
            CreatedAt = at.PlusHours(3),
            Requester = "SỞ TÀI CHÍNH TỈNH QUẢNG NGÃI",
            BankBic = "VBAAVNVX",
            OriginalMessageId = "PH26NOVEMBER2345",
            OriginalMessageName = "pain.001.001.09",
            OriginalCreatedAt = at,
            Reason = reason,
            Count = batches.Count == 0 ? 7 : batches.Sum(b => b.Count),
            ControlSum = batches.Count == 0 ? 7_000 : batches.Sum(b => b.ControlSum),
            Batches = batches,
        };
    }
}
