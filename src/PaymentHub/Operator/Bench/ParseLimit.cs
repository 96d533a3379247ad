using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.Operator.Bench;

/// <summary>
/// Reading statements with every check, against a bare XmlReader pass that takes the same fields as strings; the two in
/// turn, the median of three.
/// </summary>
public sealed class ParseLimit(BenchReport report, BenchOptions options)
{
    private const int Runs = 3;

    private static readonly XmlReaderSettings Bare = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Measures all statements of the month and writes the line of the stage.</summary>
    public void Measure(IReadOnlyList<string> files)
    {
        Pass(files, Codec);
        Pass(files, BareRead);
        Memory.ForgetPeak(Environment.ProcessId);
        var (codec, bare) = (new List<TimeSpan>(), new List<TimeSpan>());
        var entries = 0L;
        for (var run = 0; run < Runs; run++)
        {
            codec.Add(Timed(() => entries = Pass(files, Codec)));
            bare.Add(Timed(() => Pass(files, BareRead)));
        }

        var bytes = files.Sum(f => new FileInfo(f).Length);
        report.Stage(
            new Measured(
                "parse", entries, Median(codec), Median(codec), Memory.PeakMb(Environment.ProcessId), Median(bare)),
            new JsonObject { ["files"] = files.Count, ["megabytes"] = bytes >> 20, ["people"] = options.People });
    }

    private static long Pass(IReadOnlyList<string> files, Func<Stream, long> read)
    {
        var entries = 0L;
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            entries += read(stream);
        }

        return entries;
    }

    private static long Codec(Stream stream)
    {
        var details = 0L;
        FileInspector.Inspect(stream, null, (_, entry) => details += Math.Max(entry.Details.Count, 1));
        return details;
    }

    private static long BareRead(Stream stream)
    {
        using var xml = XmlReader.Create(stream, Bare);
        var fields = 0L;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Text) fields += xml.Value.Length;
            else if (xml is { NodeType: XmlNodeType.Element, HasAttributes: true })
                fields += xml.GetAttribute("Ccy")?.Length ?? 0;
        }

        return fields;
    }

    private static TimeSpan Timed(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed;
    }

    private static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);
}
