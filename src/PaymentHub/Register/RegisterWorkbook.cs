using System.Globalization;
using System.Text;
using ExcelDataReader;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// The rows of a register that comes as a workbook (.xlsx), as the same texts that the CSV of the same content has:
/// real dates as dd/MM/yyyy, first days of months in columns of months as MM/yyyy, numbers as their plain digits. So
/// the same rules judge both, and the same content gives the same events.
/// </summary>
public static class RegisterWorkbook
{
    /// <summary>Rows that a sheet can have.</summary>
    public const int MaxRows = 1_048_576;

    /// <summary>Parts of a package; an ordinary workbook has fewer than thirty.</summary>
    public const int MaxParts = 512;

    /// <summary>Columns beyond which a sheet is no register.</summary>
    public const int MaxColumns = 256;

    // Beyond 15 digits a spreadsheet keeps no exact number any more.
    private const double ExactBelow = 1e15;

    static RegisterWorkbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether the bytes are a package (.xlsx) or a compound file (.xls, or .xlsx with a password).</summary>
    public static bool IsOne(FileContent content)
    {
        var start = StartOf(content);
        return start.AsSpan().StartsWith("PK"u8) || IsCompound(start);
    }

    /// <summary>The rows in their order, the header first; rows without any content are left out.</summary>
    /// <exception cref="WorkbookRefusedException">The file as a whole cannot be taken.</exception>
    public static IEnumerable<FileRow> Read(FileContent content, IReadOnlyCollection<string> monthColumns)
    {
        var sheet = Guarded(() => ChooseSheet(content));
        using var stream = content.Open();
        using var reader = Guarded(() => ExcelReaderFactory.CreateOpenXmlReader(stream));
        while (reader.Name != sheet.Name)
        {
            if (!Guarded(reader.NextResult)) throw WorkbookRules.Refuse(WorkbookRules.Unreadable, "no sheet");
        }

        if (reader.FieldCount > MaxColumns)
            throw WorkbookRules.Refuse(WorkbookRules.TooLarge, WorkbookRules.Counted(reader.FieldCount, "columns"));
        string[]? names = null;
        for (var number = 1; Guarded(reader.Read); number++)
        {
            if (number > MaxRows) throw WorkbookRules.Refuse(WorkbookRules.TooLarge, "rows");
            var row = RowOf(reader, number, sheet, names, monthColumns);
            names ??= row.Cells;
            if (row.Cells.Length > 0) yield return Fitted(row, names.Length);
        }
    }

    private static Sheet ChooseSheet(FileContent content)
    {
        if (IsCompound(StartOf(content)))
        {
            var isEncrypted = Contains(content, Encoding.Unicode.GetBytes("EncryptedPackage"));
            throw WorkbookRules.Refuse(
                isEncrypted ? WorkbookRules.Encrypted : WorkbookRules.LegacyFormat, "compound file");
        }

        var sheets = WorkbookPackage.Examine(content).Where(s => s.IsVisible && s.Scan.HasContent).ToList();
        return sheets.Count switch
        {
            1 => sheets[0],
            0 => throw WorkbookRules.Refuse(WorkbookRules.Unreadable, ValueClass.Empty),
            _ => throw WorkbookRules.Refuse(
                WorkbookRules.SeveralSheets, WorkbookRules.Counted(sheets.Count, "sheets")),
        };
    }

    // The cells up to the last one with content.
    private static FileRow RowOf(
        IExcelDataReader reader, int number, Sheet sheet, string[]? names, IReadOnlyCollection<string> monthColumns)
    {
        var cells = new List<string>(names?.Length ?? MaxColumns);
        var faults = new List<RowFinding>();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var column = names is not null && i < names.Length ? names[i].Trim() : "";
            var value = reader.GetValue(i);
            var isFaulty = sheet.Scan.Faults.TryGetValue((number, i + 1), out var rule);
            var text = isFaulty ? "#" : TextOf(value, monthColumns.Contains(column));
            if (isFaulty) faults.Add(WorkbookRules.Finding(rule!, "formula", number, column));
            else if (value is double && RegisterRow.ColumnsOfNames.Contains(column))
                faults.Add(WorkbookRules.Finding(WorkbookRules.CellIsNumber, ValueClass.Of(text), number, column));
            if (text.Length > CsvRows.MaxCellCharacters)
            {
                faults.Add(RowFinding.Error(number, column, RowRules.TooLong, ValueClass.LengthOf(text)));
                text = text[..CsvRows.MaxCellCharacters];
            }

            if (text.Length == 0) continue;
            while (cells.Count < i) cells.Add("");
            cells.Add(text);
        }

        return new FileRow(number, [.. cells], faults, true);
    }

    // A sheet does not say how many cells a row has: missing ones at the end are empty ones.
    private static FileRow Fitted(FileRow row, int columns) => row.Cells.Length >= columns
        ? row
        : row with { Cells = [.. row.Cells, .. Enumerable.Repeat("", columns - row.Cells.Length)] };

    private static string TextOf(object? value, bool isMonth) => value switch
    {
        null => "",
        string text => text,
        double number => DigitsOf(number),
        DateTime { TimeOfDay.Ticks: 0, Day: 1 } month when isMonth =>
            month.ToString("MM/yyyy", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string DigitsOf(double number) => Math.Abs(number) >= ExactBelow
        ? number.ToString("0.##############E+0", CultureInfo.InvariantCulture)
        : number == Math.Truncate(number)
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static byte[] StartOf(FileContent content)
    {
        using var stream = content.Open();
        var start = new byte[8];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static bool Contains(FileContent content, ReadOnlySpan<byte> wanted)
    {
        using var stream = content.Open();
        var block = new byte[1 << 16];
        var kept = 0;
        for (int read; (read = stream.Read(block, kept, block.Length - kept)) > 0;)
        {
            var bytes = block.AsSpan(0, kept + read);
            if (bytes.IndexOf(wanted) >= 0) return true;
            kept = Math.Min(bytes.Length, wanted.Length - 1);
            bytes[^kept..].CopyTo(block);
        }

        return false;
    }

    private static bool IsCompound(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    // The library throws whatever it trips over in a damaged or hostile file; to the sender all of it is one finding.
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (WorkbookRefusedException or OutOfMemoryException))
        {
            throw WorkbookRules.Refuse(WorkbookRules.Unreadable, e.GetType().Name);
        }
    }
}
