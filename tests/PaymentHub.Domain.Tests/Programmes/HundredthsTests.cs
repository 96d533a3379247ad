using System.Text.Json;
using CsCheck;
using PaymentHub.Domain.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Programmes;

public class HundredthsTests
{
    [Theory]
    [InlineData("2.5", 250)]
    [InlineData("1.0", 100)]
    [InlineData("20", 2000)]
    [InlineData("0.25", 25)]
    [InlineData("40000000", 4_000_000_000)]
    public void A_value_of_the_reference_file_is_read_exactly(string text, long hundredths)
    {
        Hundredths.TryParse(text, out var value).ShouldBeTrue();
        value.Count.ShouldBe(hundredths);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2,5")]
    [InlineData("2.555")]
    [InlineData("2.")]
    [InlineData(".5")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1e3")]
    [InlineData("٣")]
    [InlineData("1.2.3")]
    [InlineData("1234567890123456")]
    public void Anything_else_is_refused(string? text) => Hundredths.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_written_is_read_back_the_same() =>
        Gen.Long[0, 99_999_999_999_999_999].Holds(count =>
        {
            var value = new Hundredths(count);
            Hundredths.TryParse(value.ToString(), out var back).ShouldBeTrue();
            back.ShouldBe(value);
            JsonSerializer.Deserialize<Hundredths>(JsonSerializer.Serialize(value)).ShouldBe(value);
        });
}
