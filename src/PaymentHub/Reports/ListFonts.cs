using System.Reflection;
using SkiaSharp;

namespace PaymentHub.Reports;

/// <summary>
/// The typefaces of documents, from inside the assembly: a document looks the same on every machine and needs no
/// installed fonts. Noto Serif has every letter of Vietnamese and of the names of the province's minorities.
/// </summary>
internal static class ListFonts
{
    public static SKTypeface Regular { get; } = Load("NotoSerif-Regular.ttf");

    public static SKTypeface Bold { get; } = Load("NotoSerif-Bold.ttf");

    public static SKTypeface Italic { get; } = Load("NotoSerif-Italic.ttf");

    private static SKTypeface Load(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"fonts/{file}")
            ?? throw new InvalidOperationException($"The font {file} is not in the assembly.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }
}
