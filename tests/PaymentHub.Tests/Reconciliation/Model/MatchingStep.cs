using System.Globalization;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>What somebody does at a bank.</summary>
public enum MatchingAct
{
    Order,
    Book,
    Tell,
    Undo,
    Reopen,
}

/// <summary>
/// A step before it is tied to what there is: the numbers choose among that, so a life from which steps were taken out
/// can still be lived.
/// </summary>
public sealed record MatchingStep(MatchingAct Act, int Which, IReadOnlyList<LineDraft> Lines)
{
    /// <summary>The steps of a life; the same for the same seed.</summary>
    public static IReadOnlyList<MatchingStep> Of(int seed, int count)
    {
        var draw = new Random(seed);
        // Most of a life is about few payments, so that much happens to each.
        var busy = Enumerable.Range(0, 4).Select(_ => draw.Next(1_000)).ToArray();
        return
        [
            new MatchingStep(MatchingAct.Order, draw.Next(2), []),
            .. Enumerable.Range(0, count - 1).Select(_ => new MatchingStep(
                ActOf(draw.Next(20)), draw.Next(1_000),
                [.. Enumerable.Range(0, 1 + draw.Next(6)).Select(_ => LineDraft.Of(draw, busy))])),
        ];
    }

    private static MatchingAct ActOf(int draw) => draw switch
    {
        0 => MatchingAct.Order,
        1 or 2 or 3 => MatchingAct.Tell,
        4 or 5 or 6 => MatchingAct.Undo,
        7 or 8 => MatchingAct.Reopen,
        _ => MatchingAct.Book,
    };

    public override string ToString() => Act == MatchingAct.Book
        ? $"{Act} {string.Join(" ", Lines)}"
        : $"{Act} {Which}";
}

/// <summary>A line of a statement before it is tied to a payment.</summary>
public sealed record LineDraft(int Kind, int Which, int Sum)
{
    private const int Kinds = 26;

    public static LineDraft Of(Random draw, int[] busy) => new(
        draw.Next(Kinds), draw.Next(4) == 0 ? draw.Next(1_000) : busy[draw.Next(busy.Length)], draw.Next(1_000));

    /// <summary>The line as it is told while the cards stand as they do.</summary>
    public Line Tied(MatchingModel model, Func<long, long> usualFee)
    {
        var card = model.Cards[Which % model.Cards.Count];
        var named = new Line(-AmountOf(card, usualFee)) { Id = card.Id, Account = card.Account };
        var mates = model.Cards.Where(c => c.Batch == card.Batch).ToList();
        return Kind switch
        {
            < 5 => named,
            5 => named with { Account = "4500299999999" },
            6 => named with { Account = null },
            7 or 8 => named with { Id = null },
            9 or 10 => named with
            {
                Id = null,
                Amount = -SumOf([.. model.Cards.Where(c => c.Account == card.Account)]),
            },
            11 => named with { Id = "KHONGCOMALENHNAY" },
            12 => new Line(-mates.Sum(c => c.Owed) - 1 + (Sum % 2)) { Batch = card.Batch },
            13 or 14 => new Line(-SumOf(mates)) { Batch = card.Batch },
            15 => new Line(-card.Amount) { Batch = "KHONGCOLONAY2345" },
            16 or 17 or 18 or 19 => new Line(BackOf(card)) { Id = card.Id, IsReturn = true },
            20 or 21 => new Line(BackOf(card)) { Account = card.Account, IsReturn = true },
            22 => new Line(-usualFee(card.Amount) + (Sum % 3) - 1) { Id = card.Id, IsCharge = true },
            23 => new Line(-11_000) { IsCharge = true },
            24 => new Line(50_000_000) { IsFunding = true },
            _ => new Line(77_000),
        };
    }

    private long AmountOf(Card card, Func<long, long> usualFee) => (Sum % 10) switch
    {
        0 => card.Amount / 2,
        1 => card.Amount + usualFee(card.Amount),
        2 => card.Amount + 60_000,
        3 or 4 when card.Owed > 0 => card.Owed,
        _ => card.Amount,
    };

    private long BackOf(Card card) => (Sum % 6) switch
    {
        0 => card.Amount / 2,
        1 => card.Amount + 5_000,
        2 when card.Kept > 0 => card.Kept,
        _ => card.Amount,
    };

    // What some of them owe, whichever the number says.
    private long SumOf(List<Card> some)
    {
        var sum = some.Where((_, i) => ((Sum >> i) & 1) == 1).Sum(c => c.Owed);
        return sum > 0 ? sum : some[0].Amount + some[^1].Amount;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Kind},{Which},{Sum})");
}
