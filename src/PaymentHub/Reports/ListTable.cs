using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>The same list as rows of a workbook: what stands above the table, the table, totals and notes.</summary>
public static class ListTable
{
    /// <summary>The rows in their order; amounts of the table are numbers of the workbook.</summary>
    public static IEnumerable<string[]> RowsOf(OfficialList list)
    {
        foreach (var line in list.Agency) yield return [line];
        yield return [list.Title];
        foreach (var line in list.Subtitle) yield return [line];
        yield return [];
        yield return [.. list.Columns.Select(c => c.Title)];
        foreach (var row in list.Rows) yield return [.. row.Select((cell, i) => CellOf(list, i, cell))];
        foreach (var total in list.Totals)
        {
            var cells = new string[list.Columns.Count];
            Array.Fill(cells, "");
            cells[0] = total.Label;
            for (var i = 0; i < total.Cells.Count; i++)
                cells[total.From + i] = CellOf(list, total.From + i, total.Cells[i]);
            yield return cells;
        }

        foreach (var note in list.Notes) yield return [note];
        yield return [list.FooterAndMoment];
    }

    /// <summary>Writes the workbook; the stream stays open.</summary>
    public static void Write(Stream to, OfficialList list) => TableFile.WriteWorkbook(
        to, RowsOf(list), [.. list.Columns.Select(c => c.IsNumber)]);

    // Amounts are grouped for paper; a workbook groups them itself and must be able to add them.
    private static string CellOf(OfficialList list, int column, string cell) =>
        list.Columns[column].IsNumber ? cell.Replace(".", "", StringComparison.Ordinal) : cell;
}
