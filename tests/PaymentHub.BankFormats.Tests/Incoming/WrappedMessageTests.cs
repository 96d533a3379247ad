using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>The same statement in every wrapping, namespace and version is the same statement.</summary>
public class WrappedMessageTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private static string Bare => StatementText.Small().Replace(Declaration, "", Ordinal);

    public static TheoryData<string, string> Wrappings() => new()
    {
        { "header and document in an envelope", $"<Envelope><AppHdr xmlns=\"urn:iso:std:iso:20022:tech:xsd:"
            + "head.001.001.02\"><BizMsgIdr>B1</BizMsgIdr></AppHdr>{0}</Envelope>" },
        { "deep wrappers of a gateway", "<s:DataPDU xmlns:s=\"urn:swift:saa:xsd:saa.2.0\"><s:Body><BusMsg>{0}</BusMsg>"
            + "</s:Body></s:DataPDU>" },
        { "document as CDATA", "<Request><Message><![CDATA[{0}]]></Message></Request>" },
        { "document with its declaration as CDATA after white space",
            "<Request><Message>\n <![CDATA[\n" + Declaration + "{0}]]></Message></Request>" },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void A_wrapped_statement_is_found(string name, string wrapping)
    {
        name.ShouldNotBeEmpty();
        Check(Declaration + wrapping.Replace("{0}", Bare, Ordinal), "camt.053.001.08", Verdict.Accept);
    }

    [Fact]
    public void A_cut_or_forbidden_document_inside_CDATA_is_refused()
    {
        var cut = $"<Request><![CDATA[{Bare[..^20]}]]></Request>";
        Inspected.Of(cut).Outcome.Verdict.ShouldBe(Verdict.Reject);
        var doctype = $"<Request><![CDATA[<!DOCTYPE Document [<!ENTITY x \"y\">]>{Bare}]]></Request>";
        Inspected.Of(doctype).Outcome.Reasons.ShouldBe([FileReason.DtdForbidden]);
    }

    [Theory]
    [InlineData("urn:swift:xsd:$camt.053.001.02", "camt.053.001.02")]
    [InlineData("http://www.six-interbank-clearing.com/de/camt.053.001.04.xsd", "camt.053.001.04")]
    [InlineData("urn:sepade:xsd:statement", "camt.053")]
    [InlineData("", "camt.053")]
    public void A_private_namespace_is_remarked_and_read(string space, string format) =>
        Check(StatementText.Small().Replace(Space, space, Ordinal), format, Verdict.Accept);

    [Fact]
    public void Prefixes_are_as_good_as_a_default_namespace()
    {
        var text = StatementText.Small().Replace("</", "</b:", Ordinal);
        text = System.Text.RegularExpressions.Regex.Replace(text, "<([A-Z])", "<b:$1")
            .Replace(" xmlns=", " xmlns:b=", Ordinal);
        Check(text, "camt.053.001.08", Verdict.Accept);
    }

    [Fact]
    public void Every_version_of_the_three_cash_messages_is_read()
    {
        foreach (var (kind, body, container) in new[]
            { ("052", "BkToCstmrAcctRpt", "Rpt"), ("053", "BkToCstmrStmt", "Stmt"),
              ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn") })
        {
            for (var version = 1; version <= 14; version++)
            {
                var name = $"camt.{kind}.001.{version:00}";
                var text = StatementText.Small().Replace("camt.053.001.08", name, Ordinal)
                    .Replace("BkToCstmrStmt", version == 1 ? body + "V01" : body, Ordinal)
                    .Replace("<Stmt>", $"<{container}>", Ordinal).Replace("</Stmt>", $"</{container}>", Ordinal);
                if (version < 8) text = text.Replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>", Ordinal);
                Check(text, name, Verdict.Accept);
            }

            Inspected.Of(StatementText.Small().Replace("camt.053.001.08", $"camt.{kind}.001.15", Ordinal)
                .Replace("BkToCstmrStmt", body, Ordinal)).Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        var found = Inspected.Of("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.008.001.02\"><CstmrDrctDbt/>"
            + "</Document>");
        found.Format.ShouldBe("pain.008.001.02");
        found.Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        found.Findings().ShouldContain("CstmrDrctDbt");
        Inspected.Of("1 2 3").Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        Inspected.Of("<html><body/></html>").Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
    }

    [Fact]
    public void The_line_of_a_finding_inside_CDATA_is_that_of_the_file()
    {
        var bad = Bare.Replace("<Sts><Cd>BOOK</Cd></Sts>", "", Ordinal);
        var plain = Inspected.Of(bad).Outcome.Findings.ShouldHaveSingleItem().Line;
        var found = Inspected.Of($"<Request>\n\n<M><![CDATA[{bad}]]></M></Request>");
        found.Outcome.Findings.ShouldHaveSingleItem().Line.ShouldBe(plain + 2);
    }

    private static void Check(string text, string format, Verdict verdict)
    {
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(verdict, found.Findings());
        found.Format.ShouldBe(format);
        (found.Statements, found.Entries, found.TransactionDetails, found.RawMarkers).ShouldBe((1, 1, 1, 1));
        found.DebitSum.ToString().ShouldBe("500000");
        var account = found.Accounts.ShouldHaveSingleItem();
        account.ShouldBe(new InspectedAccount("4500201000018", "S1", "1", "1000000", "500000", "VND", 1));
    }
}
