using System.IO.Compression;
using PaymentHub.BankFormats.Incoming.Lines;

namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>Finds the profile whose title row stands in a table, whatever the name of its file.</summary>
internal static class TableChoice
{
    private const int RowsLookedAt = 60;

    /// <summary>The profile of a text table by its first characters; null where none is.</summary>
    public static TableProfile? ForText(InspectionOptions options, string head)
    {
        var lines = Lines(head).Take(RowsLookedAt).ToList();
        return options.TableProfiles.FirstOrDefault(p => p.Kind switch
        {
            TableKind.Csv => lines.Exists(l => p.IsTitle(Cells(l, p))),
            TableKind.Fixed => IsFixed(p, lines),
            _ => false,
        });
    }

    /// <summary>
    /// The profile of a text table that was cut off before the end of its title row or first mark, by all of its
    /// characters; null where it is the beginning of none.
    /// </summary>
    public static TableProfile? ForBeginning(InspectionOptions options, string text)
    {
        // The last character may be a part of one.
        var lines = Lines(text.TrimEnd('\uFFFD'));
        if (lines.Length > RowsLookedAt) return null;
        return options.TableProfiles.FirstOrDefault(p => p.Kind switch
        {
            TableKind.Csv => IsBeginning(p, lines),
            TableKind.Fixed => lines is [{ Length: > 0 } only]
                && (p.HeadRecord + p.Code).StartsWith(only, StringComparison.Ordinal),
            _ => false,
        });
    }

    /// <summary>
    /// The first sheet that a profile fits, and the profile; null where none fits. <paramref name="isBegun"/>: one of
    /// them ends before the title row of a profile does.
    /// </summary>
    public static (ZipArchiveEntry Sheet, TableProfile Profile)? ForSheets(
        ReadContext read, IEnumerable<ZipArchiveEntry> sheets, Func<ZipArchiveEntry, XlsxRows> open, out bool isBegun)
    {
        var profiles = read.Options.TableProfiles.Where(p => p.Kind == TableKind.Xlsx).ToList();
        isBegun = false;
        foreach (var sheet in sheets)
        {
            using var rows = open(sheet);
            if (ForRows(rows, profiles, out var isOne) is { } profile) return (sheet, profile);
            isBegun |= isOne;
        }

        return null;
    }

    /// <summary>Entries as the bytes show them: lines that begin as the profile's entries do.</summary>
    public static MarkerCount Markers(TableProfile profile) => profile.Kind == TableKind.Fixed
        ? new MarkerCount(System.Text.Encoding.ASCII.GetBytes(profile.EntryRecord), afterSlash: false)
        : new MarkerCount([], afterSlash: false) { LeadingCode = profile.LeadsWithCode };

    private static TableProfile? ForRows(XlsxRows rows, List<TableProfile> profiles, out bool isBegun)
    {
        var beginnings = profiles.ConvertAll(p => new TableBeginning(p));
        isBegun = false;
        for (var i = 0; i < RowsLookedAt; i++)
        {
            if (!rows.Read())
            {
                isBegun = beginnings.Exists(b => b.IsOne);
                return null;
            }

            if (profiles.Find(p => p.IsTitle(rows)) is { } profile) return profile;
            string[] cells = [.. Enumerable.Range(0, rows.Count).Select(c => rows[c].ToString())];
            foreach (var beginning in beginnings) beginning.Add(cells, isEnded: true);
        }

        return null;
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n', RowsLookedAt + 1).Select(l => l.Trim('\r', '\uFEFF'))];

    private static string[] Cells(string line, TableProfile profile) =>
        [.. line.Split(profile.Separator).Select(c => c.Trim().Trim('"'))];

    private static bool IsBeginning(TableProfile profile, string[] lines)
    {
        var beginning = new TableBeginning(profile);
        for (var i = 0; i < lines.Length; i++) beginning.Add(Cells(lines[i], profile), isEnded: i < lines.Length - 1);
        return beginning.IsOne;
    }

    // The heading line names the bank's layout right after the record mark.
    private static bool IsFixed(TableProfile profile, List<string> lines) =>
        lines.FirstOrDefault(l => l.Trim().Length > 0) is { } first
        && first.StartsWith(profile.HeadRecord, StringComparison.Ordinal)
        && first.Contains(profile.Code, StringComparison.Ordinal);
}
