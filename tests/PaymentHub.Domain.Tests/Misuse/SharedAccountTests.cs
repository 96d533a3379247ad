using CsCheck;
using PaymentHub.Domain.Misuse;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class SharedAccountTests
{
    private static AccountDeclaration Of(int person, PayeeRelation relation = PayeeRelation.Self) => new(
        "970405", "45012222", Keys.GuidOf("person", $"{person}"), $"QN-{person}", relation, $"E{person}",
        new Money(100));

    [Fact]
    public void Four_people_who_each_claim_one_account_are_a_lead()
    {
        var finding = SharedAccount.Detect([Of(1), Of(2), Of(3), Of(4)]).ShouldHaveSingleItem();
        finding.Dossiers.ShouldBe(["QN-1", "QN-2", "QN-3", "QN-4"]);
        finding.EndToEndIds.ShouldBe(["E1", "E2", "E3", "E4"]);
        finding.Amount.ShouldBe(new Money(400));
        finding.ExplanationVi.ShouldContain("****2222");
        finding.ExplanationVi.ShouldNotContain("45012222");
    }

    [Fact]
    public void Three_people_are_below_the_threshold_however_many_decisions_they_hold() =>
        SharedAccount.Detect([Of(1), Of(2), Of(3), Of(3) with { Dossier = "QN-9" }, Of(2) with { Dossier = "QN-8" }])
            .ShouldBeEmpty();

    [Theory]
    [InlineData(PayeeRelation.Guardian)]
    [InlineData(PayeeRelation.HouseholdHead)]
    [InlineData(PayeeRelation.Facility)]
    [InlineData(PayeeRelation.Proxy)]
    public void A_lawful_account_for_many_is_no_lead(PayeeRelation relation) =>
        SharedAccount.Detect(Enumerable.Range(1, 40).Select(i => Of(i, relation))).ShouldBeEmpty();

    [Fact]
    public void The_head_who_receives_for_the_household_does_not_count_against_it() =>
        SharedAccount.Detect([Of(1), Of(2), Of(3), Of(4), Of(4, PayeeRelation.HouseholdHead)]).ShouldBeEmpty();

    [Fact]
    public void The_same_digits_at_another_bank_are_another_account() =>
        SharedAccount.Detect([Of(1), Of(2), Of(3), Of(4) with { BankBin = "970436" }]).ShouldBeEmpty();

    [Fact]
    public void Order_never_matters_and_a_fifth_person_stays_in_the_same_case() =>
        Gen.Shuffle(Enumerable.Range(1, 5).ToArray()).Holds(people =>
        {
            var all = SharedAccount.Detect(people.Select(p => Of(p))).Single();
            var four = SharedAccount.Detect(people.Take(4).Select(p => Of(p))).Single();
            var sorted = SharedAccount.Detect(people.Order().Select(p => Of(p))).Single();
            return all.Key == four.Key && all.Evidence.SequenceEqual(sorted.Evidence) && all.Evidence.Length == 5;
        });
}
