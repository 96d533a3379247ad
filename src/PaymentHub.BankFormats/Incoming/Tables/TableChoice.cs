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
        var lines = head.Split('\n', RowsLookedAt + 1).Take(RowsLookedAt).Select(l => l.Trim('\r', '\uFEFF')).ToList();
        return options.TableProfiles.FirstOrDefault(p => p.Kind switch
        {
            TableKind.Csv => lines.Exists(l => p.IsTitle([.. l.Split(p.Separator).Select(c => c.Trim().Trim('"'))])),
            TableKind.Fixed => IsFixed(p, lines),
            _ => false,
        });
    }

    /// <summary>The first sheet that a profile fits, and the profile; null where none fits.</summary>
    public static (ZipArchiveEntry Sheet, TableProfile Profile)? ForSheets(
        ReadContext read, IEnumerable<ZipArchiveEntry> sheets, Func<ZipArchiveEntry, XlsxRows> open)
    {
        foreach (var sheet in sheets)
        {
            using var rows = open(sheet);
            for (var i = 0; i < RowsLookedAt && rows.Read(); i++)
                if (read.Options.TableProfiles.FirstOrDefault(p => p.Kind == TableKind.Xlsx && p.IsTitle(rows))
                    is { } profile)
                    return (sheet, profile);
        }

        return null;
    }

    /// <summary>Entries as the bytes show them: lines that begin as the profile's entries do.</summary>
    public static MarkerCount Markers(TableProfile profile) => profile.Kind == TableKind.Fixed
        ? new MarkerCount(System.Text.Encoding.ASCII.GetBytes(profile.EntryRecord), afterSlash: false)
        : new MarkerCount([], afterSlash: false) { LeadingCode = profile.LeadsWithCode };

    // The heading line names the bank's layout right after the record mark.
    private static bool IsFixed(TableProfile profile, List<string> lines) =>
        lines.FirstOrDefault(l => l.Trim().Length > 0) is { } first
        && first.StartsWith(profile.HeadRecord, StringComparison.Ordinal)
        && first.Contains(profile.Code, StringComparison.Ordinal);
}
