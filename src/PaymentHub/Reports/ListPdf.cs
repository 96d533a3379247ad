using SkiaSharp;

namespace PaymentHub.Reports;

/// <summary>
/// Draws an official list as PDF (NĐ 30/2020: quốc hiệu, agency, number and date to fill in, signature boxes), A4, the
/// head of the table on every page, "Trang x/y". Fonts are embedded; equal lists give equal bytes.
/// </summary>
public static class ListPdf
{
    private const string Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
    private const string Motto = "Độc lập - Tự do - Hạnh phúc";

    // Typefaces belong to the process and are not made for several threads at once.
    private static readonly Lock Turn = new();

    /// <summary>Writes the document; the stream stays open.</summary>
    public static void Write(Stream to, OfficialList list)
    {
        lock (Turn)
        {
            var layout = new ListLayout(list);
            var at = list.MadeAt.ToDateTimeUtc();
            var about = new SKDocumentPdfMetadata
            {
                Title = list.Title,
                Author = list.Agency[^1],
                Subject = string.Join(" · ", list.Subtitle),
                Creator = "PaymentHub",
                Producer = "PaymentHub",
                Creation = at,
                Modified = at,
                RasterDpi = 72,
                EncodingQuality = 101,
            };
            using var document = SKDocument.CreatePdf(to, about);
            for (var i = 0; i < layout.Pages.Count; i++)
            {
                var canvas = document.BeginPage(layout.Width, layout.Height);
                new PageDrawing(canvas, list, layout).Draw(i);
                document.EndPage();
            }

            document.Close();
        }
    }

    /// <summary>One page being drawn.</summary>
    private sealed class PageDrawing(SKCanvas canvas, OfficialList list, ListLayout layout)
    {
        private static ListPen Pen => ListLayout.Pen;

        private int Right => layout.Width - ListLayout.Margin;

        public void Draw(int number)
        {
            var page = layout.Pages[number];
            if (number == 0) DrawHeader();
            var y = DrawTableHead(number == 0 ? layout.FirstTop : ListLayout.Margin);
            for (var row = page.First; row < page.End; row++) y = DrawRow(layout.Rows[row], y);
            if (page.HasTail) DrawTail(y);
            DrawFoot(number);
        }

        private void DrawHeader()
        {
            var left = new SKRect(ListLayout.Margin, 0, layout.Middle - 10, 0);
            var right = new SKRect(layout.Middle, 0, Right, 0);
            var y = ListLayout.Margin + 11;
            foreach (var line in layout.AgencyLines)
            {
                Pen.Text(canvas, line.Text, line.Font, left, TextPlace.Middle, y);
                y += 15;
            }

            Pen.Rule(canvas, (int)left.MidX - 40, (int)left.MidX + 40, y - 10);
            Pen.Text(canvas, "Số: ................/DS-UBND", Pen.Body, left, TextPlace.Middle, y + 4);
            Pen.Text(canvas, Nation, Pen.Strong, right, TextPlace.Middle, ListLayout.Margin + 11);
            Pen.Text(canvas, Motto, Pen.Strong, right, TextPlace.Middle, ListLayout.Margin + 26);
            Pen.Rule(canvas, (int)right.MidX - 80, (int)right.MidX + 80, ListLayout.Margin + 31);
            for (var i = 0; i < layout.DateLines.Count; i++)
            {
                var below = ListLayout.Margin + 46 + (i * 13);
                Pen.Text(canvas, layout.DateLines[i], Pen.Italic, right, TextPlace.Middle, below);
            }

            DrawTitle(layout.TitleTop);
        }

        private void DrawTitle(int y)
        {
            var all = new SKRect(ListLayout.Margin, 0, Right, 0);
            foreach (var line in layout.TitleLines)
            {
                Pen.Text(canvas, line.Text, line.Font, all, TextPlace.Middle, y);
                y += 15;
            }
        }

