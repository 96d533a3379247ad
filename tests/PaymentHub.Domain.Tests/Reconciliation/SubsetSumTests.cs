using CsCheck;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation;

/// <summary>What the search says of a sum is what trying every choice says.</summary>
public class SubsetSumTests
{
    private static readonly Gen<long[]> AnyAmounts = Gen.OneOf(
        Gen.Long[1, 12].Array[0, 9], Gen.OneOf(500_000L, 540_000L, 1_000_000L, 1_080_000L).Array[0, 9],
        Gen.Long[1, 1_000_000].Array[0, 10]);

    private static readonly Gen<(long[] Amounts, long Sum)> AnySum =
        from amounts in AnyAmounts
        from chosen in Gen.Int[0, 1023]
        from off in Gen.OneOf(0L, 0L, 0L, 1L)
        let sum = amounts.Where((_, i) => ((chosen >> i) & 1) == 1).Sum() + off
        select (amounts, Math.Max(1, sum));

    [Fact]
    public void It_finds_what_trying_every_choice_finds() => AnySum.Holds(
        c =>
        {
            var answer = Find(c.Amounts, c.Sum);
            var choices = Choices(c.Amounts, c.Sum);
            answer.Stand.ShouldBe(choices.Count switch
            {
                0 => SubsetStand.None,
                1 => SubsetStand.One,
                _ => SubsetStand.Several,
            });
            answer.Places.ShouldBe(choices.Count == 1 ? choices[0] : []);
        },
        iter: 5_000);

    [Fact]
    public void The_order_of_the_amounts_decides_nothing() => Gen.Select(AnySum, Gen.Int[0, 9].Array[10]).Holds(
        (c, keys) =>
        {
            var order = Enumerable.Range(0, c.Amounts.Length).OrderBy(i => keys[i]).ToArray();
            var turned = Find([.. order.Select(i => c.Amounts[i])], c.Sum);
            var straight = Find(c.Amounts, c.Sum);
            turned.Stand.ShouldBe(straight.Stand);
            turned.Places.Select(p => order[p]).Order().ShouldBe(straight.Places);
        },
        iter: 2_000);

    [Fact]
    public void A_larger_scale_decides_nothing() => AnySum.Holds(
        c => Find([.. c.Amounts.Select(a => a * 1_000)], c.Sum * 1_000).Stand.ShouldBe(Find(c.Amounts, c.Sum).Stand),
        iter: 2_000);

    [Fact]
    public void Thousands_of_equal_allowances_are_looked_through_and_too_many_different_ones_are_not()
    {
        var equal = Enumerable.Repeat(540_000L, 3_000).Append(1_234_567).ToArray();
        Find(equal, (3_000 * 540_000L) + 1_234_567).Stand.ShouldBe(SubsetStand.One);
        Find(equal, 1_234_567).Places.ShouldBe([3_000]);
        Find(equal, 540_000).Stand.ShouldBe(SubsetStand.Several);

        var different = Enumerable.Range(0, 60).Select(i => 1_000_003L + (i * i * 7_919L)).ToArray();
        Find(different, 30_000_000).Stand.ShouldBe(SubsetStand.NotDetermined);
    }

    private static SubsetAnswer Find(long[] amounts, long sum) =>
        SubsetSum.Find([.. amounts.Select(a => new Money(a))], new Money(sum));

    private static List<int[]> Choices(long[] amounts, long sum)
    {
        var found = new List<int[]>();
        for (var choice = 1; choice < 1 << amounts.Length; choice++)
        {
            int[] places = [.. Enumerable.Range(0, amounts.Length).Where(i => ((choice >> i) & 1) == 1)];
            if (places.Sum(i => amounts[i]) == sum) found.Add(places);
        }

        return found;
    }
}
