using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Small files that want a large machine: they are refused before they have got much of it.</summary>
public class HungryFileTests
{
    private const string Sheet = "xl/worksheets/sheet1.xml";

    private const int Many = 2_000_000;

    private const int DirectoryRecords = 100_000;

    public static TheoryData<string> Attacks() => [.. Files.Keys];

    private static IReadOnlyDictionary<string, Func<byte[]>> Files { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["elements in elements in a sheet"] = () => Workbook(Mixed(200_000, i => $"<a{i % 7}>")),
        ["elements in elements in a row"] = () => Workbook("<row><c>" + Mixed(200_000, i => $"<a{i % 7}>")),
        ["ever new prefixes in a sheet"] = () => Workbook(Mixed(200_000, i => $"<p{i}:a xmlns:p{i}=\"u{i}\">")),
        ["ever new names in a sheet"] = () => Workbook(Mixed(Many, i => $"<name{i}/>")),
        ["many attributes in a row"] = () => Workbook($"<row {Mixed(1_000, i => $"a{i}=\"{i}\" ")}/>"),
        ["many values in a cell"] = () => Workbook("<row><c>" + Mixed(Many, i => $"<v>{i}</v>")),
        ["a long section in a cell"] = () => Workbook($"<row><c><v><![CDATA[{Mixed(Many, i => $"< {i}")}]]>"),
        ["empty texts of the shared table"] = () => TableSamples.Zip(
            ("xl/sharedStrings.xml", $"<sst>{Mixed(5_000_000, i => i % 99 == 0 ? $"<si><t>{i}</t></si>" : "<si/>")}"),
            (Sheet, "<worksheet/>")),
        ["many sheets"] = () => TableSamples.Zip([.. ManySheets()]),
        ["many records of the directory"] = () =>
        {
            var zip = TableSamples.Zip(("a", "b"), ("c", "d"));
            var record = zip.AsSpan()[zip.AsSpan().IndexOf("PK\u0001\u0002"u8)..].ToArray();
            return [.. zip, .. Enumerable.Repeat(record, DirectoryRecords).SelectMany(r => r)];
        },
        ["ever new names in a statement"] = () => Statement($"<SplmtryData>{Mixed(Many, i => $"<n{i}/>")}"),
        ["ever new namespaces in a statement"] = () => Statement(Mixed(Many, i => $"<x xmlns=\"urn:{i}\"/>")),
        ["ever new attributes in a statement"] = () => Statement(Mixed(Many, i => $"<x a{i}=\"\"/>")),
        ["empty statements"] = () => Statement("</Stmt>" + Mixed(Many, i => $"<Stmt><Id>{i}</Id></Stmt>")),
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void What_would_fill_the_memory_is_stopped(string attack)
    {
        const long MostBytes = 256L * 1024 * 1024;
        var file = Files[attack]();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Inspected.Of(file, TableSamples.Options);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        found.Outcome.Reasons.ShouldContain(FileReason.LimitExceeded, found.Findings());
    }

    [Fact]
    public void The_parts_of_a_package_are_counted_together()
    {
        const int Parts = 90;
        var blanks = new string(' ', 1_000_000);
        Inspected.Of(TableSamples.Zip([.. Enumerable.Range(0, Parts).Select(i => ($"{i:00}", blanks))]))
            .Outcome.Reasons.ShouldContain(FileReason.LimitExceeded);
    }

    private static byte[] Workbook(string rows) => TableSamples.Zip((Sheet, "<worksheet><sheetData>" + rows));

    private static byte[] Statement(string before) => Encoding.UTF8.GetBytes(
        StatementText.Small().Replace("<Ntry>", before + "<Ntry>", StringComparison.Ordinal));

    private static string Mixed(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++) text.Append(part(i));
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Text)> ManySheets()
    {
        var rows = "<worksheet><sheetData>" + new string(' ', 1_000_000);
        for (var i = 0; i < 500; i++) yield return ($"xl/worksheets/sheet{i}.xml", rows);
    }
}
