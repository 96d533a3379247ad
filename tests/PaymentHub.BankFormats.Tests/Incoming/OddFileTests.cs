using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// Habits of banks and traps that a reader met in the world falls into, each in the smallest file that shows it.
/// </summary>
public class OddFileTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Space = "urn:iso:std:iso:20022:tech:xsd:";

    private static string Small => StatementText.Small();

    private static string Empty => StatementText.Write(1_000_000, []);

    [Fact]
    public void A_statement_in_euro_is_held_also_without_entries()
    {
        Reasons(Empty.Replace("\"VND\"", "\"EUR\"", Ordinal).Replace(">VND<", ">EUR<", Ordinal))
            .ShouldBe([FileReason.Currency]);
        Reasons(Swift([], "EUR", 0)).ShouldBe([FileReason.Currency]);
        Reasons(Swift([], "VND", 0)).ShouldBeEmpty();
    }

    [Fact]
    public void An_account_in_another_currency_than_its_balances_is_held() =>
        Reasons(Small.Replace("<Ccy>VND</Ccy>", "<Ccy>EUR</Ccy>", Ordinal)).ShouldBe([FileReason.Currency]);

    [Fact]
    public void A_balance_in_no_currency_of_this_world_is_refused() =>
        Reasons(Empty.Replace("\"VND\"", "\"QQQ\"", Ordinal).Replace("<Ccy>VND</Ccy>", "", Ordinal))
            .ShouldBe([FileReason.BadCurrency]);

    [Fact]
    public void Lines_without_a_head_have_no_known_currency_and_are_held() =>
        Reasons(":61:2611021102C5,NTRFX\n:86:x\n").ShouldBe([FileReason.NoAccount, FileReason.Currency]);

    [Theory]
    [InlineData("camt.053.002.02", FileReason.Truncated, false)]
    [InlineData("camt.053.001.15", FileReason.UnsupportedType, true)]
    [InlineData("camt.053.004.08", FileReason.UnsupportedType, true)]
    [InlineData("camt.052.001.08", FileReason.UnsupportedType, true)]
    public void Variants_of_a_country_are_read_unknown_versions_are_not(string name, string reason, bool isRefused)
    {
        var found = Inspected.Of(Small.Replace(Space + "camt.053.001.08", Space + name, Ordinal));
        found.Format.ShouldBe(name);
        found.Outcome.Reasons.Contains(reason).ShouldBe(isRefused);
    }

    [Fact]
    public void Many_declared_prefixes_are_no_attack()
    {
        var prefixes = string.Concat(Enumerable.Range(2, 60).Select(i => $" xmlns:ns{i}=\"urn:x:{i}\""));
        Reasons(Small.Replace("<Document ", $"<Document{prefixes} ", Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("&lt;")]
    [InlineData("&#60;")]
    [InlineData("&#x3C;")]
    public void A_document_that_is_text_of_another_is_counted_in_its_escaped_bytes(string bracket)
    {
        var inner = Small[(Small.IndexOf("?>", Ordinal) + 2)..].Replace("&", "&amp;", Ordinal);
        var found = Inspected.Of($"<E><P>{inner.Replace("<", bracket, Ordinal)}</P></E>");
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Entries, found.RawMarkers).ShouldBe((1, 1));
        Reasons($"<E><P>{"<!DOCTYPE x>".Replace("<", bracket, Ordinal)}&lt;x/></P></E>")
            .ShouldBe([FileReason.DtdForbidden]);
    }

    [Fact]
    public void A_long_signature_beside_the_message_is_no_attack()
    {
        var document = Small[(Small.IndexOf("?>", Ordinal) + 2)..];
        Reasons($"<E>{document}<Sgntr>{new string('A', 20_000)}</Sgntr></E>").ShouldBeEmpty();
    }

    [Fact]
    public void What_holds_every_entry_alike_does_not_end_the_reading()
    {
        const int Entries = 1_500;
        var lines = Enumerable.Repeat(":61:2611021102C1,50NTRFX", Entries).ToList();
        var found = Inspected.Of(Swift(lines, "VND", 2_250));
        found.Outcome.Reasons.ShouldBe([FileReason.Currency]);
        (found.Entries, found.CreditSum.ToString()).ShouldBe((Entries, "2250.00"));
        found = Inspected.Of(Swift([.. Enumerable.Repeat(":61:2611021102C1NTRFX", Entries)], "VND", Entries));
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Entries.ShouldBe(Entries);
    }

    [Theory]
    [InlineData(" :61:2611021102C5,NTRFREF//B", "REF", "B")]
    [InlineData(":61:2611021102CN5,//19239782213", null, "19239782213")]
    [InlineData(":61:2611021102C5, NTRFREF//B", "REF", "B")]
    public void Lines_with_blanks_or_without_a_type_are_read(string line, string? customer, string bank)
    {
        var text = Swift([line, " :86:x"], "VND", 5);
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Entries, found.RawMarkers).ShouldBe((1, 1));
        var references = Inspected.Entries(text)[0].References;
        (references.EntryReference, references.BankReference).ShouldBe((customer, bank));
    }

    [Fact]
    public void Frames_of_banks_that_are_nearly_SWIFT_are_read()
    {
        var body = Swift([":61:2611021102C5,NTRFX"], "VND", 5);
        Reasons("0000 01BANKVNVAAA00001\n940 00\n" + body.Replace("\n-", "\n:86:D000C001\n-END", Ordinal))
            .ShouldBeEmpty();
        Reasons("{1:F01X}{2:O940X}{3:{108:4:X}}{4:\n" + body.Replace("\n-", "\n-}{5:}", Ordinal)).ShouldBeEmpty();
        Reasons("{1:F01X}{2:O940X}{3:}{4:\n" + body).ShouldBeEmpty();
    }

    [Fact]
    public void A_BAI2_file_may_follow_another()
    {
        var found = Inspected.Of(IncomingSamples.Bai2 + IncomingSamples.Bai2);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Statements, found.Entries).ShouldBe((2, 4));
    }

    [Fact]
    public void References_of_a_BAI2_detail_may_come_in_its_continuation()
    {
        var text = IncomingSamples.Bai2.Replace(",V,261102,,B0001,,", ",V,261102,/\n88,B0001,,", Ordinal)
            .Replace("49,3000000,6/", "49,3000000,7/", Ordinal).Replace(",1,8/", ",1,9/", Ordinal)
            .Replace(",1,10/", ",1,11/", Ordinal);
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        Inspected.Entries(text)[0].References.BankReference.ShouldBe("B0001");
    }

    [Fact]
    public void Balances_that_nothing_explains_are_held_in_BAI2_too() => Reasons("""
        01,BANKVNVX,HUB,261102,1800,S0001,80,1,2/
        02,HUB,BANKVNVX,1,261102,1800,VND,2/
        03,4500201000018,VND,010,1000,,,015,1500,,/
        49,2500,2/
        98,2500,1,4/
        99,2500,1,6/
        """).ShouldBe([FileReason.Balance]);

    private static IReadOnlyList<string> Reasons(string text) => Inspected.Of(text).Outcome.Reasons;

    private static string Swift(IReadOnlyList<string> lines, string currency, int sum)
    {
        var closing = (1_000 + sum).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder($":20:S1\n:25:4500201000018\n:28C:1/1\n:60F:C261101{currency}1000,\n");
        foreach (var line in lines) text.Append(line).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $":62F:C261102{currency}{closing},\n-\n").ToString();
    }
}
