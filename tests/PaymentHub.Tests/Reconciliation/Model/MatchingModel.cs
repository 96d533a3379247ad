namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>A payment as a bookkeeper would keep it on a card: what was to be paid, what was, what came back.</summary>
public sealed record Card(string Id, string Account, string Batch, long Amount)
{
    /// <summary>How many files were there before it was ordered; more than there will ever be until it is.</summary>
    public int OrderedAfter { get; set; } = int.MaxValue;

    /// <summary>What is known beside money; a payment that was not ordered is only placed.</summary>
    public string Answer { get; set; } = "Placed";

    public long Paid { get; set; }

    public long Back { get; set; }

    public bool IsRefused => Answer is "Rejected" or "Cancelled";

    public long Owed => Answer == "Placed" || IsRefused ? 0 : Amount - Paid;

    public long Kept => Paid - Back;

    public string Status => Back > 0 ? "Returned" : Paid == Amount ? "Settled" : Answer;
}

/// <summary>What a line of a statement says; a debit is below zero.</summary>
public sealed record Line(long Amount)
{
    public string? Id { get; init; }

    public string? Account { get; init; }

    public string? Batch { get; init; }

    public bool IsReturn { get; init; }

    public bool IsCharge { get; init; }

    public bool IsFunding { get; init; }

    public bool IsNamed => Id is not null || Batch is not null;
}

/// <summary>Where some of a line's money went: by a rule to a card or a class, or without one into a break.</summary>
public sealed record Share(string Kind, string? Rule, long Amount, Card? Of = null, string[]? Candidates = null)
{
    public bool IsBreak => Rule is null;

    /// <summary>What explained the break, while something does.</summary>
    public Share[]? Explained { get; set; }

    /// <summary>It was explained once, so people alone decide from then on.</summary>
    public bool WasExplained { get; set; }

    public bool IsOpen => IsBreak && Explained is null;
}

/// <summary>A line where it stands: in the file from 0, with the day of the file.</summary>
public sealed record Posted(int File, int No, int Day, Line Line, List<Share> Shares);

/// <summary>
/// The exact matcher by hand, with <see cref="Judge"/>: cards, and for each line the place of its money. Sums are tried
/// one by one, and whatever is looked for is looked for among all. One bank; files are posted one after another.
/// </summary>
public sealed class MatchingModel(List<Card> cards, Func<long, long>? fee)
{
    private static readonly string[] NoPartnerKnown = ["UnexplainedDebit", "Ambiguous", "UnknownReturn"];

    public IReadOnlyList<Card> Cards => cards;

    /// <summary>Every line that was ever told, file by file.</summary>
    public List<Posted> Lines { get; } = [];

    public int Files { get; private set; }

    public void Order(string batch)
    {
        foreach (var card in cards.Where(c => c.Batch == batch))
            (card.Answer, card.OrderedAfter) = ("Instructed", Files);
    }

    /// <summary>A statement: lines that name a payment first. Then every open line is looked at again.</summary>
    public void Book(int day, IReadOnlyList<Line> told)
    {
        var posted = told.Select((line, no) => new Posted(Files, no, day, line, [])).ToList();
        LookAgain();
        var waiting = ReturnsThatWait();
        foreach (var p in NamedFirst(posted)) p.Shares.AddRange(new Judge(cards, fee, waiting).Of(p.Line, p.Day));
        Lines.AddRange(posted);
        Files++;
        LookAgain();
    }

    /// <summary>An answer to each of these payments; what cannot be true moves nothing and becomes a case.</summary>
    public void Tell(IReadOnlyList<Card> of, string answer)
    {
        LookAgain();
        var contradicted = 0;
        foreach (var card in of)
        {
            var refuses = answer is "Rejected" or "Cancelled";
            var isUndecided = card.Status is "Instructed" or "Accepted" or "Unknown" && card.Paid == 0;
            if (refuses && card.Kept > 0 || answer == "Accepted" && card.IsRefused)
            {
                var share = new Share("AnswerContradicted", null, 0, Candidates: [card.Id]);
                Lines.Add(new Posted(Files, contradicted++, 0, new Line(0), [share]));
            }
            else if (answer == "Accepted" ? card.Status is "Instructed" or "Unknown" : isUndecided)
            {
                card.Answer = answer;
            }
        }

        Files++;
        LookAgain();
    }

