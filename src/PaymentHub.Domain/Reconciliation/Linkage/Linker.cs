namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// The probabilistic pass: which rows of two files belong together, when no reference says so. Fellegi and Sunter's
/// model (1969) with levels for each field, u counted over all pairs, m by expectation and maximisation without labels,
/// one partner for a row at most. The same rows in any order give the same result.
/// </summary>
public static class Linker
{
    private const int FirstPasses = 15;
    private const int NextPasses = 40;
    private const int FirstRows = 15_000;
    private const int RulePairs = 4_000;
    private const long TextSteps = 600_000_000;
    private const long NameSteps = 100_000_000;
    private const double SurePair = 0.8;

    /// <summary>Links two files.</summary>
    public static LinkResult Link(
        IReadOnlyList<LinkRow> left, IReadOnlyList<LinkRow> right, LinkageOptions? options = null)
    {
        options ??= new LinkageOptions();
        return Learn(left, right, options) is { } learned
            ? new Outcome(learned, options).Result() : new LinkResult([], [], 0, [], 0);
    }

    /// <summary>The candidates and what was learned of them; nothing where a file has no row.</summary>
    internal static Learned? Learn(IReadOnlyList<LinkRow> left, IReadOnlyList<LinkRow> right, LinkageOptions options)
    {
        if (left.Count == 0 || right.Count == 0) return null;
        var (names, accounts) = (Both(left, right, r => r.Name), Both(left, right, r => r.Account));
        var (ofLeft, ofRight) = CitedIds.Of(left, right);
        var unit = LinkSide.UnitOf(left.Concat(right));
        var (l, r) = (
            new LinkSide(left, names, accounts, ofLeft, unit), new LinkSide(right, names, accounts, ofRight, unit));
        var turned = l.Texts.Length > r.Texts.Length;
        if (turned) (l, r) = (r, l);
        GluedWords.TakeApart(l.Texts, r.Texts);
        var comparer = new Comparer(
            l, r, new TextIndex(l.Texts, r.Texts, TextSteps), new TextIndex(l.Names, r.Names, NameSteps),
            new AccountField(r.Accounts));
        var search = new CandidateSearch(l, r, comparer, options);
        var model = new LinkModel
        {
            Amount = comparer.Amounts.FirstGuess(),
            SignU = SignsByChance(l, r),
            Kinds = comparer.Texts.Kinds,
        };

        var sample = SampleRows(l.Count, options.Seed);
        var first = search.Of(sample, model, false);
        var learning = new Learning(first, sample.Length, l.Count, r.Count, search.Missed);
        learning.Improve(model, FirstPasses);
        var rules = FeeRules.Find(Sample(first, learning.Probability, l, r, options.Seed));
        Adopt(rules, comparer, model);
        model.Draw(comparer.Amounts.FirstGuess());

        var pairs = search.Of([.. Enumerable.Range(0, l.Count)], model, true);
        learning = new Learning(pairs, l.Count, l.Count, r.Count, search.Missed);
        learning.Improve(model, FirstPasses);
        learning.ChooseContext(model);
        learning.Improve(model, NextPasses);
        return new Learned(l, r, pairs, learning, model, comparer, turned);
    }

    private static bool Both(IReadOnlyList<LinkRow> left, IReadOnlyList<LinkRow> right, Func<LinkRow, string?> of) =>
        left.Any(r => !string.IsNullOrWhiteSpace(of(r))) && right.Any(r => !string.IsNullOrWhiteSpace(of(r)));

    /// <summary>Makes room for the rules that were found: they take their share from the bands they explain.</summary>
    internal static void Adopt(List<FeeRule> rules, Comparer comparer, LinkModel model)
    {
        var before = model.Amount;
        comparer.Use(rules);
        var explained = Math.Min(0.8, rules.Sum(r => r.Share));
        var amount = new double[comparer.Amounts.Levels];
        for (var i = 0; i < before.Length; i++) amount[i] = before[i] * (i == AmountField.Equal ? 1 : 1 - explained);
        for (var i = 0; i < rules.Count; i++) amount[before.Length + i] = rules[i].Share;
        model.Amount = amount;
    }

    /// <summary>Left rows enough to learn from, drawn by the seed.</summary>
    internal static int[] SampleRows(int count, ulong seed)
    {
        var rows = Enumerable.Range(0, count).ToArray();
        if (count <= FirstRows) return rows;
        Draw(rows, FirstRows, seed);
        return [.. rows.Take(FirstRows).Order()];
    }

    internal static List<(long Left, long Right)> Sample(
        Comparison[] pairs, double[] probability, LinkSide left, LinkSide right, ulong seed)
    {
        var sure = Enumerable.Range(0, pairs.Length)
            .Where(i => probability[i] >= SurePair && pairs[i].Amount != AmountField.Missing).ToArray();
        var taken = Math.Min(sure.Length, RulePairs);
        Draw(sure, taken, seed);
        return [.. sure.Take(taken).Select(i => (left.Amounts[pairs[i].Left], right.Amounts[pairs[i].Right]))];
    }

    private static void Draw(int[] items, int taken, ulong seed)
    {
        var draw = new SeededDraw(seed);
        for (var i = 0; i < taken; i++)
        {
            var j = i + draw.Below(items.Length - i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    // Exact: the share of all pairs whose amounts have the same direction.
    internal static double[] SignsByChance(LinkSide left, LinkSide right)
    {
        var (up, down) = (left.Signs.Count(s => s > 0), left.Signs.Count(s => s < 0));
        var (upRight, downRight) = (right.Signs.Count(s => s > 0), right.Signs.Count(s => s < 0));
        var all = Math.Max(1.0, ((double)up + down) * (upRight + downRight));
        var same = (((double)up * upRight) + ((double)down * downRight)) / all;
        return [0, same, 1 - same];
    }
}

/// <summary>
/// The candidate pairs of two files and the model under which their probabilities stand. Partners are looked for from
/// the side with the shorter texts; where that is the right one, the sides are <paramref name="Turned"/>.
/// </summary>
internal sealed record Learned(
    LinkSide Left, LinkSide Right, Comparison[] Pairs, Learning Learning, LinkModel Model, Comparer Comparer,
    bool Turned);
