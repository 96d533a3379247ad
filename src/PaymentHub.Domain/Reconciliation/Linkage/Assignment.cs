namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>An edge that an assignment may take: two rows by number and what the pair is worth, above zero.</summary>
public readonly record struct WeightedEdge(int Left, int Right, long Weight);

/// <summary>An edge that an assignment took, by its place, and whether another choice is worth as much.</summary>
public readonly record struct AssignedEdge(int Edge, bool IsAmbiguous);

/// <summary>
/// One-to-one assignment of the greatest total weight in a sparse bipartite graph, by shortest augmenting paths with
/// dual prices (Kuhn 1955, Munkres 1957, in the sparse form of Jonker and Volgenant 1987). Weights are whole numbers,
/// so equal optima are equal and can be told: an edge is ambiguous where it lies on a cycle of exchanges that costs
/// nothing.
/// </summary>
public sealed class Assignment
{
    private readonly IReadOnlyList<WeightedEdge> _edges;
    private readonly int[][] _edgesOf;
    private readonly int[] _edgeOfLeft;
    private readonly int[] _leftOfRight;
    private readonly long[] _priceLeft;
    private readonly long[] _priceRight;
    private readonly long[] _distance;
    private readonly int[] _cameBy;
    private readonly bool[] _done;

    private Assignment(IReadOnlyList<WeightedEdge> edges, int lefts, int rights)
    {
        _edges = edges;
        _edgesOf = [.. Enumerable.Range(0, lefts).Select(_ => Array.Empty<int>())];
        foreach (var of in Enumerable.Range(0, edges.Count).GroupBy(e => edges[e].Left)) _edgesOf[of.Key] = [.. of];
        _edgeOfLeft = Filled(lefts, -1);
        _leftOfRight = Filled(rights, -1);
        (_priceLeft, _priceRight) = (new long[lefts], new long[rights]);
        (_distance, _cameBy, _done) = (new long[rights], new int[rights], new bool[rights]);
    }

    /// <summary>The best assignment of lefts 0… and rights 0…; rows may stay alone.</summary>
    public static AssignedEdge[] Best(IReadOnlyList<WeightedEdge> edges, int lefts, int rights)
    {
        var work = new Assignment(edges, lefts, rights);
        for (var l = 0; l < lefts; l++) work.Insert(l);
        var exchanges = work.Exchanges(lefts, rights);
        return [.. work._edgeOfLeft.Where(e => e >= 0).Select(e => new AssignedEdge(
            e, exchanges[edges[e].Left] == exchanges[lefts + edges[e].Right]))];
    }

    // Costs are negative weights; staying alone costs nothing. Prices keep every reduced cost at or above zero.
    private long Reduced(int edge) =>
        -_edges[edge].Weight - _priceLeft[_edges[edge].Left] - _priceRight[_edges[edge].Right];

    /// <summary>Finds the cheapest way to give one more left row a partner, or to leave some row alone.</summary>
    private void Insert(int left)
    {
        _priceLeft[left] = Math.Min(0, _edgesOf[left].Select(e => -_edges[e].Weight - _priceRight[_edges[e].Right])
            .DefaultIfEmpty(0).Min());
        var queue = new PriorityQueue<int, (long, int)>();
        var reached = new List<int>();
        var lefts = new List<(int Left, long At)> { (left, 0) };
        var (bestAlone, alone) = (-_priceLeft[left], left);
        Relax(left, 0, queue, reached);
        var end = -1;
        while (queue.TryDequeue(out var right, out var key))
        {
            if (_done[right] || key.Item1 > _distance[right]) continue;
            if (key.Item1 >= bestAlone) break;
            _done[right] = true;
            if (_leftOfRight[right] < 0)
            {
                end = right;
                break;
            }

            var next = _leftOfRight[right];
            lefts.Add((next, key.Item1));
            if (key.Item1 - _priceLeft[next] < bestAlone) (bestAlone, alone) = (key.Item1 - _priceLeft[next], next);
            Relax(next, key.Item1, queue, reached);
        }

        Reprice(end >= 0 ? _distance[end] : bestAlone, lefts, reached);
        Augment(left, end, alone);
        foreach (var right in reached) (_distance[right], _done[right], _cameBy[right]) = (0, false, 0);
    }

    private void Relax(int left, long at, PriorityQueue<int, (long, int)> queue, List<int> reached)
    {
        foreach (var e in _edgesOf[left])
        {
            var right = _edges[e].Right;
            if (e == _edgeOfLeft[left] || _done[right]) continue;
            var distance = at + Reduced(e);
            if (_cameBy[right] != 0 && _distance[right] <= distance) continue;
            if (_cameBy[right] == 0) reached.Add(right);
            (_distance[right], _cameBy[right]) = (distance, e + 1);
            queue.Enqueue(right, (distance, right));
        }
    }

    private void Reprice(long length, List<(int Left, long At)> lefts, List<int> reached)
    {
        foreach (var (left, at) in lefts) _priceLeft[left] += Math.Max(0, length - at);
        foreach (var right in reached.Where(r => _done[r]))
            _priceRight[right] -= Math.Max(0, length - _distance[right]);
    }

    private void Augment(int left, int end, int alone)
    {
        // Either a free right row is reached, or a row already placed gives its partner up and stays alone.
        var right = end;
        if (right < 0)
        {
            if (alone == left) return;
            right = _edges[_edgeOfLeft[alone]].Right;
            _edgeOfLeft[alone] = -1;
        }

        while (true)
        {
            var edge = _cameBy[right] - 1;
            var from = _edges[edge].Left;
            var before = _edgeOfLeft[from];
            (_edgeOfLeft[from], _leftOfRight[right]) = (edge, from);
            if (from == left) return;
            right = _edges[before].Right;
        }
    }

    /// <summary>
    /// Strongly connected parts of the exchanges that cost nothing. One more node stands for being alone. Two partners
    /// in one part can be exchanged for others without loss.
    /// </summary>
    private int[] Exchanges(int lefts, int rights)
    {
        var alone = lefts + rights;
        var next = new List<int>[alone + 1];
        for (var i = 0; i <= alone; i++) next[i] = [];
        for (var l = 0; l < lefts; l++)
        {
            var free = _edgesOf[l].Where(e => e != _edgeOfLeft[l] && Reduced(e) == 0);
            next[l].AddRange(free.Select(e => lefts + _edges[e].Right));
            if (_edgeOfLeft[l] < 0) next[alone].Add(l);
            else if (_priceLeft[l] == 0) next[l].Add(alone);
        }

        for (var r = 0; r < rights; r++)
        {
            if (_leftOfRight[r] >= 0) next[lefts + r].Add(_leftOfRight[r]);
            else next[lefts + r].Add(alone);
            if (_leftOfRight[r] >= 0 && _priceRight[r] == 0) next[alone].Add(lefts + r);
        }

        return StrongParts.Of(next);
    }

    private static int[] Filled(int count, int value)
    {
        var array = new int[count];
        Array.Fill(array, value);
        return array;
    }
}