        private int DrawTableHead(int y)
        {
            for (var i = 0; i < list.Columns.Count; i++)
            {
                var box = layout.Box(i, y, layout.HeadHeight);
                Pen.Shade(canvas, box);
                Pen.Frame(canvas, box);
                DrawLines(layout.HeadLines[i], Pen.Head, box, TextPlace.Middle);
                var number = layout.Box(i, y + layout.HeadHeight, layout.NumberHeight);
                Pen.Frame(canvas, number);
                DrawLines([$"({i + 1})"], Pen.Small, number, TextPlace.Middle);
            }

            return y + layout.HeadHeight + layout.NumberHeight;
        }

        private int DrawRow(LaidRow row, int y)
        {
            if (row.IsTotal) return DrawTotal(row, y);
            for (var i = 0; i < row.Cells.Length; i++)
            {
                var box = layout.Box(i, y, row.Height);
                Pen.Frame(canvas, box);
                DrawLines(layout.Lines(row.Cells[i], i, isBold: false), Pen.Body, box, PlaceOf(i));
            }

            return y + row.Height;
        }

        private int DrawTotal(LaidRow row, int y)
        {
            var label = layout.Span(0, row.From, y, row.Height);
            Pen.Frame(canvas, label);
            DrawLines([row.Cells[0]], Pen.Head, label, TextPlace.Left);
            for (var i = row.From; i < list.Columns.Count; i++)
            {
                var box = layout.Box(i, y, row.Height);
                Pen.Frame(canvas, box);
                var text = i - row.From + 1 < row.Cells.Length ? row.Cells[i - row.From + 1] : "";
                DrawLines([text], Pen.Head, box, PlaceOf(i));
            }

            return y + row.Height;
        }

        private TextPlace PlaceOf(int column) => list.Columns[column].IsNumber ? TextPlace.Right
            : list.Columns[column].Weight <= ListColumns.Narrow ? TextPlace.Middle : TextPlace.Left;

        private static void Inset(ref SKRect box) => box.Inflate(-ListLayout.Padding, 0);

        private void DrawLines(IReadOnlyList<string> lines, SKFont font, SKRect box, TextPlace place)
        {
            var y = (int)box.Top + ListLayout.Padding + 9;
            Inset(ref box);
            foreach (var line in lines)
            {
                Pen.Text(canvas, line, font, box, place, y);
                y += ListLayout.LineHeight;
            }
        }

        private void DrawTail(int y)
        {
            y += 8;
            var all = new SKRect(ListLayout.Margin, 0, Right, 0);
            foreach (var line in layout.NoteLines)
            {
                y += 14;
                Pen.Text(canvas, line, Pen.Italic, all, TextPlace.Left, y - 3);
            }

            for (var i = 0; i < list.Signatures.Count; i++)
            {
                var width = (Right - ListLayout.Margin) / list.Signatures.Count;
                var box = new SKRect(ListLayout.Margin + (i * width), 0, ListLayout.Margin + ((i + 1) * width), 0);
                Pen.Text(canvas, list.Signatures[i].Title, Pen.Head, box, TextPlace.Middle, y + 22);
                Pen.Text(canvas, list.Signatures[i].Hint, Pen.Small, box, TextPlace.Middle, y + 34);
            }
        }

        private void DrawFoot(int number)
        {
            var all = new SKRect(ListLayout.Margin, 0, Right, 0);
            var y = layout.Height - ListLayout.Margin + 6;
            Pen.Text(canvas, list.FooterAndMoment, Pen.Small, all, TextPlace.Left, y);
            Pen.Text(canvas, $"Trang {number + 1}/{layout.Pages.Count}", Pen.Small, all, TextPlace.Right, y);
        }
    }
}

/// <summary>Shares of a column's width.</summary>
internal static class ListColumns
{
    /// <summary>A column this narrow holds numbers of rows and short marks, which stand in the middle.</summary>
    public const int Narrow = 4;
}
