using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Programmes;

/// <summary>Legal bases are printed on Vietnamese lists, so the reference tables hold them in Vietnamese.</summary>
public sealed partial class LegalBasisTests
{
    [Theory]
    [InlineData("base-amounts.csv")]
    [InlineData("programs-rates.csv")]
    [InlineData("programme-rules.csv")]
    [InlineData("merit-wounded-rates.csv")]
    [InlineData("month-deadlines.csv")]
    [InlineData("public-holidays.csv")]
    [InlineData("area-attributes.csv")]
    public void A_legal_basis_has_no_English_words_and_no_codes(string file)
    {
        var bases = ReferenceRates.Rows(file).Select(r => r["legal_basis"]).Distinct().ToList();

        bases.ShouldNotBeEmpty();
        bases.Where(b => Foreign().IsMatch(b)).ShouldBeEmpty();
    }

    // Vietnamese has no f, j, w, z; the words are those that notes in English tend to hold.
    [GeneratedRegex(
        @"[fjwz_]|\b(kept|by|transition|the|of|and|see|under|since|decree|article|circular|period|not|read)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
