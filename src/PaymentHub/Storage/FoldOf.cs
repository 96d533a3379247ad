using JasperFx.Events;
using Marten.Events.Aggregation;
using PaymentHub.Domain;

namespace PaymentHub.Storage;

/// <summary>Bridges a pure fold of the domain to Marten: the one place where the two meet.</summary>
public sealed class FoldOf<T> : SingleStreamProjection<T, Guid>
    where T : class, IFold<T>
{
    public override T? Evolve(T? snapshot, Guid id, IEvent e) => T.Evolve(snapshot, id, e.Data);
}
