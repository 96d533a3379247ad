using NodaTime;
using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>The whole pass on small worlds with known truth.</summary>
public class LinkerTests
{
    private const int Pairs = 900;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Most_pairs_are_found_and_the_auto_band_is_sure(int seed)
    {
        var (left, right, truth) = World(seed, true);

        var result = Linker.Link(left, right);

        var taken = result.Pairs.Where(p => p.Band != LinkBand.Ambiguous).ToArray();
        var auto = taken.Where(p => p.Band == LinkBand.Auto).ToArray();
        var found = taken.Count(p => truth[p.Left] == p.Right);
        (2.0 * found / (taken.Length + Pairs)).ShouldBeGreaterThan(0.96, "F1");
        (auto.Count(p => truth[p.Left] == p.Right) / (double)auto.Length).ShouldBeGreaterThan(0.99);
        (auto.Length / (double)left.Length).ShouldBeGreaterThan(0.7);
        result.MatchedShare.ShouldBe(Pairs / (double)left.Length, 0.05);
        result.FeeRules.ShouldContain(r => r.StartsWith("fee of 1500 units", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void The_order_of_the_rows_changes_nothing(int seed)
    {
        var (left, right, _) = World(seed, true);
        var expected = Written(Linker.Link(left, right));

        for (var i = 1; i <= 3; i++)
            Written(Linker.Link(Shuffled(left, i), Shuffled(right, i + 10))).ShouldBe(expected);
    }

    [Fact]
    public void A_line_that_has_nothing_to_do_with_any_other_changes_no_pair()
    {
        var (left, right, _) = World(6, true);
        var stranger = new LinkRow("x", new LocalDate(1999, 1, 1), 9_999_999_999, "QQQQQQ");

        var with = Linker.Link([.. left, stranger], right);

        Ids(with).ShouldBe(Ids(Linker.Link(left, right)));
        with.Pairs.ShouldNotContain(p => p.Left == "x");
    }

    [Fact]
    public void The_sides_may_be_swapped()
    {
        var (left, right, _) = World(7, true);
        var there = Linker.Link(left, right);
        var back = Linker.Link(right, left);

        back.Pairs.Select(p => (p.Right, p.Left, p.Band, p.Probability)).ShouldBe(
            there.Pairs.Select(p => (p.Left, p.Right, p.Band, p.Probability)), ignoreOrder: true);
        (back.MatchedShare * right.Length).ShouldBe(there.MatchedShare * left.Length, 1e-6);
        there.FeeRules.ShouldContain(r => r.Contains("off the right amount (", StringComparison.Ordinal));
        back.FeeRules.ShouldContain(r => r.Contains("off the left amount (", StringComparison.Ordinal));
        there.Pairs[0].Evidence.Single(e => e.Field == "date").Level.ShouldBe(DaysOf(there.Pairs[0], left, right));
        back.Pairs[0].Evidence.Single(e => e.Field == "date").Level.ShouldBe(DaysOf(back.Pairs[0], right, left));
    }

    private static string DaysOf(LinkPair pair, LinkRow[] left, LinkRow[] right)
    {
        var (from, to) = (left.Single(r => r.Id == pair.Left).Date, right.Single(r => r.Id == pair.Right).Date);
        return $"{Period.DaysBetween(from!.Value, to!.Value)} days";
    }

    [Fact]
    public void The_unit_of_the_amounts_does_not_matter()
    {
        var (left, right, _) = World(8, true);

        var scaled = Linker.Link([.. left.Select(Scaled)], [.. right.Select(Scaled)]);
        var plain = Linker.Link(left, right);

        scaled.Pairs.Select(p => (p.Left, p.Right, p.Band, p.Probability, p.Bits))
            .ShouldBe(plain.Pairs.Select(p => (p.Left, p.Right, p.Band, p.Probability, p.Bits)));
        plain.FeeRules.ShouldContain(r => r.StartsWith("fee of 1500 units", StringComparison.Ordinal));
        scaled.FeeRules.ShouldContain(r => r.StartsWith("fee of 150000 units", StringComparison.Ordinal));
    }

    [Fact]
    public void Signs_may_be_opposite()
    {
        var (left, right, _) = World(9, true);
        var turned = right.Select(r => r with { Amount = -r.Amount }).ToArray();

        Ids(Linker.Link(left, turned)).Intersect(Ids(Linker.Link(left, right))).Count()
            .ShouldBeGreaterThan((int)(0.99 * Pairs * 0.95));
    }

    [Fact]
    public void Two_rows_that_nothing_tells_apart_are_ambiguous_and_the_fields_that_would_decide_are_named()
    {
        var (left, right, _) = World(10, false);
        var (day, twin) = (new LocalDate(2026, 5, 4), 777_123L);
        LinkRow[] l = [.. left, new("t1", day, twin, "TWIN BROTHERS"), new("t2", day, twin, "TWIN BROTHERS")];
        var order = new LinkRow("u1", day.PlusDays(-2), twin, "Twin Brothers");
        LinkRow[] r = [.. right, order, order with { Id = "u2" }];

        var twins = Linker.Link(l, r).Pairs.Where(p => p.Left.StartsWith('t')).ToArray();

        twins.Length.ShouldBe(2);
        twins.ShouldAllBe(p => p.Band == LinkBand.Ambiguous && p.Margin == 0);
        twins.ShouldAllBe(p => p.WouldDecide.Contains("amount") && p.WouldDecide.Contains("date"));
    }

    [Fact]
    public void Files_without_rows_or_without_fields_have_no_pairs()
    {
        Linker.Link([], []).Pairs.ShouldBeEmpty();
        Linker.Link([new("a")], [new("b")]).Pairs.ShouldBeEmpty();
        Linker.Link([new("a", null, 5)], []).Pairs.ShouldBeEmpty();
    }

    private static LinkRow Scaled(LinkRow row) => row with { Amount = row.Amount * 100 };

    private static HashSet<(string, string)> Ids(LinkResult result) => [.. result.Pairs.Select(p => (p.Left, p.Right))];

    private static string Written(LinkResult result) => string.Join('\n', result.Pairs.Select(p =>
        $"{p.Left} {p.Right} {p.Band} {p.Probability:R} {p.Bits:R} {p.RunnerUp} {p.Margin:R} "
        + string.Join(' ', p.Evidence.Select(e => $"{e.Field} {e.Level} {e.Bits:R}"))));

    private static LinkRow[] Shuffled(LinkRow[] rows, int seed)
    {
        var draw = new SeededDraw((ulong)seed);
        var copy = rows.ToArray();
        for (var i = copy.Length - 1; i > 0; i--)
        {
            var j = draw.Below(i + 1);
            (copy[i], copy[j]) = (copy[j], copy[i]);
        }

        return copy;
    }

    /// <summary>A bank's lines, the books they belong to, and the truth; a tenth on each side has no partner.</summary>
    private static (LinkRow[] Left, LinkRow[] Right, ILookup<string, string> Truth) Lines(int seed, bool fees)
    {
        string[] first = ["Sông Trà", "Thiên Ấn", "Harbor", "Cedar", "Granite", "Minh Long", "Atlas", "Lotus", "Delta"];
        string[] second = ["Supplies", "Logistics", "Foods", "Electric", "Printing", "Medical", "Textiles", "Motors"];
        var draw = new SeededDraw((ulong)(seed * 7_919));
        var (left, right, truth) = (new List<LinkRow>(), new List<LinkRow>(), new List<(string, string)>());
        for (var i = 0; i < Pairs + 180; i++)
        {
            var party = $"{first[draw.Below(first.Length)]} {second[draw.Below(second.Length)]}";
            var day = new LocalDate(2026, 1, 1).PlusDays(draw.Below(180));
            var amount = 1_000L + draw.Below(draw.Below(5) == 0 ? 5_000 : 2_000_000);
            var number = draw.Below(3) == 0 ? "" : $" INV-{100_000 + draw.Below(900_000)}";
            var kind = fees ? draw.Below(3) : 2;
            var net = kind == 0 ? amount - 1_500 : kind == 1 ? amount - (amount / 100) : amount;
            var memo = $"PMT {party}{number}".ToUpperInvariant();
            var (l, r) = ($"l{i * 7 % 1_009:0000}-{i}", $"r{i * 11 % 1_013:0000}-{i}");
            var booked = day.PlusDays(1 + draw.Below(6));
            if (i < Pairs + 90) left.Add(new(l, booked, net, memo[..Math.Min(memo.Length, 24)]));
            if (i is < Pairs or >= Pairs + 90) right.Add(new(r, day, amount, $"{party} -{number}"));
            if (i < Pairs) truth.Add((l, r));
        }

        return ([.. left], [.. right], truth.ToLookup(t => t.Item1, t => t.Item2));
    }

    private static (LinkRow[] Left, LinkRow[] Right, Dictionary<string, string> Truth) World(int seed, bool fees)
    {
        var (left, right, truth) = Lines(seed, fees);
        return (left, right, left.ToDictionary(l => l.Id, l => truth[l.Id].FirstOrDefault(""), StringComparer.Ordinal));
    }
}
