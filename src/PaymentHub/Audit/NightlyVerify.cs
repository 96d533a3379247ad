using System.Diagnostics;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Audit;

/// <summary>
/// Verifies the ledger once a day by itself, after the set hour of the service's own clock, and raises an alarm in the
/// log and on the pages when something does not hold. With several nodes one of them does it.
/// </summary>
public sealed class NightlyVerify(
    HubSettings settings, IDocumentStore store, FactTables tables, NpgsqlDataSource source, IClock clock,
    ILogger<NightlyVerify> log) : BackgroundService
{
    // Any constant serves, as long as every node uses the same one.
    private const long LockKey = 7_205_962_092;

    // What is named in the record; the page makes the whole list anew.
    private const int MostFindings = 20;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    /// <summary>Verifies where the day's run is due and nobody has made it.</summary>
    /// <returns>True where it ran.</returns>
    public async Task<bool> RunIfDueAsync(int hour, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var local = now.InZone(HubClock.Zone);
        if (local.Hour < hour) return false;
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (!await AskAsync(connection, $"select pg_try_advisory_lock({LockKey})", null, cancellation)) return false;
        try
        {
            var today = local.Date.AtStartOfDayInZone(HubClock.Zone).ToInstant();
            const string isDone = "select exists (select from hub.verify_run where started_at >= $1)";
            if (await AskAsync(connection, isDone, today, cancellation)) return false;
            await RunAsync(connection, now, cancellation);
            return true;
        }
        finally
        {
            await AskAsync(connection, $"select pg_advisory_unlock({LockKey})", null, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.NightlyVerifyHour is not { } hour) return;
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunIfDueAsync(hour, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The next tick tries again; a database that is away must not end the service.
                log.LogError(failure, "The nightly verification failed and is tried again");
            }
        }
    }

    private async Task RunAsync(NpgsqlConnection connection, Instant now, CancellationToken cancellation)
    {
        var took = Stopwatch.StartNew();
        var answer = await Verify.RunAsync(store, tables, source, cancellation);
        string[] findings =
        [
            .. answer.Tables.Where(t => t.Differs).Select(t => $"table {t.Table}")
                .Concat(answer.Checks.Where(c => !c.Holds).Select(c => $"{c.Name} {c.Dimension}")).Take(MostFindings),
        ];
        await using var command = new NpgsqlCommand("""
            insert into hub.verify_run (started_at, took_ms, holds, tables, rows, checks, findings)
            values ($1, $2, $3, $4, $5, $6, $7)
            """, connection);
        command.Parameters.Add(Parameter.Of(now));
        command.Parameters.Add(Parameter.Of(took.ElapsedMilliseconds));
        command.Parameters.Add(new() { Value = answer.Holds });
        command.Parameters.Add(Parameter.Of(answer.Tables.Count));
        command.Parameters.Add(Parameter.Of(answer.Tables.Sum(t => t.Rows)));
        command.Parameters.Add(Parameter.Of(answer.Checks.Count));
        command.Parameters.Add(Parameter.Of(findings));
        await command.ExecuteNonQueryAsync(cancellation);
        if (answer.Holds)
        {
            log.LogInformation("Nightly verification holds: {Tables} tables, {Checks} checks in {Milliseconds} ms",
                answer.Tables.Count, answer.Checks.Count, took.ElapsedMilliseconds);
        }
        else
        {
            log.LogCritical("ALARM: the nightly verification does not hold: {Findings}", string.Join("; ", findings));
        }
    }

    private static async Task<bool> AskAsync(
        NpgsqlConnection connection, string sql, Instant? from, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (from is { } moment) command.Parameters.Add(Parameter.Of(moment));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}
