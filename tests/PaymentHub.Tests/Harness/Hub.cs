using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using PaymentHub.Ledger;
using Shouldly;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// The service in this process, on a real port of the loopback interface and a database of its own. Only two things
/// differ from the program that is delivered: passwords are hashed with few iterations, because fourteen people sign
/// in, and the log is kept for the test instead of written to the console.
/// </summary>
public sealed class Hub : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = new(StringComparer.Ordinal);
    private readonly NpgsqlDataSource _source;

    private Hub(Factory factory, HttpClient http)
    {
        (_factory, _http) = (factory, http);
        _source = factory.Services.GetRequiredService<NpgsqlDataSource>();
    }

    /// <summary>The services of the running application.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Its address with the host name localhost, as browsers use it.</summary>
    public string Url => _http.BaseAddress!.ToString().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>Warnings and errors that the service logged.</summary>
    public IReadOnlyCollection<string> Log => _factory.Log.Lines;

    /// <summary>
    /// Starts the service on the database. Settings given here come on top of <see cref="HubSetup.Settings"/>.
    /// </summary>
    public static Task<Hub> StartAsync(string database, params (string Key, string Value)[] settings) =>
        StartAsync(database, _ => { }, settings);

    /// <summary>Starts the service with parts that watch or disturb it.</summary>
    public static Task<Hub> StartAsync(
        string database, Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var factory = new Factory(database, configure, settings);
        try
        {
            factory.StartServer();
            return Task.FromResult(new Hub(factory, factory.CreateClient()));
        }
        catch
        {
            factory.Dispose();
            throw;
        }
    }

    /// <summary>Calls in the name of a demo user, signed in when the first call is made.</summary>
    public Caller As(string userName) => new(_http, () => TokenOfAsync(userName));

    /// <summary>Calls without any credentials.</summary>
    public Caller Anonymous() => new(_http, () => Task.FromResult<string?>(null));

    /// <summary>Moves the story to a moment such as <c>2026-10-22T01:00:00Z</c>.</summary>
    public async Task SetClockAsync(string now) =>
        await As("quantri").PostAsync("/api/demo/clock", new JsonObject { ["now"] = now });

    /// <summary>The first column of the first row, or null.</summary>
    public async Task<T?> AskAsync<T>(string sql, params object[] parameters)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync() is T found ? found : default;
    }

    /// <summary>Runs a statement by hand, past the service; returns the rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>What does not hold of the whole ledger, as the nightly verification would report it.</summary>
    public async Task<IEnumerable<Identity>> BrokenChecksAsync() =>
        (await LedgerChecks.RunAsync(_source, CancellationToken.None)).Where(check => !check.Holds);

    /// <summary>A connection of the test's own, for locks that the service has to wait for.</summary>
    public async Task<NpgsqlConnection> ConnectAsync() => await _source.OpenConnectionAsync();

    /// <summary>Stops the service and gives its connections back.</summary>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _factory.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<string?> TokenOfAsync(string userName) =>
        await _tokens.GetOrAdd(userName, name => new(() => SignInAsync(name))).Value;

    private async Task<string> SignInAsync(string userName)
    {
        var body = new JsonObject { ["userName"] = userName, ["password"] = HubSetup.Password };
        using var answer = await _http.PostAsJsonAsync("/api/sign-in", body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{userName} signs in: {await answer.Content.ReadAsStringAsync()}");
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!;
    }

    private sealed class Factory : WebApplicationFactory<Program>
    {
        private readonly string _database;
        private readonly Action<IServiceCollection> _configure;
        private readonly (string Key, string Value)[] _settings;

        public Factory(
            string database, Action<IServiceCollection> configure, (string Key, string Value)[] settings)
        {
            (_database, _configure, _settings) = (database, configure, settings);
            UseKestrel(0);
        }

        public HubLog Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            // The environment of a container may ask for all interfaces, which the demo profile rightly refuses.
            builder.UseSetting("urls", "http://127.0.0.1:0");
            foreach (var (key, value) in HubSetup.Settings(_database)) builder.UseSetting(key, value);
            foreach (var (key, value) in _settings) builder.UseSetting(key, value);
            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<ILoggerFactory>(LoggerFactory.Create(
                    log => log.SetMinimumLevel(LogLevel.Warning).AddProvider(Log)));
                services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
                // In development an unreadable request would be an exception instead of an answer.
                services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false);
                _configure(services);
            });
        }
    }
}
