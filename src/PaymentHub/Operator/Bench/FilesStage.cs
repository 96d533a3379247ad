using System.Globalization;
using System.Text.Json;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Incoming.Tables;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage files --people N</c>: files of N entries read, hashed and checked, each beside a bare pass that
/// takes the same fields to the same types and checks nothing (<see cref="BarePasses"/>); last pain.001 written, beside
/// a bare XmlWriter. The passes take turns; the median counts, in processor time, since neighbours disturb the clock.
/// </summary>
public static class FilesStage
{
    private const int Runs = 3;
    private const int MostMemoryMb = 150;

    private static readonly (string, Action<string, int>, Func<string, decimal>, decimal)[] Passes =
    [
        ("camt.053.001.08", BenchFiles.Camt, BarePasses.Xml, 0.6m),
        ("MT940", BenchFiles.Swift, BarePasses.Swift, 0.5m),
        ("CSV", BenchFiles.Csv, BarePasses.Csv, 0.5m),
    ];

    /// <summary>The number of entries asked for, or null where another stage is.</summary>
    public static int? EntriesOf(string[] args)
    {
        var stage = Array.IndexOf(args, "--stage");
        if (stage < 0 || stage + 1 >= args.Length || args[stage + 1] != "files") return null;
        var entries = Array.IndexOf(args, "--people");
        return entries >= 0 && entries + 1 < args.Length
            && int.TryParse(args[entries + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 1_000_000;
    }

    /// <returns>0 when every floor holds.</returns>
    public static int Run(TextWriter to, int entries)
    {
        var folder = Directory.CreateTempSubdirectory("paymenthub-files-").FullName;
        try
        {
            var holds = true;
            foreach (var (format, make, bare, floor) in Passes)
            {
                var path = Path.Combine(folder, "file");
                make(path, entries);
                holds &= Measure(to, format, path, bare, floor);
                File.Delete(path);
            }

            return holds & Pain001Writing.Measure(to) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool Measure(TextWriter to, string format, string path, Func<string, decimal> bare, decimal floor)
    {
        Codec(path, format);
        bare(path);
        Memory.ForgetPeak(Environment.ProcessId);
        var (codec, limit) = (new List<TimeSpan>(), new List<TimeSpan>());
        var entries = 0L;
        for (var run = 0; run < Runs; run++)
        {
            codec.Add(Processor(() => entries = Codec(path, format)));
            limit.Add(Processor(() => bare(path)));
        }

        var (took, most) = (Median(codec), Median(limit));
        var ratio = Math.Round((decimal)most.Ticks / took.Ticks, 3);
        var memory = Memory.PeakMb(Environment.ProcessId);
        var holds = ratio >= floor && memory <= MostMemoryMb;
        to.WriteLine(JsonSerializer.Serialize(new
        {
            stage = "files",
            format,
            entries,
            megabytes = new FileInfo(path).Length >> 20,
            processorSeconds = Seconds(took),
            bareSeconds = Seconds(most),
            ratio,
            floor,
            peakMemoryMb = memory,
            holds,
        }));
        return holds;
    }

    private static decimal Seconds(TimeSpan time) => Math.Round((decimal)time.Ticks / TimeSpan.TicksPerSecond, 3);

    private static TimeSpan Processor(Action act)
    {
        var before = Environment.CpuUsage.TotalTime;
        act();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static readonly IReadOnlyList<TableProfile> Tables = BankTableProfiles.Load(ownFolder: null).All;

    private static long Codec(string path, string format)
    {
        using var file = BarePasses.Open(path);
        var options = new InspectionOptions { TableProfiles = Tables };
        var amounts = ExactAmount.Zero;
        var found = FileInspector.Inspect(file, options, (_, entry) => amounts += entry.Amount);
        if (found.Format != format || found.Outcome.Verdict != Verdict.Accept)
            throw new BenchException($"{found.Format}: {string.Join(", ", found.Outcome.Reasons)}");
        return found.Entries;
    }
}
