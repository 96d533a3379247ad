using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Operator.Bench;

/// <summary>Measures the stages of the month, each with the limit taken right after it.</summary>
public sealed class BenchStages(
    MeasuredService service, NpgsqlDataSource source, StorageLimit limit, BenchReport report)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public BenchReport Report => report;

    /// <summary>A stage that stores rows; <paramref name="act"/> returns when its last row is committed.</summary>
    public async Task StoreAsync(string stage, Func<Task<JsonObject?>> act)
    {
        var mark = await limit.MarkAsync();
        service.ForgetPeak();
        var used = service.ProcessorTime;
        var watch = Stopwatch.StartNew();
        var more = await act();
        var took = watch.Elapsed;
        used = service.ProcessorTime - used;
        var peak = service.PeakMemoryMb;
        var (rows, least) = await limit.TakeAsync(mark);
        report.Stage(new Measured(stage, rows, took, used, peak, least), more);
    }

    /// <summary>A stage that reads; <paramref name="act"/> tells how many rows it counts.</summary>
    public async Task<JsonNode> ReadAsync(string stage, Func<Task<JsonNode>> act, Func<JsonNode, long> rowsOf)
    {
        service.ForgetPeak();
        var used = service.ProcessorTime;
        var watch = Stopwatch.StartNew();
        var answer = await act();
        var took = watch.Elapsed;
        report.Stage(new Measured(
            stage, rowsOf(answer), took, service.ProcessorTime - used, service.PeakMemoryMb, null));
        return answer;
    }

    /// <summary>
    /// Waits until a count in the database reaches what is expected: asking the service would slow what is measured.
    /// </summary>
    public async Task UntilAsync(string what, long expected, string countQuery, params string[][] parameters)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            if (await CountAsync(countQuery, parameters) >= expected) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new BenchException($"{what}: not done after {Patience.TotalMinutes} minutes.");
    }

    public async Task<long> CountAsync(string query, params string[][] parameters)
    {
        await using var command = source.CreateCommand(query);
        foreach (var parameter in parameters) command.Parameters.Add(Parameter.Of(parameter));
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
