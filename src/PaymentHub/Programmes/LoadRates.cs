using Marten;
using NodaTime;
using PaymentHub.Domain.Programmes;
using PaymentHub.Reference;
using PaymentHub.Storage;

namespace PaymentHub.Programmes;

/// <summary>
/// Publishes the rate tables of <c>seeds/reference</c> into their streams at start, and keeps the book of all of them.
/// A new decree is a changed CSV: unseen rows are published, changed rows corrected, equal rows leave the streams
/// alone. The demo's sample province has rules of its own beside them.
/// </summary>
public sealed class LoadRates(IDocumentStore store, IClock clock, RateBooks books, HubSettings settings)
    : IHostedService
{
    private const string ByUser = "nap-bang-muc";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        session.LastModifiedBy = ByUser;
        var tables = new List<RateTable>();
        foreach (var offered in RateFiles.Read(
            ReferenceData.Folder, settings.IsDemo ? ReferenceData.SampleFolder : null))
        {
            var id = RateTable.IdOf(offered.Table);
            var stream = await session.Events.FetchForWriting<RateTable>(id, cancellationToken);
            var decision = RateTableDecisions.Publish(offered, stream.Aggregate, clock.GetCurrentInstant(), ByUser);
            if (decision.Refusal is { } refusal) throw new InvalidDataException(refusal.Vietnamese);
            if (decision.Events.Count > 0) stream.AppendMany(decision.Events);
            var state = decision.Events.Aggregate(stream.Aggregate, (s, e) => RateTable.Evolve(s, id, e));
            if (state is not null) tables.Add(state);
        }

        await session.SaveChangesAsync(cancellationToken);
        books.Load(tables);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The current book of rates.</summary>
public sealed class RateBooks
{
    private Loaded? _loaded;

    /// <exception cref="InvalidOperationException">Asked before the tables were loaded.</exception>
    public RateBook Current => Known.Book;

    /// <summary>Every table with all that was ever recorded in it.</summary>
    public IReadOnlyList<RateTable> Tables => Known.Tables;

    private Loaded Known => _loaded ?? throw new InvalidOperationException("The rate tables are not loaded yet.");

    /// <summary>Takes the tables as they now stand.</summary>
    public void Load(IReadOnlyList<RateTable> tables) => _loaded = new Loaded(tables, RateBook.Of(tables));

    private sealed record Loaded(IReadOnlyList<RateTable> Tables, RateBook Book);
}
