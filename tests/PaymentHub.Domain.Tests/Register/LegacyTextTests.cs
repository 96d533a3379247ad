using CsCheck;
using PaymentHub.Domain.Register;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Register;

public class LegacyTextTests
{
    [Theory]
    [InlineData("NguyÔn V¨n §øc", TextCoding.Tcvn3, "Nguyễn Văn Đức")]
    [InlineData("TrÇn ThÞ Hßa", TextCoding.Tcvn3, "Trần Thị Hòa")]
    [InlineData("Vâ ThÞ Lý", TextCoding.Tcvn3, "Võ Thị Lý")]
    [InlineData("X· §Æng Thïy Tr©m", TextCoding.Tcvn3, "Xã Đặng Thùy Trâm")]
    [InlineData("NGUYÔN V¡N §øC", TextCoding.Tcvn3, "NGUYỄN VĂN ĐỨC")]
    [InlineData("Nguyeãn Vaên Ñöùc", TextCoding.Vni, "Nguyễn Văn Đức")]
    [InlineData("Traàn Thò Hoøa", TextCoding.Vni, "Trần Thị Hòa")]
    [InlineData("TRAÀN THÒ HOØA", TextCoding.Vni, "TRẦN THỊ HÒA")]
    [InlineData("Ñaëng Thuøy Traâm", TextCoding.Vni, "Đặng Thùy Trâm")]
    [InlineData("Nguye^~n Va(n DDu+'c", TextCoding.Viqr, "Nguyễn Văn Đức")]
    [InlineData("Ho\u00E0", TextCoding.Unicode, "Hoà")]
    [InlineData("Nguy\u00EA\u0303n", TextCoding.Windows1258, "Nguyễn")]
    public void A_text_is_converted_from_the_coding_asked_for(string written, TextCoding coding, string meant) =>
        LegacyText.Convert(written, coding).ShouldBe(meant);

    [Theory]
    [InlineData("NguyÔn V¨n §øc", TextCoding.Tcvn3)]
    [InlineData("Nguyeãn Vaên Ñöùc", TextCoding.Vni)]
    [InlineData("Nguye^~n Va(n", TextCoding.Viqr)]
    public void The_coding_of_one_text_is_named_by_its_certain_signs(string written, TextCoding coding) =>
        LegacyText.Detect(written).ShouldBe(coding);

    [Theory]
    [InlineData("Nguyễn Văn Đức")]
    [InlineData("Y Hương")]
    [InlineData("Hòa")]
    [InlineData("KSOR H'ÑUI")]
    public void Unicode_text_is_no_legacy_coding(string text) => LegacyText.Detect(text).ShouldBeNull();

    [Fact]
    public void A_cell_that_is_unicode_already_stays_as_it_is_beside_legacy_ones()
    {
        foreach (var coding in new[] { TextCoding.Tcvn3, TextCoding.Vni })
            LegacyText.Convert("Nguyễn Văn Đức", coding).ShouldBe("Nguyễn Văn Đức");
    }

    [Theory]
    [InlineData(TextCoding.Tcvn3, "NguyÔn V¨n §øc", "TrÇn ThÞ Hßa", "Vâ ThÞ Lan", "T©y Trµ")]
    [InlineData(TextCoding.Vni, "Nguyeãn Vaên Ñöùc", "Traàn Thò Hoøa", "Voõ Thò Lan", "Taây Traø")]
    [InlineData(TextCoding.Viqr, "Nguye^~n Va(n DDu+'c", "Tra^`n Thi. Ho`a")]
    [InlineData(TextCoding.Unicode, "Nguyễn Văn Đức", "Trần Thị Hoà", "Võ Thị Lan", "Y Blik", "21025")]
    [InlineData(TextCoding.Unicode, "Nguyễn Văn Đức", "Ðinh Thị Ðào", "Nguye\u0302\u0303n Va\u0306n Đu\u031b\u0301c")]
    public void A_files_coding_is_the_one_that_makes_its_words_possible(TextCoding coding, params string[] cells)
    {
        var vote = new CodingVote();
        foreach (var cell in cells) vote.Add(cell);
        vote.Winner.ShouldBe(coding);
    }

    [Fact]
    public void Every_vietnamese_letter_survives_the_way_through_tcvn3()
    {
        const string Letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";
        var table = Enumerable.Range(0xA1, 0xFF - 0xA1).Select(i => (char)i)
            .GroupBy(c => LegacyText.Convert($"a{c}", TextCoding.Tcvn3)[1..])
            .ToDictionary(g => g.Key, g => g.First());
        Letters.Where(l => !table.ContainsKey(l.ToString())).ShouldBeEmpty();
        Gen.Int[0, Letters.Length - 1].Select(i => Letters[i]).Array[1, 6].Holds(letters =>
        {
            var written = "b" + string.Concat(letters.Select(l => table[l.ToString()]));
            return LegacyText.Convert(written, TextCoding.Tcvn3) == "b" + new string(letters);
        });
    }
}
