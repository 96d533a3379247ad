namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// The signed number of days from the left date to the right one, up to <see cref="Span"/> to each side, by the weekday
/// of the left date (that is how working days show without a calendar being presumed) or by the kind of fee. Its u is
/// the share of right rows dated near the right row.
/// </summary>
internal sealed class LagField
{
    public const int Span = 62;
    public const int Missing = (2 * Span) + 2;
    public const int Far = (2 * Span) + 1;
    public const int Levels = (2 * Span) + 3;

    /// <summary>Contexts that a lag may depend on: weekdays, or groups of amount levels.</summary>
    public const int Contexts = 18;

    private const int Smooth = 3;

    private readonly Dictionary<int, float> _logU = [];
    private readonly float _farLogU;
    private readonly int[] _rightDays;

    public LagField(LinkSide left, LinkSide right)
    {
        _rightDays = right.Days;
        var rows = new Dictionary<int, int>();
        foreach (var day in right.Days.Where(d => d != LinkSide.NoDay)) rows[day] = rows.GetValueOrDefault(day) + 1;
        foreach (var day in rows.Keys)
        {
            var near = 0;
            for (var d = -Smooth; d <= Smooth; d++) near += rows.GetValueOrDefault(day + d);
            _logU[day] = (float)Math.Log2(near / (double)((2 * Smooth) + 1) / right.Count);
        }

        _farLogU = (float)Math.Log2(ShareFar(left, right, rows));
    }

    /// <summary>The level of two days, without the weekday.</summary>
    public static int LagOf(int left, int right)
    {
        if (left == LinkSide.NoDay || right == LinkSide.NoDay) return Missing;
        var lag = right - left;
        return Math.Abs(lag) > Span ? Far : lag + Span;
    }

    /// <summary>0 Monday to 6 Sunday; 1970-01-01 was a Thursday.</summary>
    public static int WeekdayOf(int day) => day == LinkSide.NoDay ? 0 : (((day + 3) % 7) + 7) % 7;

    public float LogU(int lag, int right) =>
        lag == Missing ? 0 : lag == Far ? _farLogU : _logU[_rightDays[right]];

    /// <summary>The level in words: days from the left date to the right one.</summary>
    public static string Words(int lag, bool turned) => lag switch
    {
        Missing => "unknown",
        Far => $"more than {Span} days apart",
        _ => $"{(turned ? Span - lag : lag - Span)} days",
    };

    private static double ShareFar(LinkSide left, LinkSide right, Dictionary<int, int> rows)
    {
        var (from, near, known) = (new Dictionary<int, int>(), 0.0, 0.0);
        foreach (var day in left.Days.Where(d => d != LinkSide.NoDay)) from[day] = from.GetValueOrDefault(day) + 1;
        foreach (var (day, count) in from)
        {
            for (var d = -Span; d <= Span; d++) near += (double)count * rows.GetValueOrDefault(day + d);
            known += (double)count * rows.Values.Sum();
        }

        return known == 0 ? 1 : Math.Max(1 - (near / known), 1.0 / right.Count);
    }
}
