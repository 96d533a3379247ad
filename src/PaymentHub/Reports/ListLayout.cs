using SkiaSharp;

namespace PaymentHub.Reports;

/// <summary>A row of the table, broken into lines; a total has its label over the first columns.</summary>
internal sealed record LaidRow(string[] Cells, bool IsTotal, int From, int Height);

/// <summary>A line of the head with its font.</summary>
internal sealed record HeadLine(string Text, SKFont Font);

/// <summary>One page: the rows from <paramref name="First"/> up to but without <paramref name="End"/>.</summary>
internal sealed record LaidPage(int First, int End, bool HasTail);

/// <summary>
/// Where everything of a list comes to stand, before anything is drawn: pages must be counted before the first one says
/// how many there are. Points; A4.
/// </summary>
internal sealed class ListLayout
{
    public const int Margin = 42;
    public const int LineHeight = 12;
    public const int Padding = 3;
    private const int FootHeight = 24;
    private const int SignatureHeight = 96;

    private readonly OfficialList _list;
    private readonly int[] _edges;

    public ListLayout(OfficialList list)
    {
        _list = list;
        (Width, Height) = list.IsLandscape ? (842, 595) : (595, 842);
        _edges = Edges(list.Columns, Width - (2 * Margin));
        HeadLines = [.. list.Columns.Select((c, i) => Lines(c.Title, i, isBold: true))];
        HeadHeight = (HeadLines.Max(l => l.Count) * LineHeight) + (2 * Padding);
        NumberHeight = LineHeight + (2 * Padding);
        Rows = [.. list.Rows.Select(RowOf), .. list.Totals.Select(TotalOf)];
        AgencyLines =
        [
            .. list.Agency.SelectMany((a, i) => ListPen.Broken(a, FontOfAgency(i), AgencyWidth)
                .Select(line => new HeadLine(line, FontOfAgency(i)))),
        ];
        DateLines = ListPen.Broken(
            $"{list.Place}, ngày ...... tháng ...... năm ..........", Pen.Italic, Width - Margin - Middle);
        TitleLines =
        [
            .. ListPen.Broken(list.Title, Pen.Title, Width - (2 * Margin)).Select(l => new HeadLine(l, Pen.Title)),
            .. list.Subtitle.SelectMany(s => ListPen.Broken(s, Pen.Italic, Width - (2 * Margin)))
                .Select(l => new HeadLine(l, Pen.Italic)),
        ];
        NoteLines = [.. list.Notes.SelectMany(n => ListPen.Broken(n, Pen.Italic, Width - (2 * Margin)))];
        Pages = PagesOf();
    }

    /// <summary>Fonts to measure with; drawing uses the same.</summary>
    public static ListPen Pen { get; } = new();

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyList<List<string>> HeadLines { get; }

    public int HeadHeight { get; }

    /// <summary>The issuing authorities, broken to the left part of the head; long names take several lines.</summary>
    public IReadOnlyList<HeadLine> AgencyLines { get; }

    /// <summary>Place and date, broken to the right part of the head.</summary>
    public IReadOnlyList<string> DateLines { get; }

    /// <summary>The title and what stands under it, broken to the page.</summary>
    public IReadOnlyList<HeadLine> TitleLines { get; }

    /// <summary>Where the right part of the head begins.</summary>
    public int Middle => Width * 9 / 20;

    /// <summary>Baseline of the title's first line.</summary>
    public int TitleTop => Margin + 30 + Math.Max((AgencyLines.Count * 15) + 15, 46 + ((DateLines.Count - 1) * 13));

    /// <summary>Height of the row of column numbers under the titles.</summary>
    public int NumberHeight { get; }

    public IReadOnlyList<LaidRow> Rows { get; }

    public IReadOnlyList<string> NoteLines { get; }

    public IReadOnlyList<LaidPage> Pages { get; }

    /// <summary>Lowest place for the table and what follows it.</summary>
    public int Bottom => Height - Margin - FootHeight;

    /// <summary>Where the table begins on the first page.</summary>
    public int FirstTop => TitleTop + ((TitleLines.Count - 1) * 15) + 14;

    private int AgencyWidth => Middle - 10 - Margin;

    /// <summary>The box of a column from a height on.</summary>
    public SKRect Box(int column, int top, int height) => Span(column, column + 1, top, height);

    /// <summary>The box of several columns, the last one excluded.</summary>
    public SKRect Span(int first, int end, int top, int height) =>
        new(Margin + _edges[first], top, Margin + _edges[end], top + height);

    /// <summary>The text of a cell, broken to its column.</summary>
    public List<string> Lines(string text, int column, bool isBold) => ListPen.Broken(
        text, isBold ? Pen.Head : Pen.Body, _edges[column + 1] - _edges[column] - (2 * Padding));

    private SKFont FontOfAgency(int i) => i == _list.Agency.Count - 1 ? Pen.Strong : Pen.Body;

    private static int[] Edges(IReadOnlyList<ListColumn> columns, int width)
    {
        var all = columns.Sum(c => c.Weight);
        var edges = new int[columns.Count + 1];
        for (var (i, sum) = (0, 0); i < columns.Count; i++)
        {
            sum += columns[i].Weight;
            edges[i + 1] = width * sum / all;
        }

        return edges;
    }

    private LaidRow RowOf(string[] cells) => new(
        cells, false, 0, (cells.Select((c, i) => Lines(c, i, isBold: false).Count).Max() * LineHeight) + (2 * Padding));

    private LaidRow TotalOf(ListTotal total) => new(
        [total.Label, .. total.Cells], true, total.From, LineHeight + (2 * Padding));

    // The totals, the words and the signatures stay together with at least one row before them.
    private List<LaidPage> PagesOf()
    {
        var (count, pages) = (_list.Rows.Count, new List<LaidPage>());
        var (first, y) = (0, FirstTop + HeadHeight + NumberHeight);
        for (var row = 0; row < count; row++)
        {
            if (y + Rows[row].Height > Bottom && row > first)
            {
                pages.Add(new LaidPage(first, row, false));
                (first, y) = (row, Margin + HeadHeight + NumberHeight);
            }

            y += Rows[row].Height;
        }

        if (y + Rows.Skip(count).Sum(r => r.Height) + TailHeight() > Bottom && count > 0)
        {
            var keep = Math.Max(first + 1, count - 1);
            pages.Add(new LaidPage(first, keep, false));
            first = keep;
        }

        pages.Add(new LaidPage(first, Rows.Count, true));
        return pages;
    }

    private int TailHeight() => 8 + (NoteLines.Count * 14) + (_list.Signatures.Count > 0 ? SignatureHeight : 0);
}
