using System.Text;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Rows of tables with another number of cells than the profile, and tables without all their tail.</summary>
public class TableRowTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Titles = "Posting date,Value date,Reference,Amount,Partner account,Partner name,"
        + "End-to-end id,Return code,Details";

    [Theory]
    [InlineData("MB", "02,B0001,", "02,", 6)]
    [InlineData("MB", ",AC04,Tro cap thang 11", ",AC04", 7)]
    [InlineData("MB", "B0001,-500000,", "B0001,-500,000,", 6)]
    [InlineData("MB", "AC04,Tro cap thang 11", "AC04,Tro cap thang 11,9", 7)]
    [InlineData("VCB", "B0001,\"500,000\",,", "B0001,\"500,000\",", 6)]
    [InlineData("VIETIN", ";B0001;", ";", 4)]
    [InlineData("AGRI", "C000000000500000B0002", "C0000005", 3)]
    [InlineData("AGRI", "C000000000500000B0002", "C0000000005000000000000B0002", 3)]
    [InlineData("LPB", "000000000500000B0002", "0000005", 3)]
    public void A_row_with_another_number_of_cells_is_refused_where_it_stands(
        string bank, string right, string wrong, int line)
    {
        // A line of fixed places ends where its money is cut, or is longer than its places.
        var text = Of(bank);
        var at = text.LastIndexOf(right, Ordinal);
        at.ShouldBeGreaterThan(0);
        var isCut = bank is "AGRI" or "LPB" && wrong.Length < right.Length;
        var rest = text[(at + right.Length)..];
        if (isCut) rest = rest[rest.IndexOf('\n', Ordinal)..];
        else if (bank == "AGRI") rest = rest.Insert(rest.IndexOf('\n', Ordinal), new string('x', 80));
        CheckRow(text[..at] + wrong + rest, line);
    }

    [Theory]
    [InlineData("MB", ",", true)]
    [InlineData("MB", ",,", false)]
    [InlineData("VIETIN", ";", true)]
    [InlineData("VCB", ",", true)]
    public void Separators_at_the_end_of_rows_do_not_matter(string bank, string more, bool everywhere)
    {
        var text = Of(bank).ReplaceLineEndings("\n").TrimEnd();
        var rows = text.Split('\n').Select(r => everywhere || r.Length > 60 ? r + more : r);
        Accepts(string.Join('\n', rows) + "\n");
    }

    [Fact]
    public void Rows_of_labels_and_totals_have_as_many_cells_as_they_like() =>
        Accepts(Of("VCB").Replace(",,,,,", "", Ordinal).Replace("\"500,000\",,,", "\"500,000\"", Ordinal)
            .Replace("02/11/2026,\n", "02/11/2026,,,,,\n", Ordinal));

    [Fact]
    public void A_sheet_may_leave_out_empty_cells_at_the_end_of_a_row_whose_cells_say_where_they_stand()
    {
        var found = Inspected.Of(Sheet([1, 46328, 46328, "B0001", 500_000]), TableSamples.Options);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        var more = Inspected.Of(
            Sheet([1, 46328, 46328, "B0001", 500_000, "", "", "", "", "x"]), TableSamples.Options);
        more.Outcome.Reasons.ShouldBe([FileReason.Schema], more.Findings());
    }

    [Fact]
    public void A_sheet_whose_cells_do_not_say_where_they_stand_must_have_all_of_them()
    {
        const string Entry = "<row><c><v>1</v></c><c><v>46328</v></c><c><v>46328</v></c><c><v>7</v></c>"
            + "<c><v>500000</v></c><c/><c/><c/><c/></row>";
        Inspected.Of(Unplaced(Entry), TableSamples.Options).Outcome.Verdict.ShouldBe(Verdict.Accept);
        var found = Inspected.Of(
            Unplaced(Entry.Replace("<c><v>7</v></c>", "", Ordinal)), TableSamples.Options);
        found.Outcome.Reasons.ShouldBe([FileReason.Schema], found.Findings());
    }

    public static TheoryData<string, string> TailFields => new()
    {
        { "VCB", "Tổng ghi nợ,\"500,000\"," }, { "VCB", "Tổng ghi có,\"500,000\"" },
        { "VCB", "Số dư cuối kỳ,\"1,000,000\"" }, { "VIETIN", "Tổng số giao dịch;2" },
        { "VIETIN", "Số dư cuối;1.000.000" }, { "MB", "Transactions,2" }, { "MB", "Closing balance,1000000" },
        { "AGRI", "T00000002000000000001000000" }, { "AGRI", "000000000001000000\n" },
        { "LPB", "0000000001000000\n" }, { "LPB", "00000000005000000000000000500000" },
    };

    [Theory]
    [MemberData(nameof(TailFields))]
    public void A_table_that_lacks_one_field_of_its_tail_is_cut_off(string bank, string field)
    {
        var text = Of(bank);
        var at = text.LastIndexOf(field, Ordinal);
        at.ShouldBeGreaterThan(0);
        // Behind a field of a fixed place there may be others, so that blanks stand in for it.
        var blank = field.StartsWith('0') ? field.Replace('0', ' ').Replace('1', ' ').Replace('5', ' ') : "";
        var found = Inspected.Of(text[..at] + blank + text[(at + field.Length)..], TableSamples.Options);
        found.Outcome.Reasons.ShouldBe([FileReason.Truncated], found.Findings());
    }

    [Theory]
    [InlineData("Closing balance,1000000", "Closing balance,1.000.000", FileReason.BadAmount)]
    [InlineData("Closing balance,1000000", "Closing balance,1000000x", FileReason.BadAmount)]
    [InlineData("Closing balance,1000000", "Closing balance,100000\n", FileReason.Balance)]
    [InlineData("Closing balance,1000000", "Closing balance,1000001", FileReason.Balance)]
    [InlineData("Closing balance,1000000", "Closing balance,100000", FileReason.Truncated)]
    [InlineData("Closing balance,1000000", "Closing balance,1000000.", FileReason.Truncated)]
    [InlineData("Transactions,2", "Transactions,2x", FileReason.Schema)]
    [InlineData("Transactions,2", "Transactions,1.5", FileReason.Schema)]
    public void A_wrong_field_of_the_tail_is_not_a_missing_one(string right, string wrong, string reason)
    {
        var found = Inspected.Of(Of("MB").Replace(right, wrong, Ordinal), TableSamples.Options);
        found.Outcome.Reasons.ShouldBe([reason], found.Findings());
    }

    [Theory]
    [InlineData("Account,4500201000018\nCurrency,VND\nDate,Text,Sum\n02/11/2026,x,5\nClosing balance,5\n")]
    [InlineData("Date,Text,Sum\n02/11/2026,x,5\nClosing balance,5\n")]
    [InlineData("Accounts of the month")]
    [InlineData("1 2 3")]
    [InlineData("\u00CA\uFFFE,1\nNgày\uFFFE,2")]
    public void A_table_of_no_known_bank_is_not_cut_off(string text)
    {
        var found = Inspected.Of(text, TableSamples.Options);
        found.Outcome.Reasons.ShouldBe([FileReason.UnsupportedType], found.Findings());
    }

    [Fact]
    public void A_sheet_that_ends_in_its_heading_is_cut_off()
    {
        foreach (var rows in new object[][][] { [["Số TK", "1"], ["Ngày", "Số GD"]], [["X"], ["Số TK", "1"]] })
        {
            var found = Inspected.Of(TableSamples.Workbook(rows), TableSamples.Options);
            found.Outcome.Reasons.ShouldBe([FileReason.Truncated], found.Findings());
        }
    }

    [Fact]
    public void A_table_whose_profile_knows_no_tail_is_read_to_its_last_whole_row()
    {
        var profile = TableSamples.Profiles.Single(p => p.Code == "MB") with
        {
            Labels = new Dictionary<string, string> { ["Account"] = "account" },
        };
        var options = new InspectionOptions { TableProfiles = [profile] };
        const string Text = "Account,1\n" + Titles + "\n2026-11-02,2026-11-02,B1,-5,,,,,x";
        Inspected.Of(Text, options).Outcome.Verdict.ShouldBe(Verdict.Accept);
        Inspected.Of(Text[..^6], options).Outcome.Reasons.ShouldBe([FileReason.Truncated]);
        Inspected.Of(Text[..^6] + "\n", options).Outcome.Reasons.ShouldBe([FileReason.Schema]);
    }

    private static void CheckRow(string text, int line)
    {
        var found = Inspected.Of(text, TableSamples.Options);
        found.Outcome.Verdict.ShouldBe(Verdict.Reject, found.Findings());
        found.Outcome.Reasons.ShouldBe([FileReason.Schema], found.Findings());
        found.Outcome.Findings.ShouldHaveSingleItem().Line.ShouldBe(line);
    }

    private static void Accepts(string text)
    {
        var found = Inspected.Of(text, TableSamples.Options);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Entries.ShouldBe(2);
    }

    private static byte[] Sheet(object[] entry) => TableSamples.Workbook(
    [
        ["Số tài khoản:", "4500201000018"], ["Loại tiền:", "VND"], ["Số dư đầu kỳ:", 1_000_000], BidvTitles, entry,
        ["Tổng phát sinh nợ", 500_000, "Tổng phát sinh có", 0], ["Số dư cuối kỳ", 500_000],
    ]);

    private static object[] BidvTitles =>
        [.. TableSamples.Profiles.Single(p => p.Code == "BIDV").Columns.Select(c => (object)c.Title)];

    private static byte[] Unplaced(string entry)
    {
        var rows = new StringBuilder();
        foreach (var row in new object[][] { ["Số tài khoản", "45"], ["Số dư đầu kỳ", "1000000"], BidvTitles })
            AppendRow(rows, row);
        rows.Append(entry);
        foreach (var row in new object[][]
            { ["Tổng phát sinh nợ", "500000", "Tổng phát sinh có", "0"], ["Số dư cuối kỳ", "500000"] })
            AppendRow(rows, row);
        return TableSamples.Zip(
            ("xl/workbook.xml", "<workbook/>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>"));

        static void AppendRow(StringBuilder to, object[] cells) => to.Append("<row>").AppendJoin(
            "", cells.Select(c => $"<c t=\"inlineStr\"><is><t>{c}</t></is></c>")).Append("</row>");
    }

    private static string Of(string bank) => Encoding.UTF8.GetString(TableSamples.All[bank]);
}
