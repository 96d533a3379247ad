using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Schema;
using PaymentHub.BankFormats.Tests.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Schema;

/// <summary>Which messages are compared with a schema, what is said of others, how many findings there are.</summary>
public class SchemaScopeTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly InspectionOptions Telling = new() { ChecksSchema = true };

    [Theory]
    [InlineData("camt.053.001.06")]
    [InlineData("camt.053.001.13")]
    [InlineData("pain.001.001.10")]
    [InlineData("pain.002.001.11")]
    public void A_version_without_a_schema_is_said_to_be_unchecked_and_refused_for_it_under_no_profile(string version)
    {
        var known = version[..8] == "camt.053" ? "camt.053.001.08" : version[..^2] + (version[5] == '0' ? "09" : "10");
        if (version == "camt.053.001.06") known = "camt.053.001.04";
        var text = CleanMessages.Of(known).Replace(known + "\">", version + "\">", Ordinal);
        var found = Inspected.Of(text, Inspected.Strict);
        (found.Format, found.Outcome.Verdict).ShouldBe((version, Verdict.Accept), found.Findings());
        var note = found.Outcome.Findings.ShouldHaveSingleItem();
        (note.Rule, note.Effect).ShouldBe((FileNote.SchemaUnchecked, Verdict.Accept));
        note.TextEn.ShouldContain(version);
        found.Outcome.Reasons.ShouldBeEmpty();
        Inspected.Of(text).Outcome.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pacs.008.001.08", "FIToFICstmrCdtTrf", "CdtTrfTxInf", "IntrBkSttlmAmt")]
    [InlineData("pacs.004.001.09", "PmtRtr", "TxInf", "RtrdIntrBkSttlmAmt")]
    [InlineData("pacs.002.001.10", "FIToFIPmtStsRpt", "TxInfAndSts", "OrgnlIntrBkSttlmAmt")]
    public void Interbank_messages_are_said_to_be_unchecked(string name, string body, string part, string amount)
    {
        var found = Inspected.Of(
            $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{name}\"><{body}><GrpHdr><MsgId>M</MsgId><NbOfTxs>1"
            + $"</NbOfTxs></GrpHdr><{part}><{amount} Ccy=\"VND\">700</{amount}></{part}></{body}></Document>",
            Telling);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Outcome.Findings.Where(f => f.Rule == FileNote.SchemaUnchecked).ShouldHaveSingleItem()
            .TextEn.ShouldContain(name);
    }

    [Theory]
    [InlineData("pain.002.001.15", "pain.002.001.14")]
    [InlineData("camt.052.001.15", "camt.052.001.12")]
    [InlineData("camt.053.001.15", "camt.053.001.12")]
    [InlineData("camt.054.001.16", "camt.054.001.12")]
    public void A_later_version_than_the_readers_know_is_unsupported_and_named(string version, string known)
    {
        var found = Inspected.Of(CleanMessages.Of(known).Replace(known, version, Ordinal), Telling);
        found.Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        found.Findings().ShouldContain(version);
        found.Format.ShouldBe(version);
    }

    [Theory]
    [InlineData("camt.054.001.08", false)]
    [InlineData("pacs.008.001.08", false)]
    [InlineData("camt.053.001.08", true)]
    public void A_header_that_names_another_message_than_the_body_is_unsupported(string declared, bool isRight)
    {
        foreach (var options in new[] { Inspected.Strict, Telling, new InspectionOptions() })
        {
            var found = Inspected.Of(WithHeader(declared, CleanMessages.Of("camt.053.001.08")), options);
            if (isRight)
            {
                found.Outcome.Findings.ShouldBeEmpty(found.Findings());
                continue;
            }

            found.Outcome.Reasons.ShouldBe([FileReason.UnsupportedType], found.Findings());
            var told = found.Outcome.Findings.ShouldHaveSingleItem();
            told.TextEn.ShouldContain(declared);
            told.TextEn.ShouldContain("camt.053.001.08");
        }
    }

    [Fact]
    public void A_header_that_names_another_version_is_remarked_and_refused_when_strict()
    {
        var text = WithHeader("camt.053.001.02", CleanMessages.Of("camt.053.001.08"));
        Inspected.Of(text).Outcome.Verdict.ShouldBe(Verdict.Accept);
        Inspected.Of(text).Outcome.Findings.ShouldHaveSingleItem().Where.ShouldBe("AppHdr/MsgDefIdr");
        Inspected.Of(text, Inspected.Strict).Outcome.Reasons.ShouldBe([FileReason.Schema]);
    }

    [Fact]
    public void The_header_of_a_related_message_says_nothing_of_this_one()
    {
        var text = WithHeader("camt.053.001.08", CleanMessages.Of("camt.053.001.08"));
        const string Related = "<Rltd><Fr><FIId><FinInstnId/></FIId></Fr><To><FIId><FinInstnId/></FIId></To><BizMsgIdr>"
            + "B0</BizMsgIdr><MsgDefIdr>camt.060.001.05</MsgDefIdr><CreDt>2026-11-02T08:00:00Z</CreDt></Rltd></AppHdr>";
        Inspected.Of(text.Replace("</AppHdr>", Related, Ordinal), Inspected.Strict).Outcome.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_header_is_compared_with_its_own_schema()
    {
        var text = WithHeader("camt.053.001.08", CleanMessages.Of("camt.053.001.08"))
            .Replace("<BizMsgIdr>B1</BizMsgIdr>", "", Ordinal);
        var told = Inspected.Of(text, Telling).Outcome.Findings.ShouldHaveSingleItem();
        (told.Rule, told.Where).ShouldBe((FileReason.Schema, "AppHdr/BizMsgIdr"));
    }

    [Fact]
    public void The_habit_of_a_bank_in_every_entry_neither_ends_the_reading_nor_hides_other_findings()
    {
        var entries = string.Concat(Enumerable.Range(0, 3_000).Select(i => Entry(
            string.Concat(Enumerable.Range(0, 30).Select(n => $"<Own{(i * 30 + n) % 90}/>")), i == 2_999)));
        var found = Inspected.Of(WithEntries(entries), Telling);
        found.Entries.ShouldBe(3_001);
        found.Outcome.Reasons.ShouldBe([FileReason.BadSign], found.Findings());
        found.Outcome.Findings.Count.ShouldBeInRange(900, ReadLimits.DefaultMaxFindings + 2);
        found.Outcome.Findings[^1].TextEn.ShouldContain("more remarks on the schema");
    }

    [Fact]
    public void A_strict_profile_shows_a_thousand_deviations_at_once()
    {
        var entries = string.Concat(Enumerable.Range(0, 1_200).Select(_ => Entry("<Own/>", false)));
        var found = Inspected.Of(WithEntries(entries), Inspected.Strict);
        found.Outcome.Findings.Count(f => f.Rule == FileReason.Schema).ShouldBe(ReadLimits.DefaultMaxFindings);
        found.Outcome.Reasons.ShouldBe([FileReason.Schema, FileReason.LimitExceeded]);
        found.Outcome.Findings.Select(f => f.Where).ShouldContain("Stmt[1]/Ntry[900]/Own");
    }

    [Fact]
    public void A_fault_that_a_reader_tells_is_not_told_again()
    {
        var text = CleanMessages.Of("camt.053.001.08").Replace(">500000</Amt>\n", ">-500000</Amt>\n", Ordinal);
        Inspected.Of(text, Telling).Outcome.Findings.ShouldHaveSingleItem().Rule.ShouldBe(FileReason.BadAmount);
    }

    [Fact]
    public void Hostile_files_are_judged_the_same_with_a_schema_check()
    {
        foreach (var (attack, change) in HostileFileTests.TextAttacks)
        {
            var text = change(CleanMessages.Of("camt.053.001.08"));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var plain = Inspected.Of(text);
            var middle = GC.GetAllocatedBytesForCurrentThread();
            var told = Inspected.Of(text, Telling);
            var after = GC.GetAllocatedBytesForCurrentThread();
            told.Outcome.Verdict.ShouldBe(plain.Outcome.Verdict, attack + "\n" + told.Findings());
            told.Outcome.Reasons.ShouldBe(plain.Outcome.Reasons, attack);
            const long Room = 8L << 20;
            (after - middle).ShouldBeLessThan(middle - before + Room, attack);
        }
    }

    [Fact]
    public void Every_type_that_the_grammar_names_can_be_read()
    {
        foreach (var message in GrammarText.Shipped.Messages)
            GrammarText.Shipped.Find(message)!.Form.Children.ShouldNotBeEmpty(message);
        GrammarText.Shipped.Find("camt.053.001.99").ShouldBeNull();
        GrammarText.Shipped.Find(null).ShouldBeNull();
    }

    private static string WithHeader(string declared, string document) =>
        "<Envelope><AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:head.001.001.02\"><Fr><FIId><FinInstnId/></FIId></Fr>"
        + "<To><FIId><FinInstnId/></FIId></To><BizMsgIdr>B1</BizMsgIdr>"
        + $"<MsgDefIdr>{declared}</MsgDefIdr><CreDt>2026-11-02T08:00:00Z</CreDt></AppHdr>{document}</Envelope>";

    // Pending entries move no balance.
    private static string Entry(string own, bool hasNoSign) =>
        $"<Ntry><Amt Ccy=\"VND\">1</Amt>{(hasNoSign ? "" : "<CdtDbtInd>CRDT</CdtDbtInd>")}<Sts><Cd>PDNG</Cd></Sts>"
        + "<BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd>" + own + "</Ntry>\n";

    private static string WithEntries(string entries) =>
        CleanMessages.Of("camt.053.001.08").Replace("</Ntry>", "</Ntry>\n" + entries, Ordinal);
}
