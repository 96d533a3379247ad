using NodaTime;
using PaymentHub.Domain.Register;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class PlaceBookTests
{
    private static readonly LocalDate LastDay = new(2025, 6, 30);
    private static readonly LocalDate Before = new(2025, 1, 1);

    private static readonly PlaceBook Book = new(
        new Dictionary<string, string>
        {
            ["21025"] = "Phường Cẩm Thành",
            ["21028"] = "Phường Nghĩa Lộ",
            ["21136"] = "Xã Cà Đam",
            ["21157"] = "Xã Trà Bồng",
            ["21457"] = "Xã Nguyễn Nghiêm",
            ["21439"] = "Phường Đức Phổ",
            ["21484"] = "Xã Ba Tơ",
            ["21490"] = "Xã Ba Tô",
        },
        [
            new("21010", "Phường Lê Hồng Phong", "Thành phố Quảng Ngãi", "Quảng Ngãi", "21028", LastDay),
            new("21028", "Phường Nghĩa Lộ", "Thành phố Quảng Ngãi", "Quảng Ngãi", "21028", LastDay),
            new("21142", "Xã Trà Bùi", "Huyện Trà Bồng", "Quảng Ngãi", "21136", LastDay),
            new("21142", "Xã Trà Bùi", "Huyện Trà Bồng", "Quảng Ngãi", "21157", LastDay),
            new("21016", "Phường Nguyễn Nghiêm", "Thành phố Quảng Ngãi", "Quảng Ngãi", "21025", LastDay),
            new("21440", "Phường Nguyễn Nghiêm", "Thị xã Đức Phổ", "Quảng Ngãi", "21439", LastDay),
            new("21484", "Xã Ba Bích", "Huyện Ba Tơ", "Quảng Ngãi", "21490", LastDay),
        ]);

    [Theory]
    [InlineData("21010", "Phường Lê Hồng Phong", "21028")]
    [InlineData("21010", "", "21028")]
    [InlineData("", "Phường Lê Hồng Phong", "21028")]
    [InlineData("", "lê hồng phong", "21028")]
    [InlineData("21028", "Phường Nghĩa Lộ", "21028")]
    [InlineData("21484", "Xã Ba Bích", "21490")]
    [InlineData("", "Nguyễn Nghiêm, thị xã Đức Phổ", "21439")]
    [InlineData("", "Phường Nguyễn Nghiêm, TP Quảng Ngãi, Thành phố Quảng Ngãi", null)]
    public void An_old_place_leads_to_the_commune_that_took_it_over(string code, string name, string? commune) =>
        Book.Find(code, name, Before).Code.ShouldBe(commune);

    [Fact]
    public void A_reused_code_is_the_old_unit_in_an_old_list_and_the_new_one_in_a_new_list()
    {
        Book.Find("21484", "Xã Ba Bích", Before).Code.ShouldBe("21490");
        Book.Find("21484", "Xã Ba Tơ", new LocalDate(2025, 7, 1)).Code.ShouldBe("21484");
    }

    [Fact]
    public void A_split_unit_and_a_name_of_two_units_are_not_guessed()
    {
        Book.Find("21142", "Xã Trà Bùi", Before).Candidates.ShouldBe(["21136", "21157"]);
        Book.Find("", "Phường Nguyễn Nghiêm", Before).Candidates.ShouldBe(["21025", "21439"]);
        Book.Find("21142", "Xã Trà Bùi", Before).Code.ShouldBeNull();
    }

    [Fact]
    public void A_code_that_contradicts_its_name_is_not_decided_by_the_code() =>
        Book.Find("21010", "Phường Nguyễn Nghiêm", Before).Candidates.ShouldBe(["21025", "21028", "21439"]);

    [Fact]
    public void Names_that_differ_by_an_accent_only_are_two_places()
    {
        var today = new LocalDate(2026, 1, 1);
        Book.Find("", "Ba Tơ", today).Code.ShouldBe("21484");
        Book.Find("", "Ba Tô", today).Code.ShouldBe("21490");
    }

    [Fact]
    public void An_unknown_place_is_none()
    {
        Book.Find("99999", "Xã Không Có", Before).ShouldBe(PlaceReading.None);
        Book.Find("99999", "", Before).IsAmbiguous.ShouldBeFalse();
    }

    [Fact]
    public void A_row_with_an_unclear_place_is_set_aside_with_the_question()
    {
        var reference = Copy(SampleRegister.Reference);
        var cells = SampleRegister.With(("Mã xã", "21142"), ("Tên xã", "Xã Trà Bùi"));
        var reading = RegisterRowParsing.Parse(new RegisterRow(9, cells), reference);
        reading.Record.ShouldBeNull();
        reading.Findings.ShouldHaveSingleItem().Rule.ShouldBe("PLACE_AMBIGUOUS");
        reading.Question!.Candidates.ShouldBe(["21136", "21157"]);
        (reading.Question.CodeColumn, reading.Question.NameColumn).ShouldBe(("Mã xã", "Tên xã"));
    }

    [Fact]
    public void A_row_of_an_old_list_gets_the_new_commune_with_a_warning()
    {
        var cells = SampleRegister.With(("Mã xã", "21010"), ("Tên xã", "Phường Lê Hồng Phong"));
        var reading = RegisterRowParsing.Parse(new RegisterRow(9, cells), Copy(SampleRegister.Reference));
        reading.Record!.Person.Commune.ShouldBe("21028");
        reading.Findings.ShouldHaveSingleItem().Rule.ShouldBe("PLACE_CONVERTED");
    }

    private static RegisterReference Copy(RegisterReference of) => of.With(Book, Before);
}
