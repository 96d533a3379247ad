using System.Collections.Concurrent;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// Streams that begin in one transaction of an import, written with two COPY commands and their read rows behind them:
/// the store's own way calls a function a stream, which is more than half of a first load's time in the database. The
/// rows are those that the store writes; a stream that exists already breaks its key and the transaction is repeated,
/// which then finds the stream.
/// </summary>
public sealed class NewStreams(IDocumentStore store, FactTables tables, string correlationId) : ITransactionParticipant
{
    private const string StreamColumns = "id, type, version, timestamp, created, tenant_id";
    private const string EventColumns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id";

    private const string Tenant = "*DEFAULT*";
    private static readonly ConcurrentDictionary<Type, Func<object, IEvent>> Wrappers = new();

    private readonly List<(Guid Id, string Type, IReadOnlyList<object> Events)> _streams = [];

    public bool IsEmpty => _streams.Count == 0;

    /// <summary>Begins a stream with its first events.</summary>
    public void Start<T>(Guid id, IReadOnlyList<object> events)
        where T : class => _streams.Add((id, EventTypes.NameOf(typeof(T)), events));

    public async Task BeforeCommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
    {
        var events = await EventsAsync(connection, token);
        await WriteStreamsAsync(connection, events[0].Timestamp, token);
        await WriteEventsAsync(connection, events, token);
        await tables.WriteAsync(connection, FactTables.LiveSchema, events, token);
    }

    private async Task<List<IEvent>> EventsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select nextval('{HubStore.EventSchema}.mt_events_sequence'), now() from generate_series(1, $1)",
            connection);
        command.Parameters.Add(Parameter.Of(_streams.Sum(s => s.Events.Count)));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<IEvent>();
        foreach (var (id, _, data) in _streams)
        {
            for (var i = 0; i < data.Count; i++)
            {
                await reader.ReadAsync(cancellation);
                var e = Wrappers.GetOrAdd(data[i].GetType(), WrapperOf)(data[i]);
                (e.Id, e.StreamId, e.Version) = (Guid.CreateVersion7(), id, i + 1);
                (e.Sequence, e.Timestamp) = (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
                (e.EventTypeName, e.CorrelationId) = (EventTypes.NameOf(data[i].GetType()), correlationId);
                events.Add(e);
            }
        }

        return events;
    }

    private async Task WriteStreamsAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {HubStore.EventSchema}.mt_streams ({StreamColumns}) from stdin (format binary)", cancellation);
        foreach (var (id, type, events) in _streams)
        {
            copy.StartRow();
            copy.Write(id, NpgsqlDbType.Uuid);
            copy.Write(type, NpgsqlDbType.Varchar);
            copy.Write((long)events.Count, NpgsqlDbType.Bigint);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(Tenant, NpgsqlDbType.Varchar);
        }

        await copy.CompleteAsync(cancellation);
    }

    private async Task WriteEventsAsync(
        NpgsqlConnection connection, List<IEvent> events, CancellationToken cancellation)
    {
        var serializer = store.Options.Serializer();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {HubStore.EventSchema}.mt_events ({EventColumns}) from stdin (format binary)", cancellation);
        foreach (var e in events)
        {
            var type = e.Data.GetType();
            copy.StartRow();
            copy.Write(e.Sequence, NpgsqlDbType.Bigint);
            copy.Write(e.Id, NpgsqlDbType.Uuid);
            copy.Write(e.StreamId, NpgsqlDbType.Uuid);
            copy.Write(e.Version, NpgsqlDbType.Bigint);
            copy.Write(serializer.ToJson(e.Data), NpgsqlDbType.Jsonb);
            copy.Write(e.EventTypeName, NpgsqlDbType.Varchar);
            copy.Write(e.Timestamp, NpgsqlDbType.TimestampTz);
            copy.Write(Tenant, NpgsqlDbType.Varchar);
            copy.Write($"{type.FullName}, {type.Assembly.GetName().Name}", NpgsqlDbType.Varchar);
            copy.Write(correlationId, NpgsqlDbType.Varchar);
        }

        await copy.CompleteAsync(cancellation);
    }

    private static Func<object, IEvent> WrapperOf(Type type)
    {
        var wrapper = typeof(Event<>).MakeGenericType(type);
        return data => (IEvent)Activator.CreateInstance(wrapper, data)!;
    }
}
