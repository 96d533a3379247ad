using System.Text;
using PaymentHub.BankFormats.Text;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// One row as a file of any format gives it: its number in the file, its cells, and what is wrong with their form. A
/// row whose cells cannot be told apart is not <paramref name="IsReadable"/>.
/// </summary>
public readonly record struct FileRow(int Number, string[] Cells, IReadOnlyList<RowFinding> Faults, bool IsReadable);

/// <summary>The rows of a CSV file; bytes that are no UTF-8 are found by line.</summary>
public static class CsvRows
{
    /// <summary>Rule of a row whose quotes are wrong, so that its cells cannot be told apart.</summary>
    public const string RowMalformed = "ROW_MALFORMED";

    /// <summary>The longest cell of a file of either format.</summary>
    public const int MaxCellCharacters = 4000;

    private const int ReadBytes = 1 << 16;

    /// <summary>
    /// The rows in their order, the header first. A legacy page is used only where the bytes are no UTF-8, because text
    /// in a legacy coding may also have been saved as UTF-8.
    /// </summary>
    public static IEnumerable<FileRow> Read(
        FileContent content, IReadOnlySet<int> broken, Encoding? legacyPage = null)
    {
        var usesPage = legacyPage is not null && broken.Count > 0;
        using var text = new StreamReader(
            content.Open(), usesPage ? legacyPage! : Encoding.UTF8, true, ReadBytes);
        var csv = new CsvReader(text, MaxCellCharacters);
        while (csv.Read())
        {
            var isWhole = csv.Fault == CsvFault.None;
            if (!usesPage && broken.Contains(csv.Line))
                yield return new FileRow(csv.Line, [.. csv.Fields], [Broken(csv.Line)], false);
            else yield return new FileRow(csv.Line, [.. csv.Fields], isWhole ? [] : [Malformed(csv.Line)], isWhole);
        }
    }

    private static RowFinding Broken(int row) => RowFinding.Error(row, "", RowRules.LineEncoding, "bytes");

    private static RowFinding Malformed(int row) => new(
        row, "", RowMalformed, Severity.Error, "quotes",
        "Dấu ngoặc kép của dòng này không đúng, hoặc ô quá dài, nên không tách được các ô. "
        + "Hãy lưu lại tệp CSV từ bảng tính.",
        "The quotes of this row are wrong or a cell is too long, so its cells cannot be told apart. "
            + "Save the CSV again.");
}
