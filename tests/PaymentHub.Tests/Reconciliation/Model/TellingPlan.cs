namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// A line before it is told of one batch: the place of the payee, and the amount in halves of what is paid for one
/// month, below zero for a debit.
/// </summary>
/// <param name="HasId">It has the payment's end-to-end id.</param>
public sealed record PlannedLine(int Place, int Halves, bool HasId, bool IsElsewhere = false, bool IsBatch = false)
{
    /// <summary>What has nothing to do with any payment; the text of it.</summary>
    public Line? Unrelated { get; init; }
}

/// <summary>
/// What a bank tells of a batch in two days, payee by payee. The order of a payee's lines cannot matter, because it is
/// one of the things that are changed: nobody is paid twice with different amounts, and what may be only part of a
/// payment, or has no reference and came back, is of a payee with an account of his own.
/// </summary>
public static class TellingPlan
{
    private static readonly int[] Halves = [2, 2, 4, 2, 4, 2, 2];
    private const int OwnAccounts = 3;

    /// <summary>The lines of both days; the same for the same seed.</summary>
    public static List<PlannedLine>[] Of(int seed)
    {
        var draw = new Random(seed);
        List<PlannedLine>[] days = [[], []];
        if (seed % 3 == 0) TellWhole(draw, days);
        else TellEach(draw, days);
        return [.. days.Select(day =>
        {
            var lines = day.ToArray();
            draw.Shuffle(lines);
            return lines.ToList();
        })];
    }

    private static void TellEach(Random draw, List<PlannedLine>[] days)
    {
        var isSum = draw.Next(3) == 0;
        for (var place = 0; place < Halves.Length; place++)
        {
            if (isSum && place is 3 or 4) continue;
            var story = StoryOf(place, Halves[place], draw.Next(place < OwnAccounts ? 12 : 8));
            for (var i = 0; i < story.Length; i++) days[i == 0 ? 0 : draw.Next(2)].Add(story[i]);
        }

        if (isSum) days[0].Add(new PlannedLine(3, -Halves[3] - Halves[4], HasId: false));
    }

    // The batch in one line: all of it, what several choices of payments make, and what none does.
    private static void TellWhole(Random draw, List<PlannedLine>[] days)
    {
        var halves = draw.Next(4) switch { 0 => 16, 1 => 10, 2 => 7, _ => 18 };
        days[draw.Next(2)].Add(new PlannedLine(0, -halves, HasId: false, IsBatch: true));
        for (var place = 0; place < OwnAccounts; place++)
        {
            var isNamed = draw.Next(2) == 0;
            if (draw.Next(2) == 0) days[draw.Next(2)].Add(new PlannedLine(place, Halves[place], isNamed));
        }
    }

    private static PlannedLine[] StoryOf(int place, int halves, int which)
    {
        var debit = new PlannedLine(place, -halves, HasId: true);
        var back = new PlannedLine(place, halves, HasId: true);
        var half = debit with { Halves = -halves / 2 };
        return which switch
        {
            0 => [],
            1 => [debit],
            2 => [debit, back],
            3 or 4 => [debit with { HasId = false }],
            5 => [debit with { IsElsewhere = true }],
            6 => [debit, debit],
            7 => [back],
            8 => [half, half],
            9 => [half],
            10 => [debit, back with { Halves = halves / 2 }],
            _ => [debit with { HasId = false }, back with { HasId = false }],
        };
    }
}
