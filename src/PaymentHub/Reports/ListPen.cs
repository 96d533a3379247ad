using System.Text;
using SkiaSharp;

namespace PaymentHub.Reports;

/// <summary>Where a text stands in its box.</summary>
internal enum TextPlace
{
    Left,
    Middle,
    Right,
}

/// <summary>Fonts and ink of one document: measures, breaks and draws text. Sizes are points.</summary>
internal sealed class ListPen : IDisposable
{
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint _line = new() { Color = SKColors.Black, IsStroke = true, StrokeWidth = 0.5f };
    private readonly SKPaint _shade = new() { Color = new SKColor(0xEE, 0xEE, 0xEE) };

    public SKFont Body { get; } = FontOf(ListFonts.Regular, 9);

    public SKFont Head { get; } = FontOf(ListFonts.Bold, 9);

    public SKFont Strong { get; } = FontOf(ListFonts.Bold, 11);

    public SKFont Title { get; } = FontOf(ListFonts.Bold, 13);

    public SKFont Italic { get; } = FontOf(ListFonts.Italic, 10);

    public SKFont Small { get; } = FontOf(ListFonts.Regular, 8);

    /// <summary>The lines of a text, broken at spaces, and inside a word only where it is too wide.</summary>
    public static List<string> Broken(string text, SKFont font, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Normalize(NormalizationForm.FormC).Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (font.MeasureText(longer) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0) lines.Add(line);
            line = word;
            while (font.MeasureText(line) > width && line.Length > 1)
            {
                var fits = Math.Max(1, font.BreakText(line, width));
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }

        lines.Add(line);
        return lines;
    }

    public void Text(SKCanvas canvas, string text, SKFont font, SKRect box, TextPlace place, int baseline)
    {
        var (x, align) = place switch
        {
            TextPlace.Left => (box.Left, SKTextAlign.Left),
            TextPlace.Right => (box.Right, SKTextAlign.Right),
            _ => (box.MidX, SKTextAlign.Center),
        };
        canvas.DrawText(text.Normalize(NormalizationForm.FormC), x, baseline, align, font, _ink);
    }

    public void Frame(SKCanvas canvas, SKRect box) => canvas.DrawRect(box, _line);

    public void Shade(SKCanvas canvas, SKRect box) => canvas.DrawRect(box, _shade);

    public void Rule(SKCanvas canvas, int left, int right, int y) => canvas.DrawLine(left, y, right, y, _line);

    public void Dispose()
    {
        foreach (var font in new[] { Body, Head, Strong, Title, Italic, Small }) font.Dispose();
        _ink.Dispose();
        _line.Dispose();
        _shade.Dispose();
    }

    // Hinting would fit the letters to a screen; a document keeps the shapes of the font.
    private static SKFont FontOf(SKTypeface face, int size) =>
        new(face, size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };
}