    /// <summary>Takes the one match of a line, or of the line's share of a payment, back.</summary>
    /// <returns>Whether that can be done.</returns>
    public static bool Undo(Posted of, string? id)
    {
        var found = of.Shares.Where(s => !s.IsBreak && (id is null || s.Of?.Id == id)).ToList();
        if (found is not [var share] || !TakeBack(share)) return false;
        of.Shares.Remove(share);
        of.Shares.Add(new Share("MatchUndone", null, share.Amount));
        return true;
    }

    /// <summary>Takes back what explained a break.</summary>
    /// <returns>Whether that can be done.</returns>
    public static bool Reopen(Share of)
    {
        if (of.Explained is not { } parts || !parts.All(CanTakeBack)) return false;
        foreach (var part in parts) TakeBack(part);
        of.Explained = null;
        return true;
    }

    private static bool CanTakeBack(Share s) => s.Of is null || s.Kind == "Return" || s.Of.Back == 0;

    private static bool TakeBack(Share share)
    {
        if (!CanTakeBack(share)) return false;
        if (share.Of is not { } card) return true;
        if (share.Kind == "Return") card.Back -= share.Amount;
        else card.Paid -= share.Amount;
        // Nobody knows any more whether the payee has the money.
        if (card.Paid < card.Amount) card.Answer = "Unknown";
        return true;
    }

    // Open lines of one file that would all have been matched whole, had it been known what is known now.
    private void LookAgain()
    {
        while (Lines.GroupBy(l => l.File).Any(f => Explains([.. f])))
        {
        }
    }

    private bool Explains(Posted[] file)
    {
        var ordered = cards.Where(c => c.OrderedAfter <= file[0].File).ToList();
        var open = NamedFirst(file.Where(p => p.Shares.Count(IsUndecided) == 1)).ToList();
        while (open.Count > 0)
        {
            var tried = JudgeAgain([.. ordered.Select(c => c with { })], open);
            if (tried.Values.All(IsWhole))
            {
                foreach (var (p, parts) in JudgeAgain(ordered, open))
                {
                    var share = p.Shares.Single(IsUndecided);
                    (share.Explained, share.WasExplained) = ([.. parts], true);
                }

                return true;
            }

            open = [.. open.Where(p => IsWhole(tried[p]))];
        }

        return false;
    }

    private Dictionary<Posted, List<Share>> JudgeAgain(List<Card> among, List<Posted> lines)
    {
        var judge = new Judge(among, fee, ReturnsThatWait());
        var found = new Dictionary<Posted, List<Share>>(ReferenceEqualityComparer.Instance);
        foreach (var p in lines)
        {
            var amount = p.Shares.Single(IsUndecided).Amount;
            found[p] = judge.Of(p.Line with { Amount = p.Line.Amount < 0 ? -amount : amount }, p.Day);
        }

        return found;
    }

    private static bool IsUndecided(Share s) => s.IsOpen && !s.WasExplained && NoPartnerKnown.Contains(s.Kind);

    private static bool IsWhole(List<Share> shares) => shares.All(s => s.Of is not null);

    private static IEnumerable<Posted> NamedFirst(IEnumerable<Posted> lines) =>
        lines.OrderBy(l => l.Line.IsNamed ? 0 : 1).ThenBy(l => l.No);

    // Money came back by name before its debit was told, while a booking of the batch fits several choices.
    private Dictionary<string, int> ReturnsThatWait()
    {
        var waiting = Lines.Where(l => l.Shares.Exists(IsUndecided)).ToList();
        return waiting
            .Where(l => l.Line.Id is not null && l.Shares.Exists(s => IsUndecided(s) && s.Kind == "UnknownReturn"))
            .Where(l => cards.Exists(c => c.Id == l.Line.Id && waiting.Exists(
                w => w.Line.Batch == c.Batch && w.Shares.Exists(s => IsUndecided(s) && s.Kind == "Ambiguous"))))
            .GroupBy(l => l.Line.Id!).ToDictionary(g => g.Key, g => g.Min(l => l.Day));
    }
}
