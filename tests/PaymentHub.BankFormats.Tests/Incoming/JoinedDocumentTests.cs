using System.Text;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Several XML documents in one file, and statements in the wrapper of Italy's corporate banking.</summary>
public class JoinedDocumentTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private const string Space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    private static string One => StatementText.Small();

    private static string Other => One.Replace("<Id>S1</Id>", "<Id>S2</Id>", Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\uFEFF")]
    public void Documents_with_their_declarations_are_read_one_after_another(string between)
    {
        var found = Inspected.Of(One + between + Other + "\n" + One);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Statements, found.Entries, found.RawMarkers).ShouldBe((3, 3, 3));
        found.DebitSum.ToString().ShouldBe("1500000");
        found.Accounts.Select(a => a.StatementId).ShouldBe(["S1", "S2", "S1"]);
        found.Outcome.Findings.Select(f => f.Rule).ShouldBe([FileReason.Schema, FileReason.Schema]);
        Inspected.Of(One + between + Other, Inspected.Strict).Outcome.Reasons.ShouldBe([FileReason.Schema]);
    }

    [Fact]
    public void They_are_found_wherever_a_block_of_bytes_ends()
    {
        // Blocks have 128 KiB, and the parser takes four of them at a time.
        foreach (var border in new[] { 4_096, 8_192, 128 * 1024 })
        {
            for (var shift = -9; shift <= 9; shift++)
            {
                var padding = border + shift - Encoding.UTF8.GetByteCount(One);
                if (padding < 0) continue;
                var found = Inspected.Of(One + new string('\n', padding) + Other);
                found.Outcome.Verdict.ShouldBe(Verdict.Accept, $"{border} {shift} {found.Findings()}");
                (found.Statements, found.Entries, found.RawMarkers).ShouldBe((2, 2, 2));
            }
        }
    }

    [Fact]
    public void Documents_in_sixteen_bits_are_read_one_after_another()
    {
        byte[] file = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(One + Other)];
        var found = Inspected.Of(file);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Statements, found.Entries).ShouldBe((2, 2));
    }

    [Fact]
    public void What_is_wrong_with_a_later_document_refuses_the_file()
    {
        Reasons(One + Other[..^30]).ShouldBe([FileReason.Truncated]);
        Reasons(One + Declaration + "<!DOCTYPE x><x/>").ShouldBe([FileReason.DtdForbidden]);
        Reasons(One + Other[Declaration.Length..]).ShouldBe([FileReason.Schema]);
        Reasons(One + "x" + Other).ShouldBe([FileReason.Schema]);
        Reasons(One + Other.Replace("<CdtDbtInd>DBIT", "<CdtDbtInd>?", Ordinal)).ShouldContain(FileReason.BadSign);
    }

    [Fact]
    public void The_line_of_a_finding_in_a_later_document_is_that_of_the_file()
    {
        var bad = Other.Replace("<Sts><Cd>BOOK</Cd></Sts>", "", Ordinal);
        var alone = Inspected.Of(bad).Outcome.Findings.ShouldHaveSingleItem().Line;
        var found = Inspected.Of(One + "\n" + bad);
        found.Outcome.Findings[^1].Line.ShouldBe(alone + One.Split('\n').Length);
    }

    [Theory]
    [InlineData("CBIDlyStmtReqLogMsg")]
    [InlineData("CBIPrdcStmtReqLogMsg")]
    public void A_statement_in_the_wrapper_of_Italy_is_a_statement(string body)
    {
        var inner = One[Declaration.Length..].Replace("<Document xmlns=\"" + Space + "\"><BkToCstmrStmt>", "", Ordinal)
            .Replace("</BkToCstmrStmt></Document>", "", Ordinal);
        var prefixed = System.Text.RegularExpressions.Regex.Replace(inner, "<(/?)([A-Z])", "<$1n:$2");
        var found = Inspected.Of($"""
            <CBIBdyBkToCstmrStmtReq xmlns="urn:CBI:xsd:CBIBdyBkToCstmrStmtReq.00.01.02"
              xmlns:n="urn:CBI:xsd:{body}.00.01.02" xmlns:l="urn:CBI:xsd:CBIBkToCstmrStmtReqLogMsg.00.01.02">
            <PhyMsgInf><PhyMsgTpCd>STRN-MO-001</PhyMsgTpCd><NbOfLogMsg>1</NbOfLogMsg></PhyMsgInf>
            <CBIEnvelBkToCstmrStmtReqLogMsg><CBIBkToCstmrStmtReqLogMsg><l:{body}>{prefixed}</l:{body}>
            </CBIBkToCstmrStmtReqLogMsg></CBIEnvelBkToCstmrStmtReqLogMsg></CBIBdyBkToCstmrStmtReq>
            """);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Format, found.Statements, found.Entries, found.RawMarkers).ShouldBe(("camt.053", 1, 1, 1));
        found.Accounts[0].ShouldBe(new InspectedAccount("4500201000018", "S1", "1", "1000000", "500000", "VND", 1));
    }

    private static IReadOnlyList<string> Reasons(string text) => Inspected.Of(text).Outcome.Reasons;
}
