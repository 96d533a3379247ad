using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;
using PaidBefore = PaymentHub.Domain.Entitlements.PaidBefore;

namespace PaymentHub.Register;

/// <summary>
/// Applies register rows in one session. A stream that the tables do not know is started without asking for it; the
/// others are fetched, so that a concurrent change of the same person makes the transaction fail and be repeated.
/// </summary>
public sealed class RegisterChunk(IDocumentSession session, string user, Instant now)
{
    private readonly Dictionary<Guid, JasperFx.Events.IEventStream<Entitlement>> _fetched = [];

    /// <summary>Takes over the rows in their order.</summary>
    public async Task<ChunkResult> ApplyAsync(IReadOnlyList<RegisterRecord> rows, CancellationToken cancellation)
    {
        var people = await KnownPeople.FindAsync(
            session, [.. rows.Select(r => r.Person.PersonalId.Value).Distinct()], cancellation);
        var decisions = await KnownDecisionsAsync(rows, cancellation);
        var result = new ChunkResult();
        foreach (var person in rows.GroupBy(r => r.Person.PersonalId))
        {
            var known = people.TryGetValue(person.Key.Value, out var id);
            if (!known) id = Beneficiary.IdOf(person.Key);
            await ApplyPersonAsync(id, known, [.. person], decisions, result, cancellation);
        }

        return result;
    }

    /// <summary>What a register row says about its decision.</summary>
    public static EntitlementRow EntitlementRowOf(RegisterRecord r, Guid person) => new(
        person,
        r.Dossier,
        new EntitlementTerms(
            r.Programme, r.Group, r.InjuryPercent, r.DecisionNumber, r.Signer, r.SignedOn, r.From, r.Until,
            r.Person.Commune),
        r.PaidBefore is { } paid ? new PaidBefore(paid.From, paid.To, paid.Monthly) : null);

    /// <summary>A refusal of a decision as a finding of its row.</summary>
    public static RowFinding FindingOf(int row, Refusal refusal) => new(
        row, "Mã hồ sơ", refusal.Code, Severity.Error, "row", refusal.Vietnamese, refusal.English);

    private async Task ApplyPersonAsync(
        Guid id, bool known, RegisterRecord[] rows, HashSet<Guid> decisions, ChunkResult result,
        CancellationToken cancellation)
    {
        var stream = known ? await session.Events.FetchForWriting<Beneficiary>(id, cancellation) : null;
        var state = stream?.Aggregate;
        var events = new List<object>();
        foreach (var row in rows)
        {
            var (entitlement, granted) = await DecideAsync(row, id, decisions, cancellation);
            if (entitlement.Refusal is { } refusal)
            {
                result.Refuse(FindingOf(row.Row, refusal));
                continue;
            }

            var decision = BeneficiaryDecisions.Register(row, state, now, user);
            if (decision.Refusal is { } mismatch)
            {
                result.Refuse(FindingOf(row.Row, mismatch));
                continue;
            }

            foreach (var e in decision.Events) state = Beneficiary.Evolve(state, id, e);
            events.AddRange(decision.Events);
            Append(Entitlement.IdOf(row.Dossier), granted, entitlement.Events);
            result.Count(granted, entitlement.Events.Count + decision.Events.Count > 0);
        }

        if (events.Count > 0)
        {
            if (stream is null) session.Events.StartStream<Beneficiary>(id, events);
            else stream.AppendMany(events);
        }

        if (state is not null) result.Contacts[id] = rows[^1].Erasable;
    }

    private async Task<(Decision Decision, bool Granted)> DecideAsync(
        RegisterRecord row, Guid person, HashSet<Guid> decisions, CancellationToken cancellation)
    {
        var id = Entitlement.IdOf(row.Dossier);
        if (!decisions.Contains(id))
            return (EntitlementDecisions.FromRegister(EntitlementRowOf(row, person), null, now, user), true);
        var stream = _fetched[id] = await session.Events.FetchForWriting<Entitlement>(id, cancellation);
        return (
            EntitlementDecisions.FromRegister(EntitlementRowOf(row, person), stream.Aggregate, now, user), false);
    }

    private void Append(Guid id, bool granted, IReadOnlyList<object> events)
    {
        if (events.Count == 0) return;
        if (granted) session.Events.StartStream<Entitlement>(id, events);
        else _fetched[id].AppendMany(events);
    }

    private async Task<HashSet<Guid>> KnownDecisionsAsync(
        IReadOnlyList<RegisterRecord> rows, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select entitlement_id from hub.entitlement where entitlement_id = any($1)");
        command.Parameters.Add(Parameter.Of(rows.Select(r => Entitlement.IdOf(r.Dossier)).ToArray()));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var known = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellation)) known.Add(reader.GetGuid(0));
        return known;
    }
}
