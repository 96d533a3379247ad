using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.RegularExpressions;
using PaymentHub.BankFormats.Incoming;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>Every entry names the stretch of the file that tells it; its hash is that of exactly those bytes.</summary>
public partial class RawBytesTests
{
    private const int Many = 3_000;

    [Fact]
    public void In_xml_the_stretch_goes_from_the_start_tag_through_the_end_tag()
    {
        Check(IncomingSamples.Camt, Elements(IncomingSamples.Camt, "Ntry"));
        foreach (var (name, element) in new[]
            {
                ("pain001-two-batches-one-booked-in-one-sum.xml", "CdtTrfTxInf"),
                ("pain002-each-line-with-its-amount.xml", "TxInfAndSts"),
            })
            Check(Golden.Text(name), Elements(Golden.Text(name), element));
    }

    /// <summary>Blocks of a large file end anywhere: in a name, between a bracket and its name, in a letter.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("ns:")]
    public void The_stretch_may_lie_across_blocks(string prefix)
    {
        var text = Large();
        if (prefix.Length > 0)
        {
            text = Tag().Replace(text, m => $"{m.Groups[1].Value}{prefix}")
                .Replace(" xmlns=", " xmlns:ns=", StringComparison.Ordinal);
        }

        Encoding.UTF8.GetByteCount(text).ShouldBeGreaterThan(8 * 128 * 1024);
        Check(text, Elements(text, prefix + "Ntry"));
    }

    [Fact]
    public void In_text_the_stretch_is_the_lines_on_which_the_entry_stands()
    {
        Check(IncomingSamples.Swift, Lines(IncomingSamples.Swift, (5, 6), (7, 8)));
        var windows = IncomingSamples.Swift.Replace("\n", "\r\n", StringComparison.Ordinal);
        Check(windows, Lines(windows, (5, 6), (7, 8)));
        Check(IncomingSamples.Bai2, Lines(IncomingSamples.Bai2, (4, 5), (6, 7)));
        var joined = IncomingSamples.Bai2.Replace("/\n16,257", "/16,257", StringComparison.Ordinal);
        Inspected.Entries(joined)[1].RawHash.ShouldBe(
            Hash(joined, Lines(joined, (5, 6))[0]), "they share a line");
        var whole = Encoding.UTF8.GetString(TableSamples.All["MB"]);
        Check(whole, Lines(whole, (6, 6), (7, 7)));
        var wrapped = whole.Replace("Tro cap thang 11\"", "Tro cap\nthang 11\"", StringComparison.Ordinal);
        Check(wrapped, Lines(wrapped, (6, 7), (8, 8)));
        var lines = Encoding.UTF8.GetString(TableSamples.All["AGRI"]);
        Check(lines, Lines(lines, (2, 2), (3, 3)));
    }

    [Fact]
    public void Long_texts_cross_blocks_too()
    {
        var entries = string.Concat(Enumerable.Range(1, Many).Select(i =>
            $":61:2611021102C1,NTRFNONREF//B{i:00000}\n:86:{new string('A', i % 60)}\n"
            + new string('Ầ', 1 + i % 60) + "\n"));
        var text = $":20:S\n:25:1\n:28C:1/1\n:60F:C261102VND0,\n{entries}:62F:C261102VND{Many},\n-\n";
        Check(text, Lines(text, [.. Enumerable.Range(0, Many).Select(i => (5 + 3 * i, 7 + 3 * i))]));
    }

    [Fact]
    public void In_a_workbook_it_is_the_row_in_the_sheet_and_has_no_offset()
    {
        var entries = Entries(TableSamples.All["BIDV"]);
        using var zip = new ZipArchive(new MemoryStream(TableSamples.All["BIDV"]));
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = reader.ReadToEnd();
        var rows = Elements(sheet, "row");
        entries.Select(e => e.RawHash).ShouldBe([Hash(sheet, rows[5]), Hash(sheet, rows[6])]);
        entries.ShouldAllBe(e => e.Offset == -1);
    }

    [Fact]
    public void In_a_package_each_file_is_looked_at_by_itself()
    {
        var packed = TableSamples.Zip(("a", IncomingSamples.Camt), ("b", IncomingSamples.Swift));
        var alone = Entries(Utf8(IncomingSamples.Camt)).Concat(Entries(Utf8(IncomingSamples.Swift)));
        Entries(packed).Select(e => e.RawHash).ShouldBe([.. alone.Select(e => e.RawHash)]);
    }

    [Fact]
    public void Any_changed_byte_of_an_entry_changes_its_hash_and_no_other()
    {
        var before = Inspected.Entries(IncomingSamples.Camt);
        var after = Inspected.Entries(IncomingSamples.Camt.Replace("B0001", "B0009", StringComparison.Ordinal));
        after[0].RawHash.ShouldNotBe(before[0].RawHash);
        after[1].RawHash.ShouldBe(before[1].RawHash);
    }

    private static void Check(string text, List<(int From, int Length)> expected)
    {
        var entries = Entries(Utf8(text));
        entries.Count.ShouldBe(expected.Count);
        foreach (var (entry, stretch) in entries.Zip(expected))
        {
            entry.Offset.ShouldBe(Encoding.UTF8.GetByteCount(text.AsSpan(0, stretch.From)), $"entry {entry.EntryNo}");
            entry.RawHash.ShouldBe(Hash(text, stretch), $"entry {entry.EntryNo}");
        }
    }

    private static List<IncomingEntry> Entries(byte[] bytes)
    {
        var entries = new List<IncomingEntry>();
        FileInspector.Inspect(
            new MemoryStream(bytes), TableSamples.Options, stage: (_, entry) => entries.Add(entry));
        return entries;
    }

    private static UInt128 Hash(string text, (int From, int Length) stretch) =>
        XxHash128.HashToUInt128(Utf8(text.Substring(stretch.From, stretch.Length)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static List<(int From, int Length)> Elements(string text, string name) =>
        [.. Regex.Matches(text, $"<{name}[ >].*?</{name}>", RegexOptions.Singleline).Select(m => (m.Index, m.Length))];

    // Lines by their numbers from 1, with their line ends.
    private static List<(int From, int Length)> Lines(string text, params (int First, int Last)[] wanted)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1)) starts.Add(at + 1);
        return [.. wanted.Select(w => (starts[w.First - 1], starts[w.Last] - starts[w.First - 1]))];
    }

    private static string Large()
    {
        var entries = Enumerable.Range(0, Many).Select(i => new EntryText(
            1, $"E2E{i}", $"NGUYỄN THỊ {new string('Ầ', i % 90)}", "4500205123456", new string('x', i % 137)));
        return StatementText.Write(0, [.. entries]);
    }

    [GeneratedRegex("(</?)(?=[A-Za-z])")]
    private static partial Regex Tag();
}
