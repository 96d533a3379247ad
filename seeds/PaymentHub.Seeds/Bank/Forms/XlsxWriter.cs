using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace PaymentHub.Seeds.Bank.Forms;

/// <summary>
/// Writes a day's statement as a workbook of one sheet: amounts as numbers, all else as inline text, and what has no
/// column in one text.
/// </summary>
internal static class XlsxWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string SheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    private const string RelationsType = "application/vnd.openxmlformats-package.relationships+xml";

    private static readonly string[] Titles =
    [
        "STT", "Ngày giao dịch", "Ngày giá trị", "Số chứng từ", "Phát sinh nợ", "Phát sinh có", "Tài khoản đối ứng",
        "Tên đối ứng", "Diễn giải",
    ];

    /// <summary>Writes the workbook; the stream stays open.</summary>
    public static void Write(Stream stream, DailyStatement statement)
    {
        // The directory of a package is written where its stream ends, so the stream must be able to tell.
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml",
                $"<Types xmlns=\"{Package}/content-types\">"
                + $"<Default Extension=\"rels\" ContentType=\"{RelationsType}\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{SheetType}sheet.main+xml\"/>"
                + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{SheetType}worksheet+xml\"/>"
                + "</Types>");
            Part(zip, "_rels/.rels", Link("officeDocument", "xl/workbook.xml"));
            Part(zip, "xl/_rels/workbook.xml.rels", Link("worksheet", "worksheets/sheet1.xml"));
            Part(zip, "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>"
                + "<sheet name=\"Sao kê\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Part(zip, "xl/worksheets/sheet1.xml", SheetOf(statement));
        }

        packed.WriteTo(stream);
    }

    private static string SheetOf(DailyStatement statement)
    {
        var sheet = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        var day = statement.Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        Row(sheet, "SAO KÊ TÀI KHOẢN");
        Row(sheet, "Số tài khoản", statement.Bank.Account, "Loại tiền", "VND");
        Row(sheet, "Số dư đầu kỳ", statement.Opening);
        Row(sheet, Titles);
        for (var i = 0; i < statement.Bookings.Count; i++)
        {
            var booking = statement.Bookings[i];
            object amount = booking.Amount;
            Row(
                sheet, (long)(i + 1), day, day, statement.Reference(i), booking.IsCredit ? "" : amount,
                booking.IsCredit ? amount : "", TaggedWords.AccountOf(booking) ?? "",
                TaggedWords.NameOf(booking) ?? "", TaggedWords.Of(booking, withParty: false));
        }

        var credited = statement.Bookings.Where(b => b.IsCredit).Sum(b => b.Amount);
        var debited = statement.Bookings.Sum(b => b.Amount) - credited;
        Row(sheet, "Tổng phát sinh nợ", debited + statement.Miscount, "Tổng phát sinh có", credited);
        Row(sheet, "Số dư cuối kỳ", statement.Closing);
        return sheet.Append("</sheetData></worksheet>").ToString();
    }

    private static void Row(StringBuilder sheet, params ReadOnlySpan<object> cells)
    {
        sheet.Append("<row>");
        foreach (var cell in cells)
        {
            if (cell is long number)
                sheet.Append(CultureInfo.InvariantCulture, $"<c><v>{number}</v></c>");
            else if (cell is string { Length: > 0 } text)
                sheet.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">")
                    .Append(SecurityElement.Escape(text)).Append("</t></is></c>");
            else
                sheet.Append("<c/>");
        }

        sheet.Append("</row>");
    }

    private static string Link(string type, string target) =>
        $"<Relationships xmlns=\"{Package}/relationships\">"
        + $"<Relationship Id=\"rId1\" Type=\"{Relations}/{type}\" Target=\"{target}\"/></Relationships>";

    private static void Part(ZipArchive zip, string name, string content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = new DateTimeOffset(2026, 11, 2, 18, 30, 0, TimeSpan.Zero);
        using var writer = new StreamWriter(entry.Open(), new UTF8Encoding(false));
        writer.Write(Xml);
        writer.Write(content);
    }
}
