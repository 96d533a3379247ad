using System.Globalization;
using System.Text;
using CsCheck;
using ExcelDataReader;
using PaymentHub.Seeds.Province;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class PresetTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("month-end")]
    [InlineData("returns")]
    [InlineData("fraud-ring")]
    [InlineData("million")]
    public void Every_preset_reads_and_tells_the_bank_how_to_behave(string name)
    {
        var preset = Preset.Load(name);

        preset.Name.ShouldBe(name);
        preset.DescriptionVi.ShouldNotBeEmpty();
        var shares = preset.Shares;
        (shares.Htxh + shares.Tcxh + shares.Ncc + shares.Bhyt + shares.Bhxhtn).ShouldBe(100);
        preset.Bank.EnumerateObject().Select(field => field.Name).ShouldBe(
        [
            "rejectRate", "rejectWholeBatches", "returnRate", "returnsWithoutId", "returnCodes", "nextDayRate",
            "wrongAccount", "overDebit", "underDebit", "doubleDebit", "unknownDebit", "unknownCredit", "ambiguousPairs",
            "missingEndToEndId", "feePerPayment", "openingBalance", "statementDays", "completedStatuses",
            "uncollectedRate", "postInterimAfterDays", "postFinalAfterDays",
        ]);
    }

    [Fact]
    public void Every_fund_covers_November_except_the_ones_left_short()
    {
        using var province = GeneratedProvince.FromPreset("month-end");
        var allotted = GeneratedProvince.Read(province.Files.Allotments);

        // The sample province adds to a merit allowance, so that programme has two sources.
        allotted.Count.ShouldBe(96 * 6);
        allotted.Select(row => (row["Mã xã"], row.Programme, row["Nguồn"])).Distinct().Count().ShouldBe(96 * 6);
        allotted.ShouldAllBe(row => row["Nguồn"] == "TINH" || (row["Nguồn"] == "TW" && row.Programme == "NCC"));
        allotted.ShouldAllBe(row => row["Năm"] == "2026");
        foreach (var programme in province.Truth.Programmes)
        {
            var total = allotted.Where(row => row.Programme == programme.Key)
                .Sum(row => long.Parse(row["Số tiền"], CultureInfo.InvariantCulture));
            total.ShouldBeGreaterThan(programme.Value.DueInNovember);
        }

        var left = province.Truth.ShortFunds.ShouldHaveSingleItem();
        left.Allotted.ShouldBeLessThan(left.Needed);
        allotted.Single(row => row["Mã xã"] == left.Commune && row.Programme == left.Programme)["Số tiền"]
            .ShouldBe($"{left.Allotted}");
    }

    [Fact]
    public void The_workbook_holds_the_register_cell_by_cell()
    {
        using var province = GeneratedProvince.FromPreset("demo", o => o with { Workbook = true });
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var stream = File.OpenRead(Path.Combine(province.Files.Folder, "register.xlsx"));
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var rows = province.Register();

        reader.Read().ShouldBeTrue();
        Enumerable.Range(0, 30).Select(reader.GetString).ShouldBe(RegisterColumns.Names);
        foreach (var row in rows)
        {
            reader.Read().ShouldBeTrue();
            Enumerable.Range(0, 30).Select(i => reader.GetValue(i)?.ToString() ?? "")
                .ShouldBe(RegisterColumns.Names.Select(name => row[name]));
        }

        reader.Read().ShouldBeFalse();
    }

    [Fact]
    public void People_are_shared_out_completely_and_no_commune_is_left_empty()
    {
        var communes = Commune.Load();

        Gen.Int[96, 1_000_000].Holds(people =>
        {
            var counts = Commune.Share(communes, people);
            counts.Sum().ShouldBe(people);
            counts.ShouldAllBe(count => count >= 1);
        });
    }

    [Fact]
    public void Ids_and_accounts_are_never_given_twice()
    {
        var commune = Commune.Load()[0];

        Gen.Int.Holds(seed =>
        {
            var ids = new PersonIds(seed);
            var accounts = new AccountNumbers(seed);
            var draw = new Draw(seed, "test");
            Enumerable.Range(0, 3000).Select(_ => ids.Next("051", false, 1950)).Distinct().Count().ShouldBe(3000);
            Enumerable.Range(0, 3000).Select(_ => accounts.Open(draw, commune)).Distinct().Count().ShouldBe(3000);
        }, iter: 20);
    }

    [Fact]
    public void Too_few_people_for_what_is_planted_are_refused()
    {
        Should.Throw<ArgumentException>(() => GeneratedProvince.FromPreset("million", o => o with { People = 300 }));
        Should.Throw<ArgumentException>(() => GeneratedProvince.FromPreset("demo", o => o with { People = 100 }));
    }

    [Theory]
    [InlineData("--people", "500")]
    [InlineData("--out")]
    [InlineData("--out", "x", "--colour", "red")]
    public async Task A_wrong_command_line_ends_with_code_2(params string[] arguments)
    {
        (await ProvinceCommand.RunAsync(arguments)).ShouldBe(2);
    }
}
