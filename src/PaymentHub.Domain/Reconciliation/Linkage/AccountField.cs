namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>How alike two account numbers are.</summary>
public enum AccountLevel
{
    /// <summary>One side does not say.</summary>
    Missing,

    /// <summary>Two different accounts.</summary>
    Different,

    /// <summary>Two slips of the pen apart.</summary>
    TwoSlips,

    /// <summary>One slip apart, or two digits changed places.</summary>
    OneSlip,

    /// <summary>One is masked or cut, and what is left of it is the other's end or beginning.</summary>
    Part,

    /// <summary>The same number.</summary>
    Equal,
}

/// <summary>Account numbers: blocking keys and levels; the rows that share a number give its u.</summary>
internal sealed class AccountField
{
    private const int ShortestPart = 4;
    private const double LeastRows = 0.3;

    private readonly string[] _right;
    private readonly Dictionary<string, int[]> _equal;
    private readonly Dictionary<string, int[]> _ends;
    private readonly Dictionary<string, int[]> _shortened;
    private readonly double _slipU;

    public AccountField(string[] right)
    {
        _right = right;
        _equal = Grouped(right.Select(a => new[] { a }));
        _ends = Grouped(right.Select(EndOf));
        _shortened = Grouped(right.Select(a => Shortened(a).ToArray()));
        _slipU = Math.Log2(LeastRows / Math.Max(1, right.Length));
        HasAny = right.Any(a => a.Length > 0);
    }

    public bool HasAny { get; }

    /// <summary>Letters and digits in upper case, without leading zeros; a mask leaves the part that shows.</summary>
    public static string Normalised(string? account)
    {
        if (account is null) return "";
        var kept = new string([.. account.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        var shows = kept.TrimStart('X').TrimStart('*');
        return shows.Length == kept.Length ? kept.TrimStart('0') : shows;
    }

    /// <summary>How alike two normalised numbers are.</summary>
    public static AccountLevel Level(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return AccountLevel.Missing;
        if (a == b) return AccountLevel.Equal;
        var (part, whole) = a.Length < b.Length ? (a, b) : (b, a);
        if (part.Length >= ShortestPart && part.Length < whole.Length
            && (whole.EndsWith(part, StringComparison.Ordinal) || whole.StartsWith(part, StringComparison.Ordinal)))
        {
            return AccountLevel.Part;
        }

        if (part.Length < ShortestPart || !MayBeNear(a, b)) return AccountLevel.Different;
        return TextDistance.Between(a, b, 2) switch
        {
            1 => AccountLevel.OneSlip,
            2 => AccountLevel.TwoSlips,
            _ => AccountLevel.Different,
        };
    }

    /// <summary>Right rows that may have the same account.</summary>
    public IEnumerable<int> Candidates(string account)
    {
        if (account.Length == 0) return [];
        var rows = _equal.GetValueOrDefault(account, []).AsEnumerable();
        rows = rows.Concat(EndOf(account).SelectMany(e => _ends.GetValueOrDefault(e, [])));
        return rows.Concat(Shortened(account).Append(account).SelectMany(s => _shortened.GetValueOrDefault(s, [])));
    }

    /// <summary>
    /// log2 of the share of right rows that are at that level by chance. How many have a part is counted for the row
    /// that has it.
    /// </summary>
    public float LogU(AccountLevel level, int right) => level switch
    {
        AccountLevel.Missing or AccountLevel.Different => 0,
        AccountLevel.Equal => Share(_equal[_right[right]].Length),
        _ => (float)_slipU,
    };

    // Two slips leave the beginning or the end alone in all but the oddest cases, and this is asked of every pair.
    private static bool MayBeNear(string a, string b) =>
        a.AsSpan(0, 3).SequenceEqual(b.AsSpan(0, 3)) || a.AsSpan(a.Length - 3).SequenceEqual(b.AsSpan(b.Length - 3));

    private float Share(int rows) => (float)Math.Log2(Math.Max(rows, LeastRows) / _right.Length);

    private static string[] EndOf(string account) => account.Length < ShortestPart ? [] : [account[^ShortestPart..]];

    private static IEnumerable<string> Shortened(string account) => account.Length <= ShortestPart + 1
        ? [] : Enumerable.Range(0, account.Length).Select(i => account.Remove(i, 1)).Distinct();

    private static Dictionary<string, int[]> Grouped(IEnumerable<string[]> keys) => keys
        .SelectMany((k, i) => k.Select(key => (key, i))).Where(x => x.key.Length > 0)
        .GroupBy(x => x.key, x => x.i, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
}
