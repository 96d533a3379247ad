using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>The learning finds the chances that pairs were drawn with, untold which pairs are true.</summary>
public class LearningTests
{
    private const int Rows = 300;
    private static readonly double[] TextM = [0, 0.05, 0, 0.05, 0, 0.1, 0.1, 0.2, 0.5];
    private static readonly double[] TextU = [0, 0.9, 0, 0.06, 0, 0.02, 0.01, 0.007, 0.003];
    private static readonly double[] AccountM = [0, 0.1, 0.05, 0.05, 0.1, 0.7];
    private static readonly double[] AccountU = [0, 0.9896, 0.009, 0.001, 0.0003, 0.0001];

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.5)]
    public void The_chances_of_the_levels_and_the_matched_share_are_recovered(double share)
    {
        var pairs = Drawn(share, 5);
        var learning = new Learning(pairs, Rows, Rows, Rows);
        var model = new LinkModel { Amount = [0, 1] };

        learning.Improve(model, 60);

        model.Matched.ShouldBe(share, 0.06);
        for (var i = 1; i < TextM.Length; i++) model.Text[i].ShouldBe(TextM[i], 0.1, $"text level {i}");
        for (var i = 1; i < AccountM.Length; i++) model.Account[i].ShouldBe(AccountM[i], 0.1, $"account level {i}");
    }

    [Fact]
    public void Probabilities_are_honest_and_leave_every_row_one_partner()
    {
        var pairs = Drawn(0.6, 6);
        var learning = new Learning(pairs, Rows, Rows, Rows);
        learning.Improve(new LinkModel { Amount = [0, 1] }, 60);
        var p = learning.Probability;

        var likely = Enumerable.Range(0, pairs.Length).Where(i => p[i] > 0.3).ToArray();
        var right = likely.Count(i => IsTrue(pairs[i], 0.6));
        likely.Sum(i => p[i]).ShouldBe(right, 0.06 * right, "expected and real number of true pairs");
        foreach (var row in Enumerable.Range(0, pairs.Length).GroupBy(i => pairs[i].Left))
            row.Sum(i => p[i]).ShouldBeLessThan(1.02);
    }

    // Row i of the left belongs to row i of the right for the first share of rows.
    private static bool IsTrue(Comparison c, double share) => c.Left == c.Right && c.Left < share * Rows;

    private static Comparison[] Drawn(double share, ulong seed)
    {
        var draw = new SeededDraw(seed);
        var pairs = new List<Comparison>();
        for (var l = 0; l < Rows; l++)
        {
            for (var r = 0; r < Rows; r++)
            {
                var c = new Comparison { Left = l, Right = r, Lag = LagField.Missing };
                var isTrue = IsTrue(c, share);
                c.Text = Level(ref draw, isTrue ? TextM : TextU);
                c.Account = Level(ref draw, isTrue ? AccountM : AccountU);
                c.TextU = (float)Math.Log2(TextU[c.Text]);
                c.AccountU = (float)Math.Log2(AccountU[c.Account]);
                pairs.Add(c);
            }
        }

        return [.. pairs];
    }

    private static byte Level(ref SeededDraw draw, double[] chances)
    {
        var point = draw.Below(1_000_000) / 1_000_000.0;
        var level = 0;
        while (point >= chances[level] && level < chances.Length - 1) point -= chances[level++];
        return (byte)level;
    }
}
