using System.Globalization;
using PaymentHub.Seeds.Province;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class BroughtForwardTests : IDisposable
{
    private readonly GeneratedProvince province = GeneratedProvince.FromPreset("demo", o => o with { People = 8000 });

    public void Dispose() => province.Dispose();

    [Fact]
    public void Assistance_and_social_pension_were_paid_at_the_coefficient_times_500000()
    {
        var coefficients = EmbeddedTables.Rows("reference/programs-rates.csv")
            .Where(row => row["program_code"] is "TCXH" or "HTXH" && row["ends"].Length == 0)
            .GroupBy(row => (row["program_code"], row["group_code"]))
            .ToDictionary(same => same.Key, same => decimal.Parse(same.First()["value"], CultureInfo.InvariantCulture));

        foreach (var row in Paid("TCXH").Concat(Paid("HTXH")))
            row.Paid.ShouldBe((long)(coefficients[(row.Programme, row.Group)] * 500_000m), row.Dossier);
    }

    [Fact]
    public void Merit_allowances_were_paid_by_the_table_of_2024()
    {
        var table = EmbeddedTables.Rows("reference/programs-rates.csv")
            .Where(row => row["program_code"] == "NCC" && row["applies_from"] == "2024-07-01")
            .ToDictionary(row => row["group_code"], row => row["value"]);
        var wounded = EmbeddedTables.Rows("reference/merit-wounded-rates.csv")
            .Where(row => row["group_code"] == "TB" && row["applies_from"] == "2024-07-01")
            .ToDictionary(row => row["injury_percent"], row => row["amount_vnd"]);

        foreach (var row in Paid("NCC"))
        {
            var amount = row.Group == "TB" ? wounded[row["Tỷ lệ tổn thương (%)"]] : table[row.Group];
            row["Mức đã chi (đ/tháng)"].ShouldBe(amount, row.Dossier);
        }
    }

    [Fact]
    public void Premium_shares_were_paid_at_the_price_of_their_months()
    {
        long[] since2026July = [113_850, 79_695, 56_925, 34_155];
        long[] before = [105_300, 73_710, 52_650, 31_590];

        foreach (var row in Paid("BHYT"))
        {
            var prices = row.Month("Đã chi từ tháng") >= (2026 * 12) + 6 ? since2026July : before;
            prices.ShouldContain(row.Paid, row.Dossier);
        }

        foreach (var row in Paid("BHXHTN"))
            new long[] { 165_000, 132_000, 99_000, 66_000 }.ShouldContain(row.Paid, row.Dossier);
    }

    [Fact]
    public void Paid_months_lie_inside_the_decision_and_end_by_October()
    {
        foreach (var row in province.Register().Where(row => row.Paid > 0))
        {
            var (from, to) = (row.Month("Đã chi từ tháng")!.Value, row.Month("Đã chi đến tháng")!.Value);
            from.ShouldBeGreaterThanOrEqualTo(row.Month("Hưởng từ tháng")!.Value, row.Dossier);
            to.ShouldBeGreaterThanOrEqualTo(from, row.Dossier);
            to.ShouldBeLessThanOrEqualTo((2026 * 12) + 9, row.Dossier);
        }
    }

    [Fact]
    public void Every_kind_of_standing_occurs()
    {
        var rows = province.Register();
        const int October = (2026 * 12) + 9;

        rows.ShouldContain(row => row.Paid == 0 && row.Month("Hưởng từ tháng") > October);
        rows.ShouldContain(row => row.Paid == 0 && row.Month("Hưởng từ tháng") < October);
        rows.ShouldContain(row => row.Month("Thôi hưởng từ tháng") < row.Month("Đã chi đến tháng"));
        rows.ShouldContain(row => row["Thôi hưởng từ tháng"].Length == 0 && row["Đã chi đến tháng"] == "09/2026");
        rows.ShouldContain(row => row.Month("Thôi hưởng từ tháng") < (2026 * 12) + 6);
    }

    [Fact]
    public void A_regular_social_pension_is_due_700000_in_November()
    {
        var workshop = new Workshop(new ProvinceOptions(2000, 1, "unused"));
        var draw = new Draw(1, "test");
        var profile = workshop.Decisions.Profile("HTXH", "75+");
        var person = workshop.People.Make(draw, workshop.Communes[0], true, profile.BornFrom, profile.BornTo);
        var row = Stories.Regular(workshop, draw, person, profile, Payouts.InCash(person, Payout.Self));

        new Tally(workshop.Decisions.Rates, []).Balance(row).ShouldBe(700_000);
    }

    private IEnumerable<RegisterRow> Paid(string programme) =>
        province.Register().Where(row => row.Programme == programme && row.Paid > 0);
}
