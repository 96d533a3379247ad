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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Longest);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return output;
    }
}
