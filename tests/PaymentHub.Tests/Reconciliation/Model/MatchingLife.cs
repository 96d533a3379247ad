using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>Lives steps at one bank, in the product and in the model beside it.</summary>
public sealed class MatchingLife
{
    private const long Million = 1_000_000;
    private readonly Hub _hub;
    private readonly BankAccount _bank;
    private int _answers;

    private MatchingLife(Hub hub, string bank, List<Card> cards)
    {
        (_hub, _bank) = (hub, new BankAccount(hub, bank));
        Model = new MatchingModel(cards, bank == MatchingMonth.WithFees ? UsualFee : null);
    }

    public MatchingModel Model { get; }

    /// <summary>What was done, in words, for whoever reads a failure.</summary>
    public List<string> Story { get; } = [];

    public static async Task<MatchingLife> OfAsync(Hub hub, string bank) =>
        new(hub, bank, await new BankAccount(hub, bank).CardsAsync());

    /// <summary>Lives one step in both; afterwards both must show the same.</summary>
    public async Task LiveAsync(MatchingStep step)
    {
        switch (step.Act)
        {
            case MatchingAct.Order: await OrderAsync(step.Which); break;
            case MatchingAct.Book: await BookAsync(step); break;
            case MatchingAct.Tell: await TellAsync(step); break;
            case MatchingAct.Undo: await UndoAsync(step.Which); break;
            default: await ReopenAsync(step.Which); break;
        }
    }

    /// <summary>What the product shows and what the model does, line by line.</summary>
    public async Task<(string[] Shown, string[] Expected)> CompareAsync() =>
        (await _bank.ShownAsync(), ModelText.Of(Model));

    /// <summary>What became of lines and payments, each kind once, and what people took back.</summary>
    public IEnumerable<string> Seen() => Model.Lines.SelectMany(l => l.Shares)
        .SelectMany(s => s.Explained is { } parts ? [$"{s.Kind} then {parts[0].Rule}"] : new[] { s.Rule ?? s.Kind })
        .Concat(Model.Cards.Select(c => c.Status))
        .Concat(Story.Where(s => s.EndsWith("True", StringComparison.Ordinal) || s.EndsWith(
            "False", StringComparison.Ordinal)).Select(s => $"{s.Split(' ')[0]} {s.Split(' ')[^1]}"))
        .Distinct();

    // 1,000 đồng and 0.02 %, and a tenth of both as tax; the amounts are far from the bound.
    private static long UsualFee(long amount)
    {
        var fee = 1_000 + (((amount * 200) + (Million / 2)) / Million);
        return fee + ((fee + 5) / 10);
    }

    private async Task OrderAsync(int which)
    {
        var waiting = Model.Cards.Where(c => c.Answer == "Placed").Select(c => c.Batch).Distinct().ToList();
        if (waiting.Count == 0) return;
        var batch = waiting[which % waiting.Count];
        await _bank.OrderAsync(batch);
        Model.Order(batch);
        Story.Add($"order {batch}");
    }

    private async Task BookAsync(MatchingStep step)
    {
        var lines = step.Lines.Select(d => d.Tied(Model, UsualFee)).ToList();
        var day = 2 + (Model.Files / 2);
        await _bank.BookAsync(day, lines);
        Model.Book(day, lines);
        Story.Add($"file {Model.Files - 1}, day {day}:\n    {string.Join("\n    ", lines)}");
    }

    private async Task TellAsync(MatchingStep step)
    {
        var ordered = Model.Cards.Where(c => c.Answer != "Placed").ToList();
        if (ordered.Count == 0) return;
        var batch = ordered[step.Which % ordered.Count].Batch;
        var mates = ordered.Where(c => c.Batch == batch).ToList();
        var (answer, status, code) = (step.Lines[0].Kind % 5) switch
        {
            0 => ("Rejected", "RJCT", "AC04"),
            1 => ("Unknown", "RJCT", "AB03"),
            2 => ("Cancelled", "CANC", "CUST"),
            _ => ("Accepted", "ACSP", "NARR"),
        };
        var some = step.Lines[0].Sum % 6 == 0
            ? mates
            : [.. mates.Where((_, i) => ((step.Lines[0].Sum >> i) & 1) == 1)];
        if (some.Count == 0) return;
        await _bank.TellAsync(batch, some.Count == mates.Count ? null : some, status, code, ++_answers);
        Model.Tell(some, answer);
        Story.Add($"file {Model.Files - 1}: {answer} {string.Join(' ', some.Select(c => c.Id))}");
    }

    private async Task UndoAsync(int which)
    {
        var matched = Model.Lines.Where(l => l.Shares.Exists(s => !s.IsBreak)).ToList();
        if (matched.Count == 0) return;
        var of = matched[which % matched.Count];
        var id = which % 3 == 0 ? null : of.Shares.First(s => !s.IsBreak).Of?.Id;
        var isDone = await _bank.UndoAsync(of, id);
        Story.Add($"undo {of.File}.{of.No} {id}: {isDone}");
        MatchingModel.Undo(of, id).ShouldBe(isDone, Story[^1]);
    }

    private async Task ReopenAsync(int which)
    {
        var explained = (from l in Model.Lines from s in l.Shares where s.Explained is not null select (l, s)).ToList();
        if (explained.Count == 0) return;
        var (line, share) = explained[which % explained.Count];
        var isDone = await _bank.ReopenAsync(line, share);
        Story.Add($"reopen {line.File}.{line.No}: {isDone}");
        MatchingModel.Reopen(share).ShouldBe(isDone, Story[^1]);
    }
}
