using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Đồng are whole wherever a bank writes them, and what is not booked is said to be so.</summary>
public class StrictMoneyTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Booked = "<Sts><Cd>BOOK</Cd></Sts>";

    private static string Small => StatementText.Small();

    [Theory]
    [InlineData("250.5", "249.5", FileReason.Currency, Verdict.Hold)]
    [InlineData("250.500", "249.500", FileReason.BadAmount, Verdict.Reject)]
    [InlineData("250000.00", "250000.00", null, Verdict.Accept)]
    public void Details_of_an_entry_are_whole_dong(string first, string second, string? reason, Verdict verdict)
    {
        var at = Small.IndexOf("<TxDtls>", Ordinal);
        at.ShouldBeGreaterThan(0);
        var rest = Small[(Small.IndexOf("</TxDtls>", Ordinal) + "</TxDtls>".Length)..];

        var found = Inspected.Of(Small[..at] + Detail(first) + Detail(second) + rest);

        found.Outcome.Verdict.ShouldBe(verdict, found.Findings());
        found.Outcome.Reasons.ShouldBe(reason is null ? [] : [reason], found.Findings());

        static string Detail(string amount) => $"<TxDtls><Amt Ccy=\"VND\">{amount}</Amt></TxDtls>";
    }

    [Theory]
    [InlineData("<Amt Ccy=\"VND\">400000</Amt>", null, "CONTROL_MISMATCH")]
    [InlineData("<Amt Ccy=\"VND\">500000</Amt>", null, null)]
    [InlineData("<Amt Ccy=\"XXQ\">500000</Amt>", FileReason.BadCurrency, null)]
    [InlineData("<Chrgs><Rcrd><Amt Ccy=\"VND\">1.234</Amt></Rcrd></Chrgs>", FileReason.BadAmount, null)]
    [InlineData("<Chrgs><Rcrd><Amt Ccy=\"VND\">1100</Amt></Rcrd></Chrgs>", null, null)]
    public void What_stands_inside_an_entry_is_as_strict_as_the_entry(string inside, string? reason, string? remark)
    {
        var at = Small.IndexOf("<TxDtls>", Ordinal);
        var rest = Small[(Small.IndexOf("</TxDtls>", Ordinal) + "</TxDtls>".Length)..];

        var found = Inspected.Of($"{Small[..at]}<TxDtls>{inside}</TxDtls>{rest}");

        found.Outcome.Reasons.ShouldBe(reason is null ? [] : [reason], found.Findings());
        found.Outcome.Findings.Any(f => f.Rule == FileReason.ControlMismatch).ShouldBe(remark is not null);
    }

    [Theory]
    [InlineData("1000000.5", FileReason.Currency)]
    [InlineData("1000000.125", FileReason.BadAmount)]
    public void Balances_are_whole_dong(string opening, string reason)
    {
        var text = Small.Replace(">1000000</Amt>", $">{opening}</Amt>", Ordinal);
        text.ShouldNotBe(Small);

        Inspected.Of(text).Outcome.Reasons.ShouldContain(reason);
    }

    [Theory]
    [InlineData("book", true)]
    [InlineData("BUKK", false)]
    [InlineData("BOOKED", false)]
    public void A_status_that_is_none_is_told_and_no_strict_file_has_one(string status, bool isBooked)
    {
        Small.ShouldContain(Booked);
        var text = Small.Replace(Booked, $"<Sts><Cd>{status}</Cd></Sts>", Ordinal);

        Inspected.Entries(text).ShouldHaveSingleItem().IsBooked.ShouldBe(isBooked);
        Inspected.Of(text).Outcome.Findings.ShouldContain(f => f.Where.EndsWith("Sts", Ordinal));
        Inspected.Of(text, Inspected.Strict).Outcome.Reasons.ShouldContain(FileReason.Schema);
    }

    [Theory]
    [InlineData("BOOK")]
    [InlineData("PDNG")]
    [InlineData("INFO")]
    [InlineData("FUTR")]
    public void A_known_status_is_no_finding(string status) =>
        Inspected.Of(Small.Replace(Booked, $"<Sts><Cd>{status}</Cd></Sts>", Ordinal)).Outcome.Findings
            .ShouldNotContain(f => f.Where.EndsWith("Sts", Ordinal));
}
