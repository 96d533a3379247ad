using NodaTime;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// The time of the service. In the demo profile it runs with an offset kept in the database, so that a month can be
/// played and the service goes on from there after a restart; everywhere else it is the system's time.
/// </summary>
public sealed class HubClock(IClock system) : IClock
{
    /// <summary>
    /// Where a demo begins: after the decrees of 2026 came into force, before the month of the story is planned.
    /// </summary>
    private static readonly Instant StoryStart = Instant.FromUtc(2026, 10, 20, 1, 0);

    private Duration _offset = Duration.Zero;

    /// <summary>The zone of all business dates.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    // Microseconds are what PostgreSQL keeps; anything finer would not survive a round trip.
    public Instant GetCurrentInstant()
    {
        var now = system.GetCurrentInstant() + _offset;
        return Instant.FromUnixTimeTicks(now.ToUnixTimeTicks() / 10 * 10);
    }

    /// <summary>Moves the story to another moment and remembers it.</summary>
    public async Task SetAsync(Instant now, NpgsqlDataSource source, CancellationToken cancellation)
    {
        _offset = now - system.GetCurrentInstant();
        await using var command = source.CreateCommand("""
            insert into hub.story_clock (id, offset_ticks) values (1, $1)
            on conflict (id) do update set offset_ticks = excluded.offset_ticks
            """);
        command.Parameters.Add(new() { Value = _offset.BclCompatibleTicks });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes up the offset that an earlier run left.</summary>
    public async Task LoadAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select offset_ticks from hub.story_clock where id = 1");
        if (await command.ExecuteScalarAsync(cancellation) is long ticks) _offset = Duration.FromTicks(ticks);
        else await SetAsync(StoryStart, source, cancellation);
    }
}

/// <summary>Loads the story's time before the first request of a demo.</summary>
public sealed class StoryClockStart(HubClock clock, NpgsqlDataSource source) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => clock.LoadAsync(source, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
