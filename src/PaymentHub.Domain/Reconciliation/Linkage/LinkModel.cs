namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// What has been learned: for each field the chance m of each level among rows that belong together, and the shares of
/// rows that have a partner. The chances u of other rows are counted by the fields themselves.
/// </summary>
internal sealed class LinkModel
{
    public const int TextLevels = 9;
    private const double Least = 1e-5;
    private const double Doubt = 0.1;
    private const double Rest = 0.01;

    private static readonly double[] FirstText = [0, 0.06, 0.03, 0.04, 0.06, 0.1, 0.16, 0.2, 0.35];
    private static readonly double[] FirstName = [0, 0.02, 0.02, 0.03, 0.04, 0.03, 0.06, 0.05, 0.35, 0.4];
    private static readonly double[] FirstAccount = [0, 0.03, 0.01, 0.03, 0.05, 0.88];

    /// <summary>The chance of each level, field by field; a lag depends on the weekday it starts from.</summary>
    public required double[] Amount { get; set; }

    public double[] Lag { get; set; } = FirstLags();

    /// <summary>
    /// True where the days depend on how the amounts differ (a wire with its fee is quicker than a cheque), false where
    /// they depend on the weekday. The two are not independent of each other, so the one that tells more is used.
    /// </summary>
    public bool LagByAmount { get; set; }

    public double[] Text { get; set; } = FirstText;

    /// <summary>For each left text what is there to be had at each level (<see cref="TextIndex.Kinds"/>).</summary>
    public float[] Kinds { get; init; } = [];

    public double[] Name { get; set; } = FirstName;

    public double[] Account { get; set; } = FirstAccount;

    public double[] Sign { get; set; } = [0, 0.5, 0.5];

    public double[] SignU { get; set; } = [0, 0.5, 0.5];

    /// <summary>Share of left rows with a partner.</summary>
    public double Matched { get; set; } = 0.8;

    /// <summary>
    /// This model drawn a little to what was presumed before anything was learned: what the candidates of a sample did
    /// not show is to be looked for all the same.
    /// </summary>
    public void Draw(double[] firstAmounts)
    {
        Amount = Mixed(Amount, firstAmounts);
        Lag = Mixed(Lag, FirstLags());
        Text = Mixed(Text, FirstText);
        Name = Mixed(Name, FirstName);
        Account = Mixed(Account, FirstAccount);
    }

    /// <summary>Chances of text levels of which none dies out: one that few texts have could not come back.</summary>
    public static double[] Kept(double[] text) => Mixed(text, FirstText, Rest);

    private static double[] Mixed(double[] learned, double[] first, double doubt = Doubt) =>
        [.. learned.Select((m, i) => ((1 - doubt) * m) + (doubt * first[i]))];

    /// <summary>log2 of m for each level of each field, ready for adding up; unknown levels weigh nothing.</summary>
    public LogTables Logs() => new(
        LagByAmount, Log(Amount, AmountField.Missing), LogOfLags(), Log(Text, 0), Log(Name, 0), Log(Account, 0),
        [.. Sign.Select((m, i) => i == 0 ? 0 : (float)Math.Log2(Math.Max(m, Least) / Math.Max(SignU[i], Least)))],
        TextZ());

    private TextScale TextZ()
    {
        var scale = new TextScale(Text, Kinds);
        for (var text = 0; text < scale.Bits.Length; text++) scale.Set(text);
        return scale;
    }

    private static float[] Log(double[] m, int missing) =>
        [.. m.Select((p, i) => i == missing ? 0 : Log2(p))];

    private static float Log2(double p) => (float)Math.Log2(Math.Max(p, Least));

    private float[] LogOfLags() =>
        [.. Lag.Select((p, i) => i % LagField.Levels == LagField.Missing ? 0 : Log2(p))];

    // No direction is presumed; nearer days are a little likelier.
    private static double[] FirstLags()
    {
        var one = new double[LagField.Levels];
        for (var d = -LagField.Span; d <= LagField.Span; d++) one[d + LagField.Span] = Math.Exp(-Math.Abs(d) / 15.0);
        var sum = one.Sum();
        for (var i = 0; i < one.Length; i++) one[i] = 0.99 * one[i] / sum;
        one[LagField.Far] = 0.01;
        return [.. Enumerable.Range(0, LagField.Contexts).SelectMany(_ => one)];
    }
}

/// <summary>log2 m by level and field.</summary>
internal sealed record LogTables(
    bool LagByAmount, float[] Amount, float[] Lag, float[] Text, float[] Name, float[] Account, float[] Sign,
    TextScale TextZ)
{
    public void SetTextZ(int text) => TextZ.Set(text);

    public float TextBits(in Comparison c) =>
        Text[c.Text] - c.TextU - (c.Own < TextZ.Bits.Length ? TextZ.Bits[c.Own] : 0);
}

/// <summary>
/// For each left text the sum over its levels of m and what is there to be had, in bits: the chances of its levels are
/// shares of that.
/// </summary>
internal sealed class TextScale(double[] m, float[] kinds)
{
    // No text gains more than five bits from what it cannot share.
    private const double Least = 1 / 32.0;

    public float[] Bits { get; } = new float[kinds.Length / LinkModel.TextLevels];

    /// <summary>The sum for one text; 1 where the text was never compared.</summary>
    public double Of(int text)
    {
        var (sum, from) = (0.0, text * LinkModel.TextLevels);
        for (var level = 1; level < LinkModel.TextLevels; level++) sum += m[level] * kinds[from + level];
        return sum > 0 ? Math.Max(Least, sum) : 1;
    }

    public void Set(int text)
    {
        if (text >= 0 && text < Bits.Length) Bits[text] = (float)Math.Log2(Of(text));
    }
}

/// <summary>A pair that is compared: its levels, and log2 u of each field.</summary>
internal struct Comparison
{
    public int Left;
    public int Right;
    public int Own;
    public byte Amount;
    public byte Text;
    public byte Name;
    public byte Account;
    public byte Sign;
    public byte Weekday;
    public byte Group;
    public short Lag;
    public float AmountU;
    public float LagU;
    public float TextU;
    public float NameU;
    public float AccountU;

    /// <summary>The place of the lag in a table of lags by context.</summary>
    public readonly int LagAt(bool byAmount) => ((byAmount ? Group : Weekday) * LagField.Levels) + Lag;

    /// <summary>The evidence of all fields in bits.</summary>
    public readonly float Bits(LogTables m) =>
        m.Amount[Amount] - AmountU + (m.Lag[LagAt(m.LagByAmount)] - LagU)
        + (Text == 0 ? 0 : m.TextBits(this)) + (m.Name[Name] - NameU) + (m.Account[Account] - AccountU) + m.Sign[Sign];
}
