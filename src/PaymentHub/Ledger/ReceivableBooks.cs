using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>The acts on money that must come back, for the API and for the pages.</summary>
public sealed class ReceivableBooks(IDocumentStore store, NpgsqlDataSource source, IClock clock, CurrentUser user)
{
    /// <summary>Demands; null where no such dossier is inside the user's scope.</summary>
    public async Task<(Guid? Id, Refusal? Refusal)> DemandAsync(DemandBody body, CancellationToken cancellation)
    {
        var (dossier, number) = ((body.Dossier ?? "").Trim(), (body.DecisionNumber ?? "").Trim());
        if (await PlaceAsync(dossier, cancellation) is not var (commune, programme)
            || !user.Can(Permissions.EntitlementsDecide, commune, null))
            return (null, null);
        var id = Receivable.IdOf(dossier, number);
        await using var session = Session();
        var stream = await session.Events.FetchForWriting<Receivable>(id, cancellation);
        var demand = new ReceivableOpened(
            clock.GetCurrentInstant(), user.UserName, id, commune, programme, body.Source ?? "TW", dossier,
            body.FromHeirs, new Money(body.Amount), number, body.DueOn, (body.Reason ?? "").Trim());
        var decision = ReceivableDecisions.Open(stream.Aggregate, demand);
        if (decision.Refusal is { } refusal) return (null, refusal);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (id, null);
    }

    /// <summary>Agrees on parts without interest.</summary>
    public Task<(bool Found, Refusal? Refusal)> AgreeAsync(
        Guid id, PlanBody body, CancellationToken cancellation) =>
        ActAsync(id, Permissions.EntitlementsDecide, (_, state, now) => Task.FromResult(ReceivableDecisions.Agree(
            state, [.. (body.Parts ?? []).Select(p => new Instalment(p.DueOn, new Money(p.Amount)))],
            body.Paper ?? "", user.UserName, now)), cancellation);

    /// <summary>Records money that came back; where its month is shut it is booked in the open one.</summary>
    public Task<(bool Found, Refusal? Refusal)> CollectAsync(
        Guid id, CollectedBody body, CancellationToken cancellation) =>
        ActAsync(id, Permissions.LedgerClose, async (session, state, now) =>
        {
            var books = await Books.HoldAsync(session, now, cancellation);
            return ReceivableDecisions.Collect(state, new ReceivableCollected(
                now, user.UserName, id, new Money(body.Amount), body.ValueDate, body.Channel, body.Reference ?? "",
                string.IsNullOrWhiteSpace(body.PaidBy) ? null : body.PaidBy.Trim())
            {
                BookedOn = books.BookedOn(body.ValueDate),
            });
        }, cancellation);

    /// <summary>Proposes to give up what is left.</summary>
    public Task<(bool Found, Refusal? Refusal)> ProposeWriteOffAsync(
        Guid id, WriteOffBody body, CancellationToken cancellation) =>
        ActAsync(id, Permissions.LedgerClose, (_, state, now) => Task.FromResult(ReceivableDecisions.ProposeWriteOff(
            state, body.DecisionNumber ?? "", body.Reason ?? "", user.UserName, now)), cancellation);

    /// <summary>Agrees as another person.</summary>
    public Task<(bool Found, Refusal? Refusal)> WriteOffAsync(Guid id, CancellationToken cancellation) =>
        ActAsync(id, Permissions.LedgerClose, (_, state, now) => Task.FromResult(
            ReceivableDecisions.WriteOff(state, user.UserName, now)), cancellation);

    private async Task<(bool Found, Refusal? Refusal)> ActAsync(
        Guid id, string permission, Func<IDocumentSession, Receivable, Instant, Task<Decision>> decide,
        CancellationToken cancellation)
    {
        if (id == Guid.Empty) return (false, null);
        await using var session = Session();
        await session.BeginTransactionAsync(cancellation);
        var stream = await session.Events.FetchForWriting<Receivable>(id, cancellation);
        if (stream.Aggregate is not { } state || !user.Can(permission, state.Opened.Commune, null))
            return (false, null);
        var decision = await decide(session, state, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return (true, refusal);
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }

    private IDocumentSession Session()
    {
        var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        return session;
    }

    private async Task<(string Commune, string Programme)?> PlaceAsync(
        string dossier, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select t.commune, t.programme from hub.entitlement e
            join hub.entitlement_terms t on t.entitlement_id = e.entitlement_id
            where e.dossier = $1 order by t.version desc limit 1
            """);
        command.Parameters.Add(Parameter.Of(dossier));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetString(0), reader.GetString(1)) : null;
    }
}
