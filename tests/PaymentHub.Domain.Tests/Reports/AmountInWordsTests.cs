using System.Globalization;
using CsCheck;
using PaymentHub.Domain.Reports;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Reports;

public sealed class AmountInWordsTests
{
    private static readonly string[] Digits =
        ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

    [Theory]
    [InlineData(0, "Không đồng")]
    [InlineData(1, "Một đồng")]
    [InlineData(4, "Bốn đồng")]
    [InlineData(5, "Năm đồng")]
    [InlineData(10, "Mười đồng")]
    [InlineData(11, "Mười một đồng")]
    [InlineData(14, "Mười bốn đồng")]
    [InlineData(15, "Mười lăm đồng")]
    [InlineData(20, "Hai mươi đồng")]
    [InlineData(21, "Hai mươi mốt đồng")]
    [InlineData(24, "Hai mươi tư đồng")]
    [InlineData(25, "Hai mươi lăm đồng")]
    [InlineData(91, "Chín mươi mốt đồng")]
    [InlineData(100, "Một trăm đồng")]
    [InlineData(101, "Một trăm linh một đồng")]
    [InlineData(104, "Một trăm linh bốn đồng")]
    [InlineData(105, "Một trăm linh năm đồng")]
    [InlineData(110, "Một trăm mười đồng")]
    [InlineData(115, "Một trăm mười lăm đồng")]
    [InlineData(555, "Năm trăm năm mươi lăm đồng")]
    [InlineData(1_000, "Một nghìn đồng")]
    [InlineData(1_001, "Một nghìn không trăm linh một đồng")]
    [InlineData(1_010, "Một nghìn không trăm mười đồng")]
    [InlineData(10_500, "Mười nghìn năm trăm đồng")]
    [InlineData(540_000, "Năm trăm bốn mươi nghìn đồng")]
    [InlineData(1_050_000, "Một triệu không trăm năm mươi nghìn đồng")]
    [InlineData(1_005_000, "Một triệu không trăm linh năm nghìn đồng")]
    [InlineData(1_080_000, "Một triệu không trăm tám mươi nghìn đồng")]
    [InlineData(1_000_500, "Một triệu năm trăm đồng")]
    [InlineData(2_000_005, "Hai triệu không trăm linh năm đồng")]
    [InlineData(3_012_000, "Ba triệu không trăm mười hai nghìn đồng")]
    [InlineData(121_454_321, "Một trăm hai mươi mốt triệu bốn trăm năm mươi tư nghìn ba trăm hai mươi mốt đồng")]
    [InlineData(1_000_000_000, "Một tỷ đồng")]
    [InlineData(1_050_000_000, "Một tỷ không trăm năm mươi triệu đồng")]
    [InlineData(2_000_000_015, "Hai tỷ không trăm mười lăm đồng")]
    [InlineData(1_234_000_000_000, "Một nghìn hai trăm ba mươi tư tỷ đồng")]
    [InlineData(1_000_000_000_000_000_000, "Một tỷ tỷ đồng")]
    [InlineData(-160_000, "Âm một trăm sáu mươi nghìn đồng")]
    public void An_amount_is_read_as_forms_write_it(long dong, string words) =>
        AmountInWords.Of(new Money(dong)).ShouldBe(words);

    [Fact]
    public void The_south_says_le_for_a_zero_in_the_tens() =>
        AmountInWords.Of(new Money(1_105_000), ZeroTens.Le).ShouldBe("Một triệu một trăm lẻ năm nghìn đồng");

    [Fact]
    public void The_smallest_amount_is_read_too() =>
        AmountInWords.Of(new Money(long.MinValue)).ShouldStartWith("Âm chín tỷ hai trăm hai mươi ba triệu");

    // Reading the words back is written without looking at how they are made.
    [Fact]
    public void The_words_say_the_amount_and_no_other() =>
        Gen.OneOf(Gen.Long[0, 999_999], Gen.Long[0, 999_999_999_999]).Holds(dong =>
            Read(AmountInWords.Of(new Money(dong))).ShouldBe(dong));

    private static long Read(string text)
    {
        var (total, billions, group) = (0L, 0L, 0L);
        foreach (var word in text.ToLower(CultureInfo.GetCultureInfo("vi-VN")).Split(' '))
        {
            switch (word)
            {
                case "đồng": return billions + total + group;
                case "linh": break;
                case "trăm": group *= 100; break;
                case "mười": group += 10; break;
                case "mươi": group = (group / 10 * 10) + (group % 10 * 10); break;
                case "nghìn": (total, group) = (total + (group * 1_000), 0); break;
                case "triệu": (total, group) = (total + (group * 1_000_000), 0); break;
                case "tỷ": (billions, total, group) = ((total + group) * 1_000_000_000, 0, 0); break;
                default: group += Digit(word); break;
            }
        }

        throw new FormatException(text);
    }

    private static int Digit(string word) => word switch
    {
        "mốt" => 1,
        "tư" => 4,
        "lăm" => 5,
        _ => Array.IndexOf(Digits, word) is >= 0 and var digit ? digit : throw new FormatException(word),
    };
}
