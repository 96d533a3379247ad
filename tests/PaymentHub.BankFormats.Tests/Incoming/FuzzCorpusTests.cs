using System.Diagnostics;
using PaymentHub.BankFormats.Tests.Outgoing;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// Files that <c>ops/fuzz</c> found to take ways of their own through the readers, minimised and kept: every one is
/// read again here, without a crash and in bounded time and memory.
/// </summary>
public class FuzzCorpusTests
{
    private const long MostBytesAllocated = 256L * 1024 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Formats() =>
        [.. Directory.EnumerateDirectories(Folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "corpus");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_kept_file_is_read_to_a_judgement(string format)
    {
        var files = Directory.GetFiles(Path.Combine(Folder, format));
        files.ShouldNotBeEmpty();
        foreach (var path in files)
        {
            using var bytes = new MemoryStream(File.ReadAllBytes(path));
            var clock = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.NotThrow(() => AnyFile.Check(bytes, Samples.Inspecting), path);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytesAllocated, path);
            clock.Elapsed.ShouldBeLessThan(Longest, path);
        }
    }
}
