using System.Diagnostics;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage boards --people PAYMENTS</c>: a year of months with so many payments in all is stored as it would
/// have come to be; then the service answers each board two hundred times over HTTP. The first answer after the filling
/// is told apart: it makes the sums that later ones find.
/// </summary>
internal sealed class BoardsStage(
    BenchStages stages, MeasuredService service, NpgsqlDataSource source, BenchOptions options)
{
    public const string Name = "boards";

    private const int Months = 12;
    private const int Requests = 200;
    private const double MostMilliseconds = 200;

    private static readonly YearMonth Last = new(2026, 11);

    // A board that is far too slow need not be asked two hundred times to know it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Board, string User, string Path)[] Boards =
    [
        ("tie-out", "thanhtra", "/api/tie-out/2026-11"),
        ("tie-out of a month long ago", "thanhtra", "/api/tie-out/2026-02"),
        ("steps of the month", "thanhtra", "/api/tie-out/2026-11/flow"),
        ("promises kept", "thanhtra", "/api/tie-out/2026-11/promises"),
        ("line of the tie-out", "thanhtra", "/api/tie-out/2026-11/lines/returned/payments?page=1"),
        ("exceptions", "doisoat", "/api/breaks?period=2026-11&page=1"),
        ("incidents", "doisoat", "/api/breaks/incidents"),
        ("orders without a bank line", "doisoat", "/api/breaks/missing"),
        ("batches", "duyet1", "/api/batches?period=2026-11&page=1"),
        ("sums of batches", "duyet1", "/api/batches/sums?period=2026-11"),
        ("payments", "doisoat", "/api/payments?period=2026-11&page=1"),
        ("payments far into the list", "doisoat", "/api/payments?period=2026-11&page=9000"),
        ("returned payments", "doisoat", "/api/payments?period=2026-11&status=Returned&page=1"),
        ("run", "lap", "/api/runs/2026-11"),
        ("files in", "doisoat", "/api/bank-files?period=2026-11&page=1"),
        ("trial balance", "thanhtra", "/api/trial-balance"),
        ("balances by fund", "thanhtra", "/api/balances?dimensions=account,source"),
    ];

    public async Task RunAsync()
    {
        if (await stages.CountAsync("select count(*) from (select 1 from hub.payment limit 1) p") == 0)
            await FillAsync();
        await service.PostAsync("quantri", "/api/demo/clock", new JsonObject { ["now"] = "2026-12-05T01:00:00Z" });
        foreach (var (board, user, path) in Boards)
        {
            try
            {
                await AskAsync(board, user, path);
            }
            catch (BenchException failure)
            {
                stages.Report.Fail($"{board}: {failure.Message}");
            }
        }
    }

    private async Task FillAsync()
    {
        var watch = Stopwatch.StartNew();
        var reference = ReferenceData.Load();
        var history = new BenchHistory(new BenchFill(source, reference), reference);
        var each = options.People / Months;
        for (var month = 0; month < Months; month++)
            await history.MonthAsync(Last.PlusMonths(month - Months + 1), (long)month * each, each);
        await history.FinishAsync();
        await using var command = source.CreateCommand("vacuum analyze");
        await command.ExecuteNonQueryAsync();
        stages.Report.Line(new JsonObject
        {
            ["stage"] = "history",
            ["payments"] = await stages.CountAsync("select count(*) from hub.payment"),
            ["outcomes"] = await stages.CountAsync("select count(*) from hub.payment_outcome"),
            ["postings"] = await stages.CountAsync("select count(*) from hub.posting"),
            ["megabytes"] = await stages.CountAsync("select pg_database_size(current_database()) >> 20"),
            ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1),
        });
    }

    private async Task AskAsync(string board, string user, string path)
    {
        var first = await OnceAsync(user, path);
        if (board == "tie-out") await JudgeAsync(user, path);
        var all = Stopwatch.StartNew();
        var times = new List<double>(Requests);
        while (times.Count < Requests && all.Elapsed < Patience) times.Add(await OnceAsync(user, path));
        times.Sort();
        var p95 = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        stages.Report.Line(new JsonObject
        {
            ["stage"] = Name,
            ["board"] = board,
            ["requests"] = times.Count,
            ["medianMs"] = Math.Round(times[times.Count / 2], 1),
            ["p95Ms"] = Math.Round(p95, 1),
            ["mostMs"] = MostMilliseconds,
            ["firstMs"] = Math.Round(first, 1),
            ["holds"] = p95 < MostMilliseconds,
        });
        stages.Report.Require(p95 < MostMilliseconds, $"boards: {board} takes {p95:F0} ms.");
    }

    private async Task<double> OnceAsync(string user, string path)
    {
        var watch = Stopwatch.StartNew();
        await service.GetAsync(user, path);
        return watch.Elapsed.TotalMilliseconds;
    }

    private async Task JudgeAsync(string user, string path)
    {
        var answer = await service.GetAsync(user, path);
        var broken = answer["identities"]!.AsArray().Where(i => !i!["holds"]!.GetValue<bool>()).Take(5);
        stages.Report.Require(
            answer["holds"]!.GetValue<bool>(), "boards: an identity does not hold: " + string.Join("; ", broken));
    }
}
