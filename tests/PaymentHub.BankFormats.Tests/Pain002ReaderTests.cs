using System.Text;
using PaymentHub.BankFormats.Pain002;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class Pain002ReaderTests
{
    private const string Part = "pain002-partly-accepted-names-only-what-failed.xml";

    [Fact]
    public void A_partly_accepted_file_lists_only_what_failed()
    {
        var result = Pain002Reader.Read(Golden.Open(Part));
        result.Verdict.ShouldBe(Verdict.Accept);
        var report = result.Report!;
        report.MessageId.ShouldBe("AGRI-STS-0001");
        report.OriginalMessageId.ShouldBe("PH26NOVEMBER0001");
        report.OriginalMessageName.ShouldBe("pain.001.001.09");
        report.OriginalCount.ShouldBe(3);
        report.OriginalSum.ShouldBe(1_566_000);
        report.GroupStatus.ShouldBe("PART");
        report.Batches.Select(b => (b.OriginalPaymentInformationId, b.Status, b.Lines.Count)).ShouldBe(
            [("B2102500001TCXHA", "PART", 1), ("B2102500001HTXHA", "RJCT", 0)]);
        report.Batches[1].Reasons.ShouldBe([new StatusReason("AM04", null)]);
    }

    [Fact]
    public void A_precise_reason_wins_over_a_narrative_and_keeps_its_text()
    {
        var line = Pain002Reader.Read(Golden.Open(Part)).Report!.Batches[0].Lines.ShouldHaveSingleItem();
        line.EndToEndId.ShouldBe("ABCDEFGHIJKLMNOP");
        line.Status.ShouldBe("RJCT");
        line.ReasonCode.ShouldBe("AC01");
        line.ReasonText.ShouldBe("1301813;Tài khoản không tồn tại; Sai số tài khoản");
        line.Line.ShouldBe(23);
    }

    [Fact]
    public void A_rejected_file_has_its_reason_at_the_group()
    {
        var report = Pain002Reader.Read(Golden.Open("pain002-whole-file-rejected.xml")).Report!;
        report.GroupStatus.ShouldBe("RJCT");
        report.Reasons.ShouldBe([new StatusReason("FF01", "Sai cau truc tep")]);
        report.Batches.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_keep_amount_and_reference_of_the_bank()
    {
        var lines = Pain002Reader.Read(Golden.Open("pain002-each-line-with-its-amount.xml")).Report!.Batches[0].Lines;
        lines.Select(l => (l.EndToEndId, l.Status, l.Amount, l.BankReference)).ShouldBe(
            [("ABCDEFGHIJKLMNOP", "ACSC", 500_000L, "FT263060001"), ("QRSTUVWXYZ234567", "PDNG", null, null)]);
    }

    [Fact]
    public void The_older_version_is_read_alike()
    {
        var text = Golden.Text(Part).Replace("pain.002.001.10", "pain.002.001.03", StringComparison.Ordinal);
        Read(text).Report!.Batches.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("pain.002.001.10", "pain.002.001.12", FileReason.UnsupportedType)]
    [InlineData("CstmrPmtStsRpt", "CstmrDrctDbtInitn", FileReason.UnsupportedType)]
    [InlineData("<OrgnlMsgId>PH26NOVEMBER0001</OrgnlMsgId>", "", FileReason.Schema)]
    [InlineData("<TxSts>RJCT</TxSts>", "<TxSts>REJECTED</TxSts>", FileReason.Schema)]
    [InlineData("<TxSts>RJCT</TxSts>", "<TxSts>RJCT</TxSts><TxSts>ACSC</TxSts>", FileReason.Schema)]
    [InlineData("<OrgnlCtrlSum>1566000<", "<OrgnlCtrlSum>1.566.000<", FileReason.BadAmount)]
    public void A_report_that_cannot_be_used_is_refused(string good, string bad, string reason)
    {
        var result = Read(Golden.Text(Part).Replace(good, bad, StringComparison.Ordinal));
        result.Verdict.ShouldBe(Verdict.Reject);
        result.Outcome.Reasons.ShouldContain(reason);
        result.Report.ShouldBeNull();
    }

    [Theory]
    [InlineData("<DtldNbOfTxs>1<", "<DtldNbOfTxs>2<", FileReason.ControlMismatch)]
    [InlineData("<TxSts>RJCT</TxSts>", "", FileReason.Schema)]
    [InlineData("<OrgnlEndToEndId>ABCDEFGHIJKLMNOP</OrgnlEndToEndId>", "", FileReason.Schema)]
    [InlineData("Sai số tài khoản", "Sai sá»‘ tÃ i khoáº£n", FileReason.BadEncoding)]
    public void A_doubtful_report_is_held_for_a_person(string good, string bad, string reason)
    {
        var result = Read(Golden.Text(Part).Replace(good, bad, StringComparison.Ordinal));
        result.Verdict.ShouldBe(Verdict.Hold);
        result.Outcome.Reasons.ShouldContain(reason);
        result.Report.ShouldNotBeNull();
    }

    [Fact]
    public void A_report_without_any_status_is_held()
    {
        var text = Golden.Text("pain002-whole-file-rejected.xml")
            .Replace("<GrpSts>RJCT</GrpSts>", "", StringComparison.Ordinal);
        Read(text).Outcome.Findings.ShouldHaveSingleItem().TextVi.ShouldBe("Thiếu trạng thái ở mọi cấp.");
    }

    [Fact]
    public void A_report_cut_anywhere_is_refused()
    {
        var bytes = Golden.Bytes(Part).AsSpan().TrimEnd((byte)'\n').ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var result = Pain002Reader.Read(new MemoryStream(bytes, 0, length));
            result.Outcome.Reasons.ShouldContain(FileReason.Truncated, $"cut at {length}");
            result.Report.ShouldBeNull();
        }
    }

    private static Pain002Result Read(string text)
        => Pain002Reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
