using System.Text;
using CsCheck;
using NodaTime;
using PaymentHub.BankFormats.PostOffice;
using PaymentHub.BankFormats.Text;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class PostOfficeTests
{
    private const string Report = "paid-report-paid-and-not-paid.csv";

    [Fact]
    public void The_pay_list_is_that_of_the_golden_file()
    {
        var bytes = Write(Sample());
        Encoding.UTF8.GetString(bytes).ShouldBe(Encoding.UTF8.GetString(Golden.Bytes("paylist-two-people.csv")));
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        Sample().FileName.ShouldBe("PAYLIST-PH26NOVEMBER2345.csv");
    }

    [Fact]
    public void A_pay_list_with_another_count_or_sum_is_not_written()
    {
        Should.Throw<FileWriteException>(() => Write(Sample() with { Count = 3 }));
        var error = Should.Throw<FileWriteException>(() => Write(Sample() with { TotalDong = 1 }));
        error.English.ShouldContain("1,150,000");
        var twice = Sample().Lines.Take(1).Concat(Sample().Lines.Take(1)).ToList();
        error = Should.Throw<FileWriteException>(() => Write(new PayList("M", 2, 1_000_000, twice)));
        error.Where.ShouldEndWith("Mã lệnh");
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+84905")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    public void Text_that_a_spreadsheet_would_run_is_guarded(string name)
    {
        var line = Sample().Lines.First() with { FullName = name };
        var rows = Rows(Write(new PayList("M", 1, line.AmountDong, [line])));
        rows[1][2].ShouldBe("'" + name);
    }

    [Fact]
    public void Any_text_written_as_CSV_reads_back_equal() =>
        Gen.String[Gen.Char["ab,\"\r\n ;'ễĐ"], 0, 12].Array[1, 6].List[1, 6].Holds(rows =>
        {
            using var output = new MemoryStream();
            using (var csv = new CsvWriter(output))
            {
                foreach (var row in rows)
                {
                    csv.Number(1);
                    foreach (var field in row) csv.Text(field);
                    csv.EndRow();
                }
            }

            Rows(output.ToArray()).Select(row => row.Skip(1).ToArray()).ShouldBe(rows.Select(Guarded));
        });

    [Fact]
    public void A_report_is_read_with_every_field()
    {
        var result = PaidReportReader.Read(Golden.Open(Report));
        result.Verdict.ShouldBe(Verdict.Accept, string.Join(";", result.Outcome.Findings));
        result.PaidCount.ShouldBe(2);
        result.PaidTotal.ShouldBe(1_150_000);
        var fifth = new LocalDate(2026, 11, 5);
        result.Lines.ShouldBe(
        [
            new(2, "ABCDEFGHIJKLMNOP", PaidStatus.Paid, 500_000, fifth, "Nguyễn Thị Hoà", null),
            new(3, "QRSTUVWXYZ234567", PaidStatus.NotPaid, 566_000, null, null, "Vắng mặt, hẹn lại"),
            new(4, "BCDEFGHIJKLMNOPQ", PaidStatus.Paid, 650_000, fifth.PlusDays(1), "Đinh Văn \"Rê\"", null),
        ]);
    }

    [Fact]
    public void Decomposed_letters_are_the_same_letters()
    {
        var text = Encoding.UTF8.GetString(Golden.Bytes(Report)).Normalize(NormalizationForm.FormD);
        var result = Read(text);
        result.Verdict.ShouldBe(Verdict.Accept, string.Join(";", result.Outcome.Findings));
        result.Lines[0].SignedBy.ShouldBe("Nguyễn Thị Hoà");
    }

    [Fact]
    public void A_sum_off_by_one_refuses_the_report_with_both_numbers()
    {
        var outcome = PaidReportReader.Read(Golden.Open("paid-report-sum-off-by-one.csv")).Outcome;
        outcome.Verdict.ShouldBe(Verdict.Reject);
        var finding = outcome.Findings.ShouldHaveSingleItem();
        finding.Rule.ShouldBe(FileReason.ControlMismatch);
        finding.TextVi.ShouldBe("Không khớp tổng số tiền đã chi: tệp ghi 500.001, cộng lại được 500.000.");
    }

    [Fact]
    public void An_order_that_stands_twice_is_held_and_names_both_lines()
    {
        var result = PaidReportReader.Read(Golden.Open("paid-report-same-order-twice.csv"));
        result.Verdict.ShouldBe(Verdict.Hold);
        result.Outcome.Findings.ShouldHaveSingleItem().TextVi.ShouldBe("Mã lệnh ABCDEFGHIJKLMNOP đã có ở dòng 2.");
    }

    [Theory]
    [InlineData("ĐÃ CHI,500000", "DA CHI,500000", FileReason.Schema, 2)]
    [InlineData("CHI,500000", "CHI,500.000", FileReason.BadAmount, 2)]
    [InlineData("CHI,500000", "CHI,-500000", FileReason.BadAmount, 2)]
    [InlineData("CHI,500000", "CHI,0", FileReason.BadAmount, 2)]
    [InlineData("05/11/2026", "2026-11-05", FileReason.BadDate, 2)]
    [InlineData("05/11/2026", "31/11/2026", FileReason.BadDate, 2)]
    [InlineData("05/11/2026", "", FileReason.BadDate, 2)]
    [InlineData("TỔNG,3,", "TỔNG,4,", FileReason.ControlMismatch, 5)]
    [InlineData("TỔNG,3,1150000,,,", "TỔNG,3,1150000,,", FileReason.Schema, 5)]
    [InlineData("TỔNG,3,1150000,,,\r\n", "", FileReason.Truncated, 4)]
    [InlineData("TỔNG,3,1150000,,,\r\n", "TỔNG,3,1150000,,,\r\nX,ĐÃ CHI,1,05/11/2026,A,\r\n", FileReason.Schema, 6)]
    [InlineData("\"Vắng mặt, hẹn lại\"", "\"Vắng mặt, hẹn lại", FileReason.Schema, 3)]
    [InlineData("\"Đinh Văn \"\"Rê\"\"\"", "\"Đinh Văn Rê", FileReason.Truncated, 4)]
    [InlineData("\"Vắng mặt, hẹn lại\"", "Vắng \"mặt\"", FileReason.Schema, 3)]
    [InlineData("Mã lệnh,Trạng thái", "Mã lệnh;Trạng thái", FileReason.UnsupportedType, 1)]
    [InlineData("ABCDEFGHIJKLMNOP,", ",", FileReason.Schema, 2)]
    public void A_report_that_cannot_be_used_is_refused_with_its_line(string good, string bad, string reason, int line)
    {
        var text = Encoding.UTF8.GetString(Golden.Bytes(Report));
        text.ShouldContain(good);
        var result = Read(text.Replace(good, bad, StringComparison.Ordinal));
        result.Verdict.ShouldBe(Verdict.Reject);
        result.Lines.ShouldBeEmpty();
        result.Outcome.Findings.ShouldContain(f => f.Rule == reason && f.Line == line);
    }

    [Theory]
    [InlineData(",Nguyễn Thị Hoà,", ",,", FileReason.Schema)]
    [InlineData("CHƯA CHI,566000,,", "CHƯA CHI,566000,05/11/2026,", FileReason.Schema)]
    [InlineData("Nguyễn Thị", "Nguyá»…n Thá»‹", FileReason.BadEncoding)]
    public void A_doubtful_report_is_held(string good, string bad, string reason)
    {
        var text = Encoding.UTF8.GetString(Golden.Bytes(Report)).Replace(good, bad, StringComparison.Ordinal);
        var result = Read(text);
        result.Verdict.ShouldBe(Verdict.Hold);
        result.Outcome.Reasons.ShouldBe([reason]);
    }

    [Fact]
    public void Bytes_of_another_code_page_are_refused_with_their_line()
    {
        var bytes = Golden.Bytes(Report).ToArray();
        var row = bytes.AsSpan().LastIndexOf("Rê"u8);
        bytes[row + 1] = 0xEA;
        var outcome = PaidReportReader.Read(new MemoryStream(bytes)).Outcome;
        outcome.Findings.ShouldContain(f => f.Rule == FileReason.BadEncoding && f.Line == 4);
        outcome.Verdict.ShouldBe(Verdict.Reject);
        var wide = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Golden.Bytes(Report)));
        PaidReportReader.Read(new MemoryStream(wide)).Outcome.Reasons.ShouldBe([FileReason.BadEncoding]);
    }

    [Fact]
    public void A_report_cut_anywhere_is_refused()
    {
        var bytes = Golden.Bytes(Report).AsSpan().TrimEnd("\r\n"u8).ToArray();
        for (var length = 0; length < bytes.Length; length++)
            PaidReportReader.Read(new MemoryStream(bytes, 0, length)).Verdict.ShouldBe(Verdict.Reject,
                $"cut at {length}");
        PaidReportReader.Read(new MemoryStream(bytes)).Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void Limits_hold_for_text_files_too()
    {
        var text = Encoding.UTF8.GetString(Golden.Bytes(Report));
        Read(text.Replace("Vắng mặt", new string('x', 9_000), StringComparison.Ordinal)).Outcome.Reasons
            .ShouldBe([FileReason.LimitExceeded]);
        Read(text, new ReadLimits { MaxEntriesPerFile = 2 }).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
        Read(text, new ReadLimits { MaxFileBytes = 100 }).Outcome.Reasons.ShouldBe([FileReason.LimitExceeded]);
    }

    [Theory]
    [InlineData("PAID-PH26NOVEMBER2345-20261105.csv", true)]
    [InlineData("PAID-PH26NOVEMBER2345-20261131.csv", false)]
    [InlineData("PAID-PH26NOVEMBER2345.csv", false)]
    [InlineData("../PAID-PH26NOVEMBER2345-20261105.csv", false)]
    public void A_report_name_tells_message_and_day(string name, bool good)
    {
        PaidReportName.TryParse(name, out var id, out var date).ShouldBe(good);
        if (good) (id, date).ShouldBe(("PH26NOVEMBER2345", new LocalDate(2026, 11, 5)));
    }

    private static string[] Guarded(string[] row) =>
        [.. row.Select(f => f.Length > 0 && "=+-@\t\r".Contains(f[0], StringComparison.Ordinal) ? "'" + f : f)];

    private static List<string[]> Rows(byte[] bytes)
    {
        var csv = new CsvReader(new StreamReader(new MemoryStream(bytes)), 1_000);
        var rows = new List<string[]>();
        while (csv.Read())
        {
            csv.Fault.ShouldBe(CsvFault.None);
            rows.Add([.. csv.Fields]);
        }

        return rows;
    }

    private static PaidReportResult Read(string text, ReadLimits? limits = null) =>
        PaidReportReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), limits);

    private static byte[] Write(PayList list)
    {
        using var output = new MemoryStream();
        PayListWriter.Write(output, list);
        return output.ToArray();
    }

    private static PayList Sample() => new(
        "PH26NOVEMBER2345", 2, 1_150_000,
        [
            new(
                "ABCDEFGHIJKLMNOP", "QN-21025-000123", "Nguyễn Thị Hoà", 1941, "21025", 500_000, "Nguyễn Thị Hoà",
                "Trợ cấp xã hội tháng 11/2026"),
            new(
                "BCDEFGHIJKLMNOPQ", "QN-21025-000125", "Đinh Văn \"Rê\"", 1938, "21025", 650_000,
                "Đinh Thị Á (người giám hộ)",
                "Trợ cấp hưu trí xã hội tháng 11/2026, truy lĩnh tháng 7–10"),
        ]);
}
