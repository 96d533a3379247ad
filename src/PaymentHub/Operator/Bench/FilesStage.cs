using System.Globalization;
using System.Text.Json;
using System.Xml;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Reference;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// <c>bench --stage files --people N</c>: files of N entries read, hashed and checked, each beside a bare pass that
/// takes the same fields as strings and checks nothing: camt.053 beside XmlReader, MT940 and CSV beside lines split by
/// hand; last pain.001 written, beside a bare XmlWriter. The passes take turns; the median counts, in processor time,
/// since neighbours disturb the clock.
/// </summary>
public static class FilesStage
{
    private const int Runs = 3;
    private const int MostMemoryMb = 150;

    private static readonly XmlReaderSettings Bare = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

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
            foreach (var (format, make, bare, floor) in new (string, Action<string, int>, Func<string, long>, decimal)[]
            {
                ("camt.053.001.08", BenchFiles.Camt, BareXml, 0.6m),
                ("MT940", BenchFiles.Swift, BareSwift, 0.5m),
                ("CSV", BenchFiles.Csv, BareCsv, 0.5m),
            })
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

    private static bool Measure(TextWriter to, string format, string path, Func<string, long> bare, decimal floor)
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

    private static long Codec(string path, string format)
    {
        using var file = Open(path);
        var options = new InspectionOptions { TableProfiles = BankTableProfiles.All };
        var amounts = ExactAmount.Zero;
        var found = FileInspector.Inspect(file, options, (_, entry) => amounts += entry.Amount);
        if (found.Format != format || found.Outcome.Verdict != Verdict.Accept)
            throw new BenchException($"{found.Format}: {string.Join(", ", found.Outcome.Reasons)}");
        return found.Entries;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);

    private static long BareXml(string path)
    {
        using var file = Open(path);
        using var xml = XmlReader.Create(file, Bare);
        var fields = 0L;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Text) fields += xml.Value.Length;
            else if (xml is { NodeType: XmlNodeType.Element, HasAttributes: true })
                fields += xml.GetAttribute("Ccy")?.Length ?? 0;
        }

        return fields;
    }

    // Date, entry date, mark, amount, type and references of a line; the parts of the words after it.
    private static long BareSwift(string path)
    {
        using var file = new StreamReader(Open(path), bufferSize: 1 << 16);
        var fields = 0L;
        while (file.ReadLine() is { } line)
        {
            if (line.StartsWith(":61:", StringComparison.Ordinal))
            {
                var comma = line.IndexOf(',', StringComparison.Ordinal);
                var slashes = line.IndexOf("//", StringComparison.Ordinal);
                var (type, reference) = (line.Substring(comma + 1, 4), line[(comma + 5)..slashes]);
                fields += line.Substring(4, 6).Length + line.Substring(10, 4).Length + line[15..comma].Length
                    + type.Length + reference.Length + line[(slashes + 2)..].Length;
            }
            else if (line.StartsWith(":86:", StringComparison.Ordinal))
            {
                foreach (var part in line.Split('/')) fields += part.Length;
            }
        }

        return fields;
    }

    private static long BareCsv(string path)
    {
        using var file = new StreamReader(Open(path), bufferSize: 1 << 16);
        var fields = 0L;
        while (file.ReadLine() is { } line)
            foreach (var field in line.Split(','))
                fields += field.Length;
        return fields;
    }
}
