using System.Globalization;

namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// The relation of two amounts: equal, explained by a fee rule that was found in these files, or a band of their ratio.
/// Its u is counted for each left row: the share of right rows whose amounts stand in that relation to it, so a common
/// amount proves little. Where the right side is the one that fees are taken off, which shows in its amounts being more
/// alike, it is counted for each right row among the left ones: 249.75 may be rare in the bank's file and prove 250.00
/// however common that is in the books.
/// </summary>
internal sealed class AmountField
{
    public const int Missing = 0;
    public const int Equal = 1;
    private const int FirstBand = 2;

    private static readonly double[] Edges =
    [
        0.0005, 0.001, 0.002, 0.004, 0.007, 0.011, 0.016, 0.022, 0.03, 0.04, 0.055, 0.08, 0.12, 0.2, 0.35, 0.7,
    ];

    private readonly FeeRule[] _rules;
    private readonly AmountCounts _counts;
    private readonly bool _fromRight;
    private readonly int[] _amountOf = [];
    private readonly float[][] _logUOfRight = [];
    private readonly long _unit;
    private readonly float[] _logU;
    private readonly long[] _above = new long[Edges.Length + 2];
    private readonly long[] _below = new long[Edges.Length + 2];
    private readonly long[] _explained;
    private long _amount = long.MinValue;

    public AmountField(LinkSide left, LinkSide right, IReadOnlyList<FeeRule> rules)
    {
        (_rules, _unit) = ([.. rules], right.Unit);
        _logU = new float[Levels];
        _explained = new long[_rules.Length];
        var (ofLeft, ofRight) = (new AmountCounts(left.Amounts), new AmountCounts(right.Amounts));
        _fromRight = ofRight.Likeness > ofLeft.Likeness;
        _counts = _fromRight ? ofLeft : ofRight;
        if (!_fromRight) return;
        (_amountOf, var amounts) = ofRight.Distinct(right.Amounts);
        _logUOfRight = [.. amounts.Select(BandsOfRight)];
    }

    /// <summary>Number of levels: missing, equal, bands to both sides, then one for each rule.</summary>
    public int Levels => FirstBand + (2 * (Edges.Length + 1)) + _rules.Length;

    public IReadOnlyList<FeeRule> Rules => _rules;

    /// <summary>The chance of each level before anything is learned, when two rows belong together.</summary>
    public double[] FirstGuess()
    {
        var guess = new double[Levels];
        guess[Equal] = 0.4;
        for (var b = 0; b < Edges.Length; b++)
        {
            var width = Edges[b] - (b == 0 ? 0 : Edges[b - 1]);
            guess[BandOf(b, false)] = guess[BandOf(b, true)] = 0.4 * width / 0.05 * Math.Exp(-Edges[b] / 0.03) / 2;
        }

        for (var r = 0; r < _rules.Length; r++) guess[Levels - _rules.Length + r] = _rules[r].Share;
        guess[BandOf(Edges.Length, false)] = guess[BandOf(Edges.Length, true)] = 0.002;
        return guess;
    }

    /// <summary>Counts the right rows at each level from a left amount.</summary>
    public void Begin(long amount)
    {
        if (amount == _amount) return;
        _amount = amount;
        if (amount < 0) return;
        SetBounds(amount);
        if (!_fromRight) SetBands(_logU, false);
        _logU[Equal] = _counts.LogCoincidences(amount, 0);
        var near = _counts.LogCoincidences(amount, 1);
        for (var r = 0; r < _rules.Length; r++)
        {
            _explained[r] = _rules[r].Of(amount);
            _logU[Levels - _rules.Length + r] = _fromRight ? near : _counts.LogCoincidences(_explained[r], 1);
        }
    }

    private void SetBounds(long amount)
    {
        for (var b = 0; b <= Edges.Length + 1; b++) (_below[b], _above[b]) = (Below(b, amount), Above(b, amount));
    }

    // Counted from the right, the rows below a right amount are those that it is above of.
    private void SetBands(float[] logU, bool turned)
    {
        for (var b = 0; b <= Edges.Length; b++)
        {
            logU[BandOf(b, turned)] = _counts.LogBetween(_below[b + 1], _below[b] - 1);
            logU[BandOf(b, !turned)] = _counts.LogBetween(_above[b] + 1, _above[b + 1]);
        }
    }

