using System.Diagnostics;
using System.Text.Json.Nodes;
using PaymentHub.Reference;
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

    [Fact]
    public async Task A_month_with_one_bank_on_an_old_version_and_one_on_its_own_list_closes_too()
    {
        var profiles = Directory.CreateDirectory(Path.Combine(_work, "profiles")).FullName;
        await ChangeAsync(profiles, "agri.json", "\"pain.001.001.09\"", "\"pain.001.001.03\"");
        await ChangeAsync(
            profiles, "vcb.json", "\"format\": \"pain.001.001.09\",\n    \"fileName\": \"PAIN001-{messageId}.xml\"",
            "\"format\": \"list\"");
        await using var hub = await Hub.StartAsync(
            await postgres.CreateDatabaseAsync(), (BankProfiles.FolderKey, profiles));

        var (code, output, error) = await PlayAsync(hub.Url, people: 800);

        code.ShouldBe(0, $"{output}\n{error}\n{string.Join('\n', hub.Log)}");
        ((bool)JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!["holds"]!).ShouldBeTrue();
        (await FormatsAsync(hub, "AGRI")).ShouldBe(["pain.001.001.03"]);
        (await FormatsAsync(hub, "VCB")).ShouldBe(["csv"]);
        (await FormatsAsync(hub, "BIDV")).ShouldBe(["pain.001.001.09"]);
        (await FormatsAsync(hub, "POST")).ShouldBe(["csv"]);
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private static async Task ChangeAsync(string folder, string name, string old, string changed)
    {
        var given = Path.Combine(ReferenceData.Folder, "bank-profiles", name);
        var json = (await File.ReadAllTextAsync(given)).Replace(old, changed, StringComparison.Ordinal);
        json.ShouldContain(changed);
        await File.WriteAllTextAsync(Path.Combine(folder, name), json);
    }

    private static async Task<List<string>> FormatsAsync(Hub hub, string institution) =>
    [
        .. Items((await hub.As("khobac").GetAsync($"/api/files?period={Period}"))["items"])
            .Where(f => $"{f["institution"]}" == institution).Select(f => $"{f["format"]}").Distinct(),
    ];

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
