using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
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
public sealed class NewStreams(FactTables tables, string correlationId) : ITransactionParticipant
{
    private const string StreamColumns = "id, type, version, timestamp, created, tenant_id";
    private const string EventColumns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id";

    private const string Tenant = "*DEFAULT*";
    private static readonly ConcurrentDictionary<Type, Mapping> Mappings = new();

    private readonly List<(Guid Id, string Type, int Events)> _streams = [];
    private readonly List<IEvent> _events = [];
    private readonly List<byte[]> _bodies = [];
    private readonly byte[] _id = Guid.CreateVersion7().ToByteArray(bigEndian: true);

    public bool IsEmpty => _streams.Count == 0;

    /// <summary>Begins a stream; its events are serialised here, while another chunk is saved.</summary>
    public void Start<T>(Guid id, IReadOnlyList<object> events)
        where T : class
    {
        _streams.Add((id, MappingOf(typeof(T)).Name, events.Count));
        for (var i = 0; i < events.Count; i++)
        {
            var data = events[i];
            var mapping = MappingOf(data.GetType());
            var e = mapping.Wrap(data);
            (e.Id, e.StreamId, e.Version) = (NextId(), id, i + 1);
            (e.EventTypeName, e.CorrelationId) = (mapping.Name, correlationId);
            _events.Add(e);
            _bodies.Add(JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), StoredJson.Options));
        }
    }

    public async Task BeforeCommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken token)
    {
        await NumberAsync(connection, token);
        await WriteStreamsAsync(connection, _events[0].Timestamp, token);
        await WriteEventsAsync(connection, token);
        await tables.WriteAsync(connection, FactTables.LiveSchema, _events, token);
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
            copy.Write((long)events, NpgsqlDbType.Bigint);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(now, NpgsqlDbType.TimestampTz);
            copy.Write(Tenant, NpgsqlDbType.Varchar);
        }

        await copy.CompleteAsync(cancellation);
    }

    private async Task WriteEventsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {HubStore.EventSchema}.mt_events ({EventColumns}) from stdin (format binary)", cancellation);
        for (var i = 0; i < _events.Count; i++)
        {
            var e = _events[i];
            copy.StartRow();
            copy.Write(e.Sequence, NpgsqlDbType.Bigint);
            copy.Write(e.Id, NpgsqlDbType.Uuid);
            copy.Write(e.StreamId, NpgsqlDbType.Uuid);
            copy.Write(e.Version, NpgsqlDbType.Bigint);
            copy.Write(_bodies[i], NpgsqlDbType.Jsonb);
            copy.Write(e.EventTypeName, NpgsqlDbType.Varchar);
            copy.Write(e.Timestamp, NpgsqlDbType.TimestampTz);
            copy.Write(Tenant, NpgsqlDbType.Varchar);
            copy.Write(MappingOf(e.Data.GetType()).DotNetName, NpgsqlDbType.Varchar);
            copy.Write(correlationId, NpgsqlDbType.Varchar);
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
