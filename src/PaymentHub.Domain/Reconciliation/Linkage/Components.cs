namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Assigns each connected component of the candidate graph on its own.</summary>
internal static class Components
{
    /// <summary>
    /// The chosen pairs by their places, and how many components were too large to be assigned exactly and took the
    /// best pair first.
    /// </summary>
    public static (List<(int Pair, bool IsAmbiguous)> Chosen, int BestFirst) Assign(
        int[] edges, Comparison[] pairs, Func<int, long> weight, int exactRows)
    {
        var (chosen, bestFirst) = (new List<(int, bool)>(), 0);
        foreach (var component in Of(edges, pairs))
        {
            var lefts = Numbered(component, i => pairs[i].Left);
            var rights = Numbered(component, i => pairs[i].Right);
            if (lefts.Count + rights.Count > exactRows)
            {
                bestFirst++;
                chosen.AddRange(BestFirst(component, pairs, weight));
                continue;
            }

            var worth = component.Where(i => weight(i) > 0).ToArray();
            var graph = worth
                .Select(i => new WeightedEdge(lefts[pairs[i].Left], rights[pairs[i].Right], weight(i))).ToArray();
            var taken = Assignment.Best(graph, lefts.Count, rights.Count);
            chosen.AddRange(taken.Select(a => (worth[a.Edge], a.IsAmbiguous)));
        }

        chosen.Sort();
        return (chosen, bestFirst);
    }

    private static IEnumerable<(int, bool)> BestFirst(int[] component, Comparison[] pairs, Func<int, long> weight)
    {
        var (lefts, rights) = (new HashSet<int>(), new HashSet<int>());
        foreach (var i in component.Where(i => weight(i) > 0).OrderByDescending(weight).ThenBy(i => i))
        {
            if (lefts.Contains(pairs[i].Left) || rights.Contains(pairs[i].Right)) continue;
            lefts.Add(pairs[i].Left);
            rights.Add(pairs[i].Right);
            yield return (i, false);
        }
    }

    private static Dictionary<int, int> Numbered(int[] component, Func<int, int> of)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var i in component) numbers.TryAdd(of(i), numbers.Count);
        return numbers;
    }

    private static IEnumerable<int[]> Of(int[] edges, Comparison[] pairs)
    {
        var parent = new Dictionary<int, int>();
        foreach (var i in edges)
        {
            // Right rows are numbered below zero.
            var (a, b) = (Root(parent, pairs[i].Left), Root(parent, -1 - pairs[i].Right));
            if (a != b) parent[Math.Max(a, b)] = Math.Min(a, b);
        }

        return edges.GroupBy(i => Root(parent, pairs[i].Left)).Select(g => g.ToArray());
    }

    private static int Root(Dictionary<int, int> parent, int node)
    {
        if (!parent.TryGetValue(node, out var up))
        {
            parent[node] = node;
            return node;
        }

        var root = up;
        while (parent[root] != root) root = parent[root];
        while (node != root) (node, parent[node]) = (parent[node], root);
        return root;
    }
}
