using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace PaymentHub.Operator.Bench;

/// <summary>Least ratio that a stage must reach, and the one it should.</summary>
public sealed record Floor(decimal Least, decimal Aim);

/// <summary>One measured stage.</summary>
/// <param name="Rows">What was counted: rows written, entries read, findings, rows replayed.</param>
/// <param name="Processor">Processor time of the measured process: beside a busy neighbour it tells more than the
/// clock.</param>
/// <param name="Limit">How long the limit took for the same rows, or null where there is none.</param>
public sealed record Measured(
    string Stage, long Rows, TimeSpan Took, TimeSpan Processor, long PeakMemoryMb, TimeSpan? Limit);

/// <summary>Writes the lines and judges them.</summary>
public sealed class BenchReport(TextWriter to, int people)
{
    private const long MostMemoryMb = 1024;

    // A register of any size, or a million lines of banks, while they are read and stored.
    private const long MostImportMemoryMb = 1536;

    private static readonly string[] LargeStages =
    [
        "register-alone", ReconcileStage.Received, ReconcileStage.Name, ReconcileStage.Leftovers,
    ];

    // Below a province's size the fixed cost of a batch and a message outweighs the rows, and a ratio says little.
    private const int FloorsFromPeople = 200_000;

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Floor> Floors = new()
    {
        ["plan"] = new Floor(0.25m, 0.5m),
        ["settle"] = new Floor(0.25m, 0.5m),
        ["parse"] = new Floor(0.5m, 0.8m),
        ["register-alone"] = new Floor(0.3m, 0.5m),
        ["gate"] = new Floor(0.4m, 0.4m),
        [ReconcileStage.Name] = new Floor(0.45m, 0.55m),
    };

    private readonly List<string> _failures = [];

    public IReadOnlyList<string> Failures => _failures;

    public void Fail(string sentence) => _failures.Add(sentence);

    public void Require(bool holds, string sentence)
    {
        if (!holds) Fail(sentence);
    }

    public void Line(JsonObject line)
    {
        to.WriteLine(line.ToJsonString(Plain));
        to.Flush();
    }

    /// <summary>One stage; <paramref name="more"/> is added to the line.</summary>
    public void Stage(Measured stage, JsonObject? more = null)
    {
        var seconds = Seconds(stage.Took);
        decimal? ratio = stage.Limit is { } limit ? Math.Round(Seconds(limit) / Math.Max(seconds, 0.001m), 3) : null;
        var line = new JsonObject
        {
            ["stage"] = stage.Stage,
            ["rows"] = stage.Rows,
            ["seconds"] = seconds,
            ["rowsPerSecond"] = Math.Round(stage.Rows / Math.Max(seconds, 0.001m)),
            ["processorSeconds"] = Seconds(stage.Processor),
            ["peakMemoryMb"] = stage.PeakMemoryMb,
            ["limitSeconds"] = stage.Limit is { } l ? Seconds(l) : null,
            ["ratio"] = ratio,
        };
        if (Floors.TryGetValue(stage.Stage, out var floor))
        {
            line["floor"] = floor.Least;
            line["aim"] = floor.Aim;
            Require(
                ratio >= floor.Least || people < FloorsFromPeople,
                $"{stage.Stage}: ratio {ratio} is below {floor.Least}.");
        }

        foreach (var (name, value) in more ?? []) line[name] = value?.DeepClone();
        var most = LargeStages.Contains(stage.Stage) ? MostImportMemoryMb : MostMemoryMb;
        Require(
            stage.PeakMemoryMb < most, $"{stage.Stage}: peak memory {stage.PeakMemoryMb} MiB is not below {most} MiB.");
        Line(line);
    }

    /// <summary>What a stored row had to survive, so that the figures can be judged.</summary>
    public async Task SettingsAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("""
            select current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'),
                current_setting('full_page_writes'), current_setting('data_directory')
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var fileSystem = FileSystemOf(reader.GetString(4));
        var isDurable = reader.GetString(1) == "on" && reader.GetString(2) == "on" && reader.GetString(3) == "on";
        Line(new JsonObject
        {
            ["stage"] = "settings",
            ["postgresql"] = reader.GetString(0),
            ["fsync"] = reader.GetString(1),
            ["synchronousCommit"] = reader.GetString(2),
            ["fullPageWrites"] = reader.GetString(3),
            ["fileSystem"] = fileSystem,
            ["onDisk"] = fileSystem is not ("tmpfs" or "ramfs" or "unknown"),
            ["processors"] = Environment.ProcessorCount,
        });
        Require(isDurable, "The database is not durable: fsync, synchronous_commit and full_page_writes must be on.");
        Require(fileSystem is not ("tmpfs" or "ramfs"), $"The database is not on disk but on {fileSystem}.");
    }

    private static string FileSystemOf(string folder) => File.ReadLines("/proc/mounts")
        .Select(line => line.Split(' '))
        .Where(mount => (folder + "/").StartsWith(mount[1].TrimEnd('/') + "/", StringComparison.Ordinal))
        .OrderByDescending(mount => mount[1].Length)
        .Select(mount => mount[2])
        .FirstOrDefault("unknown");

    private static decimal Seconds(TimeSpan time) => Math.Round((decimal)time.Ticks / TimeSpan.TicksPerSecond, 3);
}
