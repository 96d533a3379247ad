using System.IO.Compression;
using System.Text;
using PaymentHub.BankFormats.Incoming.Lines;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.BankFormats.Outgoing;

namespace PaymentHub.BankFormats.Incoming.Lists;

/// <summary>Finds the pay list whose layout a file has, by its first row, whatever its name.</summary>
internal static class ListChoice
{
    /// <summary>The list of a text by its first line; null where none is.</summary>
    public static PayListProfile? ForText(InspectionOptions options, string head)
    {
        var first = head.TrimStart('\uFEFF').Split('\n').Select(l => l.TrimEnd('\r'))
            .FirstOrDefault(l => !string.IsNullOrWhiteSpace(l));
        return first is null ? null : options.PayLists.FirstOrDefault(p => p.Layout.Kind switch
        {
            ListKind.Csv => Split(first, p.Layout.Separator) is var cells && cells.Length == p.FirstRow.Count
                && ListCells.Fit(cells, p.FirstRow),
            ListKind.FixedWidth => ListCells.Fit(FixedListRows.Cut(first, p.FirstRow), p.FirstRow),
            _ => false,
        });
    }

    /// <summary>
    /// The list whose first row begins with these characters, which are all that the file has; null where none does.
    /// </summary>
    public static PayListProfile? ForBeginning(InspectionOptions options, string text)
    {
        // The last character may be a part of one.
        var first = text.TrimStart('\uFEFF').TrimEnd('\uFFFD').TrimEnd('\r');
        return first.Contains('\n', StringComparison.Ordinal) ? null : options.PayLists.FirstOrDefault(
            p => p.Layout.Kind switch
            {
                ListKind.Csv => (first is "\"" && p.Layout.QuotesAlways)
                    || ListCells.Begin(Split(first, p.Layout.Separator), p.FirstRow),
                ListKind.FixedWidth => ListCells.Begin(FixedListRows.Pieces(first, p.FirstRow), p.FirstRow),
                _ => false,
            });
    }

    /// <summary>The first sheet that is a list, and its layout; null where none is.</summary>
    public static (ZipArchiveEntry Sheet, PayListProfile Profile)? ForSheets(
        InspectionOptions options, IEnumerable<ZipArchiveEntry> sheets, Func<ZipArchiveEntry, XlsxRows> open)
    {
        foreach (var sheet in sheets)
        {
            using var rows = open(sheet);
            if (!rows.Read()) continue;
            var cells = new CellRows(rows, lines: null);
            if (options.PayLists.FirstOrDefault(
                p => p.Layout.Kind == ListKind.Xlsx && ListCells.Fit(cells.As(p.FirstRow), p.FirstRow)) is { } profile)
                return (sheet, profile);
        }

        return null;
    }

    /// <summary>Payments as the bytes show them: lines that begin as the layout's payments do.</summary>
    public static MarkerCount Markers(ListLayout layout)
    {
        var first = layout.Columns[0];
        if (first.Field != ListField.Text)
            return new MarkerCount([], afterSlash: false) { LeadingCode = first.Field == ListField.EndToEndId };
        if (layout.Kind == ListKind.FixedWidth) return new MarkerCount(Encoding.UTF8.GetBytes(first.Text), false);
        var written = layout.QuotesAlways ? $"\"{first.Text}\"" : first.Text;
        return new MarkerCount(Encoding.UTF8.GetBytes(written + layout.Separator), afterSlash: false);
    }

    // One line of separated values.
    private static string[] Split(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        foreach (var c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            if (c != separator || isQuoted)
            {
                cell.Append(c);
                continue;
            }

            cells.Add(cell.ToString());
            cell.Clear();
        }

        cells.Add(cell.ToString());
        return [.. cells.Select(c => c.Trim().Trim('"'))];
    }
}
