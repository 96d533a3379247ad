using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// A sheet before its values are read: whether anything is in it, and the cells that have no usable value.
/// </summary>
internal sealed record SheetScan(bool HasContent, IReadOnlyDictionary<(int Row, int Column), string> Faults);

/// <summary>A sheet of the workbook, in the order of its tabs.</summary>
internal sealed record Sheet(string Name, bool IsVisible, SheetScan Scan);

/// <summary>
/// Examines a workbook package before anything of it is kept in memory: how much it unpacks to, which sheets it has,
/// and which cells hold an error or a formula that was never calculated, which the reader of values does not tell.
/// </summary>
internal static class WorkbookPackage
{
    /// <summary>Bytes that all parts together may unpack to: a sheet of half a million rows of the register.</summary>
    public const long MaxUnpackedBytes = 1L << 30;

    /// <summary>Bytes of the shared texts, which are kept in memory as a whole.</summary>
    public const long MaxSharedTextBytes = 128L << 20;

    private const int MaxFaults = 10_000;
    private const long MaxIndexBytes = 4L << 20;
    private const string SheetFolder = "xl/worksheets/";

    /// <summary>The sheets, or a refusal as exception.</summary>
    public static List<Sheet> Examine(FileContent content)
    {
        using var stored = content.Open();
        using var zip = new ZipArchive(stored, ZipArchiveMode.Read);
        if (zip.Entries.Count > RegisterWorkbook.MaxParts)
            throw WorkbookRules.Refuse(WorkbookRules.TooLarge, WorkbookRules.Counted(zip.Entries.Count, "parts"));
        var budget = new UnpackBudget(MaxUnpackedBytes);
        var scans = new Dictionary<string, SheetScan>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in zip.Entries)
        {
            var isShared = part.FullName.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase);
            var own = new UnpackBudget(isShared ? MaxSharedTextBytes : MaxUnpackedBytes);
            using var stream = new BudgetStream(part.Open(), budget, own);
            if (IsSheet(part.FullName)) scans[part.FullName] = Scan(stream);
            else stream.Drain();
        }

        return SheetsOf(zip, scans);
    }

    private static bool IsSheet(string part) =>
        part.StartsWith(SheetFolder, StringComparison.OrdinalIgnoreCase)
        && part.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static List<Sheet> SheetsOf(ZipArchive zip, Dictionary<string, SheetScan> scans)
    {
        var workbook = Load(zip, "xl/workbook.xml");
        var targets = Load(zip, "xl/_rels/workbook.xml.rels").Descendants()
            .Where(e => e.Name.LocalName == "Relationship")
            .ToDictionary(e => $"{e.Attribute("Id")?.Value}", e => PartOf($"{e.Attribute("Target")?.Value}"));
        return
        [
            .. from sheet in workbook.Descendants().Where(e => e.Name.LocalName == "sheet")
               let id = sheet.Attributes().FirstOrDefault(a => a.Name.LocalName == "id" && a.Name != "id")?.Value
               let part = targets.GetValueOrDefault(id ?? "", "")
               where scans.ContainsKey(part)
               select new Sheet($"{sheet.Attribute("name")?.Value}", sheet.Attribute("state") is null, scans[part]),
        ];
    }

    private static string PartOf(string target) => target.StartsWith('/') ? target[1..] : "xl/" + target;

    private static XDocument Load(ZipArchive zip, string part)
    {
        var entry = zip.GetEntry(part) ?? throw WorkbookRules.Refuse(WorkbookRules.Unreadable, "no workbook");
        using var stream = new BudgetStream(entry.Open(), new UnpackBudget(MaxIndexBytes));
        using var xml = XmlReader.Create(stream, Safe());
        return XDocument.Load(xml);
    }

    private static SheetScan Scan(Stream stream)
    {
        var faults = new Dictionary<(int Row, int Column), string>();
        var hasContent = false;
        var (row, column) = (0, 0);
        using var xml = XmlReader.Create(stream, Safe());
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "row")
            {
                row = int.TryParse(xml.GetAttribute("r"), out var number) ? number : row + 1;
                if (row > RegisterWorkbook.MaxRows) throw WorkbookRules.Refuse(WorkbookRules.TooLarge, "rows");
                column = 0;
            }
            else if (xml.LocalName == "c")
            {
                column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                var isError = xml.GetAttribute("t") == "e";
                var (isFormula, isFilled) = ScanCell(xml);
                hasContent |= isFilled || isFormula;
                if (faults.Count >= MaxFaults) continue;
                if (isError) faults[(row, column)] = WorkbookRules.CellError;
                else if (isFormula && !isFilled) faults[(row, column)] = WorkbookRules.CellNotCalculated;
            }
        }

        return new SheetScan(hasContent, faults);
    }

    // A value element counts even where it is empty: a formula may well yield an empty text.
    private static (bool IsFormula, bool IsFilled) ScanCell(XmlReader xml)
    {
        var (isFormula, isFilled) = (false, false);
        if (xml.IsEmptyElement) return (isFormula, isFilled);
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            isFormula |= xml.LocalName == "f";
            isFilled |= xml.LocalName is "v" or "is";
        }

        return (isFormula, isFilled);
    }

    private static int? ColumnOf(string? reference)
    {
        if (string.IsNullOrEmpty(reference)) return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetterUpper(c)) break;
            if (column > 100_000) throw WorkbookRules.Refuse(WorkbookRules.TooLarge, "columns");
            column = (column * 26) + (c - 'A') + 1;
        }

        return column;
    }

    private static XmlReaderSettings Safe() => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };
}
