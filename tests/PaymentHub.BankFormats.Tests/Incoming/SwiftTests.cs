using System.Text;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>MT940 and MT942 as banks write them: worked examples of frames, fields, signs and dates.</summary>
public class SwiftTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string Small = """
        :20:S0001
        :25:4500201000018
        :28C:00123/001
        :60F:C261101VND1000000,
        :61:2611021102D500000,NTRFABCDEFGHIJKLMNOP//B0001
        :86:/EREF/ABCDEFGHIJKLMNOP/BENM//NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11
        :61:2611021102C20000,50NINTNONREF//B0002
        :86:Lai tien gui
        :62F:C261102VND520000,50
        -
        """;

    private static string Whole => Small.Replace("20000,50", "20000,", Ordinal);

    [Fact]
    public void A_statement_is_read_field_by_field()
    {
        var found = Inspected.Of(Whole, Inspected.Strict);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Format, found.Statements, found.Entries, found.RawMarkers).ShouldBe(("MT940", 1, 2, 2));
        (found.CreditSum.ToString(), found.DebitSum.ToString()).ShouldBe(("20000", "500000"));
        found.Accounts.ShouldBe(
            [new InspectedAccount("4500201000018", "S0001", "00123/001", "1000000", "520000", "VND", 2)]);
        var entry = Inspected.Entries(Whole)[0];
        entry.Amount.ToString().ShouldBe("-500000");
        (entry.ValueDate, entry.BookingDate).ShouldBe((new LocalDate(2026, 11, 2), new LocalDate(2026, 11, 2)));
        entry.Code.Proprietary.ShouldBe("NTRF");
        entry.References.EntryReference.ShouldBe("ABCDEFGHIJKLMNOP");
        entry.References.BankReference.ShouldBe("B0001");
        entry.References.EndToEndId.ShouldBe("ABCDEFGHIJKLMNOP");
        entry.Counterparty.ShouldBe(new Counterparty("4500205123456", "NGUYEN THI HOA", null));
        entry.Remittance.ShouldBe("Tro cap thang 11");
        (entry.Line, entry.Offset).ShouldBe((5, Whole.IndexOf(":61:", Ordinal)));
    }

    [Fact]
    public void Half_a_dong_is_held() =>
        Inspected.Of(Small).Outcome.Reasons.ShouldBe([FileReason.Currency]);

    [Theory]
    [InlineData("C", "10", false, true)]
    [InlineData("D", "-10", false, true)]
    [InlineData("RC", "-10", true, true)]
    [InlineData("RD", "10", true, true)]
    [InlineData("EC", "10", false, false)]
    [InlineData("ED", "-10", false, false)]
    [InlineData("DR", "-10", false, true)]
    [InlineData("DD", "-10", false, true)]
    [InlineData("RDR", "10", true, true)]
    [InlineData("CM", "10", false, true)]
    [InlineData("CF", "10", false, true)]
    public void Every_mark_has_its_sign(string mark, string amount, bool isReversal, bool isBooked)
    {
        var entry = Inspected.Entries(WithLine($"261102{mark}10,NTRFX")).ShouldHaveSingleItem();
        (entry.Amount.ToString(), entry.IsReversal, entry.IsBooked).ShouldBe((amount, isReversal, isBooked));
    }

    [Theory]
    [InlineData("261102C1234,NTRF", "1234")]
    [InlineData("261102C,50NTRF", "0.50")]
    [InlineData("261102C1234NTRF", "1234")]
    [InlineData("261102C000000000300.00NTRF", "300.00")]
    [InlineData("261102C000000000025,00N102EREF            ", "25.00")]
    [InlineData("261102    C1,NTRF", "1")]
    [InlineData("261102C1,NOV REF//B", "1")]
    [InlineData("261102C1,S051REF", "1")]
    [InlineData("261102C1,", "1")]
    [InlineData("2611021103CR1,00NTRFNONREF//", "1.00")]
    public void Odd_lines_keep_their_amount(string line, string amount) =>
        Inspected.Entries(WithLine(line, "EUR")).ShouldHaveSingleItem().Amount.ToString().ShouldBe(amount);

    [Theory]
    [InlineData("261102D-104,12NTRF", FileReason.BadAmount)]
    [InlineData("261102C11 27421,94NTRF", FileReason.BadAmount)]
    [InlineData("261102C1.234NTRF", FileReason.BadAmount)]
    [InlineData("261102C1.234,00NTRF", FileReason.BadAmount)]
    [InlineData("261102C1,2,3NTRF", FileReason.BadAmount)]
    [InlineData("261102CNTRF", FileReason.BadAmount)]
    [InlineData("261102C12345678901234567890,NTRF", FileReason.BadAmount)]
    [InlineData("261102X10,NTRF", FileReason.BadSign)]
    [InlineData("26110210,NTRF", FileReason.BadSign)]
    [InlineData("260230C10,NTRF", FileReason.BadDate)]
    [InlineData("2611020230C10,NTRF", FileReason.BadDate)]
    [InlineData("2611311131C10,NTRF", FileReason.BadDate)]
    [InlineData("362268C10,NTRF", FileReason.BadDate)]
    public void Bad_money_and_dates_refuse_the_file(string line, string reason)
    {
        var found = Inspected.Of(WithLine(line));
        found.Outcome.Verdict.ShouldBe(Verdict.Reject);
        found.Outcome.Reasons.ShouldContain(reason, found.Findings());
        found.Outcome.Findings.ShouldContain(f => f.Rule == reason && f.Line == 4);
        (found.Entries, found.RawMarkers).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("2701041231C10,NTRF", 2026, 12, 31)]
    [InlineData("2612310102C10,NTRF", 2027, 1, 2)]
    [InlineData("2611021102C10,NTRF", 2026, 11, 2)]
    [InlineData("280301 0229C10,NTRF", 0, 0, 0)]
    [InlineData("2803010229C10,NTRF", 2028, 2, 29)]
    public void An_entry_date_is_in_the_right_year(string line, int year, int month, int day)
    {
        if (year == 0) Inspected.Of(WithLine(line)).Outcome.Verdict.ShouldBe(Verdict.Reject);
        else Inspected.Entries(WithLine(line))[0].BookingDate.ShouldBe(new LocalDate(year, month, day));
    }

    public static TheoryData<string, Func<string, string>> Frames() => new()
    {
        { "blocks", t => "{1:F01BANKVNVXAXXX0000000000}{2:O9401200261102BANKVNVXAXXX00000000002611021200N}{4:\r\n"
            + t[..^1] + "-}{5:{CHK:0000}}" },
        { "national letters for braces", t => "ä1:F01HANDSESSå\r\nä4:\r\n" + t[..^1] + "-å\r\n" },
        { "a bank's preamble", t => "ABNANL2A\r\n940\r\nABNANL2A\r\n" + t },
        { "a tag of the message type", t => ":940:\r\n" + t },
        { "LF", t => t.Replace("\r\n", "\n", Ordinal) },
        { "CR", t => t.Replace("\r\n", "\r", Ordinal) },
        { "no end mark and no line end", t => t[..^3] },
        { "blank lines and blanks", t => "\r\n \r\n" + t.Replace("\r\n", "  \r\n\r\n", Ordinal) + "\r\n\r\n" },
        { "padding of an old system", t => t + "\r\n\u001A" },
        { "NUL tail", t => t + "\r\n\0\0\0" },
        { "byte order mark", t => "\uFEFF" + t },
        { "own tags and a tag-like wrap", t => t.Replace(":86:Lai", ":NS:22X\r\n:86:Lai\r\n:12:11\r\n:08 Karten",
            Ordinal) },
        { "a reference on its own line", t => t.Replace(":20:S0001", ":20:\r\nS0001", Ordinal) },
        { "statement words at the end", t => t.Replace("\r\n-", "\r\n:64:C261102VND1,\r\n:86:Cam on\r\n-", Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void A_statement_is_the_same_in_every_frame(string name, Func<string, string> frame)
    {
        name.ShouldNotBeEmpty();
        var text = frame(Whole.ReplaceLineEndings("\r\n"));
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Accounts.ShouldBe(
            [new InspectedAccount("4500201000018", "S0001", "00123/001", "1000000", "520000", "VND", 2)]);
        found.RawMarkers.ShouldBe(2);
        Inspected.Entries(text)[0].Remittance.ShouldBe("Tro cap thang 11");
    }

    [Fact]
    public void Cuts_are_truncated_until_the_closing_balance_is_there()
    {
        var text = Whole.ReplaceLineEndings("\r\n");
        var complete = text.IndexOf("C261102VND520000,", Ordinal);
        for (var length = text.IndexOf(":60F:", Ordinal) + 30; length < complete; length++)
        {
            var found = Inspected.Of(text[..length]);
            found.Outcome.Verdict.ShouldBe(Verdict.Reject, $"cut at {length}");
            found.Outcome.Reasons.ShouldContain(FileReason.Truncated, $"cut at {length}");
        }

        var bytes = Encoding.UTF8.GetBytes(text.Replace("Lai tien", "Lãi tiền", Ordinal));
        var inside = Array.FindIndex(bytes, b => b >= 0xC3) + 1;
        Inspected.Of(bytes[..inside]).Outcome.Reasons.ShouldContain(FileReason.Truncated);
        var block = "{1:F01X}{2:I940X}{4:\r\n" + text[..^1];
        Inspected.Of(block).Outcome.Reasons.ShouldBe([FileReason.Truncated]);
    }

    [Fact]
    public void Many_statements_with_pages_and_without_end_marks()
    {
        var page1 = Whole.Replace("/001", "/1", Ordinal).Replace(":62F:", ":62M:", Ordinal)
            .Replace("\n-", "\n", Ordinal);
        var page2 = ":20:S0001\n:25:4500201000018\n:28C:123/2\n:60M:C261102VND520000,\n:61:2611031103D20000,"
            + "NCHGNONREF\n"
            + ":62F:C261103VND500000,\n-\n";
        var found = Inspected.Of(page1 + page2);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Statements, found.Entries).ShouldBe((2, 3));
        found.Accounts[1].ShouldBe(
            new InspectedAccount("4500201000018", "S0001", "123/2", "520000", "500000", "VND", 1));
    }

    [Fact]
    public void A_balance_that_does_not_hold_and_a_currency_that_flips_are_held()
    {
        var off = Inspected.Of(Whole.Replace("VND520000,", "VND520001,", Ordinal));
        (off.Outcome.Verdict, off.Outcome.Reasons[0]).ShouldBe((Verdict.Hold, FileReason.Balance));
        off.Findings().ShouldContain("difference 1");
        Inspected.Of(Whole.Replace("102VND520000,", "102USD520000,", Ordinal)).Outcome.Reasons
            .ShouldContain(FileReason.Currency);
    }

    [Fact]
    public void An_interim_report_needs_no_balance_but_its_totals_hold()
    {
        const string Text = """
            :20:I1
            :25:4500201000018
            :28C:1/1
            :34F:VND0
            :13D:2611021815+0700
            :61:2611021102CN30,NTRFNONREF//MB1
            911-TRANSFER
            :86:911 COLLECT
            :61:2611021102ED5,NTRFNONREF//MB2
            :90D:1VND5,
            :90C:1VND30,
            -
            """;
        var found = Inspected.Of(Text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Format, found.Entries, found.Accounts[0].Currency).ShouldBe(("MT942", 2, "VND"));
        Inspected.Of(Text.Replace(":90C:1VND30,", ":90C:2VND31,", Ordinal)).Outcome.Reasons
            .ShouldBe([FileReason.ControlMismatch]);
    }

    [Theory]
    [InlineData("{1:F01X}{2:O1031200X}{4:\r\n:20:X\r\n-}", "MT103")]
    [InlineData("1 2 3", "1 2 3")]
    public void Another_message_is_named(string text, string shown)
    {
        var found = Inspected.Of(text);
        found.Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        found.Findings().ShouldContain(shown);
    }

    [Fact]
    public void German_words_are_taken_apart()
    {
        var text = Whole.Replace(
            "/EREF/ABCDEFGHIJKLMNOP/BENM//NAME/NGUYEN THI HOA/IBAN/4500205123456/REMI/Tro cap thang 11",
            "166?00UEBERWEISUNG?109310?20EREF+ABCDEFGHIJKLMNO\nP?21SVWZ+Tro cap thang?22 11?30VBAAVNVX?31450020512345"
            + "6?32NGUYEN THI?33 HOA", Ordinal);
        var entry = Inspected.Entries(text)[0];
        entry.References.EndToEndId.ShouldBe("ABCDEFGHIJKLMNOP");
        entry.Remittance.ShouldBe("Tro cap thang 11");
        entry.Counterparty.ShouldBe(new Counterparty("4500205123456", "NGUYEN THI HOA", "VBAAVNVX"));
    }

    [Fact]
    public void Western_bytes_are_read_and_remarked()
    {
        var bytes = Encoding.Latin1.GetBytes(Whole.Replace("Lai tien gui", "Gutschrift Müller", Ordinal));
        var found = Inspected.Of(bytes);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept);
        found.Outcome.Findings.ShouldContain(f => f.Rule == FileReason.BadEncoding && f.Line == 8);
        Inspected.Entries(bytes)[1].Remittance.ShouldBe("Gutschrift Müller");
    }

    private static string WithLine(string line, string currency = "VND") =>
        $":20:S1\n:25:1\n:60F:C261102{currency}0,\n:61:{line}\n:62F:C261102{currency}0,\n-\n";
}
