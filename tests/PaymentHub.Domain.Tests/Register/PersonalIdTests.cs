using System.Text.Json;
using CsCheck;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class PersonalIdTests
{
    private static readonly Gen<string> Digits12 = Gen.Char['0', '9'].Array[12].Select(c => new string(c));

    [Fact]
    public void The_digits_state_province_sex_and_birth_year()
    {
        var id = PersonalId.Parse("051203001218");
        id.Prefix.ShouldBe(51);
        id.Sex.ShouldBe(Sex.Male);
        id.BirthYear.ShouldBe(2003);
        PersonalId.Parse("062148000001").Sex.ShouldBe(Sex.Female);
        PersonalId.Parse("062148000001").BirthYear.ShouldBe(1948);
        PersonalId.Parse("051999000001").BirthYear.ShouldBe(2399);
    }

    [Fact]
    public void Only_prefix_and_last_two_digits_are_shown()
    {
        PersonalId.Parse("051203001218").Masked.ShouldBe("051*******18");
        $"{PersonalId.Parse("051203001218")}".ShouldBe("051*******18");
    }

    [Fact]
    public void A_lost_leading_zero_is_proposed_not_accepted()
    {
        var reading = PersonalIdReading.Of("51203001218");
        reading.Id.ShouldBeNull();
        reading.Rule.ShouldBe("ID_LOST_ZERO");
        reading.ValueClass.ShouldBe("11 digits");
        reading.Proposal!.Value.Value.ShouldBe("051203001218");
    }

    [Theory]
    [InlineData("5.1203E+10", "ID_SCIENTIFIC", "scientific notation")]
    [InlineData("5,12E10", "ID_SCIENTIFIC", "scientific notation")]
    [InlineData("212345678", "ID_LENGTH", "9 digits")]
    [InlineData("0512030012181", "ID_LENGTH", "13 digits")]
    [InlineData("", "ID_LENGTH", "empty")]
    [InlineData("  ", "ID_LENGTH", "empty")]
    [InlineData("051 203 001 218", "ID_NOT_DIGITS", "digits with separators")]
    [InlineData("O51203001218", "ID_NOT_DIGITS", "letters and digits")]
    [InlineData("không có", "ID_NOT_DIGITS", "letters")]
    [InlineData("０５１２０３００１２１８", "ID_NOT_DIGITS", "signs")]
    public void What_is_not_an_id_names_its_rule_and_class(string cell, string rule, string valueClass)
    {
        var reading = PersonalIdReading.Of(cell);
        reading.Id.ShouldBeNull();
        reading.Proposal.ShouldBeNull();
        reading.Rule.ShouldBe(rule);
        reading.ValueClass.ShouldBe(valueClass);
    }

    [Fact]
    public void Surrounding_blanks_do_not_matter() => PersonalId.Parse(" 051203001218 ").Value.ShouldBe("051203001218");

    [Fact]
    public void Contradictions_with_sex_and_year_are_named()
    {
        var id = PersonalId.Parse("051203001218");
        id.Contradictions(Sex.Male, 2003).ShouldBeEmpty();
        id.Contradictions(Sex.Female, 2003).ShouldBe(["ID_SEX_MISMATCH"]);
        id.Contradictions(Sex.Male, 1903).ShouldBe(["ID_YEAR_MISMATCH"]);
        id.Contradictions(Sex.Female, 1999).ShouldBe(["ID_SEX_MISMATCH", "ID_YEAR_MISMATCH"]);
        id.Contradictions(null, null).ShouldBeEmpty();
    }

    [Fact]
    public void A_refusal_to_parse_does_not_repeat_the_number()
    {
        var error = Should.Throw<FormatException>(() => PersonalId.Parse("51203001218"));
        error.Message.ShouldNotContain("51203001218");
    }

    [Fact]
    public void Parsing_gives_back_what_formatting_wrote() => Digits12.Holds(digits =>
    {
        var id = PersonalId.Parse(digits);
        return id.Value == digits && JsonSerializer.Deserialize<PersonalId>(JsonSerializer.Serialize(id)) == id;
    });

    [Fact]
    public void Dropping_any_leading_zero_is_always_recognised_and_always_proposes_the_original() =>
        Digits12.Select(d => "0" + d[1..]).Holds(digits =>
            PersonalIdReading.Of(digits[1..]) is { Id: null, Rule: "ID_LOST_ZERO", Proposal: { } p }
            && p.Value == digits);

    [Fact]
    public void Century_and_sex_digits_follow_the_table_of_the_decree() => Gen.Int[0, 9].Holds(digit =>
    {
        var id = PersonalId.Parse($"051{digit}42000000");
        return id.Sex == (digit % 2 == 0 ? Sex.Male : Sex.Female) && id.BirthYear == 1942 + (digit / 2 * 100);
    });
}
