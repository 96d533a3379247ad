using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class SchemaTests
{
    private static readonly BankPreset EveryKind = new()
    {
        RejectRate = 0.05m,
        ReturnRate = 0.1m,
        RejectWholeBatches = 1,
        UnknownDebit = 3,
        UnknownCredit = 3,
    };

    [Fact]
    public void Statements_follow_the_schema_of_camt_053()
    {
        using var test = new BankOfTests(EveryKind);
        test.SendMonth(60);
        var statements = test.Bank.Statements().ToList();
        statements.Count.ShouldBeGreaterThanOrEqualTo(27);
        foreach (var statement in statements)
            SharedSchemas.ErrorsOf(statement.ToArray(), "camt.053.001.08").ShouldBeEmpty(statement.FileName);
    }

    [Fact]
    public void Status_reports_follow_the_schema_of_pain_002()
    {
        using var test = new BankOfTests(EveryKind);
        test.SendMonth(60);
        test.Bank.Receive("BIDV", "wrong-sum.xml", PaymentFiles.Pain001(
            PaymentFiles.Id('M', 77), BankOfTests.BidvAccount, "2026-11-02",
            [new OrderedBatch("B77", true, [new Ordered(PaymentFiles.Id('W', 1), 500_000, "123456")])], controlSum: 1));
        var reports = test.Bank.Statuses().ToList();
        reports.Count.ShouldBe(5);
        foreach (var report in reports)
            SharedSchemas.ErrorsOf(report.ToArray(), "pain.002.001.10").ShouldBeEmpty(report.FileName);
    }

    [Fact]
    public void The_tests_own_payment_files_follow_the_schema_of_pain_001()
    {
        var bytes = PaymentFiles.Pain001(PaymentFiles.Id('M', 1), BankOfTests.AgriAccount, "2026-11-02",
            [new OrderedBatch("B1", true, [new Ordered(PaymentFiles.Id('P', 1), 500_000, "123456")])]);
        SharedSchemas.ErrorsOf(bytes, "pain.001.001.09").ShouldBeEmpty();
    }
}
