using JasperFx.Events;
using Marten;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The streams that one act on breaks touches. A break that nobody touched before has no stream yet; the first act
/// opens it with the facts that its file told.
/// </summary>
public sealed class BreakStreams(IDocumentSession session, EventCopy copy, string user, Instant now)
{
    private readonly Dictionary<Guid, (IEventStream<EntryBreak> Stream, bool IsNew)> _streams = [];

    /// <summary>The breaks as they stand.</summary>
    public Dictionary<Guid, EntryBreak> States { get; } = [];

    /// <summary>The break and its stream, for writing; null where no file told of it.</summary>
    public async Task<EntryBreak?> OpenAsync(Guid id, CancellationToken cancellation)
    {
        if (States.TryGetValue(id, out var known)) return known;
        if (await ExplanationFactRows.FindAsync(session, id, cancellation) is not { } facts) return null;
        var stream = await session.Events.FetchForWriting<EntryBreak>(id, cancellation);
        _streams[id] = (stream, stream.Aggregate is null);
        return States[id] = stream.Aggregate ?? EntryBreak.Evolve(null, id, new BreakOpened(now, user, facts))!;
    }

    /// <summary>Appends what came of an act to all its streams.</summary>
    public async Task AppendAsync(EntryBreak of, ExplanationResult result, CancellationToken cancellation)
    {
        Append(of.Id, result.ForBreak);
        foreach (var (id, events) in result.ByOtherBreak) Append(id, events);
        await AppendMoneyAsync(of.Facts.Institution, result, cancellation);
    }

    /// <summary>Appends the events of batches and of the payer account; their streams are locked.</summary>
    public async Task AppendMoneyAsync(string institution, ExplanationResult result, CancellationToken cancellation)
    {
        foreach (var (batch, events) in result.ByBatch) copy.Append(batch, events);
        if (result.ForAccount.Length == 0) return;
        var account = await session.Events.FetchForWriting<PayerAccount>(
            PayerAccount.IdOf(institution), cancellation);
        account.AppendMany(result.ForAccount);
    }

    /// <summary>Appends a break's own events.</summary>
    public void Append(Guid id, IEnumerable<object> events)
    {
        object[] own = [.. events];
        if (own.Length == 0) return;
        var (stream, isNew) = _streams[id];
        if (isNew) stream.AppendOne(new BreakOpened(now, user, States[id].Facts));
        _streams[id] = (stream, false);
        stream.AppendMany(own);
    }
}
