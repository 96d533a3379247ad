using NodaTime;
using PaymentHub.Domain.Programmes;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Programmes;

public class RateBookTests
{
    private static readonly LocalDate Known = new(2026, 10, 22);

    [Theory]
    [InlineData("K1.A", 1_250_000, 1_350_000)]
    [InlineData("K1.B", 750_000, 810_000)]
    [InlineData("K2", 750_000, 810_000)]
    [InlineData("K3.A", 1_250_000, 1_350_000)]
    [InlineData("K3.B", 1_000_000, 1_080_000)]
    [InlineData("K4", 500_000, 540_000)]
    [InlineData("K5.A1", 750_000, 810_000)]
    [InlineData("K5.A2", 1_000_000, 1_080_000)]
    [InlineData("K5.D", 1_500_000, 1_620_000)]
    [InlineData("K6.A", 1_000_000, 1_080_000)]
    [InlineData("K6.B", 1_250_000, 1_350_000)]
    [InlineData("K6.C", 750_000, 810_000)]
    [InlineData("K6.D", 1_000_000, 1_080_000)]
    [InlineData("K7", 750_000, 810_000)]
    [InlineData("K8", 750_000, 810_000)]
    public void Social_assistance_is_the_standard_times_the_coefficient(string group, long june, long july)
    {
        Amount("TCXH", group, 2026, 6).ShouldBe(june);
        Amount("TCXH", group, 2026, 7).ShouldBe(july);
    }

    [Theory]
    [InlineData("75+")]
    [InlineData("70-74")]
    public void The_social_pension_follows_its_own_base(string group)
    {
        Amount("HTXH", group, 2025, 7).ShouldBe(500_000);
        Amount("HTXH", group, 2026, 7).ShouldBe(540_000);
    }

    [Theory]
    [InlineData("HN", 2023, 7, 81_000)]
    [InlineData("CN", 2023, 7, 56_700)]
    [InlineData("HSSV", 2023, 7, 24_300)]
    [InlineData("HN", 2024, 7, 105_300)]
    [InlineData("CN", 2024, 7, 73_710)]
    [InlineData("KHAC50", 2025, 8, 52_650)]
    [InlineData("GB", 2024, 7, 31_590)]
    [InlineData("HSSV", 2025, 6, 31_590)]
    [InlineData("HSSV", 2025, 7, 52_650)]
    [InlineData("BT", 2026, 7, 113_850)]
    [InlineData("CN", 2026, 7, 79_695)]
    [InlineData("HSSV", 2026, 7, 56_925)]
    [InlineData("GB", 2026, 7, 34_155)]
    public void The_health_premium_subsidy_is_a_percent_of_four_and_a_half_percent(
        string group, int year, int month, long amount) => Amount("BHYT", group, year, month).ShouldBe(amount);

    [Theory]
    [InlineData("NGHEO", 2025, 6, 99_000)]
    [InlineData("CANNGHEO", 2025, 6, 82_500)]
    [InlineData("KHAC", 2025, 6, 33_000)]
    [InlineData("NGHEO", 2025, 7, 165_000)]
    [InlineData("DAO", 2026, 11, 165_000)]
    [InlineData("CANNGHEO", 2026, 11, 132_000)]
    [InlineData("DTTS", 2026, 11, 99_000)]
    [InlineData("KHAC", 2026, 11, 66_000)]
    [InlineData("NGHEO", 2027, 1, 242_000)]
    [InlineData("DAO", 2027, 1, 242_000)]
    [InlineData("CANNGHEO", 2027, 1, 193_600)]
    [InlineData("DTTS", 2027, 1, 145_200)]
    [InlineData("KHAC", 2027, 1, 96_800)]
    public void The_voluntary_insurance_subsidy_is_a_percent_of_twenty_two_percent_of_the_rural_line(
        string group, int year, int month, long amount) => Amount("BHXHTN", group, year, month).ShouldBe(amount);

    [Theory]
    [InlineData(21, 1_384_000, 1_878_000)]
    [InlineData(61, 4_016_000, 5_450_000)]
    [InlineData(100, 6_589_000, 8_941_000)]
    public void A_wounded_person_is_paid_by_the_percent_table(int percent, long of2023, long of2024)
    {
        Amount("NCC", "TB", 2024, 6, percent).ShouldBe(of2023);
        Amount("NCC", "TB", 2024, 7, percent).ShouldBe(of2024);
    }

    [Theory]
    [InlineData("LS1", 2_055_000, 2_789_000, 3_012_000)]
    [InlineData("LS3", 6_165_000, 8_367_000, 9_036_000)]
    [InlineData("CDHH81", 4_685_000, 6_358_000, 6_866_000)]
    public void Merit_allowances_come_whole_from_the_table(string group, long of2023, long of2024, long of2026)
    {
        Amount("NCC", group, 2023, 7).ShouldBe(of2023);
        Amount("NCC", group, 2024, 7).ShouldBe(of2024);
        Amount("NCC", group, 2026, 7).ShouldBe(of2026);
    }

    [Fact]
    public void The_same_month_has_another_price_once_the_decree_is_in_force()
    {
        Answer("TCXH", "K6.C", 2026, 8, new LocalDate(2026, 10, 4)).Amount.Dong.ShouldBe(750_000);
        Answer("TCXH", "K6.C", 2026, 8, new LocalDate(2026, 10, 5)).Amount.Dong.ShouldBe(810_000);
    }

