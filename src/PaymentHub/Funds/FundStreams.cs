using JasperFx.Events;
using Marten;
using PaymentHub.Domain;
using PaymentHub.Domain.Funds;

namespace PaymentHub.Funds;

/// <summary>
/// The funds of one transaction: each is fetched once and keeps what this transaction already decided, so that two
/// batches of one fund cannot both count on the same money.
/// </summary>
public sealed class FundStreams(IDocumentSession session)
{
    private readonly Dictionary<Guid, (IEventStream<Fund> Stream, Fund? State)> _open = [];

    /// <summary>Decides on a fund and appends what was decided.</summary>
    public async Task<Decision> DecideAsync(FundKey key, Func<Fund?, Decision> decide, CancellationToken cancellation)
    {
        if (!_open.TryGetValue(key.Id, out var open))
        {
            var stream = await session.Events.FetchForWriting<Fund>(key.Id, cancellation);
            open = (stream, stream.Aggregate);
        }

        var decision = decide(open.State);
        if (!decision.IsRefused && decision.Events.Count > 0)
        {
            open.Stream.AppendMany(decision.Events);
            foreach (var e in decision.Events) open.State = Fund.Evolve(open.State, key.Id, e);
        }

        _open[key.Id] = open;
        return decision;
    }
}
