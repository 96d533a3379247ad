using NodaTime;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>
/// The payments as they were meant: amounts over four orders of magnitude with many repeated and round ones, a year of
/// dates, parties of very different size, and, in the recurring variant, chains of monthly payments.
/// </summary>
internal sealed class TrueEvents(MatchingOptions options, Parties parties)
{
    private static readonly LocalDate Start = new(2025, 1, 2);
    private static readonly int[] Rates = [450_000, 500_000, 540_000, 750_000, 1_080_000, 1_350_000, 2_055_000];
    private static readonly int[] Round = [2_500, 5_000, 9_900, 10_000, 12_500, 19_900, 25_000, 50_000, 100_000];

    private readonly Draw draw = new(options.Seed, $"events-{options.Variant}");
    private readonly List<(string Party, string Account)> people = [];

    public List<TrueEvent> Make()
    {
        var events = new List<TrueEvent>(options.Pairs);
        while (events.Count < options.Pairs)
        {
            if (options.Variant == MatchingVariant.Recurring && draw.Percent(9)) AddChain(events);
            else events.Add(One(events.Count));
        }

        return events;
    }

    private TrueEvent One(int no)
    {
        var (party, account) = Party();
        var purpose = options.Variant == MatchingVariant.Names ? "trợ cấp" : Parties.Purpose(draw);
        return new TrueEvent(
            no, Start.PlusDays(draw.Between(0, 360)), Amount(), party, account, purpose, Reference(no),
            draw.Between(0, 3));
    }

    private (string Party, string Account) Party()
    {
        if (options.Variant != MatchingVariant.Names) return (parties.Company(draw), "");
        if (people.Count > 100 && draw.Percent(60)) return draw.Pick(people);
        people.Add((parties.Person(draw), draw.Digits("10##########")));
        return people[^1];
    }

    /// <summary>The same party each month, the amount the same or nearly, the number often missing.</summary>
    private void AddChain(List<TrueEvent> events)
    {
        var (first, months) = (One(events.Count), draw.Between(4, 12));
        var (steady, day) = (draw.Percent(60), draw.Between(0, 27));
        for (var m = 0; m < months && events.Count < options.Pairs; m++)
        {
            var drift = steady ? 0 : first.Amount * draw.Between(-40, 40) / 1000;
            events.Add(first with
            {
                No = events.Count,
                Date = Start.PlusDays(day).PlusMonths(m).PlusDays(draw.Between(-2, 2)),
                Amount = first.Amount + drift,
                Reference = draw.Percent(55) ? "" : Reference(events.Count),
            });
        }
    }

    private long Amount()
    {
        if (options.Variant == MatchingVariant.Names)
            return draw.Percent(70) ? draw.Pick(Rates) : draw.Between(200, 9_000) * 1_000L;
        if (draw.Percent(18)) return draw.Pick(Round) * (long)draw.Pick([1, 1, 1, 2, 5, 10]);
        var scale = draw.Pick([1_000, 10_000, 10_000, 100_000, 100_000, 1_000_000]);
        return draw.Between(scale, scale * 10);
    }

    private string Reference(int no) => draw.Between(0, 9) switch
    {
        < 4 => $"INV-{draw.Digits("######")}",
        < 6 => $"PO{draw.Digits("#####")}",
        < 7 => $"{2025}/{no % 9973:0000}",
        < 8 => $"CT{draw.Digits("####")}-{draw.Digits("##")}",
        _ => "",
    };
}
