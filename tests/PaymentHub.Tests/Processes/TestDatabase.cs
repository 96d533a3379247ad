using Npgsql;

namespace PaymentHub.Tests.Processes;

/// <summary>A look into a service's database from outside, and a hand that can hold what the service needs.</summary>
/// <param name="connectionString">Where it is.</param>
/// <param name="keepsConnections">
/// Keeps its connections until it is disposed: right for many questions, wrong for a database that is copied meanwhile.
/// </param>
public sealed class TestDatabase(string connectionString, bool keepsConnections = false) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source =
        NpgsqlDataSource.Create($"{connectionString};Pooling={keepsConnections}");

    public string ConnectionString => connectionString;

    /// <summary>The first column of the first row.</summary>
    public async Task<T> AskAsync<T>(string sql, params object[] parameters)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Whether a query of a count finds anything.</summary>
    public async Task<bool> AnyAsync(string sql, params object[] parameters) =>
        await AskAsync<long>($"select count(*) from ({sql}) found", parameters) > 0;

    /// <summary>Begins a transaction with a statement that takes a lock, and keeps it open.</summary>
    public async Task<Obstacle> ObstructAsync(string sql, params object[] parameters)
    {
        var connection = await _source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
        return new Obstacle(this, connection, transaction);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}

/// <summary>A lock held against the service until it is taken away.</summary>
public sealed class Obstacle(TestDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction)
    : IAsyncDisposable
{
    private const string Blocked = "select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))";

    /// <summary>Waits until somebody's statement stands before the lock.</summary>
    public Task IsMetAsync(Func<string> explain) => Until.HoldsAsync(
        "the service meets the lock", () => database.AnyAsync(Blocked, connection.ProcessID), explain);

    /// <summary>Cuts the connections that stand before the lock.</summary>
    public Task<long> CutConnectionsAsync() => database.AskAsync<long>(
        $"select count(pg_terminate_backend(pid)) from ({Blocked}) b", connection.ProcessID);

    /// <summary>Takes the lock away; nothing of its statement stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.RollbackAsync();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
