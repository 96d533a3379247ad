using System.Globalization;
using System.Text;
using CsCheck;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>What was made fast gives what the slow way gives.</summary>
public class FastPathTests
{
    private static readonly Gen<(long Units, int Scale, bool IsDebit)[]> Amounts = Gen.Select(
        Gen.OneOf(Gen.Long[-1_000_000, 1_000_000], Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]),
        Gen.Frequency((5, Gen.Const(0)), (2, Gen.Const(2)), (1, Gen.Int[0, 5])), Gen.Bool).Array[0, 40];

    private static readonly Gen<string> Numerals = Gen.OneOf(
        Gen.String[Gen.Char["0123456789"], 0, 25], Gen.String[Gen.Char["0123456789,.-+ "], 0, 12]);

    private static readonly Gen<string[]> Cells = Gen.String[Gen.Char["ab 1;\"é"], 0, 20].Array[1, 20];

    [Fact]
    public void Sums_are_exact_whatever_the_amounts() => Amounts.Holds(
        amounts =>
        {
            var totals = new EntryTotals();
            ExactAmount credits = ExactAmount.Zero, debits = ExactAmount.Zero;
            foreach (var (units, scale, isDebit) in amounts)
            {
                var amount = new ExactAmount(units, scale);
                totals.Add(amount, isDebit);
                if (isDebit) debits -= amount;
                else credits += amount;
            }

            totals.Credits.ToString().ShouldBe(credits.ToString());
            totals.Debits.ToString().ShouldBe(debits.ToString());
        }, iter: 2_000);

    [Fact]
    public void An_amount_is_read_as_the_rule_says() => Numerals.Holds(
        text =>
        {
            var parts = text.Split(',');
            var isNumeral = parts.Length <= 2 && parts.All(p => p.All(char.IsAsciiDigit)) && parts[0].Length > 0
                && parts[^1].Length is > 0 && (parts.Length == 1 || parts[1].Length <= ExactAmount.MaxScale)
                && string.Concat(parts).TrimStart('0').Length <= ExactAmount.MaxDigits;
            ExactAmount.TryParse(text, ',', openEnds: false, out var amount).ShouldBe(isNumeral);
            if (!isNumeral) return;
            var expected = Int128.Parse(string.Concat(parts), CultureInfo.InvariantCulture);
            (amount.Units, amount.Scale).ShouldBe((expected, parts.Length == 1 ? 0 : parts[1].Length));
        }, iter: 5_000);

    [Fact]
    public void A_quoted_row_and_the_same_row_without_quotes_have_the_same_cells() => Cells.Holds(
        cells =>
        {
            // Details is the last column; what stands in it comes back whole.
            var words = string.Join(' ', cells).Replace("\"", "", StringComparison.Ordinal).Trim();
            if (words.Length == 0) return;
            Details(words).ShouldBe(words);
            Details($"\"{words}\"").ShouldBe(words);
        }, iter: 300);

    private static string? Details(string cell)
    {
        var text = Encoding.UTF8.GetString(TableSamples.All["MB"])
            .Replace("\"Tro cap thang 11\"", cell, StringComparison.Ordinal);
        var found = new List<IncomingEntry>();
        FileInspector.Inspect(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), TableSamples.Options, (_, entry) => found.Add(entry));
        return found[0].Remittance;
    }
}
