using CsCheck;
using PaymentHub.Domain.Reconciliation.Linkage;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reconciliation.Linkage;

/// <summary>The assignment against trying everything.</summary>
public class AssignmentTests
{
    private const int Rows = 5;

    private static readonly Gen<WeightedEdge[]> Graphs =
        Gen.Select(Gen.Int[0, Rows - 1], Gen.Int[0, Rows - 1], Gen.Long[1, 6], (l, r, w) => new WeightedEdge(l, r, w))
            .Array[0, 14].Select(edges => edges.DistinctBy(e => (e.Left, e.Right)).ToArray());

    [Fact]
    public void The_total_is_the_greatest_there_is() => Graphs.Sample(edges =>
    {
        var taken = Assignment.Best(edges, Rows, Rows);

        taken.Select(t => edges[t.Edge].Left).ShouldBeUnique();
        taken.Select(t => edges[t.Edge].Right).ShouldBeUnique();
        taken.Sum(t => edges[t.Edge].Weight).ShouldBe(All(edges).Max(c => c.Sum(e => edges[e].Weight)));
    }, iter: 4_000);

    [Fact]
    public void An_edge_is_ambiguous_exactly_where_an_equal_total_does_without_it() => Graphs.Sample(edges =>
    {
        var taken = Assignment.Best(edges, Rows, Rows);
        var all = All(edges).Select(c => (Edges: c, Total: c.Sum(e => edges[e].Weight))).ToList();
        var best = all.Max(c => c.Total);

        foreach (var edge in taken)
        {
            var without = all.Exists(c => c.Total == best && !c.Edges.Contains(edge.Edge));
            edge.IsAmbiguous.ShouldBe(without, $"{edges[edge.Edge]}");
        }
    }, iter: 4_000);

    [Fact]
    public void Two_equal_rows_on_each_side_are_ambiguous()
    {
        WeightedEdge[] edges = [new(0, 0, 9), new(0, 1, 9), new(1, 0, 9), new(1, 1, 9), new(2, 2, 9)];

        var taken = Assignment.Best(edges, 3, 3);

        taken.Length.ShouldBe(3);
        taken.ShouldAllBe(t => t.IsAmbiguous == (edges[t.Edge].Left < 2));
    }

    private static IEnumerable<List<int>> All(WeightedEdge[] edges, int from = 0)
    {
        if (from == edges.Length)
        {
            yield return [];
            yield break;
        }

        foreach (var rest in All(edges, from + 1))
        {
            yield return rest;
            var (left, right) = (edges[from].Left, edges[from].Right);
            if (rest.TrueForAll(e => edges[e].Left != left && edges[e].Right != right)) yield return [from, .. rest];
        }
    }
}
