using System.Globalization;
using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// What the law of a given day pays for one month, read from the reference tables. It is written apart from the
/// service's rules on purpose: the synthetic province must not learn its amounts from the program it tests.
/// </summary>
internal sealed class Rates
{
    private readonly record struct TopUp(
        string Programme, string Group, string Source, long Amount, LocalDate Applies, LocalDate InForce);

    private readonly record struct RateRow(
        string Kind, string BaseKind, string Value, LocalDate Applies, LocalDate InForce);

    private readonly Dictionary<(string Programme, string Group), List<RateRow>> groups = [];
    private readonly Dictionary<string, List<RateRow>> bases = [];
    private readonly Dictionary<int, List<RateRow>> wounded = [];
    private readonly Dictionary<(string, string, int, YearMonth, LocalDate), long> known = [];
    private readonly List<TopUp> topUps = [];

    public Rates()
    {
        foreach (var row in EmbeddedTables.Rows("reference/programs-rates.csv"))
            Add(groups, (row["program_code"], row["group_code"]),
                Read(row, row["value_kind"], row["base_kind"], row["value"]));
        foreach (var row in EmbeddedTables.Rows("reference/base-amounts.csv"))
            Add(bases, row["kind"], Read(row, "AMOUNT", "NONE", row["amount_vnd"]));
        foreach (var row in EmbeddedTables.Rows("reference/merit-wounded-rates.csv")
            .Where(row => row["group_code"] == "TB"))
            Add(wounded, int.Parse(row["injury_percent"], CultureInfo.InvariantCulture),
                Read(row, "AMOUNT", "NONE", row["amount_vnd"]));
        foreach (var row in EmbeddedTables.Rows("demo/programme-rules.csv").Where(row => row["kind"] == "TOP_UP"))
            topUps.Add(new TopUp(
                row["program_code"], row["group_code"], row["code"],
                Whole(row["value"].Replace("AMOUNT=", "", StringComparison.Ordinal)), Day(row["applies_from"]),
                Day(row["in_force_from"])));
    }

    /// <summary>The programme and group pairs the reference tables know, TB included.</summary>
    public bool Knows(string programme, string group) =>
        groups.ContainsKey((programme, group)) || (programme == "NCC" && group == "TB");

    /// <summary>đồng for one month, by the rows in force on <paramref name="asOf"/>.</summary>
    public long Amount(string programme, string group, int injury, YearMonth month, LocalDate asOf)
    {
        var key = (programme, group, injury, month, asOf);
        if (!known.TryGetValue(key, out var amount))
            known[key] = amount = Compute(programme, group, injury, month, asOf)
                + (Added(programme, group, month, asOf)?.Amount ?? 0);
        return amount;
    }

    /// <summary>What the sample province adds to one month, and from which source; null for nothing.</summary>
    public (string Source, long Amount)? Added(string programme, string group, YearMonth month, LocalDate asOf)
    {
        foreach (var more in topUps)
        {
            if (more.Programme == programme && group.StartsWith(more.Group, StringComparison.Ordinal)
                && more.Applies <= month.OnDayOfMonth(1) && more.InForce <= asOf)
                return (more.Source, more.Amount);
        }

        return null;
    }

    private long Compute(string programme, string group, int injury, YearMonth month, LocalDate asOf)
    {
        if (programme == "NCC" && group == "TB")
            return Whole(Latest(wounded[injury], month, asOf).Value);
        var row = Latest(groups[(programme, group)], month, asOf);
        return row.Kind switch
        {
            "AMOUNT" => Whole(row.Value),
            "COEFFICIENT" => Exactly(Base(row.BaseKind, month, asOf) * Tenths(row.Value), 10),
            "PERCENT_OF_PREMIUM" => Exactly(Premium(month, asOf) * Whole(row.Value), 100),
            "PERCENT_OF_22PCT" => Exactly(Base("RURAL_POVERTY_LINE", month, asOf) * 22 * Whole(row.Value), 10_000),
            _ => throw new InvalidDataException($"Unknown value kind {row.Kind} of {programme} {group}."),
        };
    }

    /// <summary>The monthly health-insurance premium is 4.5 % of the base salary.</summary>
    private long Premium(YearMonth month, LocalDate asOf) => Exactly(Base("BASE_SALARY", month, asOf) * 45, 1000);

    private long Base(string kind, YearMonth month, LocalDate asOf) => Whole(Latest(bases[kind], month, asOf).Value);

    private static RateRow Latest(List<RateRow> rows, YearMonth month, LocalDate asOf) =>
        rows.Where(row => row.Applies <= month.OnDayOfMonth(1) && row.InForce <= asOf).MaxBy(row => row.Applies);

    private static long Exactly(long product, long divisor) =>
        product % divisor == 0 ? product / divisor : throw new InvalidDataException("A rate is not a whole đồng.");

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Tenths(string text)
    {
        var parts = text.Split('.');
        return (Whole(parts[0]) * 10) + (parts.Length > 1 ? Whole(parts[1][..1]) : 0);
    }

    private static RateRow Read(IReadOnlyDictionary<string, string> row, string kind, string baseKind, string value) =>
        new(kind, baseKind, value, Day(row["applies_from"]), Day(row["in_force_from"]));

    private static LocalDate Day(string text) =>
        LocalDate.FromDateOnly(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static void Add<TKey>(Dictionary<TKey, List<RateRow>> into, TKey key, RateRow row)
        where TKey : notnull
    {
        if (!into.TryGetValue(key, out var rows))
            into[key] = rows = [];
        rows.Add(row);
    }
}
