using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Domain;
using PaymentHub.Domain.Programmes;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// One transaction of an import: the session that it writes through, who imports and when, and what its rows did. A
/// trial run is the same work on a session that is never saved.
/// </summary>
public sealed class ChunkWork(
    IDocumentSession session, ImportItem import, Instant now, TrialEvents? trial, CancellationToken cancellation)
{
    public IDocumentSession Session => session;

    public string User => import.ByUser;

    public Instant Now => now;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The catalogue's rules as known now: causes of stops and suspensions with their legal basis.</summary>
    public required ProgrammeRules Rules { get; init; }

    /// <summary>What the reference tables say of a commune's area.</summary>
    public Func<string, IReadOnlyList<AreaTerm>> ReferenceAreas { get; init; } = _ => [];

    /// <summary>Where streams that begin are written at once; without it the session starts them.</summary>
    public EventCopy? NewStreams { get; init; }

    /// <summary>Events of earlier chunks of a trial run, which are nowhere stored.</summary>
    public TrialEvents? Trial => trial;

    public ChunkResult Result { get; } = new();

    // Streams that were read or written, also those that were found missing.
    private readonly HashSet<Guid> _touched = [];

    /// <summary>Notes that what was decided rests on this stream.</summary>
    public void Touch(Guid stream) => _touched.Add(stream);

    /// <summary>Whether both rest on the same stream, so that one has to wait for the other.</summary>
    public bool Touches(ChunkWork other) => _touched.Overlaps(other._touched);

    /// <summary>Whether the importer's scope covers the commune.</summary>
    public bool MayTouch(string commune) =>
        import.Communes is not { } bound || bound.Contains(commune, StringComparer.Ordinal);

    /// <summary>Streams of one kind with their present states.</summary>
    public Task<StreamBook<T>> StreamsAsync<T>(IEnumerable<Guid> ids)
        where T : class, IFold<T> => StreamBook<T>.LoadAsync(this, [.. ids.Distinct()]);

    /// <summary>Number → person, for numbers of a kind in any form ever held; unknown numbers are missing.</summary>
    public Task<Dictionary<string, Guid>> HoldersAsync(IdentifierKind kind, IEnumerable<string> values) =>
        KnownPeople.FindAsync(session, kind, [.. values.Distinct(StringComparer.Ordinal)], cancellation);
}

/// <summary>Events that a trial run decided and did not store, by stream, so that later rows see them.</summary>
public sealed class TrialEvents
{
    // A first load only starts streams; remembering all of them would need the memory of the whole register.
    private const int Most = 200_000;

    private readonly Dictionary<Guid, List<object>> _events = [];

    public IReadOnlyList<object> Of(Guid stream) => _events.GetValueOrDefault(stream) ?? [];

    public bool Knows(Guid stream) => _events.ContainsKey(stream);

    public void Add(Guid stream, IReadOnlyList<object> events)
    {
        if (!_events.TryGetValue(stream, out var list))
        {
            if (_events.Count >= Most) return;
            _events[stream] = list = [];
        }

        list.AddRange(events);
    }
}

/// <summary>
/// The streams that a chunk concerns, read with one query. New events are folded at once, so that later rows of the
/// chunk see them, and are appended at the version that was read: somebody else's change in between makes the
/// transaction fail and be repeated.
/// </summary>
public sealed class StreamBook<T>
    where T : class, IFold<T>
{
    private readonly ChunkWork _work;
    private readonly Dictionary<Guid, Entry> _entries = [];

    private StreamBook(ChunkWork work) => _work = work;

    public static async Task<StreamBook<T>> LoadAsync(ChunkWork work, Guid[] ids)
    {
        var book = new StreamBook<T>(work);
        foreach (var id in ids) work.Touch(id);
        if (ids.Length == 0) return book;
        var events = await work.Session.Events.QueryAllRawEvents()
            .Where(e => e.StreamId.IsOneOf(ids)).OrderBy(e => e.Version).ToListAsync(work.Cancellation);
        foreach (var e in events)
        {
            var entry = book.EntryOf(e.StreamId);
            entry.State = T.Evolve(entry.State, e.StreamId, e.Data);
            entry.Version = e.Version;
        }

        foreach (var id in ids.Where(i => work.Trial?.Knows(i) == true))
        {
            var entry = book.EntryOf(id);
            foreach (var e in work.Trial!.Of(id)) entry.State = T.Evolve(entry.State, id, e);
        }

        return book;
    }

    /// <summary>The state as the earlier rows left it; null for a stream that does not exist.</summary>
    public T? StateOf(Guid id) => _entries.GetValueOrDefault(id)?.State;

    /// <summary>Folds the events and keeps them for <see cref="Save"/>.</summary>
    public void Append(Guid id, IReadOnlyList<object> events)
    {
        _work.Touch(id);
        if (events.Count == 0) return;
        var entry = EntryOf(id);
        foreach (var e in events) entry.State = T.Evolve(entry.State, id, e);
        entry.New.AddRange(events);
    }

    /// <summary>Puts all new events into the session; a trial run keeps them for its later chunks.</summary>
    public void Save()
    {
        foreach (var (id, entry) in _entries)
        {
            if (entry.New.Count == 0) continue;
            if (_work.Trial is { } trial) trial.Add(id, entry.New);
            else if (entry.Version == 0 && _work.NewStreams is { } begins) begins.Start<T>(id, entry.New);
            else if (entry.Version == 0) _work.Session.Events.StartStream<T>(id, entry.New);
            else _work.Session.Events.Append(id, entry.Version + entry.New.Count, entry.New);
            entry.New = [];
        }
    }

    private Entry EntryOf(Guid id)
    {
        if (!_entries.TryGetValue(id, out var entry)) _entries[id] = entry = new Entry();
        return entry;
    }

    private sealed class Entry
    {
        public T? State { get; set; }

        public long Version { get; set; }

        public List<object> New { get; set; } = [];
    }
}

/// <summary>Finds people by any number that they hold or ever held.</summary>
public static class KnownPeople
{
    public static async Task<Dictionary<string, Guid>> FindAsync(
        IDocumentSession session, IdentifierKind kind, string[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select value, person_id from hub.identifier where kind = $1 and value = any($2)");
        command.Parameters.Add(Parameter.Of(kind.ToString()));
        command.Parameters.Add(Parameter.Of(values));
        await using var reader = await session.ExecuteReaderAsync(command, cancellation);
        var people = new Dictionary<string, Guid>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) people[reader.GetString(0)] = reader.GetGuid(1);
        return people;
    }
}
