using System.Globalization;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>From probabilities to a result: one partner for a row, bands, rivals, and the evidence in words.</summary>
internal sealed class Outcome(Learned learned, LinkageOptions options)
{
    /// <summary>Pairs less probable than this do not take part in the assignment.</summary>
    private const double Least = 0.02;

    /// <summary>An amount proves something where by chance less than so many rows have it.</summary>
    private const double RareRows = 0.5;

    private readonly LinkSide left = learned.Left;
    private readonly LinkSide right = learned.Right;
    private readonly Comparison[] pairs = learned.Pairs;
    private readonly Learning learning = learned.Learning;
    private readonly AmountField amounts = learned.Comparer.Amounts;
    private readonly LogTables _logs = learned.Model.Logs();
    private double _least = 1;

    public LinkResult Result()
    {
        var edges = Enumerable.Range(0, pairs.Length).Where(i => learning.Probability[i] >= Least).ToArray();
        var (chosen, bestFirst) = Components.Assign(
            edges, pairs, i => (long)Math.Round(learning.LogOdds[i] * 1000), options.ExactRows);
        var (byLeft, byRight) = (ByRow(edges, i => pairs[i].Left), ByRow(edges, i => pairs[i].Right));
        var found = new List<LinkPair>();
        _least = LeastOfAuto(chosen);
        foreach (var (i, ambiguous) in chosen)
        {
            if (learning.Probability[i] < options.Threshold && !ambiguous) continue;
            var rivals = byLeft[pairs[i].Left].Concat(byRight[pairs[i].Right]).Where(k => k != i).ToArray();
            found.Add(Pair(i, ambiguous, rivals));
        }

        return new LinkResult(
            [.. found.OrderBy(p => p.Left, StringComparer.Ordinal).ThenBy(p => p.Right, StringComparer.Ordinal)],
            [.. pairs.Select(Ids)], Share(learned.Model.Matched),
            [.. amounts.Rules.Select(r => $"{amounts.Words(r, learned.Turned)} ({Percent(r.Share)} of pairs)")],
            bestFirst);
    }

    /// <summary>The probability down to which the surest pairs together keep the precision that is asked for.</summary>
    private double LeastOfAuto(List<(int Pair, bool IsAmbiguous)> chosen)
    {
        var sure = chosen.Where(c => !c.IsAmbiguous).Select(c => learning.Probability[c.Pair])
            .Where(p => p >= options.AutoThreshold).OrderDescending().ToArray();
        var (wrong, least) = (0.0, 1.0);
        for (var i = 0; i < sure.Length; i++)
        {
            wrong += 1 - sure[i];
            if (wrong > (1 - options.AutoPrecision) * (i + 1)) break;
            least = sure[i];
        }

        return least;
    }

    /// <summary>
    /// True where something besides amount and date speaks for a pair, or its amount is there for no other row.
    /// </summary>
    private bool IsProven(Comparison c) => c.Text > 1 && _logs.TextBits(c) > 0
        || c.Name > (byte)NameLevel.Different || c.Account > (byte)AccountLevel.Different
        || (c.Amount is not AmountField.Missing && Math.Pow(2, c.AmountU) * right.Count < RareRows);

    private LinkPair Pair(int i, bool ambiguous, int[] rivals)
    {
        int? runnerUp = rivals.Length == 0 ? null : rivals.MaxBy(k => (learning.LogOdds[k], -k));
        double? margin = runnerUp is { } best ? learning.LogOdds[i] - learning.LogOdds[best] : null;
        var probability = learning.Probability[i];
        var band = ambiguous ? LinkBand.Ambiguous
            : probability >= _least && (margin ?? double.MaxValue) >= options.AutoMargin && IsProven(pairs[i])
                ? LinkBand.Auto
            : LinkBand.Proposed;
        var (leftId, rightId) = Ids(pairs[i]);
        return new LinkPair(
            leftId, rightId, band, Rounded(probability),
            Rounded(pairs[i].Bits(_logs)), Evidence(pairs[i]), runnerUp is { } r ? IdsOf(r) : null,
            margin is { } m ? Rounded(m) : null, ambiguous ? Alike(i, rivals) : []);
    }

    private (string Left, string Right) Ids(Comparison pair)
    {
        var (l, r) = (left.Rows[pair.Left].Id, right.Rows[pair.Right].Id);
        return learned.Turned ? (r, l) : (l, r);
    }

    // The share of rows of the file that is called left.
    private double Share(double matched) => learned.Turned ? matched * left.Count / right.Count : matched;

    private string IdsOf(int i) => $"{Ids(pairs[i]).Left} - {Ids(pairs[i]).Right}";

    private FieldEvidence[] Evidence(Comparison c)
    {
        var all = new List<FieldEvidence>
        {
            new("amount", amounts.Words(c.Amount, learned.Turned), Rounded(_logs.Amount[c.Amount] - c.AmountU)),
            new("date", LagField.Words(c.Lag, learned.Turned), Rounded(_logs.Lag[c.LagAt(_logs.LagByAmount)] - c.LagU)),
            new("text", TextWords(c.Text), Rounded(c.Text == 0 ? 0 : _logs.TextBits(c))),
        };
        if (c.Name != 0) all.Add(new("name", $"{(NameLevel)c.Name}", Rounded(_logs.Name[c.Name] - c.NameU)));
        if (c.Account != 0)
            all.Add(new("account", $"{(AccountLevel)c.Account}", Rounded(_logs.Account[c.Account] - c.AccountU)));
        return [.. all];
    }

    private string[] Alike(int i, int[] rivals)
    {
        var tied = rivals.Where(k => Math.Abs(learning.LogOdds[k] - learning.LogOdds[i]) < 0.001).ToArray();
        var c = pairs[i];
        var fields = new (string Name, Func<Comparison, int> Level)[]
        {
            ("amount", p => p.Amount), ("date", p => p.Lag), ("text", p => p.Text), ("name", p => p.Name),
            ("account", p => p.Account),
        };
        return [.. fields.Where(f => tied.All(k => f.Level(pairs[k]) == f.Level(c))).Select(f => f.Name)];
    }

    private static string TextWords(int level) => level switch
    {
        0 => "unknown",
        1 => "nothing shared",
        8 => "all shared",
        _ => $"shared, step {level - 1} of 6",
    };

    private static ILookup<int, int> ByRow(int[] edges, Func<int, int> of) => edges.ToLookup(of);

    private static string Percent(double share) =>
        Math.Round(share * 100, 1).ToString(CultureInfo.InvariantCulture) + "%";

    private static double Rounded(double value) => Math.Round(value, 4);
}
