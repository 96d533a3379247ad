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

    /// <summary>
    /// Decides on each of the funds and appends what was decided; where one refuses, nothing is appended to any.
    /// </summary>
    /// <returns>The first refusal, or null.</returns>
    public async Task<Refusal?> DecideAsync(
        IReadOnlyList<FundNeed> needs, Func<Fund?, FundNeed, Decision> decide, CancellationToken cancellation)
    {
        var decided = new List<(Guid Fund, IReadOnlyList<object> Events)>(needs.Count);
        foreach (var need in needs)
        {
            var decision = decide(await StateAsync(need.Fund.Id, cancellation), need);
            if (decision.Refusal is { } refusal) return refusal;
            decided.Add((need.Fund.Id, decision.Events));
        }

        foreach (var (fund, events) in decided)
        {
            var (stream, state) = _open[fund];
            if (events.Count > 0) stream.AppendMany(events);
            foreach (var e in events) state = Fund.Evolve(state, fund, e);
            _open[fund] = (stream, state);
        }

        return null;
    }

    private async Task<Fund?> StateAsync(Guid fund, CancellationToken cancellation)
    {
        if (_open.TryGetValue(fund, out var open)) return open.State;
        var stream = await session.Events.FetchForWriting<Fund>(fund, cancellation);
        _open[fund] = (stream, stream.Aggregate);
        return stream.Aggregate;
    }
}
