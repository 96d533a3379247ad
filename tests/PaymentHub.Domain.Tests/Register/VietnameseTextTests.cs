using System.Text;
using CsCheck;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class VietnameseTextTests
{
    private static readonly string[] Syllables =
    [
        "Nguyễn", "Thị", "Hòa", "hoà", "Thủy", "thuỷ", "Đặng", "Đức", "Ư", "Ơ", "Quý", "Quí", "Lý", "Y", "A", "Ơi",
        "ưu", "Đăk", "Ba", "Tơ", "Tô", "H'Nga", "Kpă", "Blố", "Ngọk",
    ];

    private static readonly Gen<string> Names =
        Gen.Int[0, Syllables.Length - 1].Select(i => Syllables[i]).Array[1, 5].Select(s => string.Join(' ', s));

    private static readonly Gen<string> Wild = Gen.OneOf(
        Gen.Char['\u0000', '\u024F'], Gen.Char['\u0300', '\u0370'], Gen.Char['\u1E00', '\u1EFF'],
        Gen.Char['\u0400', '\u045F'], Gen.Char['\u2000', '\u2070'], Gen.Char['\uFF00', '\uFF60'])
        .Array[0, 20].Select(c => new string(c));

    [Theory]
    [InlineData("  Nguyễn   Văn\tĐức ", "Nguyễn Văn Đức", TextFaults.None)]
    [InlineData("Nguyễn\u00A0Văn", "Nguyễn Văn", TextFaults.None)]
    [InlineData("Nguye\u0302\u0303n", "Nguyễn", TextFaults.NotNfc)]
    [InlineData("Nguy\u00EA\u0303n", "Nguyễn", TextFaults.NotNfc)]
    [InlineData("Ðặng", "Đặng", TextFaults.LookAlike)]
    [InlineData("12/QÐ-UBND", "12/QĐ-UBND", TextFaults.LookAlike)]
    [InlineData("NQ 3/HÐND", "NQ 3/HĐND", TextFaults.LookAlike)]
    [InlineData("Sở LÐTBXH", "Sở LĐTBXH", TextFaults.LookAlike)]
    [InlineData("Ɖinh Văn", "Đinh Văn", TextFaults.LookAlike)]
    [InlineData("\u0410 Thút", "A Thút", TextFaults.LookAlike)]
    [InlineData("Tr\u1EA7n V\u01CEn", "Trần Văn", TextFaults.LookAlike)]
    [InlineData("\u0430\u0337\u030C", "ă\u0337", TextFaults.LookAlike)]
    [InlineData("Lê\u200B Na", "Lê Na", TextFaults.LookAlike)]
    [InlineData("", "", TextFaults.None)]
    public void Text_is_brought_into_one_form(string raw, string expected, TextFaults faults)
    {
        VietnameseText.Normalize(raw, out var found).ShouldBe(expected);
        found.ShouldBe(faults);
    }

    [Theory]
    [InlineData("NguyÔn V¨n §øc")]
    [InlineData("TrÇn ThÞ Hoµ")]
    [InlineData("NguyÔn")]
    [InlineData("BÐ")]
    [InlineData("Nguyeãn Vaên Ñöùc")]
    [InlineData("Traàn Thò Hoàng")]
    [InlineData("Nguye^~n Va(n DDu+'c")]
    [InlineData("Nguyá»…n Văn")]
    [InlineData("Nguy\uFFFDn")]
    [InlineData("Nguy\uD800n")]
    public void Legacy_encodings_are_detected_and_never_folded(string raw)
    {
        var result = VietnameseText.Normalize(raw, out var faults);
        faults.HasFlag(TextFaults.LegacyEncoding).ShouldBeTrue();
        result.ShouldBe(raw);
    }

    [Theory]
    [InlineData("Đinh Thị Ân Ái")]
    [InlineData("NGUYỄN THỊ ÁNH")]
    [InlineData("Y Ñan")]
    [InlineData("Ksor H'Nhũng")]
    [InlineData("Trần Văn Hoá (con ông Bình)")]
    [InlineData("Phạm Khoa Oánh")]
    [InlineData("Quế Hoè Toàn Thuý Khuê")]
    [InlineData("15/QĐ-UBND")]
    [InlineData("Bùi Xoã Loá Toà")]
    public void Real_names_are_not_taken_for_legacy_text(string name)
    {
        VietnameseText.Normalize(name, out var faults).ShouldBe(name);
        faults.ShouldBe(TextFaults.None);
    }

    [Theory]
    [InlineData("hòa", "hoà", true)]
    [InlineData("Sơn Thủy", "SƠN THUỶ", true)]
    [InlineData("khỏe", "khoẻ", true)]
    [InlineData("Ba Tơ", "Ba Tô", false)]
    [InlineData("Sơn Hà", "Sơn Hạ", false)]
    [InlineData("Đa", "Da", false)]
    [InlineData("Lý", "Lí", false)]
    [InlineData("Nguyễn Ánh", "Nguyên Ãnh", false)]
    public void Accents_decide_and_tone_placement_does_not(string a, string b, bool same) =>
        VietnameseText.SameName(a, b).ShouldBe(same);

    [Theory]
    [InlineData("Lý", "Lí", true)]
    [InlineData("Quý", "Quí", true)]
    [InlineData("Mỹ Kỳ", "Mĩ Kì", true)]
    [InlineData("Thúy", "Thúi", false)]
    [InlineData("Tây", "Tâi", false)]
    [InlineData("Y Hương", "I Hương", false)]
    public void The_looser_key_joins_i_and_y_only_where_they_sound_alike(string a, string b, bool same) =>
        (VietnameseKeys.LooseKey(a) == VietnameseKeys.LooseKey(b)).ShouldBe(same);

    [Theory]
    [InlineData("Nguyễn Văn Đức", "NGUYEN VAN DUC")]
    [InlineData("Ba Tô", "BA TO")]
    [InlineData("ðinh Ɖông", "DINH DONG")]
    [InlineData("Êđê", "EDE")]
    public void Folding_takes_all_marks_away(string text, string folded) => VietnameseText.Fold(text).ShouldBe(folded);

    [Theory]
    [InlineData("Nguyễn Văn Đức", "NGUYEN VAN DUC")]
    [InlineData("H'Nga  Kpă.", "H NGA KPA")]
    [InlineData("NGUYEN  VAN A ", "NGUYEN VAN A")]
    public void Banks_write_names_in_capitals_without_marks(string name, string expected) =>
        VietnameseText.BankName(name).ShouldBe(expected);

    [Fact]
    public void Clean_text_comes_back_as_the_same_instance()
    {
        var name = new string("Nguyễn Thị Ánh Tuyết");
        ReferenceEquals(VietnameseText.Normalize(name), name).ShouldBeTrue();
    }

    [Fact]
    public void Normalising_twice_changes_nothing_more() => Wild.Holds(text =>
    {
        var once = VietnameseText.Normalize(text, out var faults);
        var twice = VietnameseText.Normalize(once, out var again);
        return twice == once && (again & ~TextFaults.LegacyEncoding) == TextFaults.None
            && (faults.HasFlag(TextFaults.LegacyEncoding) || again == TextFaults.None);
    });

    [Fact]
    public void Folding_twice_changes_nothing_more() => Wild.Holds(text =>
        VietnameseText.Fold(VietnameseText.Fold(text)) == VietnameseText.Fold(text));

    [Fact]
    public void Every_key_is_the_same_for_composed_and_decomposed_text() => Names.Holds(name =>
    {
        var decomposed = name.Normalize(NormalizationForm.FormD);
        return VietnameseText.Fold(decomposed) == VietnameseText.Fold(name)
            && VietnameseText.Normalize(decomposed) == name
            && VietnameseKeys.ToneKey(VietnameseText.Normalize(decomposed)) == VietnameseKeys.ToneKey(name);
    });

    [Fact]
    public void Letter_case_never_changes_a_key() => Names.Holds(name =>
        VietnameseKeys.ToneKey(name.ToUpperInvariant()) == VietnameseKeys.ToneKey(name)
        && VietnameseText.Fold(name.ToLowerInvariant()) == VietnameseText.Fold(name));

    [Fact]
    public void Names_that_are_the_same_fold_the_same() => Gen.Select(Names, Names).Holds((a, b) =>
        !VietnameseText.SameName(a, b) || VietnameseText.Fold(a) == VietnameseText.Fold(b));
}
