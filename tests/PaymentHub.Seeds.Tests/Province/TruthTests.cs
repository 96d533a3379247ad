using PaymentHub.Seeds.Province;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests;

public sealed class TruthTests
{
    [Theory]
    [InlineData("demo", 2000, 20261101)]
    [InlineData("demo", 2000, 7)]
    [InlineData("fraud-ring", 5000, 20261107)]
    [InlineData("month-end", 40000, 3)]
    public void Plain_detectors_find_in_the_files_exactly_what_the_truth_names(string preset, int people, int seed)
    {
        using var province = GeneratedProvince.FromPreset(preset, o => o with { People = people, Seed = seed });

        PlainDetectors.Run(province).Order().ShouldBe(province.Truth.Flags.Select(PlainDetectors.Key).Order());
    }

    [Fact]
    public void The_truth_holds_as_many_flags_as_the_preset_asks_for()
    {
        using var province = GeneratedProvince.FromPreset("fraud-ring");
        var planted = Preset.Load("fraud-ring").Planted;

        int Of(string detector) => province.Truth.Flags.Count(flag => flag.Detector == detector);

        Of("PAID_AFTER_DEATH").ShouldBe(planted.PaidAfterDeath + planted.ArrearsToTheDead);
        Of("SHARED_ACCOUNT").ShouldBe(planted.SharedAccounts);
        Of("DUPLICATE_PERSON").ShouldBe(planted.DuplicateSameId + planted.DuplicateOtherId);
        Of("ID_CONTRADICTS_BIRTH").ShouldBe(planted.IdYearContradicts + planted.IdSexContradicts);
    }

    [Fact]
    public void Lawful_accounts_and_look_alikes_are_present_and_not_flagged()
    {
        using var province = GeneratedProvince.FromPreset("demo");
        var flagged = province.Truth.Flags.SelectMany(flag => flag.Dossiers).ToHashSet();
        var harmless = province.Truth.NotFlagged;
        var rows = province.Register().ToDictionary(row => row.Dossier);

        harmless.SelectMany(story => story.Dossiers).ShouldAllBe(dossier => !flagged.Contains(dossier));
        harmless.Select(story => story.Kind).Distinct().ShouldBe(
            ["COUPLE", "COUPLE_UNDECLARED", "DEATH_ENDED", "DEATH_RECOVERY", "GUARDIAN", "HEIR_ARREARS", "INSTITUTION",
                "LONE_PARENT", "NAMESAKES", "SUPPLEMENT", "TWINS"], ignoreOrder: true);
        foreach (var institution in harmless.Where(story => story.Kind == "INSTITUTION"))
        {
            institution.Dossiers.Count.ShouldBeInRange(6, 12);
            institution.Dossiers.Select(dossier => rows[dossier].Account).Distinct().Count().ShouldBe(1);
            institution.Dossiers.ShouldAllBe(dossier => rows[dossier]["Người nhận"] == "Cơ sở trợ giúp");
        }
    }

    [Fact]
    public void Every_late_death_belongs_to_somebody_whom_November_would_pay_and_nobody_knew_of_it()
    {
        using var province = GeneratedProvince.FromPreset("returns");
        var rows = province.Register();
        var early = GeneratedProvince.Read(province.Files.Deaths).Select(entry => entry.Id).ToHashSet();
        var late = GeneratedProvince.Read(province.Files.DeathsLate);

        late.Count.ShouldBe(Preset.Load("returns").Planted.LateDeaths);
        late.ShouldAllBe(entry => !early.Contains(entry.Id));
        var held = rows.Where(row => late.Any(entry => entry.Id == row.Id)).ToList();
        held.ShouldAllBe(row => PlainDetectors.LastMonth(row) == (2026 * 12) + 10);
        held.Select(row => row.Dossier).Order().ShouldBe(province.Truth.HeldAtRelease);
    }

    [Fact]
    public void Late_deaths_are_registered_after_planning_and_before_release()
    {
        using var province = GeneratedProvince.FromPreset("returns");

        foreach (var entry in GeneratedProvince.Read(province.Files.DeathsLate))
        {
            var registered = Sortable(entry["Ngày đăng ký"]);
            registered.ShouldBeGreaterThanOrEqualTo("20261023");
            registered.ShouldBeLessThanOrEqualTo("20261029");
            Sortable(entry["Ngày mất"]).ShouldBeLessThanOrEqualTo(registered);
        }

        static string Sortable(string day) => string.Concat(day[6..], day[3..5], day[..2]);
    }

    [Fact]
    public void A_death_known_too_late_leaves_920000_to_recover_for_a_social_pension()
    {
        using var province = GeneratedProvince.FromPreset("demo");
        var rows = province.Register().ToDictionary(row => row.Dossier);
        var stories = province.Truth.NotFlagged.Where(story => story.Kind == "DEATH_RECOVERY").ToList();

        stories.Count.ShouldBe(3);
        foreach (var story in stories)
        {
            var row = rows[story.Dossiers[0]];
            province.Truth.Recoveries.ShouldContain(row.Dossier);
            ((4 * row.Paid) - (2 * 540_000)).ShouldBe(920_000);
            row["Đã chi đến tháng"].ShouldBe("10/2026");
            row["Thôi hưởng từ tháng"].ShouldBe("09/2026");
        }
    }
}
