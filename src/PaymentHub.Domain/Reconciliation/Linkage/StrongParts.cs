namespace PaymentHub.Domain.Reconciliation.Linkage;

/// <summary>Strongly connected components of a directed graph (Tarjan 1972), without recursion.</summary>
internal static class StrongParts
{
    /// <summary>For each node the number of its component.</summary>
    public static int[] Of(IReadOnlyList<List<int>> next)
    {
        var work = new Walk(next.Count);
        for (var node = 0; node < next.Count; node++)
        {
            if (work.Index[node] == 0) Visit(node, next, work);
        }

        return work.Part;
    }

    private static void Visit(int root, IReadOnlyList<List<int>> next, Walk work)
    {
        var path = new Stack<(int Node, int At)>();
        path.Push((root, 0));
        work.Enter(root);
        while (path.TryPop(out var step))
        {
            var (node, at) = step;
            if (at < next[node].Count)
            {
                path.Push((node, at + 1));
                var to = next[node][at];
                if (work.Index[to] == 0)
                {
                    work.Enter(to);
                    path.Push((to, 0));
                }
                else if (work.Part[to] < 0)
                {
                    work.Low[node] = Math.Min(work.Low[node], work.Index[to]);
                }
            }
            else
            {
                if (work.Low[node] == work.Index[node]) work.Leave(node);
                if (path.TryPeek(out var parent))
                    work.Low[parent.Node] = Math.Min(work.Low[parent.Node], work.Low[node]);
            }
        }
    }

    private sealed class Walk
    {
        private readonly Stack<int> _open = new();
        private int _counter;
        private int _parts;

        public Walk(int nodes)
        {
            (Index, Low, Part) = (new int[nodes], new int[nodes], new int[nodes]);
            Array.Fill(Part, -1);
        }

        public int[] Index { get; }

        public int[] Low { get; }

        public int[] Part { get; }

        public void Enter(int node)
        {
            Index[node] = Low[node] = ++_counter;
            _open.Push(node);
        }

        public void Leave(int node)
        {
            int last;
            do
            {
                last = _open.Pop();
                Part[last] = _parts;
            }
            while (last != node);
            _parts++;
        }
    }
}
