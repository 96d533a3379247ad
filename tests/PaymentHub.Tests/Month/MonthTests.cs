using System.Diagnostics;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;
using static PaymentHub.Tests.Story.MonthSteps;

namespace PaymentHub.Tests.Month;

/// <summary>
/// The whole month of a small province, played over HTTP by the program that plays the demonstration, and everything
/// that was planted compared with everything that was found.
/// </summary>
public sealed class MonthTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("paymenthub-month-").FullName;

    [Fact]
    public async Task Everything_planted_in_a_month_is_found_and_nothing_else()
    {
        await using var hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());

        var (code, output, error) = await PlayAsync(hub.Url, people: 800);

        code.ShouldBe(0, $"{output}\n{error}\n{string.Join('\n', hub.Log)}");
        var result = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!;
        ((bool)result["holds"]!).ShouldBeTrue();
        Items(result["checks"]).Count.ShouldBeGreaterThan(8);
        hub.Log.Where(line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private async Task<(int Code, string Output, string Error)> PlayAsync(string url, int people)
    {
        string[] arguments =
        [
            "play", "--url", url, "--password-file", HubSetup.PasswordFile, "--work", _work, "--people", $"{people}",
            "--seed", "20261101", "--json",
        ];
        using var player = Process.Start(
            new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PaymentHub.Seeds"), arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var (output, error) = (player.StandardOutput.ReadToEndAsync(), player.StandardError.ReadToEndAsync());
        await player.WaitForExitAsync();
        return (player.ExitCode, await output, await error);
    }
}
