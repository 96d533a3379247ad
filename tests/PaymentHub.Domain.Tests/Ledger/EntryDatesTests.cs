using NodaTime;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Ledger;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Ledger;

/// <summary>The days of a posting: when money moved, under which day it is booked, and when we knew.</summary>
public sealed class EntryDatesTests
{
    private static readonly Instant Known = Instant.FromUtc(2026, 12, 1, 17, 30);
    private static readonly LocalDate Moved = new(2026, 11, 27);
    private static readonly Guid Batch = Guid.NewGuid();

    [Fact]
    public void A_debit_keeps_the_banks_value_date_and_is_booked_on_it() =>
        DatesOf(Settled()).ShouldAllBe(d => d == new EntryDates(Moved, Moved));

    [Fact]
    public void A_debit_of_a_shut_month_keeps_its_value_date_and_is_booked_where_it_says() =>
        DatesOf(Settled() with { BookedOn = new LocalDate(2026, 12, 2) })
            .ShouldAllBe(d => d == new EntryDates(Moved, new LocalDate(2026, 12, 2)));

    [Fact]
    public void An_act_of_a_person_has_the_business_date_of_its_moment() =>
        DatesOf(new FundAllotted(
                Known, "lap", new FundKey("21025", "HTXH", "TINH", 2026), new Money(5), "88/QĐ-UBND"))
            .ShouldAllBe(d => d == new EntryDates(new LocalDate(2026, 12, 2), new LocalDate(2026, 12, 2)));

    [Fact]
    public void What_was_on_an_account_has_the_first_day_of_its_first_statement() =>
        DatesOf(new BalanceBroughtForward(Known, Guid.Empty, Moved, "1", new Money(5)))
            .ShouldAllBe(d => d == new EntryDates(Moved, Moved));

    [Fact]
    public void Each_break_of_a_chunk_has_its_own_days()
    {
        var found = new BreaksFound(Known, "1", false, [Found(Moved), Found(Moved.PlusDays(1))]);

        DatesOf(found).Select(d => d.Value.Day).ShouldBe([27, 27, 28, 28]);
    }

    [Theory]
    [InlineData("2026-11-27", "2026-12-02", "", null)]
    [InlineData("2026-11-27", "2026-12-02", "2026-11", "2026-12-02")]
    [InlineData("2026-11-27", "2027-01-15", "2026-11,2026-12", "2027-01-15")]
    [InlineData("2026-11-27", "2026-12-15", "2026-11,2026-12", "2027-01-01")]
    [InlineData("2026-12-31", "2026-12-02", "2026-12", "2027-01-01")]
    public void A_fact_of_a_shut_month_is_booked_in_the_first_open_one(
        string valueDate, string today, string shut, string? booked)
    {
        var months = shut.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PeriodIso.Parse).ToHashSet();

        new OpenBooks(months, Day(today)).BookedOn(Day(valueDate)).ShouldBe(booked is null ? null : Day(booked));
    }

    private static LocalDate Day(string text) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static PaymentsSettled Settled() => new(
        Known, Guid.NewGuid(), Moved, "1", false, [new SettledPayment(0, new Money(7), 0)], new Money(7));

    private static FoundBreak Found(LocalDate day) => new(
        0, day, BreakKind.UnexplainedDebit, new Money(3), true, "R", null, null, []);

    private static IEnumerable<EntryDates> DatesOf(object e) =>
        PostingRules.Of(e, Batch).Select(p => EntryDates.Of(p, e, Known));
}
