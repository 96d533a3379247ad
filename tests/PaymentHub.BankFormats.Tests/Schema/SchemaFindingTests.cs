using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Schema;
using PaymentHub.BankFormats.Tests.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>What a message has against the schema of its version: told when tolerant, refused when strict.</summary>
public class SchemaFindingTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly InspectionOptions Telling = new() { ChecksSchema = true };

    public static TheoryData<string> Versions =>
        [.. GrammarText.Shipped.Messages.Where(m => !m.StartsWith("head", Ordinal))];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_clean_message_of_every_version_is_accepted_in_silence(string version)
    {
        var found = Inspected.Of(CleanMessages.Of(version), Inspected.Strict);
        found.Format.ShouldBe(version);
        found.Entries.ShouldBe(1);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Outcome.Findings.ShouldBeEmpty();
    }

    [Theory]
    // Structure.
    [InlineData("08", "<Ntry>\n<Amt Ccy=\"VND\">500000</Amt>\n<CdtDbtInd>DBIT</CdtDbtInd>",
        "<Ntry>\n<CdtDbtInd>DBIT</CdtDbtInd>\n<Amt Ccy=\"VND\">500000</Amt>", 12,
        "Stmt[1]/Ntry[1]/Amt", "before CdtDbtInd")]
    [InlineData("08", "<RvslInd>", "<Foo>1</Foo><RvslInd>", 13, "Stmt[1]/Ntry[1]/Foo", "expected: RvslInd, Sts")]
    [InlineData("08", "<CdtDbtInd>DBIT</CdtDbtInd>\n", "<CdtDbtInd x=\"1\">DBIT</CdtDbtInd>\n", 12,
        "Stmt[1]/Ntry[1]/CdtDbtInd/@x", "not in the schema")]
    [InlineData("08", "<BkTxCd>", "<BkTxCdX>", 10, "Stmt[1]/Ntry[1]/BkTxCd", "missing")]
    [InlineData("08", "<MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00+07:00</CreDtTm>", "<MsgId>M1</MsgId>", 3,
        "GrpHdr/CreDtTm", "missing")]
    [InlineData("04", "<Id>S1</Id>\n<ElctrncSeqNb>1</ElctrncSeqNb>\n<CreDtTm>2026-11-02T20:00:00+07:00</CreDtTm>",
        "<Id>S1</Id>\n<ElctrncSeqNb>1</ElctrncSeqNb>", 4, "Stmt[1]/CreDtTm", "missing")]
    [InlineData("08", "<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>", 14, "Stmt[1]/Ntry[1]/Sts", "Text between")]
    [InlineData("08", "<Cd>BOOK</Cd>", "<Cd>BOOK</Cd><Prtry>X</Prtry>", 14, "Stmt[1]/Ntry[1]/Sts/Prtry", "Only one")]
    [InlineData("08", "<Ccy>VND</Ccy>", "<Ccy>VND</Ccy><Ccy>VND</Ccy>", 8, "Stmt[1]/Acct/Ccy", "at most 1")]
    [InlineData("08", "<RvslInd>false", "<RvslInd xmlns=\"urn:x\">false", 13, "Stmt[1]/Ntry[1]/RvslInd", "urn:x")]
    [InlineData("08", "</Refs>", "<UETR>8A562C67-ca16-48ba-b074-65581be6f001</UETR></Refs>", 17,
        "Stmt[1]/Ntry[1]/NtryDtls[1]/TxDtls[1]/Refs/UETR", "pattern")]
    // Values.
    [InlineData("08", "<MsgId>M1<", "<MsgId>M123456789012345678901234567890123456789<", 3, "GrpHdr/MsgId", "35")]
    [InlineData("08", "<RvslInd>false", "<RvslInd>maybe", 13, "Stmt[1]/Ntry[1]/RvslInd", "true or false")]
    [InlineData("08", "<Acct><Id><Othr><Id>4500201000018</Id></Othr></Id>", "<Acct><Id><IBAN>VN1</IBAN></Id>", 8,
        "Stmt[1]/Acct/Id/IBAN", "pattern")]
    [InlineData("08", "</Ccy></Acct>", "</Ccy><Svcr><FinInstnId><BICFI>agri</BICFI></FinInstnId></Svcr></Acct>", 8,
        "Stmt[1]/Acct/Svcr/FinInstnId/BICFI", "pattern")]
    [InlineData("02", "</Ccy></Acct>", "</Ccy><Svcr><FinInstnId><BIC>agri</BIC></FinInstnId></Svcr></Acct>", 8,
        "Stmt[1]/Acct/Svcr/FinInstnId/BIC", "pattern")]
    [InlineData("08", "<ElctrncSeqNb>1<", "<ElctrncSeqNb>1.5<", 6, "Stmt[1]/ElctrncSeqNb", "digits")]
    [InlineData("08", "<SubFmlyCd>DMCT<", "<SubFmlyCd>DMCTX<", 16, "Stmt[1]/Ntry[1]/BkTxCd/Domn/Fmly/SubFmlyCd",
        "at most 4")]
    [InlineData("08", "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T20:00:00+07:00<",
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>02/11/2026<", 3, "GrpHdr/CreDtTm", "YYYY-MM-DDThh:mm:ss")]
    public void A_deviation_is_told_where_it_is_and_refused_when_strict(
        string version, string right, string wrong, int line, string where, string expected)
    {
        var text = CleanMessages.Of("camt.053.001." + version);
        text = text.Replace(right, wrong, Ordinal);
        if (wrong == "<BkTxCdX>") text = text.Replace("</BkTxCd>", "</BkTxCdX>", Ordinal);
        text.ShouldNotBe(CleanMessages.Of("camt.053.001." + version));
        var found = Inspected.Of(text, Telling);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        var told = found.Outcome.Findings.FirstOrDefault(f => f.Where == where);
        told.ShouldNotBeNull(found.Findings());
        (told.Rule, told.Line).ShouldBe((FileReason.Schema, line), found.Findings());
        told.TextEn.ShouldContain(expected);
        told.TextVi.ShouldNotBeEmpty();
        var strict = Inspected.Of(text, Inspected.Strict);
        strict.Outcome.Verdict.ShouldBe(Verdict.Reject);
        strict.Outcome.Reasons.ShouldBe([FileReason.Schema]);
        strict.Outcome.Findings.Select(f => (f.Line, f.Where)).ShouldContain((line, where));
        Inspected.Of(text).Outcome.Findings.Count.ShouldBeLessThanOrEqualTo(found.Outcome.Findings.Count);
    }

    [Fact]
    public void Statements_are_numbered_through_a_file_of_several_documents()
    {
        var bad = CleanMessages.Of("camt.053.001.08").Replace("false</RvslInd>", "no</RvslInd>", Ordinal);
        var found = Inspected.Of($"<All>{CleanMessages.Of("camt.053.001.08")}{bad}</All>", Telling);
        found.Outcome.Findings.ShouldHaveSingleItem().Where.ShouldBe("Stmt[2]/Ntry[1]/RvslInd", found.Findings());
    }

    [Theory]
    [InlineData("<Msg><![CDATA[{0}]]></Msg>")]
    [InlineData("<a:Envelope xmlns:a=\"urn:a\"><AppHdr xmlns=\"urn:any\"/>{0}</a:Envelope>")]
    public void A_wrapped_message_is_compared_too(string wrapper)
    {
        var bad = CleanMessages.Of("pain.002.001.10").Replace("<TxSts>RJCT<", "<TxSts>REFUSED<", Ordinal);
        var found = Inspected.Of(wrapper.Replace("{0}", bad, Ordinal), Telling);
        var told = found.Outcome.Findings.ShouldHaveSingleItem(found.Findings());
        told.Where.ShouldBe("OrgnlPmtInfAndSts[1]/TxInfAndSts[1]/TxSts");
        Inspected.Of(wrapper.Replace("{0}", CleanMessages.Of("pain.002.001.10"), Ordinal), Inspected.Strict)
            .Outcome.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Prefixes_and_private_namespaces_are_compared_by_the_version_they_name()
    {
        var text = CleanMessages.Of("camt.053.001.04").Replace("</", "</b:", Ordinal);
        text = System.Text.RegularExpressions.Regex.Replace(text, "<([A-Z])", "<b:$1")
            .Replace(" xmlns=", " xmlns:b=", Ordinal);
        Inspected.Of(text, Inspected.Strict).Outcome.Findings.ShouldBeEmpty();
        text = text.Replace(
            "urn:iso:std:iso:20022:tech:xsd:camt.053.001.04", "urn:swift:xsd:$camt.053.001.04", Ordinal);
        Inspected.Of(text, Telling).Outcome.Findings.ShouldHaveSingleItem().Where.ShouldBe("Document");
        text = text.Replace("<b:RvslInd>false", "<b:RvslInd>no", Ordinal);
        Inspected.Of(text, Telling).Outcome.Findings.Select(f => f.Where)
            .ShouldBe(["Document", "Stmt[1]/Ntry[1]/RvslInd"]);
    }

    [Fact]
    public void White_space_alone_is_a_text_of_that_length()
    {
        var text = CleanMessages.Of("camt.053.001.08");
        var blank = text.Replace("<Ustrd>Trợ cấp<", "<Ustrd> <", Ordinal);
        Inspected.Of(blank, Inspected.Strict).Outcome.Findings.ShouldBeEmpty();
        var empty = text.Replace("<Ustrd>Trợ cấp<", "<Ustrd><", Ordinal);
        Inspected.Of(empty, Telling).Outcome.Findings.ShouldHaveSingleItem().TextEn.ShouldContain("at least 1");
    }

    [Fact]
    public void A_body_without_its_document_is_told()
    {
        var text = CleanMessages.Of("camt.053.001.08").Replace("</Document>", "", Ordinal);
        text = text.Replace("<Document xmlns=", "<BkToCstmrStmt xmlns=", Ordinal)
            .Replace("<BkToCstmrStmt>", "", Ordinal);
        Inspected.Of(text, Telling).Outcome.Findings.ShouldHaveSingleItem().TextEn.ShouldContain("Document");
        Inspected.Of(text, Inspected.Strict).Outcome.Reasons.ShouldBe([FileReason.Schema]);
    }
}
