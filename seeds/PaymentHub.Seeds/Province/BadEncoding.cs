using System.Text;

namespace PaymentHub.Seeds.Province;

/// <summary>The truth about a register with broken bytes.</summary>
/// <param name="File">File name.</param>
/// <param name="Rule">The rule that refuses the whole file.</param>
/// <param name="Line">The first line that is not UTF-8, counted from 1 with the header as line 1.</param>
public sealed record BadEncodingTruth(string File, string Rule, int Line);

/// <summary>Writes a register in which one line was pasted from a TCVN3 (ABC) file: its bytes are not UTF-8.</summary>
internal static class BadEncoding
{
    private const string Rule = "LINE_ENCODING";
    private const int Rows = 6;
    private const int BadRow = 4;

    /// <summary>"NguyÔn V¨n §øc" in Latin letters: Nguyễn Văn Đức in TCVN3.</summary>
    private static readonly byte[] Tcvn3Name =
        [0x4E, 0x67, 0x75, 0x79, 0xD4, 0x6E, 0x20, 0x56, 0xA8, 0x6E, 0x20, 0xA7, 0xF8, 0x63];

    public static void Write(string path, Workshop workshop)
    {
        var samples = new SampleRows(workshop, workshop.Communes[1], "encoding");
        using var file = File.Create(path);
        file.Write([0xEF, 0xBB, 0xBF]);
        Utf8(file, RegisterColumns.Header + "\r\n");
        for (var row = 1; row <= Rows; row++)
        {
            var cells = samples.Row(row, "HTXH", "75+");
            var line = RegisterColumns.Names.Select(name => CsvFile.Quoted(cells[name])).ToArray();
            if (row != BadRow)
            {
                Utf8(file, string.Join(',', line) + "\r\n");
                continue;
            }

            Utf8(file, string.Join(',', line[..3]) + ",");
            file.Write(Tcvn3Name);
            Utf8(file, "," + string.Join(',', line[4..]) + "\r\n");
        }

        TruthFile.Write(Path.ChangeExtension(path, ".truth.json"),
            new BadEncodingTruth(Path.GetFileName(path), Rule, BadRow + 1));
    }

    private static void Utf8(FileStream file, string text) => file.Write(Encoding.UTF8.GetBytes(text));
}
