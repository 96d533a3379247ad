using CsCheck;
using PaymentHub.Domain.Misuse;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class DuplicatePersonTests
{
    private static readonly GrantedDecision One = new(
        Keys.GuidOf("person", "a"), PersonalId.Parse("051060000118"), "Đinh Thị Hà", new BirthDate(1960, 3, 12), "QN-1",
        "TCXH", "K6.C", "21025", new(2025, 1), null, "970405", "4501205000321", PayeeRelation.Self);

    private static readonly GrantedDecision Two = One with { Dossier = "QN-2", Commune = "21484" };

    private static readonly GrantedDecision Likeness = One with
    {
        PersonId = Keys.GuidOf("person", "b"),
        PersonalId = PersonalId.Parse("051060000181"),
        Dossier = "QN-3",
        FullName = "DINH THI HA",
        Programme = "HTXH",
        Group = "75+",
    };

    [Fact]
    public void One_programme_from_two_communes_for_common_months_is_flagged()
    {
        var finding = DuplicatePerson.Detect([One, Two]).ShouldHaveSingleItem();
        finding.Dossiers.ShouldBe(["QN-1", "QN-2"]);
        finding.Evidence.Select(e => e.Key).ShouldBe(["decision:QN-1", "decision:QN-2"]);
    }

    [Fact]
    public void A_move_without_a_common_month_is_lawful()
    {
        DuplicatePerson.Detect([One with { Until = new(2026, 3) }, Two with { From = new(2026, 3) }]).ShouldBeEmpty();
        DuplicatePerson.Detect([One with { Until = new(2026, 4) }, Two with { From = new(2026, 3) }]).Count.ShouldBe(1);
        DuplicatePerson.Detect([One, Two with { Until = Two.From }]).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_group_twice_in_one_commune_is_flagged_and_different_groups_are_left_to_highest_only()
    {
        DuplicatePerson.Detect([One, Two with { Commune = "21025" }]).Count.ShouldBe(1);
        DuplicatePerson.Detect([One, Two with { Commune = "21025", Group = "K5.A1" }]).ShouldBeEmpty();
    }

    [Fact]
    public void Several_merit_lines_and_different_programmes_are_lawful()
    {
        DuplicatePerson.Detect([One with { Programme = "NCC" }, Two with { Programme = "NCC" }]).ShouldBeEmpty();
        DuplicatePerson.Detect([One, Two with { Programme = "HTXH" }]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("K4", true)]
    [InlineData("K5.A1", true)]
    [InlineData("K6.A", true)]
    [InlineData("K8", true)]
    [InlineData("K7", false)]
    public void The_lone_parent_allowance_may_stand_beside_its_exceptions_only(string other, bool lawful) =>
        DuplicatePerson.Detect([One with { Group = "K4" }, Two with { Group = other }]).Count.ShouldBe(lawful ? 0 : 1);

    [Fact]
    public void Different_numbers_with_one_name_birth_date_and_account_look_like_one_person()
    {
        var finding = DuplicatePerson.Detect([One, Likeness]).ShouldHaveSingleItem();
        finding.Dossiers.ShouldBe(["QN-1", "QN-3"]);
        finding.ExplanationVi.ShouldContain("****0321");
    }

    [Fact]
    public void Namesakes_are_not_one_person()
    {
        GrantedDecision[] others =
        [
            Likeness with { Account = "999" }, Likeness with { Account = null }, Likeness with { BankBin = "970436" },
            Likeness with { Birth = new(1960, 3, 13) }, Likeness with { FullName = "Dinh Thi Hai" },
            Likeness with { From = new(2020, 1), Until = One.From },
        ];
        foreach (var other in others) DuplicatePerson.Detect([One, other]).ShouldBeEmpty();
    }

    [Fact]
    public void A_year_alone_or_the_first_of_January_proves_nothing()
    {
        foreach (var birth in new[] { BirthDate.OfYear(1960), new BirthDate(1960, 1, 1) })
            DuplicatePerson.Detect([One with { Birth = birth }, Likeness with { Birth = birth }]).ShouldBeEmpty();
    }

    [Fact]
    public void Twins_on_a_guardians_account_need_the_same_accents_to_look_alike()
    {
        var a = One with { Relation = PayeeRelation.Guardian };
        var b = Likeness with { Relation = PayeeRelation.Guardian };
        DuplicatePerson.Detect([a, b with { FullName = "Đinh Thị Hạ" }]).ShouldBeEmpty();
        DuplicatePerson.Detect([a, b with { FullName = "ĐINH THỊ HÀ" }]).Count.ShouldBe(1);
    }

    [Fact]
    public void No_text_shows_a_group_a_full_number_or_a_name()
    {
        var texts = DuplicatePerson.Detect([One, Two, Likeness])
            .SelectMany(f => f.Evidence.SelectMany(e => new[] { e.TextVi, e.TextEn }).Append(f.ExplanationVi)).ToList();
        texts.ShouldNotBeEmpty();
        texts.ShouldAllBe(t => !t.Contains("K6") && !t.Contains("051060000118") && !t.Contains("Hà"));
    }

    [Fact]
    public void Order_never_matters() => Gen.Shuffle(new[] { One, Two, Likeness, One with { Dossier = "QN-4" } })
        .Holds(facts => DuplicatePerson.Detect(facts).SelectMany(f => f.Evidence)
            .SequenceEqual(DuplicatePerson.Detect([.. facts.OrderBy(f => f.Dossier)]).SelectMany(f => f.Evidence)));
}
