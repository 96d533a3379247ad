using System.Reflection;
using Npgsql;

namespace PaymentHub.Storage;

/// <summary>
/// Applies the SQL scripts of <c>ops/db</c>, in the order of their names and each once, before anything else starts.
/// </summary>
public sealed class SqlScripts(NpgsqlDataSource source, ILogger<SqlScripts> log) : IHostedService
{
    // Any constant serves, as long as every node uses the same one.
    private const long LockKey = 7_205_962_026;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellationToken);
        try
        {
            await ApplyMissingAsync(connection, cancellationToken);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }

        await connection.ReloadTypesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ApplyMissingAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, """
            create schema if not exists hub;
            create table if not exists hub.script (name text primary key, applied_at timestamptz not null default now())
            """, cancellation);
        var applied = await AppliedAsync(connection, cancellation);
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var name in names.Where(n => !applied.Contains(n)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await ExecuteAsync(connection, await reader.ReadToEndAsync(cancellation), cancellation);
            await using var record = new NpgsqlCommand("insert into hub.script (name) values ($1)", connection)
            {
                Parameters = { new() { Value = name } },
            };
            await record.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            log.LogInformation("Applied database script {Script}", name);
        }
    }

    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select name from hub.script", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new HashSet<string>();
        while (await reader.ReadAsync(cancellation)) names.Add(reader.GetString(0));
        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
