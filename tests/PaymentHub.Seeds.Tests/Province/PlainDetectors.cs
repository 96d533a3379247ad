using System.Globalization;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Tests;

/// <summary>
/// The four detectors in their plainest form, over nothing but the written files. What they find must be what the
/// truth names: nothing planted is lost, and nothing ordinary looks planted.
/// </summary>
internal static class PlainDetectors
{
    private const int November = (2026 * 12) + 10;

    public static IEnumerable<string> Run(GeneratedProvince province)
    {
        var rows = province.Register();
        var found = new List<string>();
        found.AddRange(SharedAccounts(rows));
        found.AddRange(Duplicates(rows));
        found.AddRange(rows.Where(Contradicts).Select(row => row.Id).Distinct()
            .Select(id => Key("ID_CONTRADICTS_BIRTH", rows.Where(row => row.Id == id))));
        found.AddRange(PaidAfterDeath(rows, GeneratedProvince.Read(province.Files.Deaths)));
        return found;
    }

    public static string Key(FlagTruth flag) => flag.Detector + ":" + string.Join(",", flag.Dossiers);

    /// <summary>The last month that November's plan would pay; 0 when it pays nothing.</summary>
    public static int LastMonth(RegisterRow row)
    {
        var until = row.Month("Thôi hưởng từ tháng");
        return until is { } end && end <= November ? end - 1 : November;
    }

    private static IEnumerable<string> SharedAccounts(IReadOnlyList<RegisterRow> rows) =>
        rows.Where(row => row.Transfer && row.ToSelf).GroupBy(row => row.Account)
            .Where(same => same.Select(row => row.Id).Distinct().Count() >= 4)
            .Select(same => Key("SHARED_ACCOUNT", same));

    private static IEnumerable<string> Duplicates(IReadOnlyList<RegisterRow> rows)
    {
        foreach (var same in rows.GroupBy(row => (row.Id, row.Programme, row.Group)).Where(same => same.Count() > 1))
            yield return Key("DUPLICATE_PERSON", same);
        var twice = rows.Where(row => row.Transfer && row.Born.Length == 10)
            .GroupBy(row => (VietnameseText.BankName(row.Name), row.Born, row.Account, row.Programme))
            .Where(same => same.Select(row => row.Id).Distinct().Count() > 1);
        foreach (var same in twice)
            yield return Key("DUPLICATE_PERSON", same);
    }

    private static bool Contradicts(RegisterRow row)
    {
        var year = int.Parse(row.Born[^4..], CultureInfo.InvariantCulture);
        var digit = (((year / 100) - 19) * 2) + (row["Giới tính"] == "Nữ" ? 1 : 0);
        return row.Id[3] - '0' != digit || int.Parse(row.Id[4..6], CultureInfo.InvariantCulture) != year % 100;
    }

    private static IEnumerable<string> PaidAfterDeath(
        IReadOnlyList<RegisterRow> rows, IReadOnlyList<RegisterRow> deaths)
    {
        var died = deaths.ToDictionary(entry => entry.Id, entry => RegisterRow.MonthNumber(entry["Ngày mất"]));
        foreach (var row in rows.Where(row => died.ContainsKey(row.Id)))
        {
            var afterDeath = LastMonth(row) > died[row.Id];
            var arrears = row.Month("Đã chi đến tháng") == LastMonth(row) && LastMonth(row) >= (2026 * 12) + 6;
            if (afterDeath || (arrears && row.Transfer && row.ToSelf))
                yield return Key("PAID_AFTER_DEATH", [row]);
        }
    }

    private static string Key(string detector, IEnumerable<RegisterRow> rows) =>
        detector + ":" + string.Join(",", rows.Select(row => row.Dossier).Order(StringComparer.Ordinal));
}
