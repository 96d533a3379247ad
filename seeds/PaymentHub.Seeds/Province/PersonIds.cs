using System.Globalization;
using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Hands out 12-digit personal ids (số định danh cá nhân, NĐ 137/2015 Điều 13): province of birth, century and sex,
/// year, six digits. The six digits walk a permutation of 0..999999 per prefix, so ids never repeat and no set of the
/// ids already given has to be kept.
/// </summary>
internal sealed class PersonIds
{
    private static readonly WeightedTable<string> QuangNgai = new(
    [
        ("051", 930), ("049", 14), ("052", 16), ("062", 8), ("048", 8), ("079", 8), ("038", 6), ("001", 4), ("064", 6),
    ]);

    private static readonly WeightedTable<string> KonTum = new(
        [("062", 800), ("051", 70), ("052", 36), ("064", 34), ("049", 24), ("038", 18), ("001", 8), ("060", 10)]);

    private readonly Dictionary<string, int> given = [];
    private readonly int step;
    private readonly int start;

    public PersonIds(int seed)
    {
        var draw = new Draw(seed, "person-ids");
        step = (draw.Between(10_000, 49_999) * 10) + draw.Pick([1, 3, 7, 9]);
        start = draw.Between(0, 999_999);
    }

    /// <summary>The next id for a birth in <paramref name="birth"/>'s year, of the given sex.</summary>
    public string Next(Draw draw, Commune commune, bool female, LocalDate birth) =>
        Next(draw.Pick(commune.FormerKonTum ? KonTum : QuangNgai), female, birth.Year);

    /// <summary>The next id of a prefix chosen by the caller.</summary>
    public string Next(string province, bool female, int year)
    {
        var century = ((year / 100) - 19) * 2;
        var sex = (century + (female ? 1 : 0)).ToString(CultureInfo.InvariantCulture);
        var prefix = province + sex + (year % 100).ToString("00", CultureInfo.InvariantCulture);
        given.TryGetValue(prefix, out var count);
        given[prefix] = count + 1;
        // Prefixes start at different points of the walk: neighbours must not share their last six digits.
        var offset = start + (int.Parse(prefix, CultureInfo.InvariantCulture) * 7919L);
        var serial = (offset + ((long)count * step)) % 1_000_000;
        return prefix + serial.ToString("000000", CultureInfo.InvariantCulture);
    }
}
