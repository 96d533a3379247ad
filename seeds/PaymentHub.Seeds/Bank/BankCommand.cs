using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;

namespace PaymentHub.Seeds.Bank;

/// <summary>
/// The simulation on folders: <c>bank --in DIR --out DIR --state DIR --seed N --preset FILE --reference DIR</c>.
/// Files of both folders are named <c>INSTITUTION__fileName</c>; the out folder also gets <c>bank-truth.json</c>,
/// <c>bank-files.csv</c> (when each file can be fetched) and, with <c>--hostile true</c>, a folder of hostile variants.
/// </summary>
public static class BankCommand
{
    /// <summary>How to call it, one line.</summary>
    public const string Help = "bank --in DIR --out DIR --state DIR [--seed N] [--preset FILE] [--reference DIR]"
        + " [--execution-date yyyy-MM-dd] [--hostile true]";

    /// <summary>Receives every file of the in folder and writes every answer. Returns 0, or 2 for a wrong call,
    /// or 1 when a file was refused.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var given = Parse(args);
        if (given is null || !given.TryGetValue("in", out var inFolder) || !given.TryGetValue("out", out var outFolder)
            || !given.TryGetValue("state", out var stateFolder))
        {
            await Console.Error.WriteLineAsync(Help);
            return 2;
        }

        var bank = SyntheticBank.Open(Options(given), stateFolder);
        var refused = ReceiveAll(bank, inFolder);
        Directory.CreateDirectory(outFolder);
        await WriteAllAsync(bank, outFolder);
        if (given.GetValueOrDefault("hostile") == "true")
            await WriteHostileAsync(bank, Path.Combine(outFolder, "hostile"));
        return refused == 0 ? 0 : 1;
    }

    private static BankOptions Options(Dictionary<string, string> given)
    {
        var preset = given.TryGetValue("preset", out var file) ? BankPreset.Load(file) : new BankPreset();
        var seed = long.Parse(given.GetValueOrDefault("seed", "1"), CultureInfo.InvariantCulture);
        var date = given.TryGetValue("execution-date", out var text)
            ? LocalDatePattern.Iso.Parse(text).GetValueOrThrow()
            : new LocalDate(2026, 11, 2);
        var reference = given.GetValueOrDefault("reference", Path.Combine("seeds", "reference"));
        return new BankOptions(seed, preset, InstitutionTable.Load(reference), date);
    }

    private static int ReceiveAll(SyntheticBank bank, string folder)
    {
        var refused = 0;
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var cut = name.IndexOf("__", StringComparison.Ordinal);
            if (cut <= 0)
                continue;
            var receipt = bank.Receive(name[..cut], name[(cut + 2)..], File.ReadAllBytes(path));
            Console.WriteLine($"{name}: {receipt.Status} {receipt.Payments} {receipt.Amount} "
                + string.Join("; ", receipt.Problems));
            refused += receipt.Status == ReceiptStatus.Refused ? 1 : 0;
        }

        return refused;
    }

    private static async Task WriteAllAsync(SyntheticBank bank, string folder)
    {
        await using var index = new StreamWriter(Path.Combine(folder, "bank-files.csv"));
        CsvRows.Write(index, "institution", "fileName", "kind", "availableAt", "sha256");
        foreach (var file in bank.Statuses().Concat(bank.Statements()).Concat(bank.PostReports()))
        {
            var sha256 = await WriteAsync(file, folder);
            var at = LocalDateTimePattern.GeneralIso.Format(file.AvailableAt);
            CsvRows.Write(index, file.Institution, file.FileName, file.Kind.ToString(), at, sha256);
        }

        await using var truth = File.Create(Path.Combine(folder, "bank-truth.json"));
        bank.Truth().Write(truth);
    }

    private static async Task WriteHostileAsync(SyntheticBank bank, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var hostile in bank.HostileFiles())
            await WriteAsync(hostile.File, folder);
    }

    private static async Task<string> WriteAsync(BankFile file, string folder)
    {
        var path = Path.Combine(folder, $"{file.Institution}__{file.FileName}");
        await using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            file.Write(stream);
        await using var written = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(written));
    }

    private static Dictionary<string, string>? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                return null;
            given[args[i][2..]] = args[i + 1];
        }

        return given;
    }
}
