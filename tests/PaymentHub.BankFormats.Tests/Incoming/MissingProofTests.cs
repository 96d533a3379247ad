using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// What a statement leaves out is remarked, never passed over: under a strict profile a missing form refuses the file
/// and a missing proof holds it.
/// </summary>
public class MissingProofTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    [Theory]
    [InlineData(":62F:C261102VND1000000,", ":62F:C1000,", ":62F:", FileReason.Schema, Verdict.Reject)]
    [InlineData("C261102VND1000000,\n-", "C000000VND1000000,\n-", ":62F:", FileReason.Schema, Verdict.Reject)]
    public void A_balance_of_MT940_without_currency_or_date_is_remarked(
        string right, string wrong, string where, string rule, Verdict strictly) =>
        Check(IncomingSamples.Swift.ReplaceLineEndings("\n"), right, wrong, where, rule, strictly);

    [Theory]
    [InlineData(",015,1000000,,", "", "Bal", FileReason.Balance, Verdict.Hold)]
    [InlineData(",010,1000000,,", "", "Bal", FileReason.Balance, Verdict.Hold)]
    [InlineData("BANKVNVX,1,261102,1800,VND,2/", "BANKVNVX,1,,1800,VND,2/", "02", FileReason.Schema, Verdict.Reject)]
    public void A_BAI2_account_without_a_balance_or_a_date_is_remarked(
        string right, string wrong, string where, string rule, Verdict strictly) =>
        Check(Summed(IncomingSamples.Bai2, wrong), right, wrong, where, rule, strictly);

    [Fact]
    public void Entries_of_BAI2_without_any_date_are_remarked_where_they_stand()
    {
        var text = Summed(IncomingSamples.Bai2, "x").Replace("BANKVNVX,1,261102,", "BANKVNVX,1,,", Ordinal)
            .Replace(",V,261102,,B0002", ",V,,,B0002", Ordinal);
        var found = Inspected.Of(text);
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        var remark = found.Outcome.Findings.Single(f => f.Where == "Acct[1]/16[2]");
        (remark.Line, remark.Rule).ShouldBe((6, FileReason.Schema));
        Inspected.Of(text, Inspected.Strict).Outcome.Verdict.ShouldBe(Verdict.Reject);
    }

    [Fact]
    public void An_intraday_report_of_BAI2_needs_no_closing_balance()
    {
        var text = Summed(IncomingSamples.Bai2, "").Replace(",015,1000000,,", "", Ordinal)
            .Replace("1800,VND,2/", "1800,VND,3/", Ordinal);
        var found = Inspected.Of(text, Inspected.Strict);
        found.Outcome.Findings.ShouldBeEmpty(found.Findings());
    }

    private static void Check(
        string whole, string right, string wrong, string where, string rule, Verdict strictly)
    {
        Inspected.Of(IncomingSamples.Bai2, Inspected.Strict).Outcome.Findings.ShouldBeEmpty();
        Inspected.Of(IncomingSamples.Swift, Inspected.Strict).Outcome.Findings.ShouldBeEmpty();
        var text = whole.Replace(right, wrong, Ordinal);
        text.ShouldNotBe(whole);
        var found = Inspected.Of(text);
        (found.Outcome.Reasons.Contains(FileReason.Schema), found.Outcome.Reasons.Contains(FileReason.Currency))
            .ShouldBe((false, false));
        var remark = found.Outcome.Findings.First(f => f.Where.EndsWith(where, Ordinal) && f.Rule == rule);
        (remark.Effect, remark.TextVi.Length > 0, remark.Line > 0).ShouldBe((Verdict.Accept, true, true));
        var strict = Inspected.Of(text, Inspected.Strict).Outcome;
        strict.Findings.ShouldContain(f => f.Where == remark.Where && f.Rule == rule && f.Effect == strictly);
    }

    // Without one of its balances an account adds up to a million less.
    private static string Summed(string text, string without) => without.Length > 0
        ? text
        : Regex.Replace(text, "^(49|98|99),3000000", "$1,2000000", RegexOptions.Multiline);
}
