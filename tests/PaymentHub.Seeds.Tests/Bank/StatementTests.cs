using CsCheck;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class StatementTests
{
    [Fact]
    public void Opening_plus_entries_is_closing_and_every_opening_is_the_closing_before()
    {
        Gen.Select(Gen.Long, Gen.Int[1, 150]).Holds((seed, size) =>
        {
            using var test = new BankOfTests(new BankPreset { ReturnRate = 0.1m, OpeningBalance = 12_345 }, seed);
            test.SendMonth(size);
            foreach (var account in test.Bank.Statements().Select(SeenStatement.Read).GroupBy(s => s.Account))
                ShouldChain([.. account], 12_345);
        }, iter: 12);
    }

    [Fact]
    public void The_summary_counts_and_adds_what_the_entries_say()
    {
        using var test = new BankOfTests();
        test.SendMonth(60);
        foreach (var statement in test.Bank.Statements().Select(SeenStatement.Read))
        {
            var credits = statement.Entries.Where(e => e.Signed > 0).ToList();
            var debits = statement.Entries.Where(e => e.Signed < 0).ToList();
            statement.SummaryOf("TtlNtries", "NbOfNtries").ShouldBe(statement.Entries.Count);
            statement.SummaryOf("TtlCdtNtries", "Sum").ShouldBe(credits.Sum(e => e.Signed));
            statement.SummaryOf("TtlDbtNtries", "Sum").ShouldBe(-debits.Sum(e => e.Signed));
            statement.SummaryOf("TtlDbtNtries", "NbOfNtries").ShouldBe(debits.Count);
        }
    }

    [Fact]
    public void Funding_is_the_first_entry_and_the_balance_never_goes_below_zero()
    {
        using var test = new BankOfTests();
        test.SendMonth(80);
        foreach (var account in test.Bank.Statements().Select(SeenStatement.Read).GroupBy(s => s.Account))
        {
            account.First().Entries[0].Text.ShouldStartWith("KBNN CAP KINH PHI");
            var balance = account.First().Opening;
            foreach (var entry in account.SelectMany(s => s.Entries))
                (balance += entry.Signed).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void A_bank_s_reference_is_never_used_twice()
    {
        using var test = new BankOfTests();
        test.SendMonth(200);
        var references = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries)
            .Select(e => e.Reference).ToList();
        references.Distinct().Count().ShouldBe(references.Count);
        references.ShouldAllBe(r => r.Length <= 16);
    }

    [Fact]
    public void A_batch_booked_batch_is_one_debit_of_its_living_payments_without_details()
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { RejectRate = 0.25m });
        var payments = BankOfTests.Payments(1, 40).ToArray();
        test.Send("AGRI", BankOfTests.AgriAccount, 'x', true, payments);
        var rejected = test.Bank.Truth().Rejected.Select(r => r.EndToEndId).ToHashSet();
        var entry = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries)
            .Single(e => e.PaymentInformationId == PaymentFiles.Id('B', 'x'));
        rejected.Count.ShouldBe(10);
        entry.HasDetails.ShouldBeFalse();
        entry.Signed.ShouldBe(-payments.Where(p => !rejected.Contains(p.EndToEndId)).Sum(p => p.Amount));
    }

    [Fact]
    public void A_flawless_bank_books_every_payment_once_to_the_account_ordered()
    {
        using var test = new BankOfTests(BankOfTests.Flawless);
        var payments = BankOfTests.Payments(1, 50).ToArray();
        test.Send("BIDV", BankOfTests.BidvAccount, 'x', false, payments);
        var seen = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries)
            .Where(e => e.EndToEndId is not null).ToDictionary(e => e.EndToEndId!, e => (-e.Signed, e.Account));
        seen.ShouldBe(payments.ToDictionary(p => p.EndToEndId, p => (p.Amount, (string?)p.Account)), ignoreOrder: true);
    }

    private static void ShouldChain(IReadOnlyList<SeenStatement> statements, long opening)
    {
        statements[0].Opening.ShouldBe(opening);
        statements.Select(s => s.Sequence).ShouldBe(Enumerable.Range(1, statements.Count));
        for (var i = 0; i < statements.Count; i++)
        {
            statements[i].Closing.ShouldBe(statements[i].Opening + statements[i].Entries.Sum(e => e.Signed));
            if (i > 0)
                statements[i].Opening.ShouldBe(statements[i - 1].Closing);
        }
    }
}
