using System.Globalization;
using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// How the people of one programme group look: born in a range that keeps them inside the group's age limits from
/// 2026-07 through 2026-12, and decided no earlier than the group exists.
/// </summary>
internal sealed record GroupProfile(
    string Programme, string Group, int Weight, LocalDate BornFrom, LocalDate BornTo, int FemalePercent,
    YearMonth StartFrom, int MinAge, string Area, string Payee)
{
    public bool LivesIn(Commune commune) => Area switch
    {
        "difficult" => commune.Difficult,
        "island" => commune.Terrain == Terrain.Island,
        "mainland" => commune.Terrain != Terrain.Island,
        _ => true,
    };

    /// <summary>The first month in which somebody born on <paramref name="birth"/> could be entitled.</summary>
    public YearMonth EarliestStart(LocalDate birth)
    {
        var reached = birth.PlusYears(MinAge).ToYearMonth();
        return reached > StartFrom ? reached : StartFrom;
    }

    public static IReadOnlyList<GroupProfile> Load() =>
        [.. EmbeddedTables.Rows("data/groups.csv").Select(row => new GroupProfile(
            row["programme"], row["group"], Number(row["weight"]), Day(row["born_from"]), Day(row["born_to"]),
            Number(row["female_percent"]), Day(row["start_from"] + "-01").ToYearMonth(), Number(row["min_age"]),
            row["area"], row["payee"]))];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static LocalDate Day(string text) =>
        LocalDate.FromDateOnly(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
