using NodaTime;
using static PaymentHub.Domain.Register.RegisterRow;

namespace PaymentHub.Domain.Register;

/// <summary>A child, or a person cared for, as a row states it; months without a word follow from the rules.</summary>
public sealed record DependantDetails(LocalDate Born, YearMonth? From, YearMonth? Last);

/// <summary>
/// What the papers of a decision say beside its terms (giấy tờ kèm hồ sơ); null and empty are not stated.
/// <paramref name="ShareKey"/> names the couple, the household in a relief scheme, or the person cared for.
/// </summary>
public sealed record PapersDetails(
    LocalDate? CertificateOn, IReadOnlyList<DependantDetails> Dependants, int? Units, string ShareKey,
    int? SupportedBefore);

/// <summary>Reads the columns of papers; all of them may be missing.</summary>
internal static class PapersParsing
{
    private const int MostDependants = 20;
    private const int MostUnits = 50;
    private const int MostMonths = 120;

    /// <summary>Null where the row states none.</summary>
    public static PapersDetails? Read(in RegisterRow row, CellReader cells)
    {
        if (row.Cells.Length <= 33) return null;
        var certificate = string.IsNullOrWhiteSpace(row.Certificate)
            ? null
            : cells.Date(ColumnCertificate, row.Certificate);
        var dependants = DependantsOf(row.Dependants, cells);
        var units = NumberOf(ColumnUnits, row.Units, 1, MostUnits, cells);
        var share = row.Share.Trim();
        if (share.Length > 40 || !share.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '.'))
            cells.Error(ColumnShare, RowRules.PapersInvalid, ValueClass.Of(share));
        var supported = NumberOf(ColumnSupported, row.Supported, 0, MostMonths, cells);
        var isSilent = certificate is null && dependants.Count == 0 && units is null && share.Length == 0
            && supported is null;
        return isSilent ? null : new PapersDetails(certificate, dependants, units, share, supported);
    }

    private static int? NumberOf(string column, string cell, int least, int most, CellReader cells)
    {
        var text = cell.Trim();
        if (text.Length == 0) return null;
        var isNumber = text.Length <= 3 && text.All(char.IsAsciiDigit);
        if (isNumber && int.Parse(text, null) is var number && number >= least && number <= most) return number;
        cells.Error(column, RowRules.PapersInvalid, ValueClass.Of(text));
        return null;
    }

    // 12/01/2015; 03/04/2018 từ 06/2026 đến 09/2027
    private static List<DependantDetails> DependantsOf(string cell, CellReader cells)
    {
        var found = new List<DependantDetails>();
        foreach (var entry in cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (OneOf(entry) is { } one && found.Count < MostDependants) found.Add(one);
            else cells.Error(ColumnDependants, RowRules.PapersInvalid, ValueClass.Of(entry));
        }

        return found;
    }

    private static DependantDetails? OneOf(string entry)
    {
        var words = VietnameseText.Normalize(entry).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (1 or 3 or 5) || !CellDates.TryDay(words[0], out var born)) return null;
        YearMonth? from = null, last = null;
        for (var i = 1; i < words.Length; i += 2)
        {
            if (!CellDates.TryMonth(words[i + 1], out var month)) return null;
            if (words[i] == "từ" && from is null && last is null) from = month;
            else if (words[i] == "đến" && last is null) last = month;
            else return null;
        }

        return last < from ? null : new DependantDetails(born!.Value, from, last);
    }
}
