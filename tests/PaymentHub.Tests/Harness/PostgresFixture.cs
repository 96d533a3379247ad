using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using PaymentHub.Tests.Harness;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace PaymentHub.Tests.Harness;

/// <summary>
/// Databases for tests: one server per test run, started when the first test asks; a template with the schema, prepared
/// once; and one copy of the template per caller, in some twenty milliseconds.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Template = "template_paymenthub";
    private readonly Func<string, Task> _prepareTemplate;
    private readonly Lazy<Task<PostgresServer>> _server;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _states = new(StringComparer.Ordinal);
    private int _created;

    /// <summary>The fixture of the assembly. Its template is what the service makes of an empty database.</summary>
    public PostgresFixture()
        : this(HubSetup.PrepareTemplateAsync)
    {
    }

    /// <summary>
    /// <paramref name="prepareTemplate"/> receives the connection string of an empty database and leaves it as every
    /// test shall find its own. It is called once.
    /// </summary>
    internal PostgresFixture(Func<string, Task> prepareTemplate)
    {
        _prepareTemplate = prepareTemplate;
        _server = new Lazy<Task<PostgresServer>>(StartAsync);
    }

    /// <summary>Makes a database of its own for the caller and returns its Npgsql connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        return await CopyAsync(await _server.Value, Template);
    }

    /// <summary>Makes a database with nothing in it: no schema and none of the demo users of the template.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        return await CopyAsync(await _server.Value, "template0");
    }

    /// <summary>
    /// Makes another database that begins as this one is now. Sessions that this process keeps pooled are closed; any
    /// other session on it fails the copy.
    /// </summary>
    public async Task<string> CopyDatabaseAsync(string connectionString)
    {
        var original = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        NpgsqlConnection.ClearAllPools();
        return await CopyAsync(await _server.Value, original);
    }

    /// <summary>
    /// A database in a named state beyond the template, such as a month that is released. The first caller's
    /// <paramref name="prepare"/> makes it, once; everybody gets a copy. The name is a plain SQL identifier.
    /// </summary>
    public async Task<string> CreateDatabaseAsync(string state, Func<string, Task> prepare)
    {
        var server = await _server.Value;
        await _states.GetOrAdd(state, name => new(() => MakeStateAsync(server, $"state_{name}", prepare))).Value;
        return await CopyAsync(server, $"state_{state}");
    }

    /// <summary>
    /// Drops a database made by <see cref="CreateDatabaseAsync()"/>, whoever is still connected. Not needed for
    /// correctness: the server takes all with it. A large database gives its memory back earlier.
    /// </summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        var server = await _server.Value;
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using (var connection = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(connection);
        await RunAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>Stops the server, if one was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated) return;
        PostgresServer server;
        try
        {
            server = await _server.Value;
        }
        catch (InvalidOperationException)
        {
            // The tests that asked for a database have reported why it did not start.
            return;
        }

        await server.DisposeAsync();
    }

    private async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        try
        {
            await RunAsync(server, $"CREATE DATABASE {Template}");
            await _prepareTemplate(server.ConnectionString(Template));
            await CloseAsync(server, Template);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task MakeStateAsync(PostgresServer server, string name, Func<string, Task> prepare)
    {
        await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE {Template} STRATEGY file_copy");
        await prepare(server.ConnectionString(name));
        await CloseAsync(server, name);
    }

    private async Task<string> CopyAsync(PostgresServer server, string of)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _created)}");
        await RunAsync(server, $"CREATE DATABASE {name} TEMPLATE {of} STRATEGY file_copy");
        return server.ConnectionString(name);
    }

    /// <summary>A template with a session in it cannot be copied.</summary>
    private static async Task CloseAsync(PostgresServer server, string name)
    {
        await using (var own = new NpgsqlConnection(server.ConnectionString(name))) NpgsqlConnection.ClearPool(own);
        await RunAsync(server, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await RunAsync(server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    private static async Task RunAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
