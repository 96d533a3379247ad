using System.Globalization;
using System.IO.Compression;
using System.Text;
using NodaTime;
using PaymentHub.Reports;
using Shouldly;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace PaymentHub.Tests.Reports;

/// <summary>Documents read back: pages, repeated heads, totals, Vietnamese letters, the same bytes twice.</summary>
public sealed class ListPdfTests
{
    private const string Names = "Nguyễn Thị Hằng Nga; Đặng Thuỳ Trâm; Ỷ Ữ Ợ Ằ ẵ ỹ; Xã Ngọk Réo; Phạm Văn Đức";

    [Fact]
    public void Every_Vietnamese_letter_comes_back_as_it_was_written()
    {
        var letters = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ";
        var text = string.Join(' ', letters.Select(c => $"{c}{char.ToUpper(c, CultureInfo.GetCultureInfo("vi-VN"))}"));

        var pages = Read(ListOf([["1", text, "0"]]));

        Squeezed(pages[0].Text).ShouldContain(Squeezed(text));
    }

    [Fact]
    public void A_long_list_repeats_its_head_numbers_its_pages_and_keeps_every_row()
    {
        var rows = Rows(500);

        var pages = Read(ListOf(rows));

        pages.Count.ShouldBeInRange(10, 30);
        for (var i = 0; i < pages.Count; i++)
        {
            pages[i].Text.ShouldContain("Họ và tên");
            pages[i].Text.ShouldContain($"Trang {i + 1}/{pages.Count}");
        }

        var all = string.Concat(pages.Select(p => p.Text));
        foreach (var row in rows) all.ShouldContain($"Người thứ {row[0]} ");
        pages[0].Text.ShouldContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
        pages.Count(p => p.Text.Contains("Độc lập - Tự do - Hạnh phúc", StringComparison.Ordinal)).ShouldBe(1);
        pages[^1].Text.ShouldContain("TỔNG CỘNG");
        pages[^1].Text.ShouldContain("CHỦ TỊCH ỦY BAN NHÂN DÂN");
    }

    // At every length the closing rows must not stand alone on a page, nor run over the foot.
    [Fact]
    public void Whatever_its_length_the_total_and_the_signatures_follow_a_row_on_the_last_page()
    {
        for (var count = 1; count < 60; count++)
        {
            var pages = Read(ListOf(Rows(count)));

            pages[^1].Text.ShouldContain($"Người thứ {count} ", customMessage: $"{count} rows");
            pages[^1].Text.ShouldContain("TỔNG CỘNG", customMessage: $"{count} rows");
            pages[^1].Letters.Min(l => l.BoundingBox.Bottom).ShouldBeGreaterThan(20);
        }
    }

    [Fact]
    public void The_same_list_gives_the_same_bytes_in_both_forms()
    {
        var list = ListOf(Rows(40));

        ListFile.Of(list, asWorkbook: false).Bytes.ShouldBe(ListFile.Of(list, asWorkbook: false).Bytes);
        ListFile.Of(list, asWorkbook: true).Bytes.ShouldBe(ListFile.Of(list, asWorkbook: true).Bytes);
        using var pdf = PdfDocument.Open(ListFile.Of(list, asWorkbook: false).Bytes);
        pdf.Information.CreationDate.ShouldBe("D:20261022010000+00'00'");
    }

    [Fact]
    public void Many_at_once_are_drawn_as_one_by_one()
    {
        var alone = ListFile.Of(ListOf(Rows(60)), asWorkbook: false).Bytes;

        Parallel.For(0, 16, _ => ListFile.Of(ListOf(Rows(60)), asWorkbook: false).Bytes.ShouldBe(alone));
    }

    [Fact]
    public void A_workbook_has_amounts_as_numbers_and_runs_no_formula()
    {
        var bytes = ListFile.Of(ListOf([["1", "=HYPERLINK(\"x\")", "1.250.000"]]), asWorkbook: true).Bytes;

        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open(), Encoding.UTF8);
        var text = sheet.ReadToEnd();
        text.ShouldContain("<c><v>1250000</v></c>");
        text.ShouldContain("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">=HYPERLINK(&quot;x&quot;)</t></is></c>");
        text.ShouldNotContain("<f>");
    }

    private static string[][] Rows(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new[] { $"{i}", $"Người thứ {i} {Names}", "540.000" })];

    private static OfficialList ListOf(string[][] rows) => new()
    {
        FileName = "thu",
        Agency = ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "ỦY BAN NHÂN DÂN PHƯỜNG CẨM THÀNH"],
        Place = "Cẩm Thành",
        Title = "BẢNG THANH TOÁN",
        Subtitle = ["Tháng 11/2026"],
        Columns = [new("STT", 4), new("Họ và tên", 30), new("Số tiền (đồng)", 10, IsNumber: true)],
        Rows = rows,
        Totals = [new ListTotal("TỔNG CỘNG", 2, ["1.080.000"])],
        Notes = ["Tổng số tiền bằng chữ: Một triệu không trăm tám mươi nghìn đồng."],
        Signatures = [new("NGƯỜI LẬP", "(Ký)"), new("CHỦ TỊCH ỦY BAN NHÂN DÂN", "(Ký tên, đóng dấu)")],
        MadeAt = Instant.FromUtc(2026, 10, 22, 1, 0),
        Footer = "Kỳ 11/2026",
    };

    private static List<Page> Read(OfficialList list)
    {
        using var pdf = PdfDocument.Open(ListFile.Of(list, asWorkbook: false).Bytes);
        return [.. pdf.GetPages()];
    }

    // A line that is broken loses its space.
    private static string Squeezed(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
