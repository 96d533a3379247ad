using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>A file that ends anywhere before its end is cut off, and nothing else is said about it.</summary>
public class CutFileTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Block =>
        "{1:F01BANKVNVXA0000000000}{2:I940HUBXVNVXN}{4:\r\n"
        + IncomingSamples.Swift.TrimEnd().Replace("\n", "\r\n", Ordinal) + "}";

    [Fact]
    public void A_SWIFT_block_ends_with_its_last_bracket()
    {
        Inspected.Of(Block).Outcome.Verdict.ShouldBe(Verdict.Accept);
        for (var at = 1; at < Block.Length; at++) CheckCut(Block[..at]);
    }

    [Fact]
    public void Without_a_block_a_statement_ends_with_its_closing_balance()
    {
        const string Closing = ":62F:C261102VND1000000";
        var end = IncomingSamples.Swift.IndexOf(Closing, Ordinal) + Closing.Length;
        for (var at = 1; at <= end; at++) CheckCut(IncomingSamples.Swift[..at]);
        for (var at = end + 1; at < IncomingSamples.Swift.Length; at++)
            Inspected.Of(IncomingSamples.Swift[..at]).Outcome.Verdict.ShouldBe(Verdict.Accept);
    }

    [Fact]
    public void A_BAI2_file_ends_with_the_slash_of_its_trailer()
    {
        var text = IncomingSamples.Bai2.TrimEnd();
        Inspected.Of(text).Outcome.Verdict.ShouldBe(Verdict.Accept);
        for (var at = 1; at < text.Length; at++) CheckCut(text[..at]);
    }

    [Fact]
    public void An_XML_file_ends_with_the_last_bracket_of_its_root()
    {
        for (var at = 1; at < IncomingSamples.Camt.Length; at++) CheckCut(IncomingSamples.Camt[..at]);
    }

    [Theory]
    [InlineData(" \r\n")]
    [InlineData("\uFEFF")]
    public void Nothing_but_blanks_is_cut_off(string text) => CheckCut(text);

    private static void CheckCut(string text)
    {
        var found = Inspected.Of(Encoding.UTF8.GetBytes(text));
        found.Outcome.Reasons.ShouldBe([FileReason.Truncated], $"«{text[Math.Max(0, text.Length - 40)..]}»");
    }
}
