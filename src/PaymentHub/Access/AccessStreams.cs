using Marten;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;

namespace PaymentHub.Access;

/// <summary>Decides on a user's stream and stores what was decided.</summary>
public sealed class AccessStreams(IDocumentStore store)
{
    public async Task<Refusal?> DecideAsync(
        string userName, Func<UserAccess?, Decision> decide, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<UserAccess>(UserAccess.StreamOf(userName), cancellation);
        var decision = decide(stream.Aggregate);
        if (decision.IsRefused) return decision.Refusal;
        if (decision.Events.Count == 0) return null;
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }
}
