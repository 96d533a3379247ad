using System.Threading.Channels;

namespace PaymentHub.BankExchange;

/// <summary>
/// Hands items from one thread to the next in blocks. Only a few blocks exist at a time, so that the faster side waits
/// for the slower one and memory does not grow with the file.
/// </summary>
internal sealed class BlockPipe<T>(CancellationToken stop)
{
    // Small enough that a block is still in the processor's cache when it is taken out, and dies young.
    private const int BlockItems = 512;
    private const int MostBlocks = 8;

    private readonly Channel<List<T>> _blocks = Channel.CreateBounded<List<T>>(
        new BoundedChannelOptions(MostBlocks) { SingleReader = true, SingleWriter = true });

    private List<T> _block = new(BlockItems);

    public void Add(T item)
    {
        _block.Add(item);
        if (_block.Count < BlockItems) return;
        Send();
        _block = new List<T>(BlockItems);
    }

    /// <summary>Runs what adds the items; then, or when it fails, the pipe ends.</summary>
    public TResult Fill<TResult>(Func<TResult> source)
    {
        try
        {
            var result = source();
            Send();
            _blocks.Writer.Complete();
            return result;
        }
        catch (Exception error)
        {
            _blocks.Writer.TryComplete(error);
            throw;
        }
    }

    /// <summary>Takes every item on this thread until the pipe ends; whoever adds is told when this fails.</summary>
    /// <returns>How many there were.</returns>
    public long EmptyInto(Action<T> take)
    {
        try
        {
            var taken = 0L;
            foreach (var block in TakeAsync(CancellationToken.None).ToBlockingEnumerable(stop))
            {
                foreach (var item in block) take(item);
                taken += block.Count;
            }

            return taken;
        }
        catch (Exception error)
        {
            _blocks.Writer.TryComplete(error);
            throw;
        }
    }

    public IAsyncEnumerable<List<T>> TakeAsync(CancellationToken cancellation) =>
        _blocks.Reader.ReadAllAsync(cancellation);

    // The filling side is no asynchronous code, and its thread is its own.
    private void Send()
    {
        if (_block.Count == 0 || _blocks.Writer.TryWrite(_block)) return;
        _blocks.Writer.WriteAsync(_block, stop).AsTask().GetAwaiter().GetResult();
    }
}

/// <summary>What does not depend on the items of a pipe.</summary>
internal static class BlockPipe
{
    /// <summary>
    /// Runs work that waits for a pipe without giving its thread back: the pool's threads are few and others need them.
    /// </summary>
    public static Task<TResult> OnItsOwnThread<TResult>(Func<TResult> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
