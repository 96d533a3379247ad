using System.Xml.Linq;
using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class StatusTests
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    [Theory]
    [InlineData("AGRI", BankOfTests.AgriAccount, "PART")]
    [InlineData("VIETIN", BankOfTests.VietinAccount, null)]
    [InlineData("BIDV", BankOfTests.BidvAccount, "PART")]
    public void Every_style_of_report_names_exactly_the_refused_lines(string bank, string account, string? group)
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { RejectRate = 0.2m });
        test.Send(bank, account, 'x', true, [.. BankOfTests.Payments(1, 50)]);
        var report = Report(test);
        var refused = report.Descendants(Ns + "TxInfAndSts").Where(t => t.Element(Ns + "TxSts")!.Value == "RJCT")
            .ToDictionary(t => t.Element(Ns + "OrgnlEndToEndId")!.Value, t => t.Descendants(Ns + "Cd").Single().Value);
        report.Descendants(Ns + "GrpSts").SingleOrDefault()?.Value.ShouldBe(group);
        refused.Count.ShouldBe(10);
        refused.ShouldBe(test.Bank.Truth().Rejected.ToDictionary(r => r.EndToEndId, r => r.Code), ignoreOrder: true);
        refused.Values.ShouldAllBe(code => code == "AC01" || code == "AC04");
    }

    [Fact]
    public void A_bank_that_lists_every_line_says_completed_only_for_batch_booked_payments()
    {
        using var test = new BankOfTests();
        test.SendMonth(30);
        var report = test.Bank.Statuses().Single(s => s.Institution == "BIDV").ToArray();
        var lines = XDocument.Load(new MemoryStream(report))
            .Descendants(Ns + "OrgnlPmtInfAndSts").ToDictionary(
                b => b.Element(Ns + "OrgnlPmtInfId")!.Value,
                b => b.Elements(Ns + "TxInfAndSts").Select(t => t.Element(Ns + "TxSts")!.Value).ToHashSet());
        lines[PaymentFiles.Id('B', 30)].ShouldNotContain("ACSC");
        lines[PaymentFiles.Id('B', 31)].ShouldContain("ACSC");
    }

    [Fact]
    public void A_wrong_control_sum_kills_the_whole_message_and_nothing_is_debited()
    {
        using var test = new BankOfTests();
        var bytes = PaymentFiles.Pain001(PaymentFiles.Id('M', 1), BankOfTests.AgriAccount, "2026-11-02",
            [new OrderedBatch("B1", true, BankOfTests.Payments(1, 5))], controlSum: 7);
        test.Bank.Receive("AGRI", "a.xml", bytes).ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(ReceiptStatus.Rejected), r => r.Problems.ShouldBe(["AM10"]));
        Report(test).Descendants(Ns + "GrpSts").Single().Value.ShouldBe("RJCT");
        test.Bank.Statements().ShouldBeEmpty();
        test.Bank.Truth().Rejected.Count.ShouldBe(5);
    }

    [Fact]
    public void A_batch_refused_as_a_whole_has_no_lines_in_the_report_but_all_of_them_in_the_truth()
    {
        using var test = new BankOfTests(BankOfTests.Flawless with { RejectWholeBatches = 1 });
        test.Send("VIETIN", BankOfTests.VietinAccount, 'x', false, [.. BankOfTests.Payments(1, 8)]);
        var report = Report(test);
        report.Descendants(Ns + "PmtInfSts").Single().Value.ShouldBe("RJCT");
        report.Descendants(Ns + "TxInfAndSts").ShouldBeEmpty();
        test.Bank.Truth().Rejected.Count.ShouldBe(8);
        test.Bank.Truth().Rejected.ShouldAllBe(r => r.Code == "AG01");
    }

    private static XDocument Report(BankOfTests test) =>
        XDocument.Load(new MemoryStream(test.Bank.Statuses().Single().ToArray()));
}
