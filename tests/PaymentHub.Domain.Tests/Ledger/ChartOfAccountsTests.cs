using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>Our accounts in the public-sector chart, by data.</summary>
public sealed class ChartOfAccountsTests
{
    private static readonly ChartRow[] Whole =
        [.. Enum.GetValues<LedgerAccount>().Select(a => Row(a, null, null, "1"))];

    [Fact]
    public void Accounts_without_a_row_are_named_all_at_once()
    {
        var some = Whole.Where(r => r.Account is not (LedgerAccount.Bank or LedgerAccount.Charges)).ToList();
        var failure = Should.Throw<ArgumentException>(() => new ChartOfAccounts(some));
        failure.Message.ShouldContain("Bank has no row");
        failure.Message.ShouldContain("Charges has no row");
    }

    [Fact]
    public void A_row_for_one_programme_alone_does_not_serve_the_others() =>
        Should.Throw<ArgumentException>(() => new ChartOfAccounts(
            [.. Whole.Skip(1), Row(Whole[0].Account, "NCC", null, "2")]));

    [Fact]
    public void Two_rows_for_the_same_are_refused() =>
        Should.Throw<ArgumentException>(() => new ChartOfAccounts([.. Whole, Whole[0]])).Message
            .ShouldContain("has 2 rows");

    [Theory]
    [InlineData("NCC", "TW", "4")]
    [InlineData("NCC", "TINH", "2")]
    [InlineData("HTXH", "TW", "3")]
    [InlineData("HTXH", "TINH", "1")]
    [InlineData(null, null, "1")]
    public void The_narrowest_row_serves(string? programme, string? source, string code)
    {
        const LedgerAccount account = LedgerAccount.Obligation;
        var chart = new ChartOfAccounts(
        [
            .. Whole, Row(account, "NCC", null, "2"), Row(account, null, "TW", "3"), Row(account, "NCC", "TW", "4"),
        ]);
        chart.Of(account, programme, source).Code.ShouldBe(code);
    }

    private static ChartRow Row(LedgerAccount account, string? programme, string? source, string code) =>
        new(account, programme, source, new PublicAccount(code, "vi", "en", false, "TT", false));
}
