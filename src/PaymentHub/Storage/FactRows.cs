using System.Runtime.CompilerServices;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// Writes every fact table's rows in the transaction that stores the events, so no handler can forget them. The rows
/// are made just before commit, when Marten has given each event its version and sequence.
/// </summary>
public sealed class FactRows(FactTables tables) : IProjection
{
    private readonly ConditionalWeakTable<IDocumentOperations, Participant> _participants = [];

    public Task ApplyAsync(
        IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        if (!_participants.TryGetValue(operations, out var participant))
        {
            participant = new Participant(tables);
            _participants.Add(operations, participant);
            ((ITransactionParticipantRegistrar)operations).AddTransactionParticipant(participant);
        }

        participant.Pending.AddRange(events);
        return Task.CompletedTask;
    }

    private sealed class Participant(FactTables tables) : ITransactionParticipant
    {
        public List<IEvent> Pending { get; } = [];

        public Task BeforeCommitAsync(
            NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation) =>
            tables.WriteAsync(connection, FactTables.LiveSchema, Pending, cancellation);

        // Cleared only here: the step before commit may run again when the transaction is retried.
        public Task AfterCommitAsync(CancellationToken cancellation)
        {
            Pending.Clear();
            return Task.CompletedTask;
        }
    }
}

/// <summary>All fact tables of the service, in an order that <c>verify</c> and the state hash share.</summary>
public sealed class FactTables(IEnumerable<FactTable> tables)
{
    /// <summary>Schema of the live rows.</summary>
    public const string LiveSchema = "hub";

    public IReadOnlyList<FactTable> All { get; } = [.. tables.OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>Writes the rows of these events into every table of the schema.</summary>
    public async Task WriteAsync(
        NpgsqlConnection connection, string schema, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return;
        foreach (var table in All) await table.WriteAsync(connection, schema, events, cancellation);
    }
}
