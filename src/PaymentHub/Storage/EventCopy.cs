using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using JasperFx.Events;
using Marten;
using NodaTime;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// Events of many streams in one transaction, written with COPY and their read rows behind them: the store's own way
/// calls a function a stream, which is more than half of the database's time where an import begins a hundred thousand
/// streams or a statement speaks of every batch of a province. The rows are those that the store writes; a stream that
/// begins here and exists already breaks its key and the transaction is repeated, which then finds the stream.
/// </summary>
public sealed class EventCopy(FactTables tables, string? correlationId, string? causationId) : ITransactionParticipant
{
    private const string StreamColumns = "id, type, version, timestamp, created, tenant_id";
    private const string EventColumns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, "
        + "causation_id";

    private const string Tenant = "*DEFAULT*";
    private static readonly ConcurrentDictionary<Type, Mapping> Mappings = new();

    private readonly List<(Guid Id, string Type, int Events)> _begun = [];
    private readonly Dictionary<Guid, List<IEvent>> _continued = [];
    private readonly List<IEvent> _events = [];
    private readonly List<byte[]> _bodies = [];
    private readonly byte[] _id = Guid.CreateVersion7().ToByteArray(bigEndian: true);

    /// <summary>Begins a stream; its events are serialised here, while another transaction may be saved.</summary>
    public void Start<T>(Guid id, IReadOnlyList<object> events)
        where T : class
    {
        _begun.Add((id, MappingOf(typeof(T)).Name, events.Count));
        for (var i = 0; i < events.Count; i++) Add(id, events[i]).Version = i + 1;
    }

    /// <summary>
    /// Appends to a stream that exists and that this transaction has locked, so that what was decided from it holds.
    /// </summary>
    public void Append(Guid id, IEnumerable<object> events)
    {
        if (!_continued.TryGetValue(id, out var own)) _continued[id] = own = [];
        foreach (var data in events) own.Add(Add(id, data));
    }

    /// <summary>Makes the events part of what the session saves.</summary>
    public void JoinTo(IDocumentSession session)
    {
        if (_events.Count > 0) ((ITransactionParticipantRegistrar)session).AddTransactionParticipant(this);
    }

    private IEvent Add(Guid stream, object data)
    {
        var mapping = MappingOf(data.GetType());
        var e = mapping.Wrap(data);
        (e.Id, e.StreamId, e.EventTypeName) = (NextId(), stream, mapping.Name);
        (e.CorrelationId, e.CausationId) = (correlationId, causationId);
        _events.Add(e);
        _bodies.Add(JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), StoredJson.Options));
        return e;
    }

    public Task BeforeCommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token) =>
        WriteAsync(connection, token);

    /// <summary>
    /// Writes the events and their rows now, into the transaction that the connection is in, which then sees them.
    /// </summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (_events.Count == 0) return;
        await NumberAsync(connection, cancellation);
        if (_begun.Count > 0) await WriteStreamsAsync(connection, cancellation);
        if (_continued.Count > 0) await ContinueAsync(connection, cancellation);
        await WriteEventsAsync(connection, cancellation);
        await tables.WriteAsync(connection, FactTables.LiveSchema, _events, cancellation);
    }

    private async Task NumberAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select nextval('{HubStore.EventSchema}.mt_events_sequence'), now() from generate_series(1, $1)",
            connection);
        command.Parameters.Add(Parameter.Of(_events.Count));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        foreach (var e in _events)
        {
            await reader.ReadAsync(cancellation);
            (e.Sequence, e.Timestamp) = (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
        }
    }

    private async Task WriteStreamsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var now = Instant.FromDateTimeOffset(_events[0].Timestamp);
        await using var copy = await RowCopy.BeginAsync(
            connection, $"{HubStore.EventSchema}.mt_streams", StreamColumns, cancellation);
        foreach (var (id, type, events) in _begun)
        {
            var row = await copy.RowAsync(cancellation);
            row.Id(id);
            row.Text(type);
            row.Long(events);
            row.At(now);
            row.At(now);
            row.Text(Tenant);
        }

        await copy.CompleteAsync(cancellation);
    }

    private async Task ContinueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            update {HubStore.EventSchema}.mt_streams s set version = s.version + w.events, timestamp = now()
            from unnest($1, $2) w(id, events) where s.id = w.id
            returning s.id, s.version
            """, connection);
        command.Parameters.Add(Parameter.Of([.. _continued.Keys]));
        command.Parameters.Add(Parameter.Of([.. _continued.Values.Select(own => own.Count)]));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = 0;
        for (; await reader.ReadAsync(cancellation); found++)
        {
            var own = _continued[reader.GetGuid(0)];
            var before = reader.GetInt64(1) - own.Count;
            for (var i = 0; i < own.Count; i++) own[i].Version = before + i + 1;
        }

        if (found < _continued.Count)
            throw new InvalidOperationException($"{_continued.Count - found} streams to append to do not exist.");
    }

    private async Task WriteEventsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var copy = await RowCopy.BeginAsync(
            connection, $"{HubStore.EventSchema}.mt_events", EventColumns, cancellation);
        for (var i = 0; i < _events.Count; i++)
        {
            var e = _events[i];
            var row = await copy.RowAsync(cancellation);
            row.Long(e.Sequence);
            row.Id(e.Id);
            row.Id(e.StreamId);
            row.Long(e.Version);
            row.Json(_bodies[i]);
            row.Text(e.EventTypeName);
            row.At(Instant.FromDateTimeOffset(e.Timestamp));
            row.Text(Tenant);
            row.Text(MappingOf(e.Data.GetType()).DotNetName);
            row.Text(correlationId);
            row.Text(causationId);
        }

        await copy.CompleteAsync(cancellation);
    }

    // One number from the system for all events of the transaction: asking for each took longer than serialising it.
    private Guid NextId()
    {
        BinaryPrimitives.WriteInt32BigEndian(_id.AsSpan(_id.Length - sizeof(int)), _events.Count);
        return new Guid(_id, bigEndian: true);
    }

    private static Mapping MappingOf(Type type) => Mappings.GetOrAdd(type, t => new Mapping(
        EventTypes.NameOf(t), $"{t.FullName}, {t.Assembly.GetName().Name}", WrapperOf(t)));

    private static Func<object, IEvent> WrapperOf(Type type)
    {
        var data = Expression.Parameter(typeof(object));
        var constructor = typeof(Event<>).MakeGenericType(type).GetConstructor([type])!;
        return Expression.Lambda<Func<object, IEvent>>(
            Expression.New(constructor, Expression.Convert(data, type)), data).Compile();
    }

    private sealed record Mapping(string Name, string DotNetName, Func<object, IEvent> Wrap);
}
