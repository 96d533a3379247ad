namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>
/// Pairs drawn at random that the search did not keep: they tell how likely it is that a row's partner is none of its
/// candidates. The chance of evidence e among true pairs is its chance among random pairs times their ratio, so the
/// mean ratio of unkept random pairs is the share of true pairs that were not kept. A row whose text tells nothing
/// loses its partner far more often than one with a number in it, and a row without an account more often than one
/// with it, so these kinds are counted apart.
/// </summary>
internal sealed class Missed
{
    public const int Kinds = 4;

    private const int WithAccount = 2;

    /// <summary>One pair cannot stand for more of these.</summary>
    private const double Most = 4_096;

    private readonly List<(Comparison Pair, byte Left, byte Right)> _unkept = [];
    private readonly int[] _drawnLeft = new int[Kinds];
    private readonly int[] _drawnRight = new int[Kinds];
    private readonly byte[] _leftKinds;
    private readonly byte[] _rightKinds;

    public Missed(LinkSide left, LinkSide right, TextIndex texts) => (_leftKinds, _rightKinds) = (
        [.. left.Texts.Of.Select((t, row) => KindOf(texts.IsLeftTelling(t), left.Accounts[row]))],
        [.. right.Texts.Of.Select((t, row) => KindOf(texts.IsRightTelling(t), right.Accounts[row]))]);

    public byte KindOfLeft(int row) => _leftKinds[row];

    public byte KindOfRight(int row) => _rightKinds[row];

    public void Clear()
    {
        _unkept.Clear();
        Array.Clear(_drawnLeft);
        Array.Clear(_drawnRight);
    }

    private static byte KindOf(bool isTelling, string account) =>
        (byte)((isTelling ? 1 : 0) + (account.Length > 0 ? WithAccount : 0));

    /// <summary>Counts a random pair; without a comparison it was among the candidates.</summary>
    public void Add(int left, int right, Comparison? pair)
    {
        var (l, r) = (_leftKinds[left], _rightKinds[right]);
        _drawnLeft[l]++;
        _drawnRight[r]++;
        if (pair is { } unkept) _unkept.Add((unkept, l, r));
    }

    /// <summary>For each kind of left and of right row the share of true pairs that were not kept.</summary>
    public (double[] Left, double[] Right) Shares(LogTables logs)
    {
        var (left, right) = (new double[Kinds], new double[Kinds]);
        foreach (var (pair, l, r) in _unkept)
        {
            var ratio = Math.Min(Most, Math.Exp(pair.Bits(logs) * Math.Log(2)));
            left[l] += ratio;
            right[r] += ratio;
        }

        for (var k = 0; k < Kinds; k++)
        {
            left[k] = Math.Min(1, left[k] / Math.Max(1, _drawnLeft[k]));
            right[k] = Math.Min(1, right[k] / Math.Max(1, _drawnRight[k]));
        }

        return (left, right);
    }
}
