using System.Text;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Tables of banks by profile: CSV, workbooks and fixed widths.</summary>
public class TableTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public static TheoryData<string> Banks() => [.. TableSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Banks))]
    public void A_statement_of_every_bank_is_read_and_proved(string bank)
    {
        var found = Of(TableSamples.All[bank]);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Statements, found.Entries, found.RawMarkers).ShouldBe((1, 2, 2));
        (found.CreditSum.ToString(), found.DebitSum.ToString()).ShouldBe(("500000", "500000"));
        var account = found.Accounts.ShouldHaveSingleItem();
        (account.Account, account.Opening, account.Closing, account.Currency)
            .ShouldBe(("4500201000018", "1000000", "1000000", "VND"));
    }

    [Theory]
    [MemberData(nameof(Banks))]
    public void The_same_facts_give_the_same_entries_as_camt(string bank)
    {
        var expected = Inspected.Entries(IncomingSamples.Camt).Select(e => e.Facts).ToList();
        Entries(TableSamples.All[bank]).Select(e => e.Facts).ShouldBe(expected);
    }

    [Theory]
    [InlineData("VCB", "\"500,000\",,\"500,000\"", "\"500,00\",,\"500,000\"", FileReason.BadAmount)]
    [InlineData("VCB", "\"500,000\",,\"500,000\"", "\"500.000\",,\"500,000\"", FileReason.BadAmount)]
    [InlineData("VCB", "\"500,000\",,\"500,000\"", "\"500,000.0,0\",,\"500,000\"", FileReason.BadAmount)]
    [InlineData("VCB", "\"500,000\",,\"500,000\"", "\"500,000\",\"1\",\"500,000\"", FileReason.BadSign)]
    [InlineData("VCB", "02/11/2026,02/11/2026,B0001", "30/02/2026,02/11/2026,B0001", FileReason.BadDate)]
    [InlineData("VCB", "02/11/2026,02/11/2026,B0001", "2026-11-02,02/11/2026,B0001", FileReason.BadDate)]
    [InlineData("VCB", "Tổng ghi nợ,\"500,000\"", "Tổng ghi nợ,\"500,001\"", FileReason.ControlMismatch)]
    [InlineData("VIETIN", "giao dịch;2", "giao dịch;3", FileReason.ControlMismatch)]
    [InlineData("VIETIN", "500.000;Nợ", "500.000;", FileReason.BadSign)]
    [InlineData("VIETIN", "500.000;Nợ", "50.0000;Nợ", FileReason.BadAmount)]
    [InlineData("MB", "Currency,VND", "Currency,QQQ", FileReason.BadCurrency)]
    [InlineData("MB", "\"Tro cap thang 11\"", "\"Tro cap thang 11", FileReason.Truncated)]
    [InlineData("MB", "Transactions,2\nClosing balance,1000000", "", FileReason.Truncated)]
    [InlineData("AGRI", "D20261102", "X20261102", FileReason.Schema)]
    [InlineData("AGRI", "T00000002", "T00000003", FileReason.ControlMismatch)]
    public void A_wrong_table_is_refused(string bank, string right, string wrong, string reason)
    {
        var text = Encoding.UTF8.GetString(TableSamples.All[bank]).ReplaceLineEndings("\n");
        var changed = text.Replace(right, wrong, Ordinal);
        changed.ShouldNotBe(text);
        var found = Of(Encoding.UTF8.GetBytes(changed));
        found.Outcome.Verdict.ShouldBe(Verdict.Reject);
        found.Outcome.Reasons.ShouldContain(reason, found.Findings());
    }

    [Theory]
    [InlineData("ABCDEFGHIJKLMNOP,,\"Tro cap thang 11\"", ",,PHI CHUYEN TIEN", "CHRG", null)]
    [InlineData("ABCDEFGHIJKLMNOP,,\"Tro cap thang 11\"", "NOTPROVIDED,,Phí quản lý", "CHRG", null)]
    [InlineData("ABCDEFGHIJKLMNOP,,\"Tro cap thang 11\"", ",,PHIEU CHI", null, null)]
    [InlineData("\"Tro cap thang 11\"", "PHI CHUYEN TIEN", null, "ABCDEFGHIJKLMNOP")]
    public void A_charge_is_told_by_its_words_where_it_names_no_payment(
        string right, string wrong, string? subFamily, string? id)
    {
        var text = Encoding.UTF8.GetString(TableSamples.All["MB"]);
        var at = text.IndexOf(right, Ordinal);
        at.ShouldBeGreaterThan(0);
        var debit = Entries(Encoding.UTF8.GetBytes(text[..at] + wrong + text[(at + right.Length)..]))[0];
        (debit.Code.SubFamily, debit.References.EndToEndId).ShouldBe((subFamily, id));
    }

    [Fact]
    public void A_closing_balance_off_by_one_is_held()
    {
        var text = Encoding.UTF8.GetString(TableSamples.All["MB"]);
        Of(Encoding.UTF8.GetBytes(text.Replace("Closing balance,1000000", "Closing balance,1000001", Ordinal)))
            .Outcome.Reasons.ShouldBe([FileReason.Balance]);
    }

    [Fact]
    public void The_report_of_the_post_office_is_a_table_too()
    {
        var found = Of(Golden.Bytes("paid-report-paid-and-not-paid.csv"));
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        (found.Format, found.Entries, found.RawMarkers, found.DebitSum.ToString()).ShouldBe(("CSV", 3, 3, "1150000"));
        Of(Golden.Bytes("paid-report-sum-off-by-one.csv")).Outcome.Reasons.ShouldBe([FileReason.ControlMismatch]);
    }

    [Fact]
    public void Bombs_cuts_and_other_zips_are_refused()
    {
        var bomb = "<worksheet><sheetData>" + new string(' ', 300 * 1024 * 1024) + "</sheetData></worksheet>";
        Of(TableSamples.Zip(("xl/worksheets/sheet1.xml", bomb))).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        var whole = TableSamples.All["BIDV"];
        Of(whole[..(whole.Length / 2)]).Outcome.Reasons.ShouldBe([FileReason.Truncated]);
        Of(TableSamples.Zip(("a.txt", "x"))).Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        Of(TableSamples.Workbook([["a", "b"]])).Outcome.Reasons.ShouldBe([FileReason.UnsupportedType]);
        Of(TableSamples.Zip(("xl/worksheets/sheet1.xml", "<!DOCTYPE x [<!ENTITY y \"z\">]><worksheet/>")))
            .Outcome.Reasons.ShouldBe([FileReason.DtdForbidden]);
    }

    private static Inspection Of(byte[] bytes) => Inspected.Of(bytes, TableSamples.Options);

    private static List<IncomingEntry> Entries(byte[] bytes)
    {
        var entries = new List<IncomingEntry>();
        FileInspector.Inspect(new MemoryStream(bytes), TableSamples.Options, (_, entry) => entries.Add(entry));
        return entries;
    }
}
