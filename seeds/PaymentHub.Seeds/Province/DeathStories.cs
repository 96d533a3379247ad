using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>
/// Plants deaths: paid on after death, known too late, and the many that were handled as the law wants.
/// </summary>
internal static class DeathStories
{
    private static readonly YearMonth August = new(2026, 8);
    private static readonly YearMonth September = new(2026, 9);

    public static void Plant(Plants plants, Planted counts)
    {
        Times(counts.PaidAfterDeath, () => LeftOpen(plants));
        Times(counts.ArrearsToTheDead, () => ArrearsToTheDead(plants));
        Times(counts.LateDeaths, () => KnownLate(plants));
        Times(counts.EndedDeaths, () => EndedInTime(plants));
        Times(counts.HeirArrears, () => ArrearsToHeir(plants));
        Times(counts.DeathRecoveries, () => Recovery(plants));
        Times(counts.OtherDeaths, () => NotInRegister(plants));
    }

    /// <summary>Died before planning, reported, and nobody ended the decision.</summary>
    private static void LeftOpen(Plants plants)
    {
        var row = Living(plants);
        plants.Deaths.Add(Died(plants.Draw, row.Person, new LocalDate(2026, 7, 5), new LocalDate(2026, 10, 10)));
        plants.Flags.Add(("PAID_AFTER_DEATH", [row], "Chết trước khi lập danh sách, quyết định chưa thôi hưởng"));
    }

    /// <summary>
    /// Ended from September, paid through August: the arrears of July and August would reach a dead account.
    /// </summary>
    private static void ArrearsToTheDead(Plants plants)
    {
        var (person, profile) = Elder(plants);
        var months = EndedInAugust(plants, person, profile, paidTo: August);
        var row = plants.Decide(person, profile, months, plants.OwnAccount(person));
        plants.Add(row);
        plants.Deaths.Add(Died(plants.Draw, person, new LocalDate(2026, 8, 2), new LocalDate(2026, 8, 28)));
        plants.Flags.Add(("PAID_AFTER_DEATH", [row], "Truy lĩnh tháng 7–8 vào tài khoản của chính người đã chết"));
    }

    /// <summary>Becomes known after planning and before release: the payment is held at release.</summary>
    private static void KnownLate(Plants plants)
    {
        var row = Living(plants);
        var died = new LocalDate(2026, 8, 20).PlusDays(plants.Draw.Between(0, 66));
        var registered = new LocalDate(2026, 10, 23).PlusDays(plants.Draw.Between(0, 6));
        plants.LateDeaths.Add(new DeathEntry(row.Person, died, registered < died ? died : registered));
        plants.HeldAtRelease.Add(row);
    }

    private static void EndedInTime(Plants plants)
    {
        var (person, profile) = Elder(plants);
        var months = Timelines.For(plants.Draw, Standing.Over, profile.EarliestStart(person.Birth.Date));
        var row = plants.Decide(person, profile, months, plants.OwnPayout(person));
        plants.Add(row);
        var month = months.PaidTo!.Value;
        plants.Deaths.Add(Died(plants.Draw, person, month.OnDayOfMonth(1), month.OnDayOfMonth(28)));
        plants.Harmless.Add(("DEATH_ENDED", [row], "Đã thôi hưởng từ tháng sau tháng chết, không còn khoản nào"));
    }

    private static void ArrearsToHeir(Plants plants)
    {
        var (person, profile) = Elder(plants);
        var heir = plants.Workshop.People.Adult(plants.Draw, person.Commune);
        var payout = plants.Draw.Percent(50)
            ? plants.Workshop.Payouts.ToAccount(plants.Draw, heir, Payout.Heir, plants.Workshop.Bank(person.Commune))
            : Payouts.InCash(heir, Payout.Heir);
        var row = plants.Decide(person, profile, EndedInAugust(plants, person, profile, paidTo: August), payout);
        plants.Add(row);
        plants.Deaths.Add(Died(plants.Draw, person, new LocalDate(2026, 8, 2), new LocalDate(2026, 8, 28)));
        plants.Harmless.Add(("HEIR_ARREARS", [row], "Truy lĩnh tháng 7–8 trả cho người thừa kế đã ghi nhận"));
    }

    /// <summary>
    /// The vector of the law: died in August, paid through October, 920.000 to recover for a social pension.
    /// </summary>
    private static void Recovery(Plants plants)
    {
        var (person, profile) = Elder(plants);
        var months = EndedInAugust(plants, person, profile, paidTo: Timelines.October);
        var row = plants.Decide(person, profile, months, plants.OwnPayout(person));
        plants.Add(row);
        plants.Deaths.Add(Died(plants.Draw, person, new LocalDate(2026, 8, 2), new LocalDate(2026, 8, 28)));
        plants.Harmless.Add(("DEATH_RECOVERY", [row], "Biết chết muộn: đã chi đến tháng 10, chỉ còn phải truy thu"));
    }

    private static void NotInRegister(Plants plants)
    {
        var (draw, workshop) = (plants.Draw, plants.Workshop);
        var commune = draw.Pick(workshop.Communes);
        var person = workshop.People.Make(
            draw, commune, draw.Percent(48), new LocalDate(1930, 1, 1), new LocalDate(1990, 12, 31));
        plants.Deaths.Add(Died(draw, person, new LocalDate(2026, 1, 2), new LocalDate(2026, 10, 10)));
    }

    private static Decision Living(Plants plants)
    {
        var commune = plants.Place(1);
        var profile = plants.AdultBenefit();
        var person = plants.Someone(commune, profile);
        var row = plants.Regular(person, profile, plants.OwnPayout(person));
        plants.Add(row);
        return row;
    }

    private static (Person Person, GroupProfile Profile) Elder(Plants plants)
    {
        var profile = plants.Workshop.Decisions.Profile("HTXH", "75+");
        return (plants.Someone(plants.Place(1), profile), profile);
    }

    private static Timeline EndedInAugust(Plants plants, Person person, GroupProfile profile, YearMonth paidTo)
    {
        var started = Timelines.For(plants.Draw, Standing.Regular, profile.EarliestStart(person.Birth.Date));
        return new Timeline(started.From, September, Timelines.July, paidTo);
    }

    private static DeathEntry Died(Draw draw, Person person, LocalDate from, LocalDate to)
    {
        var died = from.PlusDays(draw.Between(0, Period.DaysBetween(from, to)));
        return new DeathEntry(person, died, died.PlusDays(draw.Between(1, 9)));
    }

    private static void Times(int count, Action story)
    {
        for (var i = 0; i < count; i++)
            story();
    }
}
