using System.Text;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// One row with its cells in the template's order, or without cells where its form is wrong; and everything wrong with
/// its form.
/// </summary>
public readonly record struct ArrangedRow(int Number, string[]? Cells, IReadOnlyList<RowFinding> Faults);

/// <summary>
/// The rows of a file of any form, one at a time: CSV or workbook, in the coding that was asked for, under the
/// source's own column names.
/// </summary>
public sealed class FileRows(FileKind kind, FileContent content, ImportOptions options)
{
    private const int Windows1252 = 1252;
    private const int Windows1258 = 1258;
    private const int SampledRows = 300;

    private readonly bool _isWorkbook = RegisterWorkbook.IsOne(content);
    private IReadOnlySet<int>? _broken;

    static FileRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// The data rows. The header's defects come first as a row of number 1; a file without a usable header still has
    /// its rows counted.
    /// </summary>
    public IEnumerable<ArrangedRow> Read()
    {
        HeaderReading? header = null;
        foreach (var row in Guarded(Raw()))
        {
            if (header is null)
            {
                // What ends the reading of a whole workbook stands for its header too.
                if (!row.IsReadable && row.Cells.Length == 0 && row.Faults.Count > 0)
                {
                    yield return new ArrangedRow(row.Number, null, row.Faults);
                    yield break;
                }

                header = kind.Columns.ReadHeader(row.Cells, options.Mapping);
                if (row.Faults.Count + header.Findings.Count > 0)
                    yield return new ArrangedRow(1, null, [.. row.Faults, .. header.Findings]);
                continue;
            }

            yield return Arranged(row, header);
        }

        if (header is null) yield return new ArrangedRow(1, null, kind.Columns.ReadHeader([], null).Findings);
    }

    /// <summary>The rows as the file has them, the header first, in the coding that was asked for.</summary>
    public IEnumerable<FileRow> Written() => Guarded(Raw());

    /// <summary>The header and the first rows as the file has them, with the coding that they point to.</summary>
    public (IReadOnlyList<FileRow> Rows, TextCoding Detected) Sample()
    {
        var rows = Guarded(Raw()).Take(SampledRows + 1).ToList();
        return (rows, DetectedIn(rows));
    }

    private IReadOnlySet<int> Broken => _broken ??= BrokenLines.In(content);

    private static ArrangedRow Arranged(FileRow row, HeaderReading header)
    {
        if (!row.IsReadable || header.Order is null) return new ArrangedRow(row.Number, null, row.Faults);
        return header.Order.Arrange(row.Number, row.Cells, out var cells) is { } finding
            ? new ArrangedRow(row.Number, null, [.. row.Faults, finding])
            : new ArrangedRow(row.Number, cells, row.Faults);
    }

    private IEnumerable<FileRow> Raw()
    {
        var rows = _isWorkbook
            ? RegisterWorkbook.Read(content, kind.MonthColumns)
            : CsvRows.Read(content, Broken, LegacyPage(options.Coding));
        if (options.Coding == TextCoding.Unicode) return rows;
        var isWholly = options.Coding == TextCoding.Windows1258
            || (!_isWorkbook && Broken.Count > 0);
        return isWholly ? rows.Select(Converted) : Mixed(rows);
    }

    private FileRow Converted(FileRow row) =>
        row with { Cells = [.. row.Cells.Select(c => LegacyText.Convert(c, options.Coding))] };

    // A file in Unicode with some columns typed in an old font: a column is converted where its cells point to the
    // font, because "Mã xã" and "Vâ" are right in both.
    private IEnumerable<FileRow> Mixed(IEnumerable<FileRow> rows)
    {
        var votes = new List<CodingVote>();
        foreach (var row in Guarded(rows).Skip(1).Take(SampledRows))
        {
            while (votes.Count < row.Cells.Length) votes.Add(new CodingVote());
            for (var i = 0; i < row.Cells.Length; i++) votes[i].Add(row.Cells[i]);
        }

        var isHeader = true;
        foreach (var row in rows)
        {
            string[] cells = isHeader
                ? [.. row.Cells.Select(HeaderOf)]
                : [.. row.Cells.Select((cell, i) => CellOf(cell, votes, i))];
            isHeader = false;
            yield return row with { Cells = cells };
        }
    }

    private string HeaderOf(string cell)
    {
        var name = FileColumns.CleanName(cell);
        var isKnown = kind.Columns.PositionOf(name) is not null || options.Mapping?.ColumnOf(name) is not null;
        return isKnown ? cell : LegacyText.Convert(cell, options.Coding);
    }

    private string CellOf(string cell, List<CodingVote> votes, int column) =>
        (column < votes.Count && votes[column].Winner == options.Coding) || LegacyEncoding.IsSuspected(cell)
            ? LegacyText.Convert(cell, options.Coding)
            : cell;

    private static Encoding? LegacyPage(TextCoding coding) => coding switch
    {
        TextCoding.Unicode => null,
        TextCoding.Windows1258 => Encoding.GetEncoding(Windows1258),
        _ => Encoding.GetEncoding(Windows1252),
    };

    private TextCoding DetectedIn(IReadOnlyList<FileRow> rows)
    {
        if (_isWorkbook || Broken.Count == 0) return VoteOf(rows).Winner;
        var western = CsvRows.Read(content, Broken, Encoding.GetEncoding(Windows1252)).Take(SampledRows).ToList();
        var vietnamese = CsvRows.Read(content, Broken, Encoding.GetEncoding(Windows1258)).Take(SampledRows)
            .Select(r => r with { Cells = [.. r.Cells.Select(c => c.Normalize(NormalizationForm.FormC))] }).ToList();
        var byPage = VoteOf(vietnamese).UnderUnicode;
        var vote = VoteOf(western);
        // Nine words in ten must be possible syllables before the page is believed against the other codings.
        return byPage.Possible * 10 >= byPage.Words * 9 ? TextCoding.Windows1258
            : vote.Winner;
    }

    private static CodingVote VoteOf(IEnumerable<FileRow> rows)
    {
        var vote = new CodingVote();
        foreach (var cell in rows.SelectMany(r => r.Cells)) vote.Add(cell);
        return vote;
    }

    // A workbook is refused as a whole; its finding is a row like any other defect.
    private static IEnumerable<FileRow> Guarded(IEnumerable<FileRow> rows)
    {
        using var each = rows.GetEnumerator();
        while (true)
        {
            FileRow? next = null;
            WorkbookRefusedException? refused = null;
            try
            {
                if (each.MoveNext()) next = each.Current;
            }
            catch (WorkbookRefusedException e)
            {
                refused = e;
            }

            if (refused is not null)
            {
                yield return new FileRow(refused.Finding.Row, [], [refused.Finding], false);
                yield break;
            }

            if (next is not { } row) yield break;
            yield return row;
        }
    }
}
