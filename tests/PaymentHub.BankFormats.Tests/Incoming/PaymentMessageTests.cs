using System.Globalization;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Instructions and answers: counts, control sums, statuses, in every version.</summary>
public class PaymentMessageTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Fact]
    public void Instructions_are_counted_summed_and_proved()
    {
        foreach (var version in new[] { "03", "09", "11", "12" })
        {
            var found = Inspected.Of(Instruction(version), Inspected.Strict);
            found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
            (found.Format, found.Entries, found.RawMarkers).ShouldBe(($"pain.001.001.{version}", 2, 2));
            (found.DebitSum.ToString(), found.CreditSum.ToString()).ShouldBe(("300", "0"));
        }

        var entry = Inspected.Entries(Instruction("09"))[1];
        entry.References.EndToEndId.ShouldBe("E2");
        entry.References.PaymentInformationId.ShouldBe("P1");
        entry.ValueDate.ShouldBe(new NodaTime.LocalDate(2026, 11, 5));
        entry.Counterparty.Account.ShouldBe("A2");
    }

    [Theory]
    [InlineData(
        "<NbOfTxs>2</NbOfTxs><CtrlSum>300</CtrlSum><InitgPty/></GrpHdr>", "<NbOfTxs>3</NbOfTxs><InitgPty/></GrpHdr>")]
    [InlineData("<CtrlSum>300</CtrlSum><InitgPty/>", "<CtrlSum>301</CtrlSum><InitgPty/>")]
    [InlineData("<NbOfTxs>2</NbOfTxs><CtrlSum>300</CtrlSum><ReqdExctnDt>", "<NbOfTxs>1</NbOfTxs><ReqdExctnDt>")]
    [InlineData("<CtrlSum>300</CtrlSum><ReqdExctnDt>", "<CtrlSum>299</CtrlSum><ReqdExctnDt>")]
    public void A_wrong_control_refuses_the_file(string right, string wrong)
    {
        var text = Instruction("09").Replace(right, wrong, Ordinal);
        text.ShouldNotBe(Instruction("09"));
        Inspected.Of(text).Outcome.Reasons.ShouldBe([FileReason.ControlMismatch]);
    }

    [Fact]
    public void Statuses_of_every_version_and_level_are_read()
    {
        for (var version = 3; version <= 14; version++)
        {
            var found = Inspected.Of(StatusReport(version), Inspected.Strict);
            found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
            (found.Format, found.Entries, found.RawMarkers).ShouldBe(
                (string.Create(CultureInfo.InvariantCulture, $"pain.002.001.{version:00}"), 2, 2));
        }

        var entries = Inspected.Entries(StatusReport(10));
        entries.Select(e => (e.References.EndToEndId, e.Status, e.Return?.Code, e.Return?.Text)).ShouldBe(
            [("E1", "RJCT", "AC01", "1301813;Konto ungültig"), ("E2", "ACSC", null, null)]);
        entries[0].Details.ShouldHaveSingleItem().Amount!.Value.ToString().ShouldBe("100");
        entries[0].References.PaymentInformationId.ShouldBe("P1");
        Inspected.Of(StatusReport(2)).Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
    }

    [Fact]
    public void A_whole_message_may_be_refused_without_lines()
    {
        const string Text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.03\"><CstmrPmtStsRpt>"
            + "<GrpHdr>"
            + "<MsgId>M</MsgId><CreDtTm>2026-11-02T08:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>O"
            + "</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>RJCT</GrpSts>"
            + "<StsRsnInf><Rsn>"
            + "<Prtry>X</Prtry></Rsn></StsRsnInf></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>";
        var found = Inspected.Of(Text, Inspected.Strict);
        (found.Outcome.Verdict, found.Entries).ShouldBe((Verdict.Accept, 0));
    }

    [Fact]
    public void Interbank_messages_are_read_without_a_schema()
    {
        var transfer = Inspected.Of(Interbank("pacs.008.001.08", "FIToFICstmrCdtTrf", "CdtTrfTxInf", "IntrBkSttlmAmt"));
        transfer.Outcome.Verdict.ShouldBe(Verdict.Accept, transfer.Findings());
        (transfer.Entries, transfer.CreditSum.ToString()).ShouldBe((1, "700"));
        var back = Inspected.Of(Interbank("pacs.004.001.09", "PmtRtr", "TxInf", "RtrdIntrBkSttlmAmt"));
        back.Outcome.Verdict.ShouldBe(Verdict.Accept, back.Findings());
        (back.Entries, back.CreditSum.ToString()).ShouldBe((1, "700"));
        const string Status = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.002.001.10\"><FIToFIPmtStsRpt>"
            + "<GrpHdr><MsgId>M</MsgId></GrpHdr><TxInfAndSts><OrgnlEndToEndId>E</OrgnlEndToEndId><TxSts>ACSC</TxSts>"
            + "</TxInfAndSts></FIToFIPmtStsRpt></Document>";
        Inspected.Entries(Status).ShouldHaveSingleItem().Status.ShouldBe("ACSC");
    }

    [Fact]
    public void The_answer_to_a_cancellation_is_read()
    {
        const string Text = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.029.001.09\"><RsltnOfInvstgtn>"
            + "<Assgnmt>"
            + "<Id>A</Id></Assgnmt><Sts><Conf>RJCR</Conf></Sts><CxlDtls><TxInfAndSts><OrgnlEndToEndId>"
            + "E</OrgnlEndToEndId>"
            + "<TxCxlSts>RJCR</TxCxlSts><CxlStsRsnInf><Rsn><Cd>LEGL</Cd></Rsn></CxlStsRsnInf></TxInfAndSts></CxlDtls>"
            + "</RsltnOfInvstgtn></Document>";
        var entry = Inspected.Entries(Text).ShouldHaveSingleItem();
        (entry.References.EndToEndId, entry.Status, entry.Return!.Code).ShouldBe(("E", "RJCR", "LEGL"));
    }

    [Fact]
    public void An_answer_to_a_cancellation_names_the_request_by_its_case_or_its_group()
    {
        const string Case = "<RslvdCase><Id>R1</Id><Cretr><Pty><Nm>S</Nm></Pty></Cretr></RslvdCase>";
        string Answer(string after, string group) => "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"
            + $"\"><RsltnOfInvstgtn><Assgnmt><Id>A</Id></Assgnmt>{after}<Sts><Conf>CNCL</Conf></Sts><CxlDtls>"
            + $"<OrgnlGrpInfAndSts>{group}</OrgnlGrpInfAndSts></CxlDtls></RsltnOfInvstgtn></Document>";
        Inspected.Of(Answer(Case, "")).Answers.ShouldHaveSingleItem().RequestId.ShouldBe("R1");
        Inspected.Of(Answer("", Case + "<OrgnlMsgId>M1</OrgnlMsgId>")).Answers.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                a => a.RequestId.ShouldBe("R1"), a => a.OriginalMessageId.ShouldBe("M1"),
                a => a.Status.ShouldBe("CNCL"));
        Inspected.Of(Answer(Case, "<OrgnlGrpCxlId>R2</OrgnlGrpCxlId>")).Answers[0].RequestId.ShouldBe("R2");
    }

    [Fact]
    public void The_counts_of_an_answer_are_read_for_the_message_and_for_each_batch()
    {
        const string Counts = "<OrgnlNbOfTxs>3</OrgnlNbOfTxs>{0}"
            + "<NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACSP"
            + "</DtldSts></NbOfTxsPerSts><NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts>"
            + "</NbOfTxsPerSts>";
        var text = Report("<OrgnlMsgId>M</OrgnlMsgId>" + string.Format(
            CultureInfo.InvariantCulture, Counts, "<GrpSts>PART</GrpSts>"), "<OrgnlPmtInfId>P</OrgnlPmtInfId>"
            + string.Format(CultureInfo.InvariantCulture, Counts, "<PmtInfSts>PART</PmtInfSts>"));
        var answer = Inspected.Of(text).Answers.ShouldHaveSingleItem();
        foreach (var declared in new[] { answer.Declared, answer.Batches.ShouldHaveSingleItem().Declared })
        {
            declared.Count.ShouldBe(3);
            declared.ByStatus.ShouldBe([new("ACSP", 2), new("RJCT", 1)]);
        }
    }

    [Theory]
    [InlineData("<GrpSts>OK</GrpSts>", "", "GrpSts")]
    [InlineData("", "<PmtInfSts>ACSPX</PmtInfSts>", "PmtInfSts")]
    [InlineData("", "<TxInfAndSts><TxSts>acsc</TxSts></TxInfAndSts>", "TxInfAndSts[1]/TxSts")]
    public void A_status_that_is_none_is_told_and_a_strict_profile_refuses_it(string group, string batch, string where)
    {
        var text = Report("<OrgnlMsgId>M</OrgnlMsgId>" + group, "<OrgnlPmtInfId>P</OrgnlPmtInfId>" + batch);
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept);
        found.Outcome.Findings.ShouldContain(f => f.Rule == FileReason.Schema && f.Where == where, found.Findings());
        Inspected.Of(text, Inspected.Strict).Outcome.Reasons.ShouldBe([FileReason.Schema]);
    }

    private static string Report(string group, string batch) =>
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>R</MsgId>"
        + $"</GrpHdr><OrgnlGrpInfAndSts>{group}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>{batch}</OrgnlPmtInfAndSts>"
        + "</CstmrPmtStsRpt></Document>";

    private static string Instruction(string version)
    {
        var date = version == "03" ? "2026-11-05" : "<Dt>2026-11-05</Dt>";
        string Transaction(int no) => $"<CdtTrfTxInf><PmtId><EndToEndId>E{no}</EndToEndId></PmtId><Amt><InstdAmt "
            + $"Ccy=\"VND\">{no * 100}</InstdAmt></Amt><Cdtr><Nm>N{no}</Nm></Cdtr><CdtrAcct><Id><Othr><Id>A{no}</Id>"
            + "</Othr></Id></CdtrAcct></CdtTrfTxInf>";
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.{version}\"><CstmrCdtTrfInitn><GrpHdr>"
            + "<MsgId>M1</MsgId><CreDtTm>2026-11-02T08:00:00</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>300</CtrlSum>"
            + "<InitgPty/></GrpHdr><PmtInf><PmtInfId>P1</PmtInfId><PmtMtd>TRF</PmtMtd>"
            + $"<NbOfTxs>2</NbOfTxs><CtrlSum>300</CtrlSum><ReqdExctnDt>{date}</ReqdExctnDt><Dbtr/><DbtrAcct><Id><Othr>"
            + $"<Id>A0</Id></Othr></Id></DbtrAcct><DbtrAgt><FinInstnId/></DbtrAgt>{Transaction(1)}"
            + $"{Transaction(2)}</PmtInf></CstmrCdtTrfInitn></Document>";
    }

    private static string StatusReport(int version)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pain.002.001.{version:00}");
        return $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{name}\"><CstmrPmtStsRpt><GrpHdr><MsgId>R1</MsgId>"
            + "<CreDtTm>2026-11-02T08:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
            + "<OrgnlMsgId>M1</OrgnlMsgId><OrgnlMsgNmId>"
            + "pain.001.001.03.ch.02</OrgnlMsgNmId>"
            + "<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>"
            + "<TxInfAndSts>"
            + "<OrgnlEndToEndId>E1</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC01</Cd></Rsn>"
            + "<AddtlInf>1301813;Konto ungültig</AddtlInf></StsRsnInf><OrgnlTxRef><Amt><InstdAmt Ccy=\"VND\">100"
            + "</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts><TxInfAndSts><OrgnlEndToEndId>E2</OrgnlEndToEndId>"
            + "<TxSts>ACSC</TxSts></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>";
    }

    private static string Interbank(string name, string body, string part, string amount) =>
        $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{name}\"><{body}><GrpHdr><MsgId>M</MsgId><NbOfTxs>"
        + $"1</NbOfTxs>"
        + $"</GrpHdr><{part}><{amount} Ccy=\"VND\">700</{amount}></{part}></{body}></Document>";
}
