using System.Globalization;
using CsCheck;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests;

public class AmountAndDateTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("160000", 160_000)]
    [InlineData("160000.0", 160_000)]
    [InlineData("160000.00", 160_000)]
    [InlineData("000000000000149.0000", 149)]
    [InlineData("999999999999999999", 999_999_999_999_999_999)]
    public void Plain_digits_are_an_amount(string text, long dong)
    {
        DongAmount.TryParse(text, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(dong);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("5.5")]
    [InlineData("50.000")]
    [InlineData("5.000000")]
    [InlineData("1.0.0")]
    [InlineData("1000000000000000000")]
    [InlineData("1 000")]
    [InlineData("1\u00A0000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("１２")]
    public void Anything_else_is_not(string text)
    {
        DongAmount.TryParse(text, out var parsed).ShouldBeFalse();
        parsed.ShouldBe(0);
    }

    [Fact]
    public void Every_amount_of_the_ledger_survives_writing_and_reading() =>
        Gen.Long[0, 999_999_999_999_999_999].Select(Gen.Int[0, 5]).Holds((dong, zeros) =>
        {
            var text = dong.ToString(CultureInfo.InvariantCulture) + (zeros == 0 ? "" : "." + new string('0', zeros));
            DongAmount.TryParse(text, out var parsed).ShouldBe(zeros != 3);
            parsed.ShouldBe(zeros == 3 ? 0 : dong);
        });

    [Fact]
    public void Whatever_is_read_is_what_a_strict_grammar_allows() =>
        Gen.String[Gen.Char["0123456789.,-+eE '\u00A0"], 0, 22].Holds(text =>
        {
            var allowed = System.Text.RegularExpressions.Regex.IsMatch(text, @"\A[0-9]{1,18}(\.(0|00|0000|00000))?\z");
            DongAmount.TryParse(text, out var dong).ShouldBe(allowed);
            if (allowed) dong.ShouldBe(long.Parse(text.Split('.')[0], CultureInfo.InvariantCulture));
        });

    [Theory]
    [InlineData("<Dt>2026-11-02</Dt>", "2026-11-02")]
    [InlineData("<Dt>2026-11-02+07:00</Dt>", "2026-11-02")]
    [InlineData("<DtTm>2026-11-02T09:30:00</DtTm>", "2026-11-02")]
    [InlineData("<DtTm>2026-11-02T23:59:59.999+07:00</DtTm>", "2026-11-02")]
    [InlineData("<DtTm>2026-11-01T18:30:00Z</DtTm>", "2026-11-02")]
    [InlineData("<DtTm>2026-11-02T03:00:00+14:00</DtTm>", "2026-11-01")]
    public void A_booking_date_is_the_day_in_Viet_Nam(string element, string day)
    {
        var text = StatementText.Small().Replace(
            "<BookgDt><Dt>2026-11-02</Dt>", "<BookgDt>" + element, StringComparison.Ordinal);
        var entry = StatementText.Entries(System.Text.Encoding.UTF8.GetBytes(text)).ShouldHaveSingleItem();
        entry.BookingDate!.Value.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture).ShouldBe(day);
    }

    [Theory]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-29")]
    [InlineData("1026-11-02")]
    [InlineData("20261102")]
    public void A_bad_date_is_refused_with_what_was_written(string date)
    {
        var text = StatementText.Small().Replace(
            "<BookgDt><Dt>2026-11-02", "<BookgDt><Dt>" + date, StringComparison.Ordinal);
        var finding = StatementText.Read(text).Outcome.Findings.First(f => f.Rule == FileReason.BadDate);
        finding.TextVi.ShouldContain($"«{date}»");
        finding.Where.ShouldBe("Stmt[1]/Ntry[1]/BookgDt");
    }
}
