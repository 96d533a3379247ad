using System.Text;
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
        ["no namespace"] = t => t.Replace(" xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"", "", Ordinal),
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
        StatementText.Read("\uFEFF" + StatementText.Small()).Outcome.Verdict.ShouldBe(Verdict.Accept);

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
        outcome.Findings.Count.ShouldBeLessThanOrEqualTo(ReadLimits.DefaultMaxFindings + 2);
        outcome.Findings.ShouldContain(f => f.Rule == FileReason.LimitExceeded);
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
