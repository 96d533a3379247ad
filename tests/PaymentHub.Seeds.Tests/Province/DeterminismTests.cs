using System.Globalization;
using System.Security.Cryptography;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_under_another_culture()
    {
        var first = Hashes("demo", 20261101);
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Hashes("demo", 20261101).ShouldBe(first);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("vi-VN");
            Hashes("demo", 20261101).ShouldBe(first);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Another_seed_gives_another_register()
    {
        Hashes("demo", 2)["register.csv"].ShouldNotBe(Hashes("demo", 3)["register.csv"]);
    }

    private static Dictionary<string, string> Hashes(string preset, int seed)
    {
        using var province = GeneratedProvince.FromPreset(preset, o => o with { Seed = seed, Workbook = true });
        var files = Directory.GetFiles(province.Files.Folder).ToDictionary(
            path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));
        files.Keys.Order(StringComparer.Ordinal).ShouldBe(
            ["allotments.csv", "deaths-late.csv", "deaths.csv", "register-bad.csv", "register-bad.truth.json",
                "register-encoding.csv", "register-encoding.truth.json", "register.csv", "register.xlsx",
                "truth.json"]);
        return files;
    }
}
