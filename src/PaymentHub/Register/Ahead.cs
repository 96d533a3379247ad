namespace PaymentHub.Register;

/// <summary>Works on the pieces of a file while the pieces before them are still used.</summary>
public static class Ahead
{
    // One piece in work and one waiting keep a second processor busy; more would only be memory.
    private const int Pieces = 2;

    /// <summary>
    /// The results in the order of the source. The source is read and the results are used by the caller; only the
    /// work, which has to be pure, runs elsewhere.
    /// </summary>
    public static async IAsyncEnumerable<TOut> SelectAsync<TIn, TOut>(
        IEnumerable<TIn> source, Func<TIn, TOut> work)
    {
        var waiting = new Queue<Task<TOut>>(Pieces);
        foreach (var piece in source)
        {
            waiting.Enqueue(Task.Run(() => work(piece)));
            if (waiting.Count >= Pieces) yield return await waiting.Dequeue();
        }

        while (waiting.Count > 0) yield return await waiting.Dequeue();
    }
}
