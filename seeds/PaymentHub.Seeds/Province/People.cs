using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>Makes people: birth date, name, id, phone and hamlet that belong together.</summary>
internal sealed class People(int seed, int yearOnlyPercent)
{
    private static readonly WeightedTable<string> Carriers = new(
    [
        ("097", 4), ("098", 4), ("086", 2), ("035", 4), ("036", 3), ("038", 3), ("091", 2), ("094", 2),
        ("090", 1), ("077", 1),
    ]);

    private readonly PersonIds ids = new(seed);

    public Names Names { get; } = new();

    public PersonIds Ids => ids;

    public Person Make(Draw draw, Commune commune, bool female, LocalDate bornFrom, LocalDate bornTo)
    {
        var birth = BirthBetween(draw, bornFrom, bornTo);
        var ethnicity = Names.Ethnicity(draw, commune);
        return new Person(
            ids.Next(draw, commune, female, birth.Date),
            Names.Name(draw, commune, ethnicity, female, birth.Date.Year),
            birth, female, ethnicity, Phone(draw), commune, Names.Hamlet(draw, commune));
    }

    /// <summary>An adult who receives for somebody else, or who signs; not a beneficiary.</summary>
    public Person Adult(Draw draw, Commune commune) =>
        Make(draw, commune, draw.Percent(55), new LocalDate(1962, 1, 1), new LocalDate(1998, 12, 31));

    /// <summary>
    /// Among people born before 1960 the office often knows only the year, or filled in 1 January for it.
    /// </summary>
    private Birth BirthBetween(Draw draw, LocalDate from, LocalDate to)
    {
        var date = from.PlusDays(draw.Between(0, Period.DaysBetween(from, to)));
        if (date.Year >= 1960)
            return new Birth(date, false);
        var newYear = new LocalDate(date.Year, 1, 1);
        if (newYear < from)
            return new Birth(date, false);
        if (draw.Percent(yearOnlyPercent))
            return new Birth(newYear, true);
        return draw.Percent(4) ? new Birth(newYear, false) : new Birth(date, false);
    }

    private static string Phone(Draw draw) => draw.Percent(74) ? draw.Digits(draw.Pick(Carriers) + "#######") : "";
}
