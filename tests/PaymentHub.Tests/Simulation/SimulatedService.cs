using System.Text.Json.Nodes;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Harness;
using PaymentHub.Tests.Processes;

namespace PaymentHub.Tests.Simulation;

/// <summary>The service that a simulated month is played on, and what happens to it meanwhile.</summary>
internal interface ISimulatedService : IAsyncDisposable
{
    /// <summary>Calls in the name of a user, to whichever node serves now.</summary>
    Caller As(string user);

    /// <summary>Moves the story, on every node.</summary>
    Task SetClockAsync(string now);

    /// <summary>The month's files were made.</summary>
    Task ReleasedAsync();

    /// <summary>A file was handed in and may be at work.</summary>
    Task HandedInAsync();
}

/// <summary>One node in this process; disturbed where a disturbance is given.</summary>
internal sealed class OneNode(Hub hub, Disturbance? disturbance) : ISimulatedService
{
    public static async Task<ISimulatedService> StartAsync(
        string database, (string Key, string Value)[] settings, Disturbance? disturbance = null) =>
        new OneNode(
            await Hub.StartAsync(database, services => disturbance?.AddTo(services), settings), disturbance);

    public Caller As(string user) => hub.As(user);

    public Task SetClockAsync(string now) => hub.SetClockAsync(now);

    public Task ReleasedAsync() => disturbance?.RepeatReleaseAsync(hub) ?? Task.CompletedTask;

    public Task HandedInAsync() => disturbance?.RepeatPostingAsync(hub) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => hub.DisposeAsync();
}

/// <summary>
/// Two nodes as processes. Now and then the one that has just taken a file is killed (kill -9); the other goes on
/// with its work, and a new node takes its place.
/// </summary>
internal sealed class TwoNodes : ISimulatedService
{
    private const int OneIn = 25;

    private static readonly (string, string)[] OfCluster =
        [("PAYMENTHUB_CLUSTER", "true"), ("PAYMENTHUB_NODE_TIMEOUT", "8")];

    private readonly string _database;
    private readonly (string, string)[] _settings;
    private readonly Chance _chance;
    private readonly Dictionary<string, string> _tokens = [];
    private ServiceProcess _serving;
    private Task<ServiceProcess> _other;
    private int _handedIn;

    private TwoNodes(string database, (string, string)[] settings, long seed, ServiceProcess first)
    {
        (_database, _settings, _chance, _serving) = (database, settings, new Chance(seed), first);
        _other = StartAsync();
    }

    /// <summary>How many nodes were killed.</summary>
    public int Kills { get; private set; }

    public static async Task<TwoNodes> StartAsync(string database, (string, string)[] settings, long seed)
    {
        (string, string)[] all = [.. settings, .. OfCluster];
        return new TwoNodes(database, all, seed, await ServiceProcess.StartAsync(database, null, all));
    }

    public Caller As(string user) => _serving.As(user);

    // Each node keeps the story's time that it was told last.
    public async Task SetClockAsync(string now)
    {
        foreach (var node in new[] { _serving, await _other })
            await node.As("quantri").PostAsync("/api/demo/clock", new JsonObject { ["now"] = now });
    }

    public Task ReleasedAsync() => Task.CompletedTask;

    public async Task HandedInAsync()
    {
        // The first file always: a month without a kill would say nothing.
        if (_handedIn++ > 0 && _chance.Below("kill", $"{_handedIn}", OneIn) > 0) return;
        var survivor = await _other;
        await _serving.KillAsync();
        await _serving.DisposeAsync();
        Kills++;
        _serving = survivor;
        _other = StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using var other = await _other;
        await _serving.DisposeAsync();
    }

    private Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(_database, _tokens, _settings);
}
