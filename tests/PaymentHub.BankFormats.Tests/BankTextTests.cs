using System.Text;
using CsCheck;
using PaymentHub.BankFormats.Text;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class BankTextTests
{
    private static readonly TextRule Account = new(LetterForm.UpperUnmarked, CharacterSet.SwiftX, 70);

    [Theory]
    [InlineData("Nguyễn Thị Hòa", "NGUYEN THI HOA")]
    [InlineData("Đặng Thùy Đương", "DANG THUY DUONG")]
    [InlineData("Ðinh Văn Rê", "DINH VAN RE")]
    [InlineData("  Y  Hương\t", "Y HUONG")]
    [InlineData("Phạm Thị Ưng (con ông Bảy)", "PHAM THI UNG (CON ONG BAY)")]
    public void A_name_for_core_banking_is_upper_case_without_marks(string name, string written)
    {
        BankText.Write(name, Account).ShouldBe(new WrittenText(written, null, null));
        BankText.Write(name.Normalize(NormalizationForm.FormD), Account).Text.ShouldBe(written);
    }

    [Fact]
    public void A_composed_name_keeps_its_marks_and_decomposed_letters_are_the_same_name()
    {
        var rule = new TextRule(LetterForm.Composed, CharacterSet.Unicode, 140);
        BankText.Write("Nguyễn Thị Hòa".Normalize(NormalizationForm.FormD), rule).Text.ShouldBe("Nguyễn Thị Hòa");
    }

    [Theory]
    [InlineData("Nguyễn Thị Thùy Trang", 17, "NGUYEN THI THUY", "TRANG")]
    [InlineData("Nguyễn Thị Thùy Trang", 15, "NGUYEN THI THUY", "TRANG")]
    [InlineData("Nguyễn Thị Thùy Trang", 14, "NGUYEN THI", "THUY TRANG")]
    [InlineData("Nguyễn Thị Thùy Trang", 21, "NGUYEN THI THUY TRANG", null)]
    [InlineData("Bảohiểmxãhội tỉnh", 6, "BAOHIE", "MXAHOI TINH")]
    public void A_name_too_long_is_cut_between_syllables_and_what_was_cut_is_kept(
        string name, int longest, string written, string? cut) =>
        BankText.Write(name, Account with { Longest = longest }).ShouldBe(new WrittenText(written, cut, null));

    [Theory]
    [InlineData("Hòa & Bình", "HOA BINH", "&")]
    [InlineData("A=B\u0001C", "A B C", "=\u0001")]
    [InlineData("Trần “Tư” – Năm", "TRAN TU NAM", "“”–")]
    [InlineData("&&", "", "&&")]
    public void Characters_a_bank_does_not_take_become_blanks_and_are_kept_in_the_result(
        string text, string written, string replaced) =>
        BankText.Write(text, Account).ShouldBe(new WrittenText(written, null, replaced));

    [Fact]
    public void Half_a_surrogate_pair_is_replaced_and_does_not_fail() =>
        BankText.Write("A\uD800B", new TextRule(LetterForm.Composed, CharacterSet.Unicode, 9))
            .ShouldBe(new WrittenText("A B", null, "\uFFFD"));

    [Fact]
    public void Whatever_the_text_the_result_obeys_the_rule_and_loses_nothing_unsaid()
    {
        var texts = Gen.String[Gen.OneOf(Gen.Char["ĂâđĐơƯễạ ỹAbz09"], Gen.Char, Gen.Char["  &=\t\u200b"]), 0, 40];
        Gen.Select(texts, Gen.Int[1, 12], Gen.Enum<LetterForm>(), Gen.Enum<CharacterSet>()).Holds(
            (text, longest, letters, characters) =>
            {
                var rule = new TextRule(letters, characters, longest);
                var written = BankText.Write(text, rule);
                written.Text.EnumerateRunes().Count().ShouldBeLessThanOrEqualTo(longest);
                written.Text.ShouldBe(written.Text.Trim());
                BankText.Write(written.Text, rule).ShouldBe(new WrittenText(written.Text, null, null));

                var all = BankText.Write(text, rule with { Longest = 10_000 }).Text;
                (written.Text + written.Cut).Replace(" ", "", StringComparison.Ordinal)
                    .ShouldBe(all.Replace(" ", "", StringComparison.Ordinal));
            },
            iter: 2_000);
    }
}
