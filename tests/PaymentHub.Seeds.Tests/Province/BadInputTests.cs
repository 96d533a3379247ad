using System.Text;
using System.Text.Json;
using PaymentHub.Seeds.Province;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class BadInputTests : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly GeneratedProvince province = GeneratedProvince.FromPreset("demo");

    public void Dispose() => province.Dispose();

    [Fact]
    public void Every_rule_has_a_row_and_only_four_rules_are_warnings()
    {
        var truth = Truth();

        truth.Findings.Select(finding => finding.Rule).Distinct().Order(StringComparer.Ordinal).ShouldBe(
        [
            "ACCOUNT_MISSING", "AMOUNT_INVALID", "BANK_UNKNOWN", "COMMUNE_NAME_MISMATCH", "COMMUNE_UNKNOWN",
            "DATE_INVALID", "DOSSIER_DUPLICATE", "DOSSIER_INVALID", "GROUP_UNKNOWN", "ID_LENGTH", "ID_LOST_ZERO",
            "ID_NOT_DIGITS", "ID_SCIENTIFIC", "ID_SEX_MISMATCH", "ID_YEAR_MISMATCH", "INJURY_PERCENT_INVALID",
            "INSTITUTION_UNKNOWN", "METHOD_INVALID", "MONTH_INVALID", "MONTH_ORDER", "NAME_MISSING", "PAYEE_MISSING",
            "TEXT_LOOKALIKE", "TEXT_NFD",
        ]);
        truth.Findings.Where(finding => finding.Severity == "warning").Select(finding => finding.Rule)
            .ShouldBe(["ID_SEX_MISMATCH", "ID_YEAR_MISMATCH", "TEXT_NFD", "TEXT_LOOKALIKE"]);
        (truth.Accepted + truth.Refused).ShouldBe(truth.Rows);
    }

    [Fact]
    public void The_named_cell_of_each_row_shows_the_fault()
    {
        var rows = GeneratedProvince.Read(province.Files.BadRegister);
        string Cell(string rule) => Truth().Findings.Where(finding => finding.Rule == rule)
            .Select(finding => rows[finding.Order - 1][finding.Column]).First();

        Cell("ID_LOST_ZERO").Length.ShouldBe(11);
        Cell("ID_SCIENTIFIC").ShouldContain("E+");
        Cell("DATE_INVALID").ShouldStartWith("30/02/");
        Cell("AMOUNT_INVALID").ShouldBe("500.000");
        Cell("TEXT_NFD").IsNormalized(NormalizationForm.FormC).ShouldBeFalse();
        Cell("TEXT_LOOKALIKE").ShouldContain('\u00D0');
        rows.Count(row => row.Dossier == Cell("DOSSIER_DUPLICATE")).ShouldBe(2);
        Cell("PAYEE_MISSING").ShouldBeEmpty();
        Truth().Findings.ShouldAllBe(finding => finding.Row == finding.Order + 1);
    }

    [Fact]
    public void Bad_rows_do_not_share_ids_or_dossiers_with_the_clean_register()
    {
        var clean = province.Register();
        var ids = clean.Select(row => row.Id).ToHashSet();
        var dossiers = clean.Select(row => row.Dossier).ToHashSet();

        GeneratedProvince.Read(province.Files.BadRegister)
            .ShouldAllBe(row => !ids.Contains(row.Id) && !dossiers.Contains(row.Dossier));
    }

    [Fact]
    public void Exactly_the_named_line_is_not_UTF_8()
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var lines = Split(File.ReadAllBytes(province.Files.BadEncoding));
        var broken = lines.Select((line, i) => (line, Number: i + 1)).Where(entry => !Valid(strict, entry.line));
        using var truth = JsonDocument.Parse(File.ReadAllText(
            Path.ChangeExtension(province.Files.BadEncoding, ".truth.json")));

        broken.Select(entry => entry.Number).ShouldBe([truth.RootElement.GetProperty("line").GetInt32()]);
    }

    private BadRegisterTruth Truth() =>
        JsonSerializer.Deserialize<BadRegisterTruth>(File.ReadAllText(province.Files.BadRegisterTruth), Web)!;

    private static bool Valid(UTF8Encoding strict, byte[] line)
    {
        try
        {
            strict.GetCharCount(line);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static List<byte[]> Split(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (int start = 0, at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != (byte)'\n')
                continue;
            lines.Add(bytes[start..at]);
            start = at + 1;
        }

        return lines;
    }
}
