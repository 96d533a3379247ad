using System.Text;
using PaymentHub.Seeds.Bank;
using Shouldly;
using Xunit;

namespace PaymentHub.Seeds.Tests.Bank;

public sealed class ReceiptTests
{
    [Fact]
    public void The_same_bytes_again_change_nothing()
    {
        using var test = new BankOfTests();
        var bytes = Message(1, 1);
        test.Bank.Receive("AGRI", "a.xml", bytes).Status.ShouldBe(ReceiptStatus.Accepted);
        test.Bank.Receive("AGRI", "b.xml", bytes).Status.ShouldBe(ReceiptStatus.Duplicate);
        test.Bank.Statuses().Count().ShouldBe(1);
    }

    [Fact]
    public void A_message_id_with_other_content_is_turned_away()
    {
        using var test = new BankOfTests();
        test.Bank.Receive("AGRI", "a.xml", Message(1, 1));
        var receipt = test.Bank.Receive("AGRI", "a.xml", Message(1, 100));
        receipt.Status.ShouldBe(ReceiptStatus.Refused);
        receipt.Problems.Single().ShouldStartWith("DU01");
    }

    [Fact]
    public void An_end_to_end_id_used_before_is_turned_away()
    {
        using var test = new BankOfTests();
        test.Bank.Receive("AGRI", "a.xml", Message(1, 1));
        test.Bank.Receive("AGRI", "a.xml", Message(2, 1)).Problems.Single().ShouldStartWith("DU04");
    }

    [Fact]
    public void A_message_that_debits_another_account_is_rejected()
    {
        using var test = new BankOfTests();
        test.Bank.Receive("VIETIN", "a.xml", Message(1, 1)).Problems.ShouldBe(["AC02"]);
    }

    [Theory]
    [InlineData("<!DOCTYPE Document [<!ENTITY x \"1\">]>", "<Document", "<Document")]
    [InlineData("", "pain.001.001.09", "pain.001.001.08")]
    [InlineData("", "Ccy=\"VND\"", "Ccy=\"USD\"")]
    [InlineData("", "</InstdAmt>", ".50</InstdAmt>")]
    [InlineData("", "</Document>", "")]
    public void A_message_that_cannot_be_trusted_is_refused_and_not_kept(string before, string from, string to)
    {
        using var test = new BankOfTests();
        var text = Encoding.UTF8.GetString(Message(1, 1));
        var cut = text.IndexOf("<Document", StringComparison.Ordinal);
        var broken = text[..cut] + before + text[cut..].Replace(from, to, StringComparison.Ordinal);
        test.Bank.Receive("AGRI", "a.xml", Encoding.UTF8.GetBytes(broken)).Status.ShouldBe(ReceiptStatus.Refused);
        Directory.GetFiles(Path.Combine(test.Folder, "received")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pain.001.001.03")]
    [InlineData("pain.001.001.11")]
    [InlineData("pain.001.001.12")]
    public void Other_versions_are_read_and_the_report_names_the_one_that_came(string version)
    {
        using var test = new BankOfTests();
        var text = Encoding.UTF8.GetString(Message(1, 1)).Replace("pain.001.001.09", version, StringComparison.Ordinal);
        if (version == "pain.001.001.03")
            text = text.Replace("<Dt>2026-11-02</Dt>", "2026-11-02", StringComparison.Ordinal);
        test.Bank.Receive("AGRI", "a.xml", Encoding.UTF8.GetBytes(text)).Status.ShouldBe(ReceiptStatus.Accepted);
        Encoding.UTF8.GetString(test.Bank.Statuses().Single().ToArray())
            .ShouldContain($"<OrgnlMsgNmId>{version}</OrgnlMsgNmId>");
    }

    [Fact]
    public void A_list_of_orders_is_executed_like_a_message()
    {
        using var test = new BankOfTests(BankOfTests.Flawless);
        var receipt = test.Bank.Receive("AGRI", "a.csv", OrderList);
        receipt.ShouldSatisfyAllConditions(
            r => r.Status.ShouldBe(ReceiptStatus.Accepted), r => r.MessageId.ShouldBe("M1"),
            r => r.Payments.ShouldBe(2), r => r.Amount.ShouldBe(1_066_000));
        test.Bank.Truth().Rejected.ShouldBeEmpty();
        test.Bank.Statements().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("\"T\",\"2\",\"1066000\"\r\n", "", "no foot")]
    [InlineData("\"T\",\"2\"", "\"T\",\"3\"", "head and foot differ")]
    [InlineData("\"566000\"", "\"566.000\"", "not a whole number")]
    [InlineData("\"D\",\"E2\"", "\"D\",\"\"", "line 3")]
    [InlineData("\"H\"", "\"X\"", "not a list of orders")]
    public void A_list_of_orders_that_cannot_be_trusted_is_refused(string from, string to, string problem)
    {
        using var test = new BankOfTests();
        var broken = Encoding.UTF8.GetString(OrderList).Replace(from, to, StringComparison.Ordinal);
        var receipt = test.Bank.Receive("AGRI", "a.csv", Encoding.UTF8.GetBytes(broken));
        receipt.Status.ShouldBe(ReceiptStatus.Refused);
        receipt.Problems.Single().ShouldContain(problem);
    }

    [Fact]
    public void A_pay_list_with_a_wrong_total_is_refused_with_the_line()
    {
        using var test = new BankOfTests();
        var list = PaymentFiles.PayList(BankOfTests.Payments(1, 3), total: 5);
        var receipt = test.Bank.Receive("POST", "PAYLIST-X.csv", list);
        receipt.Status.ShouldBe(ReceiptStatus.Refused);
        receipt.Problems.Single().ShouldContain("line 5");
    }

    private static byte[] OrderList => Encoding.UTF8.GetBytes(
        $"\"H\",\"M1\",\"{BankOfTests.AgriAccount}\",\"20261102\",\"2\",\"1066000\"\r\n"
        + "\"D\",\"E1\",\"4500205123456\",\"NGUYEN THI HOA\",\"970405\",\"500000\",\"E1 CHI TRA\",\"B1\"\r\n"
        + "\"D\",\"E2\",\"4500205999999\",\"DINH VAN RE\",\"970405\",\"566000\",\"E2 CHI TRA\",\"B2\"\r\n"
        + "\"T\",\"2\",\"1066000\"\r\n");

    private static byte[] Message(int number, int firstPayment) => PaymentFiles.Pain001(
        PaymentFiles.Id('M', number), BankOfTests.AgriAccount, "2026-11-02",
        [new OrderedBatch(PaymentFiles.Id('B', number), false, BankOfTests.Payments(firstPayment, 4))]);
}
