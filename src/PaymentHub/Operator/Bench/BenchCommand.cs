using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PaymentHub.Operator.Bench;

/// <summary>What a measurement is asked for.</summary>
/// <param name="People">People of the synthetic province.</param>
/// <param name="Seed">The same seed gives the same province and the same bank.</param>
/// <param name="Work">An empty folder for the province, the files out and in, and the raw rows.</param>
/// <param name="Seeds">The seeds program, a black box that plays province and banks.</param>
/// <param name="Database">Npgsql connection string of a fresh database.</param>
/// <param name="Stage">
/// What to measure alone: <c>register</c>, the import of the register; <c>gate</c>, the storing of files;
/// <c>reconcile</c>, banks' lines against open payments; <c>boards</c>, answers over a year. Null: the month.
/// </param>
public sealed record BenchOptions(
    int People, int Seed, string Work, string Seeds, string Database, string? Stage = null)
{
    public bool OnlyRegister => Stage == "register";

    public bool OnlyGate => Stage == "gate";

    /// <summary>The stage fills the database itself; no province is played.</summary>
    public bool FillsItself => Stage is "gate" or ReconcileStage.Name or BoardsStage.Name;
}

/// <summary>
/// <c>bench --people N --seed N --work DIR</c>: runs a synthetic month through the service as its users do, over HTTP
/// on loopback, and prints one JSON line a stage with its ratio to the limit taken in the same run. The service is a
/// process of its own, so that its memory can be told from the measurement's.
/// </summary>
public static class BenchCommand
{
    private const int UsageExit = 2;
    private const int CommandSeconds = 600;

    /// <returns>0 when every floor and identity holds, 1 when one does not, 2 for a wrong call.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (EntitlementStage.PeopleOf(args) is { } computed) return EntitlementStage.Run(Console.Out, computed);
        if (FilesStage.EntriesOf(args) is { } entries) return FilesStage.Run(Console.Out, entries);
        if (OptionsOf(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(
                "bench --people N --seed N --work DIR (PAYMENTHUB_DB: cơ sở dữ liệu trống / an empty database; "
                + "PAYMENTHUB_SEEDS: PaymentHub.Seeds.dll)");
            return UsageExit;
        }

        var report = new BenchReport(Console.Out, options.People);
        try
        {
            await MeasureAsync(options, report);
        }
        catch (BenchException failure)
        {
            report.Fail(failure.Message);
        }

        foreach (var failure in report.Failures) await Console.Error.WriteLineAsync(failure);
        return report.Failures.Count == 0 ? 0 : 1;
    }

    private static async Task MeasureAsync(BenchOptions options, BenchReport report)
    {
        Directory.CreateDirectory(options.Work);
        var seeds = new SeedsProgram(options);
        if (!options.FillsItself) await seeds.MakeProvinceAsync();
        var connection = new NpgsqlConnectionStringBuilder(options.Database) { CommandTimeout = CommandSeconds };
        await using var source = new NpgsqlDataSourceBuilder(connection.ConnectionString).UseNodaTime().Build();
        await using var service = await MeasuredService.StartAsync(options);
        await report.SettingsAsync(source);
        var limit = new StorageLimit(source, Path.Combine(options.Work, "rows"));
        if (options.OnlyGate)
        {
            await new GateStage(service, source, limit, report, options).RunAsync();
            return;
        }

        var stages = new BenchStages(service, source, limit, report);
        if (options.Stage == ReconcileStage.Name) await new ReconcileStage(stages, service, source, options).RunAsync();
        if (options.Stage == BoardsStage.Name) await new BoardsStage(stages, service, source, options).RunAsync();
        if (options.FillsItself) return;
        var month = new BenchMonth(stages, service, source, seeds, options);
        await month.RunAsync();
    }

    private static BenchOptions? OptionsOf(string[] args)
    {
        var given = args.Chunk(2).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        var seeds = Environment.GetEnvironmentVariable("PAYMENTHUB_SEEDS");
        var database = Environment.GetEnvironmentVariable("PAYMENTHUB_DB");
        if (Number("--people") is not { } people || Number("--seed") is not { } seed
            || !given.TryGetValue("--work", out var work) || string.IsNullOrWhiteSpace(database)) return null;
        var options = new BenchOptions(
            people, seed, Path.GetFullPath(work), seeds ?? "", database, given.GetValueOrDefault("--stage"));
        return options.FillsItself || File.Exists(seeds) ? options : null;

        int? Number(string name) =>
            int.TryParse(given.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? n : null;
    }
}

/// <summary>The month cannot go on, in one sentence.</summary>
public sealed class BenchException(string message) : Exception(message);

/// <summary>The seeds program: makes the province and answers for the banks.</summary>
public sealed class SeedsProgram(BenchOptions options)
{
    // The province's stories and the bank's faults of every kind, without the workbook nobody reads here.
    private const string Preset = """
        {"name": "bench", "workbook": false, "bank": {"rejectRate": 0.004, "returnRate": 0.006}}
        """;

    private string PresetFile => Path.Combine(options.Work, "preset.json");

    public string Province => Path.Combine(options.Work, "province");

    public string Out => Path.Combine(options.Work, "to-banks");

    public string In => Path.Combine(options.Work, "from-banks");

    public async Task MakeProvinceAsync()
    {
        await File.WriteAllTextAsync(PresetFile, Preset);
        Directory.CreateDirectory(Out);
        await RunAsync(
            "province", "--out", Province, "--preset", PresetFile, "--people", Text(options.People), "--seed",
            Text(options.Seed));
    }

    /// <summary>Hands the files of <see cref="Out"/> to the banks; their answers are in <see cref="In"/>.</summary>
    public Task AnswerAsync() => RunAsync(
        "bank", "--in", Out, "--out", In, "--state", Path.Combine(options.Work, "bank-state"), "--seed",
        Text(options.Seed), "--preset", PresetFile, "--reference", Path.Combine(AppContext.BaseDirectory, "reference"));

    private async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet") start.FileName = "dotnet";
        start.ArgumentList.Add(options.Seeds);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new BenchException("The seeds program did not start.");
        await Console.Error.WriteLineAsync(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new BenchException($"seeds {arguments[0]} ended with {process.ExitCode}.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
