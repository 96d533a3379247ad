namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>
/// Where the money of one line goes, and what that does to the cards. <paramref name="waiting"/> has the days on which
/// money of a payment came back whose debit waits.
/// </summary>
internal sealed class Judge(List<Card> cards, Func<long, long>? fee, IReadOnlyDictionary<string, int> waiting)
{
    public List<Share> Of(Line line, int day)
    {
        var amount = Math.Abs(line.Amount);
        if (line.Amount < 0) return line.IsCharge ? Charge(line, amount) : Debit(line, amount, day);
        if (line.IsReturn) return Return(line, amount);
        return line.IsFunding
            ? [new Share("Funding", "Classified", amount)]
            : [Break("UnexplainedCredit", amount)];
    }

    private Card? Named(Line line) => cards.Find(c => c.Id == line.Id);

    private List<Share> Charge(Line line, long amount)
    {
        if (Named(line) is not { } card || fee is null) return [new Share("Charge", "Classified", amount)];
        var due = Math.Min(amount, fee(card.Amount));
        return [new Share("Charge", "FeeSchedule", due), .. Rest("ExcessDebit", amount - due)];
    }

    private List<Share> Debit(Line line, long amount, int day)
    {
        if (line.Batch is not null) return DebitOfBatch(line.Batch, amount);
        if (Named(line) is not { } card) return DebitOfAccount(line.Account, amount);
        if (line.Account is not null && line.Account != card.Account) return [Break("WrongAccount", amount)];
        if (card.Owed == 0) return [Break(NothingOwed(card), amount)];
        var isAfterReturn = card.Paid == 0 && waiting.TryGetValue(card.Id, out var back) && back < day;
        if (isAfterReturn) return [Break("ReturnReversed", amount)];
        var paid = Pay(card, Math.Min(amount, card.Owed), "EndToEndId");
        var more = amount - paid.Amount;
        return more > 0 && more == fee?.Invoke(paid.Amount)
            ? [paid, new Share("Charge", "FeeSchedule", more)]
            : [paid, .. Rest("ExcessDebit", more)];
    }

    private static string NothingOwed(Card card)
    {
        if (card.Paid > 0) return card.Kept == 0 ? "ReturnReversed" : "SecondDebit";
        return card.IsRefused ? "DebitOfRefused" : "UnexplainedDebit";
    }

    private List<Share> DebitOfBatch(string batch, long amount)
    {
        var all = cards.Where(c => c.Batch == batch).ToList();
        if (all.Count == 0) return [Break("UnexplainedDebit", amount)];
        var open = all.Where(c => c.Owed > 0).ToList();
        if (open.Count == 0) return [Break("SecondDebit", amount)];
        return open.Sum(c => c.Owed) == amount
            ? PayAll(open, "BatchBooking")
            : PayOnlyChoice(open, amount, "PartOfBooking");
    }

    private List<Share> DebitOfAccount(string? account, long amount)
    {
        var open = cards.Where(c => c.Account == account && c.Owed > 0).ToList();
        var fits = open.Where(c => c.Owed == amount).ToList();
        if (fits.Count == 1) return [Pay(fits[0], amount, "AccountAndAmount")];
        if (fits.Count > 1) return [Break("Ambiguous", amount, fits)];
        return open.Count > 1
            ? PayOnlyChoice(open, amount, "AccountAndSum")
            : [Break("UnexplainedDebit", amount)];
    }

    // Every choice of the open payments is tried; one alone must make the sum.
    private static List<Share> PayOnlyChoice(List<Card> open, long amount, string rule)
    {
        var choices = Enumerable.Range(1, (1 << open.Count) - 1)
            .Select(choice => open.Where((_, i) => ((choice >> i) & 1) == 1).ToList())
            .Where(chosen => chosen.Sum(c => c.Owed) == amount).Take(2).ToList();
        return choices.Count switch
        {
            0 => [Break("UnexplainedDebit", amount)],
            1 => PayAll(choices[0], rule),
            _ => [Break("Ambiguous", amount, open)],
        };
    }

    private List<Share> Return(Line line, long amount)
    {
        if (Named(line) is { } card)
        {
            var back = Math.Min(amount, card.Kept);
            return back > 0
                ? [GiveBack(card, back, "EndToEndId"), .. Rest("UnknownReturn", amount - back)]
                : [Break("UnknownReturn", amount)];
        }

        var fits = cards.Where(c => c.Account == line.Account && c.Kept == amount).ToList();
        return fits.Count switch
        {
            0 => [Break("UnknownReturn", amount)],
            1 => [GiveBack(fits[0], amount, "AccountAndAmount")],
            _ => [Break("Ambiguous", amount, fits)],
        };
    }

    private static List<Share> PayAll(List<Card> all, string rule) => [.. all.Select(c => Pay(c, c.Owed, rule))];

    private static Share Pay(Card card, long amount, string rule)
    {
        card.Paid += amount;
        return new Share("Payment", rule, amount, card);
    }

    private static Share GiveBack(Card card, long amount, string rule)
    {
        card.Back += amount;
        return new Share("Return", rule, amount, card);
    }

    private static Share[] Rest(string kind, long amount) => amount > 0 ? [Break(kind, amount)] : [];

    private static Share Break(string kind, long amount, List<Card>? candidates = null) => new(
        kind, null, amount,
        Candidates: candidates?.Select(c => c.Id).Order(StringComparer.Ordinal).ToArray());
}
