using System.Globalization;

namespace PaymentHub.Seeds.Matching;

/// <summary>The command line of the matching scenarios.</summary>
public static class MatchingCommand
{
    /// <summary>How to call it.</summary>
    public const string Help =
        """
        matching --out FOLDER [--variant names|memo|recurring|feed|tight|reference|sparse|bare|textonly]
                 [--form plain|vietnam|america|wide|legacy] [--pairs N] [--seed N]
            Writes two files about the same payments, the truth and a map for `ops/hub evaluate matching`.
        """;

    private static readonly string[] Known = ["--out", "--variant", "--form", "--pairs", "--seed"];

    /// <summary>Returns 0, or 2 for a wrong call.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Parse(args) is not var (folder, options))
        {
            await Console.Error.WriteLineAsync(Help);
            return 2;
        }

        var scenario = new MatchingScenario(options);
        scenario.Write(folder);
        var (left, right, truth) = scenario.Counts;
        await Console.Out.WriteLineAsync($"{folder}: {left} left rows, {right} right rows, {truth} true pairs");
        return 0;
    }

    private static (string Folder, MatchingOptions Options)? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!Known.Contains(args[i]) || i + 1 == args.Length) return null;
            given[args[i]] = args[i + 1];
        }

        return given.TryGetValue("--out", out var folder)
            && Enum.TryParse<MatchingVariant>(given.GetValueOrDefault("--variant", "memo"), true, out var variant)
            && Enum.TryParse<MatchingForm>(given.GetValueOrDefault("--form", "plain"), true, out var form)
            && int.TryParse(given.GetValueOrDefault("--pairs", "45000"), CultureInfo.InvariantCulture, out var pairs)
            && int.TryParse(given.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture, out var seed)
            && pairs is > 0 and <= 1_000_000
            ? (folder, new MatchingOptions(seed, variant, pairs, form))
            : null;
    }
}
