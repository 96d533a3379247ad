using System.Globalization;
using System.Text;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Matching;

/// <summary>
/// Two files about the same payments and the truth about which rows belong together: <c>left.csv</c> (the bank),
/// <c>right.csv</c> (the books), <c>truth.csv</c>, <c>map.json</c>. About a tenth of the rows on each side has no
/// partner; the order of the rows and their ids tell nothing.
/// </summary>
internal sealed class MatchingScenario
{
    private readonly MatchingOptions options;
    private readonly List<MatchingRow> left = [];
    private readonly List<MatchingRow> right = [];
    private readonly List<(string Left, string Right)> truth = [];

    public MatchingScenario(MatchingOptions options)
    {
        this.options = options;
        var order = new Draw(options.Seed, "fates");
        if (options.Variant > MatchingVariant.Recurring) MakeShaped(order);
        else MakeFixed(order);
    }

    private void MakeFixed(Draw order)
    {
        var parties = new Parties(new Draw(options.Seed, "parties"), Math.Max(60, options.Pairs / 75));
        var strangers = Math.Max(1, options.Pairs / 10);
        var events = new TrueEvents(options with { Pairs = options.Pairs + (2 * strangers) }, parties).Make();
        var (books, bank) = (new LedgerSide(options), new BankSide(options));
        Deal(order, events, strangers, e => bank.Row(e, $"{e.No}"), e => books.Row(e, $"{e.No}"));
        Name(order, null);
    }

    private void MakeShaped(Draw order)
    {
        var shape = MatchingShape.Of(options.Variant, options.Seed);
        var parties = new Parties(new Draw(options.Seed, "parties"), shape.Vendors);
        var strangers = Math.Max(1, options.Pairs * shape.Strangers / 100);
        var events = new ShapedEvents(options, shape, parties).Make(options.Pairs + (2 * strangers));
        var numbers = Enumerable.Range(0, events.Count).ToArray();
        Shuffle(order, numbers);
        string[] ids = [.. numbers.Select(n => $"GL{n:000000}")];
        var (books, bank) = (new ShapedBooks(options, shape), new ShapedBank(options, shape));
        Deal(order, events, strangers, e => bank.Row(e, $"{e.No}", ids[e.No]), e => books.Row(e, $"{e.No}"));
        Name(order, ids);
    }

    private void Deal(
        Draw order, List<TrueEvent> events, int strangers, Func<TrueEvent, MatchingRow> bank,
        Func<TrueEvent, MatchingRow> books)
    {
        var fates = Enumerable.Range(0, events.Count).ToArray();
        Shuffle(order, fates);
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i] with { No = i };
            if (fates[i] < options.Pairs + strangers) left.Add(bank(e));
            if (fates[i] < options.Pairs || fates[i] >= options.Pairs + strangers) right.Add(books(e));
        }
    }

    /// <summary>Rows of either side and true pairs.</summary>
    public (int Left, int Right, int Truth) Counts => (left.Count, right.Count, truth.Count);

    /// <summary>Writes the four files.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        FileForm.Write(Path.Combine(folder, "left.csv"), options, left, true);
        FileForm.Write(Path.Combine(folder, "right.csv"), options, right, false);
        using var pairs = new StreamWriter(Path.Combine(folder, "truth.csv"));
        CsvRows.Write(pairs, "left", "right");
        foreach (var (l, r) in truth) CsvRows.Write(pairs, l, r);
        File.WriteAllText(Path.Combine(folder, "map.json"), FileForm.Map(options), new UTF8Encoding(false));
    }

    /// <summary>Both sides in an order of their own, with ids drawn after it where the books have none yet.</summary>
    private void Name(Draw order, string[]? ids)
    {
        var (l, r) = (left.ToArray(), right.ToArray());
        Shuffle(order, l);
        Shuffle(order, r);
        string IdOf(string no, int i) =>
            ids is null ? $"G{i:000000}" : ids[int.Parse(no, CultureInfo.InvariantCulture)];
        var rightOf = r.Select((row, i) => (row.Id, i)).ToDictionary(x => x.Id, x => IdOf(x.Id, x.i));
        for (var i = 0; i < l.Length; i++)
        {
            var id = $"B{i:000000}";
            if (rightOf.TryGetValue(l[i].Id, out var partner)) truth.Add((id, partner));
            l[i] = l[i] with { Id = id };
        }

        for (var i = 0; i < r.Length; i++) r[i] = r[i] with { Id = rightOf[r[i].Id] };
        left.Clear();
        right.Clear();
        left.AddRange(l);
        right.AddRange(r);
    }

    private static void Shuffle<T>(Draw draw, T[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = draw.Between(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
