using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PaymentHub.Seeds.Bank;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Play;

/// <summary>Plays November 2026 over HTTP as the demo users and compares the outcome with what was planted.</summary>
public static class PlayCommand
{
    /// <summary>How to call it.</summary>
    public const string Help = "play --url URL --password-file F --work DIR [--people N] [--seed N] [--json]";

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };


    /// <summary>Returns 0 when everything agrees, 1 when something differs, 2 for a wrong call.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var asJson = args.Contains("--json");
        var rest = args.Where(arg => arg != "--json").ToList();
        var given = rest.Chunk(2).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last()[1]);
        if (rest.Count % 2 != 0 || !given.TryGetValue("--url", out var url)
            || !given.TryGetValue("--password-file", out var passwordFile) || !given.TryGetValue("--work", out var work)
            || !int.TryParse(given.GetValueOrDefault("--people", "2000"), CultureInfo.InvariantCulture, out var people)
            || !int.TryParse(given.GetValueOrDefault("--seed", "20261101"), CultureInfo.InvariantCulture, out var seed))
        {
            await Console.Error.WriteLineAsync(Help);
            return 2;
        }

        using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            var hub = new HubClient(http, (await File.ReadAllTextAsync(passwordFile)).Trim());
            return await PlayAsync(hub, people, seed, work, asJson);
        }
        catch (Exception e) when (e is HubException or HttpRequestException or IOException or JsonException
            or TaskCanceledException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"Dừng: {e.Message}");
            if (asJson)
            {
                var answer = new JsonObject { ["checks"] = new JsonArray(), ["error"] = e.Message, ["holds"] = false };
                Console.WriteLine(answer.ToJsonString(Plain));
            }

            return 1;
        }
    }

    private static async Task<int> PlayAsync(HubClient hub, int people, int seed, string work, bool asJson)
    {
        var marker = Path.Combine(work, "finished");
        if (File.Exists(marker) && await IsPlannedAsync(hub))
        {
            Console.WriteLine("Tháng 11/2026 đã được chi");
            return 0;
        }

        var options = ProvinceOptions.FromPreset("demo", Path.Combine(work, "province"));
        var province = SyntheticProvince.Generate(options with { People = people, Seed = seed });
        var bank = OpenBank(seed, work);
        var checks = new Checks();
        await new MonthPlay(hub, checks, province, bank).PlayAsync();
        var inspection = new Inspection(hub, checks, province.Truth, bank.Truth());
        await inspection.InspectAsync();
        if (checks.Hold)
            await File.WriteAllTextAsync(marker, MonthPlay.Period);
        Console.WriteLine(checks.Hold ? "Mọi kết quả khớp." : "Có kết quả không khớp.");
        if (asJson)
            Console.WriteLine(new JsonObject
            {
                ["checks"] = checks.ToJson(),
                ["identities"] = inspection.Identities,
                ["holds"] = checks.Hold,
            }.ToJsonString(Plain));
        return checks.Hold ? 0 : 1;
    }

    private static async Task<bool> IsPlannedAsync(HubClient hub)
    {
        try
        {
            return $"{(await hub.GetAsync("lap", $"/api/runs/{MonthPlay.Period}"))["status"]}" == "Planned";
        }
        catch (HubException)
        {
            return false;
        }
    }

    /// <summary>A play begins with a bank that knows nothing, so what an aborted play left is removed.</summary>
    private static SyntheticBank OpenBank(int seed, string work)
    {
        var (state, reference) = (Path.Combine(work, "bank-state"), Path.Combine(work, "reference"));
        if (Directory.Exists(state))
            Directory.Delete(state, recursive: true);
        Directory.CreateDirectory(reference);
        foreach (var name in new[] { "institutions.csv", "fund-payees.csv" })
            File.WriteAllText(Path.Combine(reference, name), EmbeddedTables.Text($"reference/{name}"));
        var preset = Path.Combine(work, "preset.json");
        File.WriteAllText(preset, EmbeddedTables.Text("presets/demo.json"));
        var options = new BankOptions(
            seed, BankPreset.Load(preset), InstitutionTable.Load(reference), new LocalDate(2026, 11, 2));
        return SyntheticBank.Open(options, state);
    }
}
