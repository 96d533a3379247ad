using Marten;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Batches;

/// <summary>
/// Applies one decision to many batches in transactions of a bounded size. Each batch gets its own event or its own
/// refusal; a refusal of one does not stop the others.
/// </summary>
public sealed class ActOnBatches(IDocumentStore store, IHttpContextAccessor http)
{
    /// <summary>Batches in one transaction: enough to share the commit, few enough to keep locks short.</summary>
    public const int BatchesPerTransaction = 50;

    /// <summary>Applies a decision that needs nothing but the batch.</summary>
    public Task<BatchActResult> RunAsync(
        CurrentUser user, IReadOnlyList<SelectedBatch> batches, Func<PaymentBatch, Decision> decide,
        CancellationToken cancellation) =>
        RunAsync(user, batches, s => s, (_, batch) => Task.FromResult(decide(batch)), cancellation);

    /// <summary>
    /// Applies a decision that shares more with the transaction, such as the funds it reserves;
    /// <paramref name="begin"/> makes that part anew for each transaction.
    /// </summary>
    public async Task<BatchActResult> RunAsync<TShared>(
        CurrentUser user, IReadOnlyList<SelectedBatch> batches, Func<IDocumentSession, TShared> begin,
        Func<TShared, PaymentBatch, Task<Decision>> decide, CancellationToken cancellation)
    {
        var (acted, unchanged) = (new List<Guid>(), new List<Guid>());
        var refused = new List<RefusedBatch>();
        foreach (var chunk in batches.Chunk(BatchesPerTransaction))
        {
            await using var session = OpenSession(user);
            var shared = begin(session);
            foreach (var selected in chunk)
            {
                var stream = await session.Events.FetchForWriting<PaymentBatch>(selected.Id, cancellation);
                var decision = await decide(shared, stream.Aggregate!);
                if (decision.Refusal is { } refusal)
                {
                    refused.Add(RefusedBatch.Of(selected.Id, refusal));
                    continue;
                }

                if (decision.Events.Count > 0) stream.AppendMany(decision.Events);
                (decision.Events.Count > 0 ? acted : unchanged).Add(selected.Id);
            }

            await session.SaveChangesAsync(cancellation);
        }

        return new BatchActResult(acted, refused) { Unchanged = unchanged };
    }

    private IDocumentSession OpenSession(CurrentUser user)
    {
        var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        session.CorrelationId = http.HttpContext?.TraceIdentifier;
        return session;
    }
}
