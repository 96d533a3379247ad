using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using PaymentHub.Seeds.Matching;
using Shouldly;

namespace PaymentHub.Tests.Processes;

/// <summary><c>ops/hub evaluate matching</c> as a process: what it finds, prints, writes and refuses.</summary>
public sealed class EvaluateMatchingTests : IDisposable
{
    private static readonly string[] Measured = ["precision", "recall", "f1", "autoPrecision", "blockingRecall"];

    private readonly MatchingFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("names", 0.98, 0.85)]
    [InlineData("memo", 0.975, 0.8)]
    [InlineData("recurring", 0.965, 0.74)]
    [InlineData("feed", 0.975, 0.8)]
    [InlineData("tight", 0.94, 0.5)]
    [InlineData("reference", 0.98, 0.8)]
    [InlineData("sparse", 0.98, 0.8)]
    [InlineData("bare", 0.93, 0.4)]
    [InlineData("textonly", 0.6, 0.15)]
    public async Task Every_scenario_keeps_its_floors(string variant, double f1, double share)
    {
        await files.MakeAsync(variant, 5_000, 31);

        var found = await files.EvaluateAsync("--truth", files["truth.csv"]);

        var text = found.ToJsonString();
        ((double)found["f1"]!).ShouldBeGreaterThan(f1, text);
        ((double)found["autoShare"]!).ShouldBeGreaterThan(share, text);
        ((double)found["autoPrecision"]!).ShouldBeGreaterThan(variant == "textonly" ? 0.97 : 0.993, text);
        ((double)found["blockingRecall"]!).ShouldBeGreaterThan(0.9, text);
        ((double)found["seconds"]!).ShouldBeGreaterThan(0);
        ((long)found["peakMemoryMb"]!).ShouldBeInRange(20, 2_000);
        ((int)found["ambiguous"]!).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Without_the_truth_the_same_pairs_are_found_and_nothing_is_measured()
    {
        await files.MakeAsync("feed", 1_500, 32);
        var told = await files.EvaluateAsync("--truth", files["truth.csv"], "--out", files["told.csv"]);
        var untold = await files.EvaluateAsync("--out", files["untold.csv"]);

        files.Text("untold.csv").ShouldBe(files.Text("told.csv"), "no label is used for fitting");
        Measured.ShouldAllBe(name => untold[name] == null && told[name] != null);
        var rows = files.Rows("told.csv");
        rows.Count.ShouldBe((int)told["pairs"]! + (int)told["ambiguous"]!);
        rows.ShouldAllBe(r => r.Contains("amount: ", StringComparison.Ordinal));
        rows.Select(r => double.Parse(r.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture))
            .ShouldAllBe(p => p >= 0 && p <= 1);
    }

    [Theory]
    [InlineData("vietnam")]
    [InlineData("america")]
    [InlineData("wide")]
    [InlineData("legacy")]
    public async Task The_form_of_the_files_does_not_matter(string form)
    {
        await files.MakeAsync("feed", 1_500, 33);
        await files.EvaluateAsync("--out", files["plain.csv"]);
        await files.MakeAsync("feed", 1_500, 33, form);
        await files.EvaluateAsync("--out", files["other.csv"]);

        var (plain, other) = (files.Pairs("plain.csv"), files.Pairs("other.csv"));
        plain.Intersect(other).Count().ShouldBeGreaterThan((int)(0.99 * Math.Max(plain.Count, other.Count)));
    }

    [Fact]
    public async Task Rows_in_any_order_give_the_same_bytes()
    {
        await files.MakeAsync("memo", 1_500, 34);
        await files.EvaluateAsync("--out", files["first.csv"]);
        files.Change("left.csv", rows => [.. rows.OrderBy(r => r[^3..], StringComparer.Ordinal)]);
        files.Change("right.csv", rows => [.. rows.Reverse()]);
        await files.EvaluateAsync("--out", files["again.csv"]);

        files.Text("again.csv").ShouldBe(files.Text("first.csv"));
    }

    [Fact]
    public async Task A_file_in_two_parts_gives_nearly_the_pairs_of_the_whole()
    {
        await files.MakeAsync("feed", 2_000, 35);
        await files.EvaluateAsync("--out", files["whole.csv"]);
        var whole = files.Text("left.csv");
        files.Change("left.csv", rows => rows[..(rows.Length / 2)]);
        await files.EvaluateAsync("--out", files["one.csv"]);
        files.Write("left.csv", whole);
        files.Change("left.csv", rows => rows[(rows.Length / 2)..]);
        await files.EvaluateAsync("--out", files["two.csv"]);

        var pairs = files.Pairs("whole.csv");
        var parts = files.Pairs("one.csv").Concat(files.Pairs("two.csv")).ToHashSet();
        pairs.Intersect(parts).Count().ShouldBeGreaterThan((int)(0.97 * pairs.Count));
    }

    [Fact]
    public async Task The_unit_of_the_amounts_and_the_ids_do_not_matter()
    {
        await files.MakeAsync("names", 1_500, 36);
        await files.EvaluateAsync("--out", files["plain.csv"]);
        foreach (var side in new[] { "left.csv", "right.csv" })
        {
            files.Change(side, rows => [.. rows.Select(r =>
            {
                var fields = r.Split(',', 4);
                return $"{fields[0]},{fields[1]},{fields[2]}00,{fields[3]}";
            })]);
        }

        await files.EvaluateAsync("--out", files["scaled.csv"]);
        files.Change("left.csv", rows => [.. rows.Select(r => $"Q{r}")]);
        await files.EvaluateAsync("--out", files["renamed.csv"]);

        files.Pairs("scaled.csv").ShouldBe(files.Pairs("plain.csv"), ignoreOrder: true);
        files.Pairs("renamed.csv").ShouldBe(files.Pairs("plain.csv").Select(p => $"Q{p}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Titles_marks_separators_and_quoted_lines_are_read_as_they_come()
    {
        await files.MakeAsync("feed", 600, 37);
        await files.EvaluateAsync("--out", files["plain.csv"]);
        var first = files.Rows("left.csv")[0].Split(',', 4);
        files.Change("left.csv", rows => [.. rows.Select(r => r.Replace(',', '\t'))], "ID\tDate \tAMOUNT\tMemo");
        files.Change("right.csv", rows => [.. rows.Select(r =>
        {
            var fields = r.Split(',', 4);
            return $"{fields[0]};{fields[1]};{fields[2]};\"{fields[3].Replace("; ", "\n", StringComparison.Ordinal)}\"";
        })], "\uFEFFid;date;amount;memo");
        await files.EvaluateAsync("--out", files["other.csv"]);

        first.Length.ShouldBe(4);
        files.Pairs("other.csv").ShouldBe(files.Pairs("plain.csv"), ignoreOrder: true);
    }

    [Theory]
    [InlineData("left.csv", "B1,2026-13-45,10.00,X", 1, "dòng 3", "line 3, date: is no date")]
    [InlineData("left.csv", "B1,2026-01-05,ten,X", 1, "dòng 3", "line 3, amount: is no amount")]
    [InlineData("right.csv", "G0,2026-01-05,10.00,X", 1, "dòng 3", "line 3, id: is on line 2 too")]
    [InlineData("right.csv", "G1,2026-01-05,\"10.00,X", 1, "dòng", "cannot be read")]
    public async Task What_cannot_be_read_is_refused_with_its_line(
        string file, string row, int code, string vietnamese, string english)
    {
        files.Write("left.csv", "id,date,amount,memo\nB0,2026-01-04,10.00,X\n");
        files.Write("right.csv", "id,date,amount,memo\nG0,2026-01-04,10.00,X\n");
        files.Write("map.json", MatchingFiles.Map);
        files.Write(file, $"{files.Text(file)}{row}\n");

        var (exit, printed, errors) = await files.RunAsync("--out", files["out.csv"]);

        (exit, printed).ShouldBe((code, ""), errors);
        errors.ShouldContain(files[file]);
        errors.ShouldContain(vietnamese);
        errors.ShouldContain(english);
        File.Exists(files["out.csv"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"id":"id","date":"day"}""", 1, "không có cột \"day\"", "there is no column \"day\"")]
    [InlineData("""{"id":"id","colour":"x"}""", 1, "chỉ nhận", "only id, date, amount, text, account, name")]
    [InlineData("""{"id":5}""", 1, "chỉ nhận tên cột", "only a column name")]
    [InlineData("""{"id":""", 1, "không phải JSON", "this is no JSON")]
    [InlineData(null, 2, "Không có tệp", "There is no file")]
    public async Task A_map_that_does_not_fit_is_refused(string? map, int code, string vietnamese, string english)
    {
        files.Write("left.csv", "id,date,amount,memo\nB0,2026-01-04,10.00,X\n");
        files.Write("right.csv", "id,date,amount,memo\nG0,2026-01-04,10.00,X\n");
        if (map is not null) files.Write("map.json", map);

        var (exit, printed, errors) = await files.RunAsync();

        (exit, printed).ShouldBe((code, ""), errors);
        errors.ShouldContain(vietnamese);
        errors.ShouldContain(english);
    }
}

/// <summary>A folder with the files of a scenario, and the command run on them.</summary>
internal sealed class MatchingFiles : IDisposable
{
    public const string Map = """{"id":"id","date":"date","amount":"amount","text":"memo"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("paymenthub-evaluate-").FullName;

    public string this[string name] => Path.Combine(folder, name);

    public void Dispose() => Directory.Delete(folder, true);

    public async Task MakeAsync(string variant, int pairs, int seed, string form = "plain") =>
        (await MatchingCommand.RunAsync(
            ["--out", folder, "--variant", variant, "--pairs", $"{pairs}", "--seed", $"{seed}", "--form", form]))
            .ShouldBe(0);

    public string Text(string name) => File.ReadAllText(this[name]);

    public void Write(string name, string text) => File.WriteAllText(this[name], text, new UTF8Encoding(false));

    public List<string> Rows(string name) => [.. File.ReadAllLines(this[name]).Skip(1)];

    /// <summary>The pairs of a written result, by their ids.</summary>
    public HashSet<string> Pairs(string name) =>
        [.. Rows(name).Select(r => string.Join(' ', r.Split(',').Take(2)))];

    public void Change(string name, Func<string[], string[]> rows, string? title = null)
    {
        var lines = File.ReadAllLines(this[name]);
        Write(name, string.Join('\n', [title ?? lines[0], .. rows(lines[1..])]) + "\n");
    }

    public async Task<JsonNode> EvaluateAsync(params string[] more)
    {
        var (exit, printed, errors) = await RunAsync(more);
        exit.ShouldBe(0, errors);
        return JsonNode.Parse(printed)!;
    }

    public async Task<(int Exit, string Printed, string Errors)> RunAsync(params string[] more)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            ServiceProcess.Program(), "hub", "evaluate", "matching", "--left", this["left.csv"], "--right",
            this["right.csv"], "--map", this["map.json"], "--json", .. more,
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, printed, await errors);
    }
}
