using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaymentHub.Seeds.Province;

/// <summary>Collects and writes the truth.</summary>
internal static class TruthFile
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ProvinceTruth Build(
        ProvinceOptions options, Workshop workshop, Plants plants, Tally tally,
        IReadOnlyList<ShortFundTruth> shortFunds) =>
        new()
        {
            Seed = options.Seed,
            People = options.People,
            Decisions = tally.Decisions,
            Communes = workshop.Communes.Count,
            Programmes = tally.PerProgramme,
            Flags = [.. plants.Flags.Select(flag => new FlagTruth(flag.Detector, Dossiers(flag.Rows), flag.Note))
                .OrderBy(flag => flag.Detector, StringComparer.Ordinal)
                .ThenBy(flag => flag.Dossiers[0], StringComparer.Ordinal)],
            HeldAtRelease = Dossiers(plants.HeldAtRelease),
            NotFlagged = [.. plants.Harmless
                .Select(story => new HarmlessTruth(story.Kind, Dossiers(story.Rows), story.Note))
                .OrderBy(story => story.Kind, StringComparer.Ordinal)
                .ThenBy(story => story.Dossiers[0], StringComparer.Ordinal)],
            Recoveries = [.. tally.Recoveries.Order(StringComparer.Ordinal)],
            Deaths = plants.Deaths.Count,
            LateDeaths = plants.LateDeaths.Count,
            AddedBySource = tally.Added,
            ShortFunds = shortFunds,
        };

    public static void Write<T>(string path, T truth) =>
        File.WriteAllText(path, JsonSerializer.Serialize(truth, Json) + "\n");

    private static IReadOnlyList<string> Dossiers(IEnumerable<Decision> rows) =>
        [.. rows.Select(row => row.Dossier).Order(StringComparer.Ordinal)];
}
