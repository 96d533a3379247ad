using NodaTime;
using PaymentHub.Domain.Programmes;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Programmes;

public class RateTableTests
{
    private static readonly Instant Later = Instant.FromUtc(2026, 10, 20, 3, 0);

    private static readonly RateRow Severe = ReferenceRates.Rates.First(r => r.Group == "K6.C");

    [Fact]
    public void Every_row_of_the_reference_files_is_recorded_once()
    {
        var tables = ReferenceRates.Tables().ToList();

        tables.Sum(t => t.Rates.Count).ShouldBe(ReferenceRates.Rates.Count + ReferenceRates.Percents.Count);
        tables.Sum(t => t.Bases.Count).ShouldBe(ReferenceRates.Bases.Count);
    }

    [Fact]
    public void Loading_equal_content_again_is_already_done()
    {
        var state = ReferenceRates.Recorded(Of(Severe), ReferenceRates.RecordedAt);

        RateTableDecisions.Publish(Of(Severe), state, Later, "quantri").Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_percent_table_loaded_again_is_already_done()
    {
        var merit = ReferenceRates.Tables().Single(t => t.Table == ProgrammeCode.Merit);
        var again = new RatePublication(ProgrammeCode.Merit, [], [], ReferenceRates.Percents, "again");

        RateTableDecisions.Publish(again, merit, Later, "quantri").Events.ShouldBeEmpty();
    }

    [Fact]
    public void Another_value_under_the_same_key_is_a_correction_and_a_fresh_key_a_publication()
    {
        var state = ReferenceRates.Recorded(Of(Severe), ReferenceRates.RecordedAt);
        var corrected = Severe with { Value = new Hundredths(160) };
        var fresh = Severe with { AppliesFrom = new LocalDate(2027, 1, 1) };

        var events = RateTableDecisions.Publish(Of(corrected, fresh), state, Later, "quantri").Events;

        events.Count.ShouldBe(2);
        events[0].ShouldBeOfType<RatesPublished>().Rates.ShouldBe([fresh]);
        events[1].ShouldBeOfType<RatesCorrected>().Rates.ShouldBe([corrected]);
    }

    [Fact]
    public void A_corrected_row_counts_from_the_day_it_was_recorded_and_not_before()
    {
        var first = ReferenceRates.Recorded(Of(Severe), ReferenceRates.RecordedAt);
        var both = ReferenceRates.Recorded(Of(Severe with { Value = new Hundredths(160) }), Later, first);
        var bases = ReferenceRates.Tables().Single(t => t.Table == RateTable.BaseTable);
        var book = RateBook.Of([both, bases]);

        AmountOn(book, new LocalDate(2026, 10, 19)).ShouldBe(750_000);
        AmountOn(book, new LocalDate(2026, 10, 20)).ShouldBe(800_000);
    }

    [Fact]
    public void A_row_recorded_after_midnight_in_Vietnam_belongs_to_that_day_although_it_is_still_yesterday_in_UTC()
    {
        var state = ReferenceRates.Recorded(Of(Severe), Instant.FromUtc(2026, 9, 30, 17, 30));
        var bases = ReferenceRates.Tables().Single(t => t.Table == RateTable.BaseTable);
        var book = RateBook.Of([state, bases]);

        AnswerOn(book, new LocalDate(2026, 9, 30)).ShouldBe(new NoRate(NoRateReason.NotYetKnown));
        AmountOn(book, new LocalDate(2026, 10, 1)).ShouldBe(750_000);
    }

    [Fact]
    public void A_row_that_cannot_price_is_refused_and_named()
    {
        Refused(Severe with { BaseKind = null });
        Refused(Severe with { Value = default });
        Refused(Severe with { Ends = new LocalDate(2020, 1, 1) });
        Refused(Severe with { Kind = ValueKind.Amount, Value = new Hundredths(150) });
        RateTableDecisions.Publish(Of(Severe, Severe), null, Later, "quantri").Refusal.ShouldBeOfType<RateRowInvalid>();
    }

    private static void Refused(RateRow row)
    {
        var decision = RateTableDecisions.Publish(Of(row), null, Later, "quantri");
        decision.Refusal.ShouldBeOfType<RateRowInvalid>().Row.ShouldBe("TCXH/K6.C@2021-07-01");
    }

    private static RatePublication Of(params RateRow[] rows) => new("TCXH", rows, [], [], "test");

    private static RateAnswer AnswerOn(RateBook book, LocalDate date) =>
        book.RateFor("TCXH", "K6.C", null, new YearMonth(2026, 6), date, acceptUnverified: true);

    private static long AmountOn(RateBook book, LocalDate date) =>
        AnswerOn(book, date).ShouldBeOfType<RateQuote>().Amount.Dong;
}
