using System.Globalization;

namespace PaymentHub.Seeds.Province;

/// <summary>The command line of the synthetic province.</summary>
internal static class ProvinceCommand
{
    public const string Help =
        """
        province --out FOLDER [--people N] [--seed N] [--preset NAME|FILE] [--xlsx] [--short-funds N]
            Writes a synthetic province: register, deaths, allotments, bad input, and the truth about them.
            Presets: demo, month-end, returns, fraud-ring, million. --people and --seed override the preset.
        """;

    public static Task<int> RunAsync(string[] arguments)
    {
        ProvinceOptions options;
        try
        {
            options = Parse(arguments);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or OverflowException)
        {
            Console.Error.WriteLine(problem.Message);
            Console.Error.WriteLine(Help);
            return Task.FromResult(2);
        }

        try
        {
            Report(SyntheticProvince.Generate(options));
            return Task.FromResult(0);
        }
        catch (ArgumentException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return Task.FromResult(1);
        }
    }

    internal static ProvinceOptions Parse(string[] arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == "--xlsx")
                given[name] = "yes";
            else if (Known.Contains(name) && i + 1 < arguments.Length)
                given[name] = arguments[++i];
            else
                throw new ArgumentException($"Unknown or incomplete option {name}.", nameof(arguments));
        }

        if (!given.TryGetValue("--out", out var folder))
            throw new ArgumentException("--out FOLDER is missing.", nameof(arguments));
        var options = ProvinceOptions.FromPreset(given.GetValueOrDefault("--preset", "demo"), folder);
        return options with
        {
            People = Number(given, "--people", options.People),
            Seed = Number(given, "--seed", options.Seed),
            ShortFunds = Number(given, "--short-funds", options.ShortFunds),
            Workbook = options.Workbook || given.ContainsKey("--xlsx"),
        };
    }

    private static readonly HashSet<string> Known =
        new(StringComparer.Ordinal) { "--out", "--people", "--seed", "--preset", "--short-funds" };

    private static int Number(Dictionary<string, string> given, string name, int otherwise) =>
        given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static void Report(ProvinceFiles files)
    {
        var truth = files.Truth;
        Console.WriteLine(
            $"{truth.People} people, {truth.Decisions} decisions in {truth.Communes} communes, seed {truth.Seed}");
        foreach (var (code, programme) in truth.Programmes)
            Console.WriteLine(
                $"  {code,-7} decisions {programme.Decisions}, accounts {programme.Accounts}, cash {programme.Cash}, " +
                $"fund {programme.Fund}, due in November {programme.DueInNovember} đ");
        Console.WriteLine(
            $"  planted: {truth.Flags.Count} flags, {truth.HeldAtRelease.Count} held at release, " +
            $"{truth.NotFlagged.Count} harmless, {truth.Recoveries.Count} to recover");
        Console.WriteLine($"  {files.Folder}");
    }
}
