using NodaTime;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>BAI2: worked examples of control sums, continuations, signs and implied decimals.</summary>
public class Bai2Tests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string Small = """
        01,BANKVNVX,HUB,261102,1800,77,80,1,2/
        02,HUB,BANKVNVX,1,261102,1800,VND,2/
        03,4500201000018,VND,010,1000000,,,015,520000,,/
        88,100,20000,1,,400,500000,1,V,261102,/
        16,475,500000,V,261102,,B0001,CUST1,/EREF/ABCDEFGHIJKLMNOP/NAME/NGUYEN THI HOA
        88,/IBAN/4500205123456/REMI/Tro cap, thang 11/
        16,165,20000,S,20000,0,0,B0002,,Lai tien gui/
        49,2560000,6/
        98,2560000,1,8/
        99,2560000,1,10/
        """;

    [Fact]
    public void A_file_is_read_record_by_record()
    {
        var found = Inspected.Of(Small, Inspected.Strict);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Format, found.Statements, found.Entries, found.RawMarkers).ShouldBe(("BAI2", 1, 2, 2));
        found.Accounts.ShouldBe([new InspectedAccount("4500201000018", "77", null, "1000000", "520000", "VND", 2)]);
        (found.CreditSum.ToString(), found.DebitSum.ToString()).ShouldBe(("20000", "500000"));
        var entry = Inspected.Entries(Small)[0];
        (entry.Amount.ToString(), entry.Line).ShouldBe(("-500000", 5));
        (entry.BookingDate, entry.ValueDate).ShouldBe((new LocalDate(2026, 11, 2), new LocalDate(2026, 11, 2)));
        (entry.References.BankReference, entry.References.EntryReference).ShouldBe(("B0001", "CUST1"));
        entry.References.EndToEndId.ShouldBe("ABCDEFGHIJKLMNOP");
        entry.Counterparty.ShouldBe(new Counterparty("4500205123456", "NGUYEN THI HOA", null));
        entry.Remittance.ShouldBe("Tro cap, thang 11");
    }

    [Theory]
    [InlineData("698", "CHRG")]
    [InlineData("475", null)]
    public void A_type_code_tells_a_charge_from_a_payment(string code, string? subFamily) =>
        Inspected.Entries(Small.Replace("16,475", $"16,{code}", Ordinal))[0].Code
            .ShouldBe(new TransactionCode(null, null, subFamily, code));

    [Theory]
    [InlineData("49,2560000,6", "49,2560001,6", FileReason.ControlMismatch)]
    [InlineData("49,2560000,6", "49,2560000,7", FileReason.ControlMismatch)]
    [InlineData("98,2560000,1,8", "98,2560000,2,8", FileReason.ControlMismatch)]
    [InlineData("99,2560000,1,10", "99,2560000,1,11", FileReason.ControlMismatch)]
    [InlineData("16,475,500000", "16,475,-500000", FileReason.BadAmount)]
    [InlineData("16,475,500000", "16,475,5000.00", FileReason.BadAmount)]
    [InlineData("16,475,500000", "16,905,500000", FileReason.BadSign)]
    [InlineData("02,HUB,BANKVNVX,1,261102", "02,HUB,BANKVNVX,1,260230", FileReason.BadDate)]
    [InlineData("V,261102,,B0001", "V,261131,,B0001", FileReason.BadDate)]
    [InlineData("03,4500201000018,VND", "03,4500201000018,QQQ", FileReason.BadCurrency)]
    [InlineData("80,1,2/", "80,1,9/", FileReason.UnsupportedType)]
    [InlineData("99,2560000,1,10/", "", FileReason.Truncated)]
    public void A_wrong_file_is_refused(string right, string wrong, string reason)
    {
        var found = Inspected.Of(Small.Replace(right, wrong, Ordinal));
        found.Outcome.Verdict.ShouldBe(Verdict.Reject);
        found.Outcome.Reasons.ShouldContain(reason, found.Findings());
    }

    [Fact]
    public void A_balance_that_does_not_hold_is_held()
    {
        var text = Small.Replace("015,520000", "015,520001", Ordinal).Replace("2560000", "2560001", Ordinal);
        Inspected.Of(text).Outcome.Reasons.ShouldBe([FileReason.Balance]);
    }

    [Fact]
    public void Records_may_share_a_line_lack_slashes_and_hold_slashes_in_texts()
    {
        var shared = Small.ReplaceLineEndings("\n").Replace("/\n16,", "/   16,", Ordinal);
        var bare = Small.ReplaceLineEndings("\n").Replace("/\n", "\n", Ordinal).Replace("Lai", "08/18/26 Lai", Ordinal);
        foreach (var text in new[] { shared, bare })
        {
            var found = Inspected.Of(text);
            found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
            (found.Entries, found.RawMarkers).ShouldBe((2, 2));
        }

        Inspected.Entries(bare)[1].Remittance.ShouldBe("08/18/26 Lai tien gui");
    }

    [Theory]
    [InlineData("USD", "1234.50")]
    [InlineData("JPY", "123450")]
    [InlineData("KWD", "123.450")]
    public void Amounts_are_of_the_minor_unit(string currency, string amount)
    {
        var text = $"01,A,B,261102,1800,1,,,2/\n02,B,A,1,261102,,{currency},2/\n03,1,,010,0,,,015,123450,,/\n"
            + "16,165,123450,0,R1,,X/\n49,246900,3/\n98,246900,1,5/\n99,246900,1,7/\n";
        var found = Inspected.Of(text);
        found.Outcome.Reasons.ShouldBe([FileReason.Currency], found.Findings());
        (found.CreditSum.ToString(), found.Accounts[0].Closing).ShouldBe((amount, amount));
    }

    [Fact]
    public void Totals_without_details_prove_nothing_and_are_remarked()
    {
        const string Text = "01,A,B,261102,1800,1,,,2/\n02,B,A,1,261102,,VND,2/\n"
            + "03,1,,010,100,,,015,300,,,100,200,4,0/\n49,600,2/\n98,600,1,4/\n99,600,1,6/\n";
        var found = Inspected.Of(Text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Outcome.Findings.ShouldContain(f => f.Rule == FileReason.Balance);
        found.Accounts[0].Closing.ShouldBe("300");
    }
}
