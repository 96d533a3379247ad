using PaymentHub.Domain.Misuse;
using PaymentHub.Domain.Register;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class IdContradictsBirthTests
{
    private static readonly StatedIdentity Agreeing = new(
        Keys.GuidOf("person", "a"), PersonalId.Parse("051039000118"), Sex.Male, BirthDate.OfYear(1939),
        ["QN-2", "QN-1"]);

    [Fact]
    public void An_agreeing_number_is_no_finding() => IdContradictsBirth.Detect([Agreeing]).ShouldBeEmpty();

    [Fact]
    public void A_birth_year_moved_from_1939_to_1930_is_found()
    {
        var raised = Agreeing with { Birth = BirthDate.OfYear(1930) };
        var finding = IdContradictsBirth.Detect([raised]).ShouldHaveSingleItem();
        finding.Dossiers.ShouldBe(["QN-1", "QN-2"]);
        var evidence = finding.Evidence.ShouldHaveSingleItem();
        evidence.Key.ShouldBe("ID_YEAR_MISMATCH");
        evidence.TextVi.ShouldBe("Số định danh 051*******18 ghi năm sinh 1939, hồ sơ khai năm 1930.");
    }

    [Fact]
    public void A_contradicted_sex_is_found_beside_the_year()
    {
        var other = Agreeing with { Birth = BirthDate.OfYear(2039), Sex = Sex.Female };
        var finding = IdContradictsBirth.Detect([other]).Single();
        finding.Evidence.Select(e => e.Key).ShouldBe(["ID_SEX_MISMATCH", "ID_YEAR_MISMATCH"]);
    }
}
