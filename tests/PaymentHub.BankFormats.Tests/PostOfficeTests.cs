using System.Text;
using CsCheck;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.PostOffice;
using PaymentHub.BankFormats.Tests.Incoming;
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

    [Theory]
    [InlineData("ĐÃ CHI,500000", "DA CHI,500000", FileReason.Schema, 2)]
    [InlineData("CHI,500000", "CHI,500.000", FileReason.BadAmount, 2)]
    [InlineData("CHI,500000", "CHI,-500000", FileReason.BadSign, 2)]
    [InlineData("05/11/2026", "2026-11-05", FileReason.BadDate, 2)]
    [InlineData("05/11/2026", "31/11/2026", FileReason.BadDate, 2)]
    [InlineData("05/11/2026", "", FileReason.BadDate, 2)]
    [InlineData("TỔNG,3,", "TỔNG,4,", FileReason.ControlMismatch, 5)]
    [InlineData("TỔNG,3,1150000,,,\r\n", "", FileReason.Truncated, 4)]
    [InlineData("Mã lệnh,Trạng thái", "Mã lệnh;Trạng thái", FileReason.UnsupportedType, 1)]
    public void A_report_that_cannot_be_used_is_refused_with_its_line(string good, string bad, string reason, int line)
    {
        var text = Encoding.UTF8.GetString(Golden.Bytes(Report));
        text.ShouldContain(good);
        var found = Read(text.Replace(good, bad, StringComparison.Ordinal));
        found.Outcome.Verdict.ShouldBe(Verdict.Reject, found.Findings());
        found.Outcome.Findings.ShouldContain(f => f.Rule == reason && f.Line == line, found.Findings());
    }

    [Fact]
    public void A_report_cut_anywhere_is_refused()
    {
        var bytes = Golden.Bytes(Report).AsSpan().TrimEnd(",\r\n"u8).ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Read(bytes[..length]).Outcome.Verdict.ShouldBe(Verdict.Reject, $"cut at {length}");
        Read(bytes).Outcome.Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void What_was_not_paid_out_moves_nothing_and_says_how_much_it_is()
    {
        var rows = new List<IncomingEntry>();
        FileInspector.Inspect(Golden.Open(Report), Post, (_, row) => rows.Add(row));
        rows.Select(r => $"{r.IsBooked} {r.Amount}").ShouldBe(["True -500000", "False 0", "True -650000"]);
        rows[1].Details.ShouldHaveSingleItem().Amount!.Value.Abs().ToString().ShouldBe("566000");
        rows[1].Return!.Code.ShouldBe("Vắng mặt, hẹn lại");
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

    private static InspectionOptions Post => new()
    {
        TableProfiles = [TableSamples.Profiles.Single(p => p.Code == "POST")],
    };

    private static Inspection Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static Inspection Read(byte[] bytes) => Inspected.Of(bytes, Post);

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