    [Fact]
    public void Without_unverified_rows_the_last_verified_row_carries_on_and_says_so()
    {
        var without = Quote("TCXH", "K6.C", 2026, 8, Known, acceptUnverified: false);
        var with = Quote("TCXH", "K6.C", 2026, 8, Known, acceptUnverified: true);

        (without.Amount.Dong, without.Verified, without.CarriedForward).ShouldBe((750_000, true, true));
        (with.Amount.Dong, with.Verified, with.CarriedForward).ShouldBe((810_000, false, false));
        Quote("TCXH", "K6.C", 2026, 6, Known, acceptUnverified: false).CarriedForward.ShouldBeFalse();
    }

    [Fact]
    public void A_quote_names_the_rows_and_the_legal_basis_of_both()
    {
        var quote = Quote("TCXH", "K6.C", 2026, 6, Known, acceptUnverified: true);

        quote.Rate.AppliesFrom.ShouldBe(new LocalDate(2021, 7, 1));
        quote.Base!.Amount.Dong.ShouldBe(500_000);
        quote.LegalBasis.ShouldBe("NĐ 20/2021/NĐ-CP Điều 5 khoản 6, Điều 6; NĐ 76/2024/NĐ-CP");
        quote.RecordedAt.ShouldBe(ReferenceRates.RecordedAt);
        quote.Rounded.ShouldBeFalse();
    }

    [Fact]
    public void No_monthly_price_of_the_reference_tables_needs_rounding()
    {
        foreach (var row in ReferenceRates.Rates.Where(r => r.Unit == RateUnit.Month && r.Kind != ValueKind.QuantityKg))
        {
            var first = row.AppliesFrom > new LocalDate(2021, 7, 1) ? row.AppliesFrom : new LocalDate(2021, 7, 1);
            var month = new YearMonth(first.Year, first.Month);
            var quote = ReferenceRates.Demo.For(row.Programme, row.Group, null).At(month).ShouldBeOfType<RateQuote>();
            quote.Rounded.ShouldBeFalse($"{row.Programme}/{row.Group}");
            quote.Amount.IsPositive.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_remainder_is_rounded_half_up_to_the_dong_and_said()
    {
        var row = ReferenceRates.Rates.First(r => r.Group == "GB");

        RateArithmetic.AmountOf(row, new Money(2_530_000)).ShouldBe((new Money(34_155), false));
        RateArithmetic.AmountOf(row with { Value = new Hundredths(3333) }, new Money(2_340_000))
            .ShouldBe((new Money(35_096), true));
        RateArithmetic.AmountOf(row, new Money(1_000)).ShouldBe((new Money(14), true));
    }

    [Theory]
    [InlineData("TCXH", "K5.C", null, 2025, 7, NoRateReason.Ended)]
    [InlineData("TCXH", "K9", null, 2026, 7, NoRateReason.UnknownGroup)]
    [InlineData("TCXH", "K6.C", null, 2021, 6, NoRateReason.NotYetKnown)]
    [InlineData("NCC", "TB", null, 2026, 7, NoRateReason.PercentMissing)]
    [InlineData("NCC", "TB", 20, 2026, 7, NoRateReason.PercentMissing)]
    [InlineData("QUA", "TET2026", null, 2026, 3, NoRateReason.Ended)]
    public void A_month_without_a_price_says_why(
        string programme, string group, int? percent, int year, int month, NoRateReason reason) =>
        ReferenceRates.Demo.For(programme, group, percent).At(new YearMonth(year, month)).ShouldBe(new NoRate(reason));

    [Theory]
    [InlineData("NCC", "THOCUNG", 2026, 7, 1_400_000)]
    [InlineData("MAITANG", "D11", 2026, 7, 10_800_000)]
    [InlineData("QUA", "QK2025", 2025, 8, 100_000)]
    [InlineData("QUA", "QK2025", 2025, 9, 100_000)]
    public void What_is_owed_once_has_the_price_of_the_months_that_it_touches(
        string programme, string group, int year, int month, long amount) =>
        Amount(programme, group, year, month).ShouldBe(amount);

    [Fact]
    public void An_abolished_benefit_has_its_price_up_to_its_last_month() =>
        Amount("TCXH", "K5.C", 2025, 6).ShouldBe(500_000);

    [Fact]
    public void A_group_with_only_unverified_rows_has_no_price_where_they_are_not_accepted() =>
        ReferenceRates.Book.RateFor("BHYT", "TE", null, new YearMonth(2026, 11), Known, acceptUnverified: false)
            .ShouldBe(new NoRate(NoRateReason.OnlyUnverified));

    [Fact]
    public void Rice_is_never_a_price() =>
        ReferenceRates.Demo.For("KHANCAP", "D12.GAO", null).At(new YearMonth(2026, 11)).ShouldBeOfType<InKindOnly>();

    [Fact]
    public void Outside_the_percent_tables_a_persons_percent_does_not_change_the_price() =>
        Amount("NCC", "LS1", 2026, 7, 61).ShouldBe(3_012_000);

    private static long Amount(string programme, string group, int year, int month, int? percent = null) =>
        ReferenceRates.Book.RateFor(
                programme, group, percent, new YearMonth(year, month), Known, acceptUnverified: true)
            .ShouldBeOfType<RateQuote>().Amount.Dong;

    private static RateQuote Answer(string programme, string group, int year, int month, LocalDate known) =>
        Quote(programme, group, year, month, known, acceptUnverified: true);

    private static RateQuote Quote(
        string programme, string group, int year, int month, LocalDate known, bool acceptUnverified) =>
        ReferenceRates.Book.RateFor(programme, group, null, new YearMonth(year, month), known, acceptUnverified)
            .ShouldBeOfType<RateQuote>();
}