    private float[] BandsOfRight(long amount)
    {
        var logU = new float[FirstBand + (2 * (Edges.Length + 1))];
        if (amount < 0) return logU;
        SetBounds(amount);
        SetBands(logU, true);
        return logU;
    }

    /// <summary>The level of a right amount for the current left one.</summary>
    public int Level(long other)
    {
        if (_amount < 0 || other < 0) return Missing;
        if (other == _amount) return Equal;
        for (var r = 0; r < _rules.Length; r++)
        {
            if (other - _explained[r] is >= -1 and <= 1) return Levels - _rules.Length + r;
        }

        var above = other > _amount;
        var band = 0;
        while (band < Edges.Length && (above ? other > _above[band + 1] : other < _below[band + 1])) band++;
        return BandOf(band, above);
    }

    /// <summary>True where the amounts are equal or explained to the unit.</summary>
    public bool IsExact(int level) => level == Equal || level >= Levels - _rules.Length;

    /// <summary>The group of a level that days may depend on: a band, equal, or a rule of its own.</summary>
    public byte GroupOf(int level)
    {
        var rule = level - (Levels - _rules.Length);
        return (byte)(rule >= 0 ? Math.Min(2 + rule, LagField.Contexts - 1) : level == Equal ? 1 : 0);
    }

    /// <summary>log2 of the share of rows that stand at that level by chance.</summary>
    public float LogU(int level, int right) => level == Missing ? 0
        : _fromRight && level >= FirstBand && level < Levels - _rules.Length ? _logUOfRight[_amountOf[right]][level]
        : _logU[level];

    /// <summary>The amounts that the rules, or nothing at all, make of the current amount.</summary>
    public IEnumerable<(long From, long To)> Explained()
    {
        if (_amount < 0) yield break;
        yield return (_amount, _amount);
        foreach (var amount in _explained) yield return (amount - 1, amount + 1);
    }

    /// <summary>Ratios (natural logarithm) between which nearly all of the given chance lies.</summary>
    public static (double From, double To) Range(double[] m, double least)
    {
        var (from, to) = (-Edges[0], Edges[0]);
        for (var b = 0; b < Edges.Length; b++)
        {
            if (m[BandOf(b, false)] >= least) from = -Edges[b];
            if (m[BandOf(b, true)] >= least) to = Edges[b];
        }

        return (from, to);
    }

    /// <summary>The level in words, left and right as the files are called.</summary>
    public string Words(int level, bool turned)
    {
        if (level == Missing) return "unknown";
        if (level == Equal) return "equal";
        if (level >= Levels - _rules.Length) return Words(_rules[level - (Levels - _rules.Length)], turned);
        var (band, above) = ((level - FirstBand) / 2, (level - FirstBand) % 2 == 1);
        var edge = band < Edges.Length ? $"up to {Percent(Edges[band])}" : $"over {Percent(Edges[^1])}";
        return $"{(turned ? "left" : "right")} {edge} {(above ? "more" : "less")}";
    }

    /// <summary>A rule in words, its fixed part in the unit of the files.</summary>
    public string Words(FeeRule rule, bool turned) =>
        (rule with { Fixed = rule.Fixed * _unit, OnRight = rule.OnRight != turned }).Words;

    private static string Percent(double ratio) =>
        (Math.Round((Math.Exp(ratio) - 1) * 10_000) / 100).ToString(CultureInfo.InvariantCulture) + "%";

    private static int BandOf(int band, bool above) => FirstBand + (2 * band) + (above ? 1 : 0);

    // Bounds in whole units; the last band is open.
    private static long Above(int edge, long amount) =>
        edge == 0 ? amount : edge > Edges.Length ? long.MaxValue / 4 : (long)(amount * Factors[edge - 1]);

    private static long Below(int edge, long amount) =>
        edge == 0 ? amount : edge > Edges.Length ? 0 : (long)Math.Ceiling(amount / Factors[edge - 1]);

    private static readonly double[] Factors = [.. Edges.Select(Math.Exp)];
}
