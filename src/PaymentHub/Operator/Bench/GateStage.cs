using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using PaymentHub.Storage;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage gate --people N</c>: a statement of N entries handed in over HTTP, once as camt.053 and once as
/// MT940. Measured are the gate (from the last byte sent until the answer that the file is accepted, when its rows are
/// committed; how long the file took to arrive is said beside it) and the posting after it, each beside a bare COPY of
/// exactly the rows that it wrote.
/// </summary>
public sealed class GateStage(
    MeasuredService service, NpgsqlDataSource source, StorageLimit limit, BenchReport report, BenchOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private static readonly (string, string, Action<string, int, string>, string)[] Files =
    [
        ("camt.053", "AGRI", BenchFiles.Camt, "4500201000018"), ("MT940", "VCB", BenchFiles.Swift, "0271000400042"),
    ];

    public async Task RunAsync()
    {
        await service.PostAsync("quantri", "/api/demo/clock", new JsonObject { ["now"] = "2026-11-03T01:00:00Z" });
        foreach (var (format, institution, make, account) in Files)
        {
            var path = Path.Combine(options.Work, format);
            make(path, options.People, account);
            await MeasureAsync(format, institution, path);
            File.Delete(path);
        }
    }

    private async Task MeasureAsync(string format, string institution, string path)
    {
        var mark = await limit.MarkAsync();
        service.ForgetPeak();
        var (used, watch) = (service.ProcessorTime, Stopwatch.StartNew());
        var arrival = TimeSpan.Zero;
        var sent = await service.UploadAsync(
            $"bank-{institution.ToLowerInvariant()}", $"/api/bank-files?institution={institution}", path, format,
            () => arrival = watch.Elapsed);
        var gate = (Took: watch.Elapsed - arrival, Used: service.ProcessorTime - used, Peak: service.PeakMemoryMb);
        var file = $"{sent["fileId"]}";
        service.ForgetPeak();
        (used, watch) = (service.ProcessorTime, Stopwatch.StartNew());
        var status = await EndAsync(file);
        var posting = (Took: watch.Elapsed, Used: service.ProcessorTime - used, Peak: service.PeakMemoryMb);
        report.Require(status == "Reconciled", $"{format}: {status}");
        // The gate's last transaction is the one that staged the entries or kept the bytes; what follows is posting.
        var end = await LastOfGateAsync(file);
        var (rows, least) = await limit.TakeAsync(mark, end);
        report.Stage(new Measured("gate", rows, gate.Took, gate.Used, gate.Peak, least), More(format, path, arrival));
        (rows, least) = await limit.TakeAsync(end + 1);
        report.Stage(
            new Measured("post-file", rows, posting.Took, posting.Used, posting.Peak, least), More(format, path));
    }

    private JsonObject More(string format, string path, TimeSpan? arrival = null)
    {
        var more = new JsonObject
        {
            ["format"] = format,
            ["entries"] = options.People,
            ["megabytes"] = new FileInfo(path).Length >> 20,
        };
        if (arrival is { } sending) more["arrivalSeconds"] = Math.Round(sending.TotalSeconds, 3);
        return more;
    }

    private async Task<string> EndAsync(string file)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience)
        {
            await using var command = source.CreateCommand(
                "select status from hub.bank_file_step where file_id = $1::uuid order by version desc limit 1");
            command.Parameters.Add(Parameter.Of(file));
            var status = (string?)await command.ExecuteScalarAsync();
            if (status is "Reconciled" or "Held" or "Refused" or "Duplicate") return status;
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        throw new BenchException($"The file is not posted after {Patience.TotalMinutes} minutes.");
    }

    private async Task<long> LastOfGateAsync(string file)
    {
        await using var command = source.CreateCommand("""
            select greatest(s.xmin::text::bigint, f.xmin::text::bigint)::text
            from hub.bank_file_step s join hub.raw_file f on f.sha256 = s.sha256
            where s.file_id = $1::uuid and s.status = 'Received'
            """);
        command.Parameters.Add(Parameter.Of(file));
        return long.Parse((string)(await command.ExecuteScalarAsync())!, CultureInfo.InvariantCulture);
    }
}
