using System.Globalization;
using PaymentHub.Tests.Harness;

namespace PaymentHub.Tests.Reconciliation.Model;

/// <summary>One batch that a bank tells of by a plan, and where all of it stands in the plan's own words.</summary>
internal sealed class ToldBatch
{
    private const long HalfMonth = 270_000;
    private readonly Hub _hub;
    private readonly Spot _spot;
    private readonly BankAccount _bank;
    private readonly Card[] _cards;
    private readonly List<List<PlannedLine>> _files = [];

    private ToldBatch(Hub hub, Spot spot, BankAccount bank, Card[] cards) =>
        (_hub, _spot, _bank, _cards) = (hub, spot, bank, cards);

    private long Unit => HalfMonth * MatchingMonth.FactorOf(_spot);

    public static async Task<ToldBatch> OrderedAsync(Hub hub, Spot spot)
    {
        var bank = new BankAccount(hub, MatchingMonth.Banks[spot.Bank]);
        var all = await bank.CardsAsync();
        var own = all.GroupBy(c => c.Batch).ElementAt(spot.Commune).ToArray();
        await bank.OrderAsync(own[0].Batch);
        Card[] byPlace = [.. Enumerable.Range(0, own.Length).Select(p => own[MatchingMonth.NumberOf(spot, p)])];
        return new ToldBatch(hub, spot, bank, byPlace);
    }

    public async Task TellAsync(int day, List<PlannedLine> lines)
    {
        if (lines.Count == 0) return;
        _files.Add(lines);
        await _bank.BookAsync(day, [.. lines.Select(Tied)]);
    }

    private Line Tied(PlannedLine l)
    {
        if (l.Unrelated is { } other) return other;
        var line = new Line(l.Halves * Unit) { IsReturn = l.Halves > 0 };
        if (l.IsBatch) return line with { Batch = _cards[0].Batch };
        return line with
        {
            Id = l.HasId ? _cards[l.Place].Id : null,
            Account = l.IsElsewhere ? "4500299999999" : _cards[l.Place].Account,
        };
    }

    /// <summary>
    /// Where each place and each line stands, without files, ids and đồng. Whether a line was matched at once or when
    /// more was known is left out: that is what the order of telling decides.
    /// </summary>
    public async Task<string[]> StandsAsync()
    {
        var stands = (await _bank.ShownAsync()).Select(s => s.Split(' ')).ToList();
        var lines = stands.Where(s => s[0] == "line").ToLookup(s => s[1], EndOf);
        return
        [
            .. stands.Where(s => s[0] == "payment" && PlaceOf(s[1]) >= 0)
                .Select(s => $"place {PlaceOf(s[1])} {s[2]} {Halves(s[3])} {Halves(s[4])}")
                .Concat(_files.SelectMany((file, f) => file.Select((line, i) => (line, Ends: lines[$"{f}.{i}"])))
                    .Where(l => l.line.Unrelated is null)
                    .Select(l => $"{l.line} → {string.Join("; ", l.Ends.Order(StringComparer.Ordinal))}"))
                .Concat(await LedgerAsync())
                .Order(StringComparer.Ordinal),
        ];
    }

    // "line 0.1 match Payment Rule 540000 ID" or "line 0.1 break Kind 540000 [ids] Open [Kind ID 540000,…]".
    private string EndOf(string[] s)
    {
        if (s[2] == "match") return $"{s[3]} {PlaceOf(s[6])} {Halves(s[5])}";
        if (s[6] == "Open")
        {
            var candidates = s[5].Trim('[', ']').Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PlaceOf);
            return $"{s[3]} {Halves(s[4])} [{string.Join(',', candidates.Order())}]";
        }

        var parts = string.Join(' ', s[7..]).Trim('[', ']').Split(',').Select(p => p.Split(' '));
        return string.Join("; ", parts.Select(p => $"{p[0]} {PlaceOf(p[1])} {Halves(p[2])}")
            .Order(StringComparer.Ordinal));
    }

    private async Task<string[]> LedgerAsync() =>
    [
        .. (await _hub.AskAsync<string[]>(
            """
            select coalesce(array_agg(x.line), '{}') from (
                select g.account || ' ' || sum(g.amount) as line
                from hub.posting g join hub.batch b on b.batch_id = g.batch_id
                where b.pmtinf_id = $1 group by g.account having sum(g.amount) <> 0) x
            """, _cards[0].Batch))!.Select(l => l.Split(' ')).Select(l => $"account {l[0]} {Halves(l[1])}"),
    ];

    private int PlaceOf(string id) => Array.FindIndex(_cards, c => c.Id == id);

    private decimal Halves(string dong) => decimal.Parse(dong, CultureInfo.InvariantCulture) / Unit;
}
