using System.Globalization;
using System.Text;
using NodaTime.Text;
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
        var parties = new Parties(new Draw(options.Seed, "parties"), Math.Max(60, options.Pairs / 75));
        var strangers = Math.Max(1, options.Pairs / 10);
        var events = new TrueEvents(options with { Pairs = options.Pairs + (2 * strangers) }, parties).Make();
        var (books, bank) = (new LedgerSide(options), new BankSide(options));
        var order = new Draw(options.Seed, "fates");
        var fates = Enumerable.Range(0, events.Count).ToArray();
        Shuffle(order, fates);
        for (var i = 0; i < events.Count; i++)
        {
            if (fates[i] < options.Pairs + strangers) left.Add(bank.Row(events[i], $"{i}"));
            if (fates[i] < options.Pairs || fates[i] >= options.Pairs + strangers)
                right.Add(books.Row(events[i], $"{i}"));
        }

        Name(order);
    }

    /// <summary>Rows of either side and true pairs.</summary>
    public (int Left, int Right, int Truth) Counts => (left.Count, right.Count, truth.Count);

    /// <summary>Writes the four files.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteRows(Path.Combine(folder, "left.csv"), left);
        WriteRows(Path.Combine(folder, "right.csv"), right);
        using var pairs = new StreamWriter(Path.Combine(folder, "truth.csv"));
        CsvRows.Write(pairs, "left", "right");
        foreach (var (l, r) in truth) CsvRows.Write(pairs, l, r);
        File.WriteAllText(
            Path.Combine(folder, "map.json"),
            options.Variant == MatchingVariant.Names
                ? """{"id":"id","date":"date","amount":"amount","text":"memo","account":"account","name":"name"}"""
                : """{"id":"id","date":"date","amount":"amount","text":"memo"}""",
            new UTF8Encoding(false));
    }

    /// <summary>Both sides in an order of their own, with ids drawn after it.</summary>
    private void Name(Draw order)
    {
        var (l, r) = (left.ToArray(), right.ToArray());
        Shuffle(order, l);
        Shuffle(order, r);
        var rightOf = r.Select((row, i) => (row.Id, i)).ToDictionary(x => x.Id, x => $"G{x.i:000000}");
        for (var i = 0; i < l.Length; i++)
        {
            var id = $"B{i:000000}";
            if (rightOf.TryGetValue(l[i].Id, out var partner)) truth.Add((id, partner));
            l[i] = l[i] with { Id = id };
        }

        for (var i = 0; i < r.Length; i++) r[i] = r[i] with { Id = $"G{i:000000}" };
        left.Clear();
        right.Clear();
        left.AddRange(l);
        right.AddRange(r);
    }

    private void WriteRows(string path, List<MatchingRow> rows)
    {
        using var to = new StreamWriter(path);
        var names = options.Variant == MatchingVariant.Names;
        string[] titles = ["id", "date", "amount", "memo", "account", "name"];
        CsvRows.Write(to, names ? titles : titles[..4]);
        foreach (var row in rows)
        {
            var (date, amount) = (LocalDatePattern.Iso.Format(row.Date), Written(row.Amount));
            if (names) CsvRows.Write(to, row.Id, date, amount, row.Memo, row.Account, row.Name);
            else CsvRows.Write(to, row.Id, date, amount, row.Memo);
        }
    }

    private string Written(long amount) => options.Variant == MatchingVariant.Names
        ? amount.ToString(CultureInfo.InvariantCulture)
        : (amount / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static void Shuffle<T>(Draw draw, T[] items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = draw.Between(0, i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
