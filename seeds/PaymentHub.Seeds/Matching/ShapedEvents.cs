using NodaTime;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>The payments of a shape as they were meant: chains, twins, numbers, amounts.</summary>
internal sealed class ShapedEvents(MatchingOptions options, MatchingShape shape, Parties parties)
{
    private static readonly LocalDate Start = new(2025, 1, 2);
    private readonly Draw draw = new(options.Seed, $"events-{options.Variant}");
    private readonly List<TrueEvent> events = [];

    public List<TrueEvent> Make(int count)
    {
        while (events.Count < count)
        {
            var one = One();
            if (draw.PerMille(10 * shape.Chains / 8)) AddChain(one, count);
            else events.Add(one);
            if (draw.PerMille(shape.Twins) && events.Count < count)
                events.Add(events[^1] with { No = events.Count, Reference = Reference() });
        }

        return events;
    }

    private TrueEvent One() => new(
        events.Count, Start.PlusDays(draw.Between(0, 360)), Amount(), parties.Company(draw), "", Parties.Purpose(draw),
        Reference(), draw.Between(0, 3));

    /// <summary>Rent, subscriptions, wages: the same party each month, most in the same amount.</summary>
    private void AddChain(TrueEvent first, int count)
    {
        var (months, steady, numbered) = (draw.Between(4, 12), draw.Percent(65), draw.Percent(50));
        for (var m = 0; m < months && events.Count < count; m++)
        {
            events.Add(first with
            {
                No = events.Count,
                Date = Start.PlusDays(first.Date.Day).PlusMonths(m).PlusDays(draw.Between(-2, 2)),
                Amount = steady ? first.Amount : first.Amount + (first.Amount * draw.Between(-40, 40) / 1000),
                Reference = numbered ? Reference() : "",
            });
        }
    }

    private long Amount()
    {
        var (least, most) = (Math.Log(shape.Amounts.Least), Math.Log(shape.Amounts.Most));
        var amount = (long)Math.Exp(least + ((most - least) * draw.Between(0, 1_000_000) / 1_000_000.0));
        return draw.Between(0, 9) switch
        {
            0 => Math.Max(500, amount / 500 * 500),
            1 => Math.Max(1_000, amount / 10_000 * 10_000) - draw.Pick([0, 1, 5, 10]),
            _ => amount,
        };
    }

    private string Reference()
    {
        if (!draw.Percent(shape.References)) return "";
        return draw.Between(0, 5) switch
        {
            0 => $"INV-{draw.Digits("######")}",
            1 => $"PO{draw.Digits("#####")}",
            2 => $"2025/{draw.Digits("####")}",
            3 => $"{draw.Pick(["A", "B", "K", "X"])}{draw.Digits("####")}-{draw.Digits("##")}",
            4 => draw.Digits("#######"),
            _ => $"#{draw.Digits("####")}",
        };
    }
}
