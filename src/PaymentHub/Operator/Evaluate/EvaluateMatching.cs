using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using PaymentHub.Domain.Reconciliation.Linkage;

namespace PaymentHub.Operator.Evaluate;

/// <summary>
/// <c>evaluate matching</c>: the probabilistic pass on any two files, measured against the truth where it is known.
/// It needs neither the service nor a database, and no label is used for fitting.
/// </summary>
internal static class EvaluateMatching
{
    private static readonly string[] Options = ["--left", "--right", "--map", "--truth", "--out"];

    private static readonly string[] Titles =
        ["left", "right", "band", "probability", "bits", "runnerUp", "margin", "evidence", "wouldDecide"];

    public static IEnumerable<HubVerb> Verbs =>
    [
        new("evaluate", "matching", Options,
            "Đo đối chiếu xác suất trên hai tệp bất kỳ; --map: cột nào là gì; --truth: cặp đúng; --out: ghi các cặp.",
            "Measures the probabilistic pass on any two files (--map, --truth with left,right, --out for the pairs).",
            RunAsync) { IsLocal = true },
    ];

    private static Task<HubAnswer> RunAsync(HubSession hub, HubArguments arguments)
    {
        if (arguments.Words[0] != "matching")
        {
            throw new UsageException(
                $"Không có evaluate {arguments.Words[0]}. / There is no evaluate {arguments.Words[0]}.");
        }

        var watch = Stopwatch.StartNew();
        var map = MatchingMap.Read(Needed(arguments, "--map"));
        var (left, right) = LinkFile.Read(Needed(arguments, "--left"), Needed(arguments, "--right"), map);
        var truth = arguments.Option("--truth") is { } path ? LinkFile.ReadPairs(path) : null;
        var result = Linker.Link(left, right);
        if (arguments.Option("--out") is { } file) Write(result, file);
        var figures = MatchingFigures.Of(result, left, right, truth);
        figures["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 2);
        figures["peakMemoryMb"] = Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024);
        return Task.FromResult(new HubAnswer(figures, Words(figures)));
    }

    private static string Needed(HubArguments arguments, string option) => arguments.Option(option)
        ?? throw new UsageException($"Thiếu {option}. / {option} is missing.");

    private static void Write(LinkResult result, string path)
    {
        using var writer = CsvWriter.ToFile(path, new CsvWriterOptions { NewLine = "\n" }, FileOptions.None);
        foreach (var title in Titles) writer.WriteField(title);
        writer.EndRecord();
        foreach (var pair in result.Pairs)
        {
            writer.WriteField(pair.Left);
            writer.WriteField(pair.Right);
            writer.WriteField(pair.Band.ToString());
            writer.WriteField(pair.Probability);
            writer.WriteField(pair.Bits);
            writer.WriteField(pair.RunnerUp);
            writer.WriteField(pair.Margin);
            writer.WriteField(string.Join("; ", pair.Evidence.Select(Words)));
            writer.WriteField(string.Join(", ", pair.WouldDecide));
            writer.EndRecord();
        }
    }

    private static string Words(FieldEvidence e) =>
        $"{e.Field}: {e.Level} {e.Bits.ToString("+0.00;-0.00", CultureInfo.InvariantCulture)}";

    private static string Words(JsonObject figures) =>
        HubTable.Facts([.. figures.Select(f => (f.Key, Words(f.Value)))]);

    private static string Words(JsonNode? value) =>
        value is JsonArray list ? string.Join("; ", list.Select(v => $"{v}")) : $"{value}";
}
