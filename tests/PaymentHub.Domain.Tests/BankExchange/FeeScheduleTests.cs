using CsCheck;
using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.BankExchange;

/// <summary>Fees of transfers as contracts write them, and a month of charges beside them.</summary>
public sealed class FeeScheduleTests
{
    private static readonly LocalDate From = new(2026, 11, 1);

    /// <summary>Computed by hand: (fixed + share of the amount, within the bounds), then tax.</summary>
    [Theory]
    [InlineData(3_000, 0, 0, 0, 10, 500_000, 3_300)]
    [InlineData(0, 200, 0, 0, 0, 500_000, 100)]
    [InlineData(0, 200, 1_000, 0, 10, 500_000, 1_100)]
    [InlineData(0, 200, 1_000, 50_000, 10, 1_000_000_000, 55_000)]
    [InlineData(550, 100, 0, 0, 8, 1_234_567, 727)]
    [InlineData(0, 0, 0, 0, 10, 500_000, 0)]
    [InlineData(0, 1, 0, 0, 0, 500_000, 1)]
    [InlineData(0, 1, 0, 0, 0, 499_999, 0)]
    [InlineData(5, 0, 0, 0, 10, 0, 6)]
    public void The_fee_of_one_transfer(
        long @fixed, int perMillion, long least, long most, int vat, long amount, long expected) =>
        new FeeSchedule(From, @fixed, perMillion, least, most == 0 ? null : most, vat).Of(new Money(amount)).Dong
            .ShouldBe(expected);

    [Fact]
    public void A_larger_transfer_never_costs_less_and_none_costs_more_than_the_bounds() =>
        Gen.Select(
            Gen.Long[0, 10_000_000], Gen.Int[0, 100_000], Gen.Long[0, 10_000_000], Gen.Long[0, 10_000_000],
            Gen.Int[0, 20], Gen.Long[0, 100_000_000_000_000], Gen.Long[0, 1_000_000_000]).Holds(drawn =>
        {
            var (f, share, a, b, vat, amount, more) = drawn;
            var schedule = new FeeSchedule(From, f, share, Math.Min(a, b), Math.Max(a, b), vat);
            var (small, large) = (schedule.Of(new Money(amount)).Dong, schedule.Of(new Money(amount + more)).Dong);
            small.ShouldBeLessThanOrEqualTo(large);
            var tax = (decimal)(100 + vat) / 100;
            ((decimal)large).ShouldBeLessThanOrEqualTo(schedule.Most!.Value * tax + 0.5m);
            ((decimal)small).ShouldBeGreaterThanOrEqualTo(schedule.Least * tax - 0.5m);
        });

    [Fact]
    public void The_latest_schedule_that_has_begun_counts()
    {
        FeeSchedule[] two = [new(From, 1_000, 0, 0, null, 0), new(From.PlusDays(9), 2_000, 0, 0, null, 0)];
        two.On(From.PlusDays(-1)).ShouldBeNull();
        two.On(From.PlusDays(8))!.Fixed.ShouldBe(1_000);
        two.On(From.PlusDays(9))!.Fixed.ShouldBe(2_000);
    }

    [Fact]
    public void A_month_of_charges_stands_beside_the_contract_day_by_day()
    {
        FeeSchedule[] agreed = [new(From.PlusDays(2), 1_000, 0, 0, null, 10)];
        var days = ChargeReview.Of(
            agreed,
            [
                new(From.PlusDays(3), new Money(500_000), 2), new(From.PlusDays(3), new Money(600_000), 1),
                new(From, new Money(500_000), 1),
            ],
            new Dictionary<LocalDate, Money>
            {
                [From.PlusDays(3)] = new(3_300),
                [From.PlusDays(4)] = new(770),
            });
        days.ShouldBe(
        [
            new DayOfCharges(From, 1, null, Money.Zero), new DayOfCharges(From.PlusDays(3), 3, new(3_300), new(3_300)),
            new DayOfCharges(From.PlusDays(4), 0, Money.Zero, new(770)),
        ]);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, 0)]
    [InlineData(10_000_001, 0, 0, 0, 0)]
    [InlineData(0, -1, 0, 0, 0)]
    [InlineData(0, 100_001, 0, 0, 0)]
    [InlineData(0, 0, -1, 0, 0)]
    [InlineData(0, 0, 100, 99, 0)]
    [InlineData(0, 0, 0, 10_000_001, 0)]
    [InlineData(0, 0, 0, 0, -1)]
    [InlineData(0, 0, 0, 0, 21)]
    public void A_schedule_out_of_its_bounds_is_not_proposed(
        long @fixed, int perMillion, long least, long most, int vat)
    {
        var bank = new PartnerBank
        {
            Id = PartnerBank.IdOf("TEST"),
            Code = "TEST",
            Identity = new BankIdentity("Ngân hàng Thử", "Test Bank", "TESTVNVX", "970499"),
        };
        var fees = new FeeSchedule(From, @fixed, perMillion, least, most, vat);
        PartnerBankDecisions.Propose(
            bank, new GuardedChange { Fees = fees }, "Theo hợp đồng", "an", From, Instant.FromUtc(2026, 11, 1, 1, 0))
            .Refusal.ShouldBeOfType<BankDataUnfit>();
    }
}
