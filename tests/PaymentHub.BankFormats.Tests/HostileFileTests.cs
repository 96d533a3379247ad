using System.Text;
using PaymentHub.BankFormats.Camt053;
using PaymentHub.BankFormats.Pain002;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

/// <summary>
/// The table of hostile input: each row makes a good statement wrong in one way and names what must come of it. Rows
/// about duplicates and about whose account it is belong to the service, which knows what it has seen.
/// </summary>
public class HostileFileTests
{
    private const string Amount = "<Amt Ccy=\"VND\">500000</Amt>";
    private const string Mark = "<CdtDbtInd>DBIT</CdtDbtInd>";
    private const string Root = "<Document xmlns=";

    internal static readonly Dictionary<string, Func<string, string>> TextAttacks = new()
    {
        ["DOCTYPE"] = t => Before(t, "<!DOCTYPE Document>"),
        ["XXE"] = t => Before(t, "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
        ["parameter entity"] = t => Before(t,
        "<!DOCTYPE Document [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]>"),
        ["billion laughs"] = t => Before(t, BillionLaughs()),
        ["quadratic blow-up"] = t => Before(
            t, "<!DOCTYPE Document [<!ENTITY q \"" + new string('q', 50_000) + "\">]>"),
        ["depth 100k"] = t => Inside(t, Repeat("<X>", 100_000) + Repeat("</X>", 100_000)),
        ["attributes 100k"] = t => Inside(
            t, "<X " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=\"\" ")) + "/>"),
        ["text 20 MB in a field"] = t => t.Replace("<Id>S1</Id>", $"<Id>{new string('x', 20_000_000)}</Id>", Ordinal),
        ["text 20 MB in an unread element"] = t => Inside(t, $"<X>{new string('x', 20_000_000)}</X>"),
        ["attribute of 20 MB"] = t => Inside(t, $"<X a=\"{new string('>', 20_000_000)}\"/>"),
        ["element name of 20 MB"] = t => Inside(t, $"<{new string('x', 20_000_000)}/>"),
        ["a million empty entries"] = t => Inside(t, Repeat("<Ntry/>", 1_000_000)),
        ["amount -5.00"] = t => WithAmount(t, "-5.00"),
        ["amount 5,00"] = t => WithAmount(t, "5,00"),
        ["amount 1e3"] = t => WithAmount(t, "1e3"),
        ["amount with blanks"] = t => WithAmount(t, " 5.00 "),
        ["amount +5.00"] = t => WithAmount(t, "+5.00"),
        ["amount 1.234"] = t => WithAmount(t, "1.234"),
        ["amount 50.000"] = t => WithAmount(t, "50.000"),
        ["amount 1.000.000"] = t => WithAmount(t, "1.000.000"),
        ["amount of 20 digits"] = t => WithAmount(t, new string('9', 20)),
        ["amount empty"] = t => WithAmount(t, ""),
        ["amount in Arabic digits"] = t => WithAmount(t, "٥٠٠"),
        ["amount missing"] = t => t.Replace(Amount, "", Ordinal),
        ["amount twice"] = t => t.Replace(Amount, Amount + Amount, Ordinal),
        ["element inside an amount"] = t => WithAmount(t, "500<X/>000"),
        ["currency of another country"] = t => t.Replace(Amount, "<Amt Ccy=\"USD\">500000</Amt>", Ordinal),
        ["currency unknown"] = t => t.Replace(Amount, "<Amt Ccy=\"XYZ\">500000</Amt>", Ordinal),
        ["currency missing"] = t => t.Replace(Amount, "<Amt>500000</Amt>", Ordinal),
        ["account in dollars"] = t => t.Replace("<Ccy>VND</Ccy>", "<Ccy>USD</Ccy>", Ordinal),
        ["sign missing"] = t => t.Replace(Mark, "", Ordinal),
        ["sign unknown"] = t => t.Replace(Mark, "<CdtDbtInd>D</CdtDbtInd>", Ordinal),
        ["balance sign missing"] = t => t.Replace("</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt>", "</Amt><Dt>", Ordinal),
        ["30 February"] = t => t.Replace("<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>2026-02-30", Ordinal),
        ["date in words"] = t => t.Replace("<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>02/11/2026", Ordinal),
        ["U+0001 as a reference"] = t => t.Replace("NGUYEN THI HOA", "NGUYEN&#1;HOA", Ordinal),
        ["U+0001 raw"] = t => t.Replace("NGUYEN THI HOA", "NGUYEN\u0001HOA", Ordinal),
        ["NUL tail"] = t => t + "\0\0\0\0",
        ["Latin-1 label"] = t => t.Replace("UTF-8", "ISO-8859-1", Ordinal),
        ["BOM with another label"] = t => "\uFEFF" + t.Replace("UTF-8", "windows-1258", Ordinal),
        ["mojibake in the remittance text"] = t => t.Replace("Trợ cấp", "Trá»£ cáº¥p", Ordinal),
        ["two roots"] = t => t + "<Document/>",
        ["garbage after the root"] = t => t + "xyz",
        ["undeclared entity"] = t => t.Replace("NGUYEN THI HOA", "&x;", Ordinal),
        ["duplicate attribute"] = t => t.Replace(Amount, "<Amt Ccy=\"VND\" Ccy=\"VND\">500000</Amt>", Ordinal),
        ["unknown version"] = t => t.Replace("053.001.08", "053.001.99", Ordinal),
        ["another message than the body says"] = t => t.Replace("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", Ordinal),
        ["account report instead of a statement"] = t => t.Replace("camt.053.001.08", "camt.052.001.08", Ordinal),
        ["no namespace"] = t => t.Replace($" xmlns=\"{Camt053Reader.Namespace}\"", "", Ordinal),
        ["not XML"] = _ => ":20:STARTUMSE\r\n:25:4500201000018\r\n",
        ["empty file"] = _ => "",
        ["no statement"] = _ => StatementText.Head + StatementText.Tail,
        ["no account"] = t => t.Replace(StatementText.Account, "", Ordinal),
        ["entry hidden in a comment"] = t => Inside(t, "<!-- <Ntry>x</Ntry> -->"),
        ["entry of a foreign namespace"] = t => Inside(t, "<o:Ntry xmlns:o=\"urn:other\"/>"),
        ["entry outside a statement"] = t => t.Replace("</Stmt>", "</Stmt><Ntry/>", Ordinal),
        ["cut before the last bracket"] = t => t[..^1],
        ["cut after an entry"] = t => t[..(t.IndexOf("</Ntry>", Ordinal) + 7)],
        ["no closing balance"] = t => t.Replace("CLBD", "CLAV", Ordinal),
        ["closing balance off by one"] = t => t.Replace("<Amt Ccy=\"VND\">1000000<", "<Amt Ccy=\"VND\">1000001<",
        Ordinal),
        ["amount split by CDATA"] = t => WithAmount(t, "5<![CDATA[00]]>000"),
        ["amount split by a comment"] = t => WithAmount(t, "50<!-- x -->0000"),
        ["amount with two zeros after the point"] = t => WithAmount(t, "500000.00"),
        ["indented and reordered white space"] = t => t.Replace("><", ">\n\t<", Ordinal),
    };

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [InlineData("DOCTYPE", Verdict.Reject, FileReason.DtdForbidden)]
    [InlineData("XXE", Verdict.Reject, FileReason.DtdForbidden)]
    [InlineData("parameter entity", Verdict.Reject, FileReason.DtdForbidden)]
    [InlineData("billion laughs", Verdict.Reject, FileReason.DtdForbidden)]
    [InlineData("quadratic blow-up", Verdict.Reject, FileReason.DtdForbidden)]
    [InlineData("depth 100k", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("attributes 100k", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("text 20 MB in a field", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("text 20 MB in an unread element", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("attribute of 20 MB", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("element name of 20 MB", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("a million empty entries", Verdict.Reject, FileReason.LimitExceeded)]
    [InlineData("amount -5.00", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount 5,00", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount 1e3", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount with blanks", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount +5.00", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount 1.234", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount 50.000", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount 1.000.000", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount of 20 digits", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount empty", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount in Arabic digits", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount missing", Verdict.Reject, FileReason.BadAmount)]
    [InlineData("amount twice", Verdict.Reject, FileReason.Schema)]
    [InlineData("element inside an amount", Verdict.Reject, FileReason.Schema)]
    [InlineData("currency of another country", Verdict.Reject, FileReason.BadCurrency)]
    [InlineData("currency unknown", Verdict.Reject, FileReason.BadCurrency)]
    [InlineData("currency missing", Verdict.Reject, FileReason.BadCurrency)]
    [InlineData("account in dollars", Verdict.Reject, FileReason.Currency)]
    [InlineData("sign missing", Verdict.Reject, FileReason.BadSign)]
    [InlineData("sign unknown", Verdict.Reject, FileReason.BadSign)]
    [InlineData("balance sign missing", Verdict.Reject, FileReason.BadSign)]
    [InlineData("30 February", Verdict.Reject, FileReason.BadDate)]
    [InlineData("date in words", Verdict.Reject, FileReason.BadDate)]
    [InlineData("U+0001 as a reference", Verdict.Reject, FileReason.BadEncoding)]
    [InlineData("U+0001 raw", Verdict.Reject, FileReason.BadEncoding)]
    [InlineData("NUL tail", Verdict.Reject, FileReason.BadEncoding)]
    [InlineData("Latin-1 label", Verdict.Reject, FileReason.BadEncoding)]
    [InlineData("BOM with another label", Verdict.Reject, FileReason.BadEncoding)]
    [InlineData("mojibake in the remittance text", Verdict.Hold, FileReason.BadEncoding)]
    [InlineData("two roots", Verdict.Reject, FileReason.Schema)]
    [InlineData("garbage after the root", Verdict.Reject, FileReason.Schema)]
    [InlineData("undeclared entity", Verdict.Reject, FileReason.Schema)]
    [InlineData("duplicate attribute", Verdict.Reject, FileReason.Schema)]
    [InlineData("unknown version", Verdict.Reject, FileReason.UnsupportedType)]
    [InlineData("another message than the body says", Verdict.Reject, FileReason.UnsupportedType)]
    [InlineData("account report instead of a statement", Verdict.Reject, FileReason.UnsupportedType)]
    [InlineData("no namespace", Verdict.Reject, FileReason.UnsupportedType)]
    [InlineData("not XML", Verdict.Reject, FileReason.UnsupportedType)]
    [InlineData("empty file", Verdict.Reject, FileReason.Truncated)]
    [InlineData("no statement", Verdict.Reject, FileReason.NoStatement)]
    [InlineData("no account", Verdict.Reject, FileReason.NoAccount)]
    [InlineData("entry hidden in a comment", Verdict.Reject, FileReason.ControlMismatch)]
    [InlineData("entry of a foreign namespace", Verdict.Reject, FileReason.ControlMismatch)]
    [InlineData("entry outside a statement", Verdict.Reject, FileReason.ControlMismatch)]
    [InlineData("cut before the last bracket", Verdict.Reject, FileReason.Truncated)]
    [InlineData("cut after an entry", Verdict.Reject, FileReason.Truncated)]
    [InlineData("no closing balance", Verdict.Hold, FileReason.Balance)]
    [InlineData("closing balance off by one", Verdict.Hold, FileReason.Balance)]
    public void A_hostile_statement_gets_its_reason(string attack, Verdict verdict, string reason)
    {
        var text = TextAttacks[attack](StatementText.Small());
        text.ShouldNotBe(StatementText.Small(), "the attack must change the file");
        var outcome = StatementText.Read(text).Outcome;
        outcome.Reasons.ShouldContain(reason);
        outcome.Verdict.ShouldBe(verdict);
        outcome.Findings.ShouldAllBe(f => f.TextVi.Length > 0 && f.TextEn.Length > 0);
    }

    [Theory]
    [InlineData("amount split by CDATA")]
    [InlineData("amount split by a comment")]
    [InlineData("amount with two zeros after the point")]
    [InlineData("indented and reordered white space")]
    public void An_odd_but_whole_statement_is_read_right(string oddity)
    {
        var text = TextAttacks[oddity](StatementText.Small());
        StatementText.Read(text).Verdict.ShouldBe(Verdict.Accept);
        StatementText.Entries(Encoding.UTF8.GetBytes(text)).ShouldHaveSingleItem().Amount.ShouldBe(-500_000);
    }

    [Fact]
    public void Every_row_of_the_table_is_tried()
    {
        var tried = typeof(HostileFileTests).GetMethods()
            .SelectMany(m => m.GetCustomAttributesData())
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a
                => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0])
            .Select(a => (string)a.Value!);
        TextAttacks.Keys.Except(tried).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_wide_encoding_is_refused(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var bare = encoding.GetBytes(StatementText.Small());
        StatementText.Read(bare).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
        StatementText.Read([.. encoding.GetPreamble(), .. bare]).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
    }

    [Fact]
    public void Latin_1_bytes_declared_as_UTF_8_are_refused()
    {
        var text = StatementText.Small().Replace("Trợ cấp tháng", "Congé à l'étranger", Ordinal);
        StatementText.Read(Encoding.Latin1.GetBytes(text)).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
    }

    [Fact]
    public void A_file_cut_inside_a_character_is_truncated_not_badly_encoded()
    {
        var bytes = Encoding.UTF8.GetBytes(StatementText.Small());
        var inside = Array.FindIndex(bytes, b => b >= 0xE0) + 1;
        StatementText.Read(bytes[..inside]).Outcome.Reasons.ShouldBe([FileReason.Truncated]);
    }

    [Fact]
    public void A_byte_order_mark_is_fine() =>
        StatementText.Read("\uFEFF" + StatementText.Small()).Verdict.ShouldBe(Verdict.Accept);

    [Fact]
    public void A_file_longer_than_the_limit_is_refused_without_a_hash()
    {
        var outcome = StatementText.Read(StatementText.Small(), new ReadLimits { MaxFileBytes = 500 }).Outcome;
        outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        outcome.Verdict.ShouldBe(Verdict.Reject);
        outcome.Sha256.ShouldBeNull();
    }

    [Fact]
    public void More_entries_elements_or_details_than_the_limits_are_refused()
    {
        foreach (var limits in (ReadLimits[])
            [new() { MaxEntriesPerFile = 0 }, new() { MaxElementsPerFile = 20 }, new() { MaxDetailsPerEntry = 0 }])
            StatementText.Read(StatementText.Small(), limits).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
    }

    [Fact]
    public void Findings_stop_at_the_limit_and_say_so()
    {
        var text = Inside(StatementText.Small(), Repeat("<Ntry/>", 5_000));
        var outcome = StatementText.Read(text).Outcome;
        outcome.Findings.Count.ShouldBe(ReadLimits.DefaultMaxFindings + 1);
        outcome.Findings[^1].Rule.ShouldBe(FileReason.LimitExceeded);
    }

    [Theory]
    [InlineData("DOCTYPE", FileReason.DtdForbidden)]
    [InlineData("depth 100k", FileReason.LimitExceeded)]
    [InlineData("NUL tail", FileReason.BadEncoding)]
    [InlineData("two roots", FileReason.Schema)]
    [InlineData("cut before the last bracket", FileReason.Truncated)]
    [InlineData("Latin-1 label", FileReason.BadEncoding)]
    public void The_status_report_reader_defends_itself_alike(string attack, string reason)
    {
        var good = Golden.Text("pain002-partly-accepted-names-only-what-failed.xml").TrimEnd();
        var text = attack == "depth 100k"
            ? good.Replace("</CstmrPmtStsRpt>", Repeat("<X>", 100_000) + Repeat("</X>", 100_000) + "</CstmrPmtStsRpt>",
                Ordinal)
            : TextAttacks[attack](good);
        var result = Pain002Reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        result.Outcome.Reasons.ShouldContain(reason);
        result.Report.ShouldBeNull();
    }

    private static string Before(string text, string insert) => text.Replace(Root, insert + Root, Ordinal);

    private static string Inside(string text, string insert) => text.Replace("</Stmt>", insert + "</Stmt>", Ordinal);

    private static string WithAmount(string text, string amount) =>
        text.Replace(">500000</Amt><CdtDbtInd>DBIT", $">{amount}</Amt><CdtDbtInd>DBIT", Ordinal);

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string BillionLaughs()
    {
        var text = new StringBuilder("<!DOCTYPE Document [<!ENTITY l0 \"ha\">");
        for (var i = 1; i < 10; i++)
            text.Append("<!ENTITY l").Append(i).Append(" \"").Insert(text.Length, $"&l{i - 1};", 10).Append("\">");
        return text.Append("]>").ToString();
    }
}
