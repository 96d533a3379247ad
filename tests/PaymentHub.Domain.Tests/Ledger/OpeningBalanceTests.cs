using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

public sealed class OpeningBalanceTests
{
    [Theory]
    [InlineData(45_000_000)]
    [InlineData(-1)]
    public void What_was_on_an_account_before_its_first_statement_is_in_the_ledger(long dong)
    {
        var postings = PostingRules.Of(Opened(dong), Guid.Empty);
        postings.Select(p => (p.Account, p.SubAccount, p.Amount.Dong)).ShouldBe(
        [
            (LedgerAccount.Bank, "113000200026", dong),
            (LedgerAccount.OpeningBalance, "113000200026", -dong),
        ]);
    }

    private static BalanceBroughtForward Opened(long dong) => new(
        Instant.FromUtc(2026, 11, 2, 12, 0), Guid.Empty, new LocalDate(2026, 11, 2), "113000200026", new Money(dong));
}
