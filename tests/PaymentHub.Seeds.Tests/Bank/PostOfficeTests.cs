using System.Globalization;
using CsCheck;
using PaymentHub.Seeds.Bank;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class PostOfficeTests
{
    [Fact]
    public void Advanced_is_paid_out_and_sent_back_and_the_reports_list_everybody_once()
    {
        Gen.Select(Gen.Long, Gen.Int[1, 200]).Holds((seed, people) =>
        {
            using var test = new BankOfTests(new BankPreset { UncollectedRate = 0.1m }, seed);
            var cash = test.SendCash(people);
            var lines = test.Bank.PostReports().SelectMany(PostReport.Lines).ToList();
            lines.Select(l => l.EndToEndId).ShouldBe(cash.Select(p => p.EndToEndId), ignoreOrder: true);
            var sentBack = test.Bank.Statements().SelectMany(f => SeenStatement.Read(f).Entries)
                .Where(e => e.Text == "HOAN TAM UNG " + PaymentFiles.Id('L', 1)).Sum(e => e.Signed);
            sentBack.ShouldBe(lines.Where(l => !l.IsPaid).Sum(l => l.Amount));
            (lines.Where(l => l.IsPaid).Sum(l => l.Amount) + sentBack).ShouldBe(cash.Sum(p => p.Amount));
        }, iter: 15);
    }

    [Fact]
    public void A_report_is_named_after_the_list_and_its_day_and_ends_with_count_and_paid_sum()
    {
        using var test = new BankOfTests(new BankPreset { UncollectedRate = 0.2m });
        test.SendCash(50);
        var reports = test.Bank.PostReports().ToList();
        var id = PaymentFiles.Id('L', 1);
        reports.Select(r => r.FileName).ShouldBe([$"PAID-{id}-20261112.csv", $"PAID-{id}-20261120.csv"]);
        foreach (var report in reports)
        {
            var rows = PostReport.Rows(report);
            var lines = PostReport.Lines(report);
            rows[0].ShouldBe(["Mã lệnh", "Trạng thái", "Số tiền", "Ngày chi", "Người ký nhận", "Lý do"]);
            rows[^1][..3].ShouldBe(["TỔNG", lines.Count.ToString(CultureInfo.InvariantCulture),
                lines.Where(l => l.IsPaid).Sum(l => l.Amount).ToString(CultureInfo.InvariantCulture)]);
        }
    }

    [Fact]
    public void Who_is_not_paid_has_a_reason_and_stands_among_the_returned()
    {
        using var test = new BankOfTests(new BankPreset { UncollectedRate = 0.2m });
        test.SendCash(50);
        var unpaid = test.Bank.PostReports().SelectMany(PostReport.Lines).Where(l => !l.IsPaid).ToList();
        unpaid.Count.ShouldBe(10);
        unpaid.ShouldAllBe(l => l.Reason.Length > 0 && l.PaidOn.Length == 0);
        test.Bank.Truth().Returned.Where(r => r.Institution == "POST")
            .Select(r => (r.EndToEndId, r.Amount, r.Code, r.Reason))
            .ShouldBe(unpaid.Select(l => (l.EndToEndId, l.Amount, "CNPC", (string?)l.Reason)), ignoreOrder: true);
    }

    [Fact]
    public void A_pay_list_without_an_advance_is_not_paid_out()
    {
        using var test = new BankOfTests();
        test.Bank.Receive("POST", "PAYLIST-AAAA.csv", PaymentFiles.PayList(BankOfTests.Payments(1, 30)));
        test.Bank.PostReports().ShouldBeEmpty();
        test.Bank.Truth().InTransit.Count.ShouldBe(30);
    }
}
