using System.Diagnostics;
using System.Text.Json;
using Shouldly;

namespace PaymentHub.Tests.BankExchange;

/// <summary><c>ops/hub inspect</c> of a folder in which not everything is a file.</summary>
public sealed class InspectFolderTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("inspect-").FullName;

    [Fact]
    public async Task A_named_pipe_and_a_circle_of_links_are_passed_over_and_the_rest_is_judged()
    {
        await Run("mkfifo", Path.Combine(_folder, "b.pipe"));
        File.CreateSymbolicLink(Path.Combine(_folder, "circle"), _folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "device"), "/dev/zero");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "a.sta"), ":20:S\n:25:1\n:60F:C261102VND1,\n:62F:C261102VND1,\n-\n",
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "c.txt"), "1 2 3", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "d.txt"),
            "1|ABCDEFGHIJKLMNOP|970405|4500205123456|NGUYEN THI HOA|500000|VND|CHI TRA|02112026\n",
            TestContext.Current.CancellationToken);
        var service = Path.Combine(AppContext.BaseDirectory, "PaymentHub.dll");
        var lines = (await Run("dotnet", service, "hub", "inspect", _folder, "--json"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        lines.Select(l => Path.GetFileName(l.GetProperty("file").GetString()))
            .ShouldBe(["a.sta", "b.pipe", "c.txt", "d.txt", "device"]);
        lines.Select(l => l.GetProperty("verdict").GetString())
            .ShouldBe(["ACCEPT", "REJECT", "REJECT", "ACCEPT", "REJECT"]);
        lines[3].GetProperty("format").GetString().ShouldBe("paylist.csv");
        lines[1].GetProperty("findings")[0].GetProperty("text").GetString().ShouldNotBeNull()
            .ShouldContain("not a regular file");
    }

    [Theory]
    [InlineData("--format", "bogus", "auto, camt, pain, pacs, xml, mt940, mt942, mt, bai2, csv, xlsx, fixed, paylist")]
    [InlineData("--profile", "none", "tolerant, strict, ACB, AGRI, BIDV, LPB, MB, POST, VCB, VIETIN")]
    public async Task An_unknown_format_or_profile_is_a_wrong_call_that_names_those_there_are(
        string option, string word, string allowed)
    {
        var path = Path.Combine(_folder, "a.txt");
        await File.WriteAllTextAsync(path, "1 2 3", TestContext.Current.CancellationToken);
        var (exit, output, error) = await Call("hub", "inspect", path, option, word, "--json");
        (exit, output).ShouldBe((2, ""));
        error.ShouldContain(word);
        error.ShouldContain(allowed);
    }

    [Theory]
    [InlineData("MT940", "ACCEPT")]
    [InlineData("bai2", "REJECT")]
    public async Task A_known_format_is_taken_however_it_is_written(string format, string verdict)
    {
        var path = Path.Combine(_folder, "a.sta");
        await File.WriteAllTextAsync(
            path, ":20:S\n:25:1\n:60F:C261102VND1,\n:62F:C261102VND1,\n-\n", TestContext.Current.CancellationToken);
        var (exit, output, _) = await Call("hub", "inspect", path, "--format", format, "--json");
        exit.ShouldBe(0);
        JsonDocument.Parse(output).RootElement.GetProperty("verdict").GetString().ShouldBe(verdict);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Exit, string Output, string Error)> Call(params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Longest);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "PaymentHub.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, output, await error);
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Longest);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return output;
    }
}
