using System.Text;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// The table of hostile input, for the inspection of files of any bank: tolerant on form, strict on money and dates.
/// </summary>
public class HostileXmlTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [InlineData("DOCTYPE", FileReason.DtdForbidden)]
    [InlineData("XXE", FileReason.DtdForbidden)]
    [InlineData("parameter entity", FileReason.DtdForbidden)]
    [InlineData("billion laughs", FileReason.DtdForbidden)]
    [InlineData("quadratic blow-up", FileReason.DtdForbidden)]
    [InlineData("depth 100k", FileReason.LimitExceeded)]
    [InlineData("attributes 100k", FileReason.LimitExceeded)]
    [InlineData("text 20 MB in a field", FileReason.LimitExceeded)]
    [InlineData("text 20 MB in an unread element", FileReason.LimitExceeded)]
    [InlineData("attribute of 20 MB", FileReason.LimitExceeded)]
    [InlineData("element name of 20 MB", FileReason.LimitExceeded)]
    [InlineData("a million empty entries", FileReason.LimitExceeded)]
    [InlineData("amount -5.00", FileReason.BadAmount)]
    [InlineData("amount 5,00", FileReason.BadAmount)]
    [InlineData("amount 1e3", FileReason.BadAmount)]
    [InlineData("amount with blanks", FileReason.BadAmount)]
    [InlineData("amount +5.00", FileReason.BadAmount)]
    [InlineData("amount 1.234", FileReason.BadAmount)]
    [InlineData("amount 50.000", FileReason.BadAmount)]
    [InlineData("amount 1.000.000", FileReason.BadAmount)]
    [InlineData("amount of 20 digits", FileReason.BadAmount)]
    [InlineData("amount empty", FileReason.BadAmount)]
    [InlineData("amount in Arabic digits", FileReason.BadAmount)]
    [InlineData("amount missing", FileReason.BadAmount)]
    [InlineData("amount twice", FileReason.Schema)]
    [InlineData("element inside an amount", FileReason.Schema)]
    [InlineData("currency of another country", FileReason.BadCurrency)]
    [InlineData("currency unknown", FileReason.BadCurrency)]
    [InlineData("currency missing", FileReason.BadCurrency)]
    [InlineData("sign missing", FileReason.BadSign)]
    [InlineData("sign unknown", FileReason.BadSign)]
    [InlineData("30 February", FileReason.BadDate)]
    [InlineData("date in words", FileReason.BadDate)]
    [InlineData("U+0001 as a reference", FileReason.BadEncoding)]
    [InlineData("U+0001 raw", FileReason.BadEncoding)]
    [InlineData("NUL tail", FileReason.BadEncoding)]
    [InlineData("two roots", FileReason.Schema)]
    [InlineData("garbage after the root", FileReason.Schema)]
    [InlineData("undeclared entity", FileReason.Schema)]
    [InlineData("duplicate attribute", FileReason.Schema)]
    [InlineData("unknown version", FileReason.UnsupportedType)]
    [InlineData("another message than the body says", FileReason.UnsupportedType)]
    [InlineData("account report instead of a statement", FileReason.UnsupportedType)]
    [InlineData("empty file", FileReason.Truncated)]
    [InlineData("no statement", FileReason.NoStatement)]
    [InlineData("entry hidden in a comment", FileReason.ControlMismatch)]
    [InlineData("entry of a foreign namespace", FileReason.ControlMismatch)]
    [InlineData("entry outside a statement", FileReason.ControlMismatch)]
    [InlineData("cut before the last bracket", FileReason.Truncated)]
    [InlineData("cut after an entry", FileReason.Truncated)]
    public void A_hostile_statement_is_refused(string attack, string reason)
    {
        var found = Inspected.Of(HostileFileTests.TextAttacks[attack](StatementText.Small()));
        found.Outcome.Reasons.ShouldContain(reason, found.Findings());
        found.Outcome.Verdict.ShouldBe(Verdict.Reject);
    }

    [Theory]
    [InlineData("no account", FileReason.NoAccount)]
    [InlineData("closing balance off by one", FileReason.Balance)]
    [InlineData("account in dollars", FileReason.Currency)]
    public void A_doubtful_statement_is_held(string attack, string reason)
    {
        var text = attack == "account in dollars"
            ? StatementText.Small().Replace("VND", "USD", Ordinal)
            : HostileFileTests.TextAttacks[attack](StatementText.Small());
        var found = Inspected.Of(text);
        found.Outcome.Reasons.ShouldBe([reason], found.Findings());
        found.Outcome.Verdict.ShouldBe(Verdict.Hold);
        found.Entries.ShouldBe(1);
    }

    [Theory]
    [InlineData("balance sign missing")]
    [InlineData("Latin-1 label")]
    [InlineData("BOM with another label")]
    [InlineData("mojibake in the remittance text")]
    [InlineData("no namespace")]
    [InlineData("no closing balance")]
    public void An_odd_statement_is_accepted_with_a_remark_and_refused_or_held_when_strict(string oddity)
    {
        var text = HostileFileTests.TextAttacks[oddity](StatementText.Small());
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Outcome.Findings.ShouldNotBeEmpty();
        Check(found);
        Inspected.Of(text, Inspected.Strict).Outcome.Verdict.ShouldNotBe(Verdict.Accept);
    }

    [Theory]
    [InlineData("amount split by CDATA")]
    [InlineData("amount split by a comment")]
    [InlineData("amount with two zeros after the point")]
    [InlineData("indented and reordered white space")]
    public void A_whole_statement_is_read_right(string oddity)
    {
        var found = Inspected.Of(HostileFileTests.TextAttacks[oddity](StatementText.Small()), Inspected.Strict);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        Check(found);
    }

    [Fact]
    public void Every_cut_of_a_file_is_truncated_and_never_accepted()
    {
        var bytes = Encoding.UTF8.GetBytes(StatementText.Small());
        for (var length = 60; length < bytes.Length; length++)
        {
            var found = Inspected.Of(bytes[..length]);
            found.Outcome.Verdict.ShouldBe(Verdict.Reject, $"cut at {length}");
            found.Outcome.Reasons.ShouldContain(FileReason.Truncated, $"cut at {length}: {found.Findings()}");
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_wide_encoding_is_read_right(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = StatementText.Small().Replace("UTF-8", "UTF-16", Ordinal);
        Check(Inspected.Of(encoding.GetBytes(text)));
        Check(Inspected.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]));
    }

    [Fact]
    public void Code_pages_are_read_as_declared_and_refused_where_the_bytes_are_not_of_them()
    {
        var text = StatementText.Small().Replace("Trợ cấp tháng", "Congé à l'étranger", Ordinal);
        var declared = text.Replace("UTF-8", "ISO-8859-1", Ordinal);
        var entry = Inspected.Entries(Encoding.Latin1.GetBytes(declared)).ShouldHaveSingleItem();
        entry.Remittance.ShouldBe("Congé à l'étranger 11");
        Inspected.Of(Encoding.Latin1.GetBytes(text)).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
        var unknown = Encoding.Latin1.GetBytes(text.Replace("UTF-8", "x-none", Ordinal));
        Inspected.Of(unknown).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
        Inspected.Entries(declared).ShouldHaveSingleItem().Remittance.ShouldBe("Congé à l'étranger 11");
    }

    [Fact]
    public void A_declared_total_off_by_one_shows_both_numbers()
    {
        const string Summary =
            "<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries><Sum>500001</Sum></TtlNtries></TxsSummry><Ntry>";
        var found = Inspected.Of(StatementText.Small().Replace("<Ntry>", Summary, Ordinal));
        found.Outcome.Reasons.ShouldBe([FileReason.ControlMismatch]);
        found.Findings().ShouldContain("declared 2, found 1");
        found.Findings().ShouldContain("declared 500001, found 500000");
    }

    private static void Check(Inspection found)
    {
        found.Entries.ShouldBe(1, found.Findings());
        found.RawMarkers.ShouldBe(1);
        found.TransactionDetails.ShouldBe(1);
        found.DebitSum.ShouldBe(new ExactAmount(500_000, 0));
        found.CreditSum.ToString().ShouldBe("0");
    }
}
