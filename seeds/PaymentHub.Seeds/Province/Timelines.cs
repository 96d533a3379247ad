using NodaTime;

namespace PaymentHub.Seeds.Province;

/// <summary>Where a decision stands when November 2026 is planned.</summary>
internal enum Standing
{
    /// <summary>Running since before July 2026 and paid through October.</summary>
    Regular,

    /// <summary>Began in July or August 2026 and is paid through October.</summary>
    Recent,

    /// <summary>Begins in September, October or November 2026 and was never paid.</summary>
    Starting,

    /// <summary>Ends between August and November 2026, paid up to its end: only arrears remain.</summary>
    Ending,

    /// <summary>Ended before July 2026 and paid up: nothing is due.</summary>
    Over,

    /// <summary>October was missed.</summary>
    Underpaid,

    /// <summary>Ended in September 2026 but paid through October: money to recover (truy thu).</summary>
    Overpaid,
}

/// <summary>Draws the months of a decision.</summary>
internal static class Timelines
{
    public static readonly YearMonth July = new(2026, 7);
    public static readonly YearMonth October = new(2026, 10);
    public static readonly YearMonth November = new(2026, 11);

    /// <summary>The day on which November is planned; decisions signed later are not in the register.</summary>
    public static readonly LocalDate PlanningDay = new(2026, 10, 22);

    private static readonly WeightedTable<Standing> Ordinary = new(
    [
        (Standing.Regular, 870), (Standing.Recent, 40), (Standing.Starting, 54), (Standing.Ending, 18),
        (Standing.Over, 10), (Standing.Underpaid, 4), (Standing.Overpaid, 4),
    ]);

    /// <summary>
    /// Subsidies are settled with the insurance fund, which neither misses a month nor is asked for one back.
    /// </summary>
    private static readonly WeightedTable<Standing> Insured = new(
    [
        (Standing.Regular, 880), (Standing.Recent, 40), (Standing.Starting, 54), (Standing.Ending, 16),
        (Standing.Over, 10),
    ]);

    public static Standing OfRecipient(Draw draw) => draw.Pick(Ordinary);

    public static Standing OfInsured(Draw draw) => draw.Pick(Insured);

    public static Timeline For(Draw draw, Standing standing, YearMonth earliest)
    {
        var old = Between(draw, earliest, July.PlusMonths(-1));
        switch (standing)
        {
            case Standing.Recent:
                var recent = July.PlusMonths(draw.Between(0, 1));
                return new Timeline(recent, null, recent, October);
            case Standing.Starting:
                var wait = draw.Between(0, 9) switch { < 4 => 0, < 8 => 1, _ => 2 };
                return new Timeline(new YearMonth(2026, 9).PlusMonths(wait), null, null, null);
            case Standing.Ending:
                var until = new YearMonth(2026, 8).PlusMonths(draw.Between(0, 3));
                return new Timeline(old, until, July, until.PlusMonths(-1));
            case Standing.Over:
                var start = Between(draw, earliest, new YearMonth(2026, 3));
                var january = new YearMonth(2026, 1);
                var end = Between(draw, new YearMonth(2026, 5), July);
                return new Timeline(start, end, start > january ? start : january, end.PlusMonths(-1));
            case Standing.Underpaid:
                return new Timeline(old, null, July, October.PlusMonths(-1));
            case Standing.Overpaid:
                return new Timeline(old, new YearMonth(2026, 9), July, October);
            default:
                return new Timeline(old, null, July, October);
        }
    }

    /// <summary>
    /// A day of <paramref name="month"/> on which the decision was signed, never after the planning day.
    /// </summary>
    public static LocalDate SignedIn(Draw draw, YearMonth month)
    {
        var signing = month > October ? October : month;
        return signing.OnDayOfMonth(draw.Between(1, signing == October ? 20 : 28));
    }

    public static int MonthsBetween(YearMonth from, YearMonth to) =>
        ((to.Year - from.Year) * 12) + to.Month - from.Month;

    private static YearMonth Between(Draw draw, YearMonth from, YearMonth to) =>
        from >= to ? to : from.PlusMonths(draw.Between(0, MonthsBetween(from, to)));
}
