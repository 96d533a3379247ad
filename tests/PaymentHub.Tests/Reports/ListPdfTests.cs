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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Long_names_of_authorities_places_and_titles_stay_inside_their_part_of_the_head(bool isLandscape)
    {
        const string Authority = "ỦY BAN NHÂN DÂN XÃ CÓ TÊN RẤT DÀI GỒM NHIỀU TỪ NHƯ ĐẶNG THÙY TRÂM SƠN TÂY THƯỢNG";
        var list = ListOf(Rows(3)) with
        {
            Agency = ["ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI VÀ CÁC CƠ QUAN LIÊN QUAN Ở ĐỊA PHƯƠNG", Authority],
            Place = "Xã có tên rất dài gồm nhiều từ như Đặng Thùy Trâm Sơn Tây Thượng",
            Title = "BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG THEO DANH SÁCH ĐÃ ĐƯỢC PHÊ DUYỆT CỦA KỲ CHI TRẢ",
            IsLandscape = isLandscape,
        };

        var page = Read(list)[0];

        page.Letters.Min(l => l.BoundingBox.Left).ShouldBeGreaterThan(41);
        page.Letters.Max(l => l.BoundingBox.Right).ShouldBeLessThan(page.Width - 41);
        Squeezed(page.Text).ShouldContain(Squeezed(Authority));
        var head = page.GetWords().Where(w => w.BoundingBox.Bottom > page.Height - 100).ToList();
        var nation = head.First(w => w.Text == "CỘNG").BoundingBox.Left;
        head.Where(w => w.BoundingBox.Right < nation).ShouldNotBeEmpty();
        var words = page.GetWords().ToList();
        for (var i = 0; i < words.Count; i++)
        {
            for (var j = i + 1; j < words.Count; j++)
                Overlap(words[i], words[j]).ShouldBeFalse($"{words[i].Text} runs into {words[j].Text}");
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

    // A point of tolerance: accents of one line may touch the line above.
    private static bool Overlap(Word a, Word b) =>
        Math.Min(a.BoundingBox.Right, b.BoundingBox.Right) - Math.Max(a.BoundingBox.Left, b.BoundingBox.Left) > 1
        && Math.Min(a.BoundingBox.Top, b.BoundingBox.Top) - Math.Max(a.BoundingBox.Bottom, b.BoundingBox.Bottom) > 3;

    private static List<Page> Read(OfficialList list)
    {
        using var pdf = PdfDocument.Open(ListFile.Of(list, asWorkbook: false).Bytes);
        return [.. pdf.GetPages()];
    }

    // A line that is broken loses its space.
    private static string Squeezed(string text) => text.Replace(" ", "", StringComparison.Ordinal);
}
