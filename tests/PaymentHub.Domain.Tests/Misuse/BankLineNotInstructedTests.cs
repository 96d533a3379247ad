using CsCheck;
using NodaTime;
using PaymentHub.Domain.Misuse;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Misuse;

public class BankLineNotInstructedTests
{
    private static readonly InstructedPayment Ordered = new(
        "E1", ["QN-1"], "970405", "4501205000321", new Money(540_000));

    private static readonly BankDebit Booked = new(
        "AGRI", "B1", "E1", "4501205000321", new Money(540_000), new LocalDate(2026, 11, 2));

    private static IReadOnlyList<MisuseFinding> Detect(params BankDebit[] debits) =>
        BankLineNotInstructed.Detect(debits, [Ordered]);

    [Fact]
    public void A_debit_exactly_as_instructed_is_no_finding() => Detect(Booked).ShouldBeEmpty();

    [Fact]
    public void What_the_bank_does_not_state_or_prints_apart_cannot_contradict()
    {
        Detect(Booked with { Account = null }).ShouldBeEmpty();
        Detect(Booked with { Account = "4501 2050-00321" }).ShouldBeEmpty();
    }

    [Fact]
    public void A_debit_without_an_order_is_flagged()
    {
        var finding = Detect(Booked with { EndToEndId = null }).ShouldHaveSingleItem();
        finding.EndToEndIds.ShouldBeEmpty();
        finding.Dossiers.ShouldBeEmpty();
        finding.ExplanationVi.ShouldContain("không có trong bất kỳ lệnh chi nào");
        Detect(Booked with { EndToEndId = "E9" }).Single().EndToEndIds.ShouldBe(["E9"]);
    }

    [Theory]
    [InlineData(540_001, "4501205000321", "số tiền khác")]
    [InlineData(540_000, "4501205000322", "tài khoản khác")]
    [InlineData(540_000, "04501205000321", "tài khoản khác")]
    public void Another_amount_or_account_than_ordered_is_flagged(long amount, string account, string text)
    {
        var finding = Detect(Booked with { Amount = new Money(amount), Account = account }).ShouldHaveSingleItem();
        finding.Dossiers.ShouldBe(["QN-1"]);
        finding.Amount.ShouldBe(new Money(amount));
        finding.ExplanationVi.ShouldContain(text);
        finding.Evidence.Length.ShouldBe(2);
        finding.Evidence.ShouldAllBe(e => !e.TextVi.Contains(account));
    }

    [Fact]
    public void A_second_debit_of_one_order_is_flagged_and_the_first_is_not()
    {
        var second = Booked with { BankReference = "B2", BookedOn = new(2026, 11, 3) };
        var finding = Detect(second, Booked).ShouldHaveSingleItem();
        finding.Evidence[0].Key.ShouldBe("debit:B2");
        finding.ExplanationVi.ShouldContain("ghi nợ một lần");
    }

    [Fact]
    public void The_same_booking_in_two_statements_is_one_booking() => Detect(Booked, Booked).ShouldBeEmpty();

    [Fact]
    public void Order_of_the_statement_never_matters() => Gen.Shuffle(new[]
        {
            Booked, Booked with { BankReference = "B2" }, Booked with { BankReference = "B3", Amount = new(1) },
            Booked with { BankReference = "B4", EndToEndId = null },
        }).Holds(debits => Detect(debits).Select(f => f.Key).SequenceEqual(
            Detect([.. debits.OrderBy(d => d.BankReference)]).Select(f => f.Key)) && Detect(debits).Count == 3);
}
