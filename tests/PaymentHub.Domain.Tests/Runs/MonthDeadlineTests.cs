using NodaTime;
using NodaTime.Text;
using PaymentHub.Domain.Batches;
using PaymentHub.Domain.Runs;
using PaymentHub.Domain.Tests.Programmes;
using Shouldly;
using Xunit;

namespace PaymentHub.Domain.Tests.Runs;

/// <summary>The calendar of the law against the committed holidays and deadlines.</summary>
public sealed class MonthDeadlineTests
{
    [Theory]
    [InlineData("2026-11", "LIST", "2026-10-24", "2026-10-23", "the 24th is a Saturday")]
    [InlineData("2026-11", "REPORT", "2026-11-19", "2026-11-19", "a Thursday")]
    [InlineData("2026-12", "LIST", "2026-11-24", "2026-11-23", "Vietnamese Culture Day")]
    [InlineData("2026-02", "REPORT", "2026-02-19", "2026-02-13", "Tết and a weekend before it")]
    [InlineData("2026-03", "LIST", "2026-02-24", "2026-02-24", "the first week after Tết")]
    [InlineData("2026-06", "LIST", "2026-05-24", "2026-05-22", "the 24th is a Sunday")]
    [InlineData("2026-05", "LIST", "2026-04-24", "2026-04-24", "the Friday before Hùng Kings' day")]
    [InlineData("2027-01", "LIST", "2026-12-24", "2026-12-24", "the list of January is made in the old year")]
    [InlineData("2026-12", "YEAR_END", "2026-12-31", "2026-12-31", "a Thursday")]
    [InlineData("2026-12", "ADJUSTMENT", "2027-01-31", "2027-01-29", "31 January is a Sunday")]
    [InlineData("2025-12", "ADJUSTMENT", "2026-01-31", "2026-01-30", "31 January is a Saturday")]
    public void A_duty_ends_on_the_last_working_day_that_the_law_allows(
        string period, string code, string law, string day, string because)
    {
        var deadline = Of(period).Single(d => d.Rule.Code == code);

        (deadline.LawDay, deadline.Day).ShouldBe((Day(law), Day(day)), because);
        deadline.IsMoved.ShouldBe(law != day);
        deadline.HolidaysKnown.ShouldBeTrue();
    }

    [Theory]
    [InlineData("2026-10-22", null, DeadlineStatus.Due, 1)]
    [InlineData("2026-10-23", null, DeadlineStatus.Due, 0)]
    [InlineData("2026-10-24", null, DeadlineStatus.Overdue, 0)]
    [InlineData("2026-10-27", null, DeadlineStatus.Overdue, 2)]
    [InlineData("2026-10-27", "2026-10-23", DeadlineStatus.Done, 0)]
    [InlineData("2026-10-30", "2026-10-26", DeadlineStatus.DoneLate, 1)]
    public void A_duty_is_due_overdue_or_done_in_working_days(
        string today, string? done, DeadlineStatus status, int workingDays)
    {
        var list = Of("2026-11").Single(d => d.Rule.Code == "LIST");
        LocalDate? doneOn = done is null ? null : Day(done);

        list.StatusOn(Day(today), doneOn).ShouldBe(status);
        list.WorkingDays(Day(today), doneOn, LawCalendar.Days).ShouldBe(workingDays);
    }

    [Theory]
    [InlineData("2026-02-16", false, "Tết")]
    [InlineData("2026-02-23", true, "the Monday after Tết")]
    [InlineData("2026-04-26", false, "Hùng Kings' day on a Sunday")]
    [InlineData("2026-04-27", false, "the Monday in lieu of it")]
    [InlineData("2026-08-22", true, "a Saturday worked in exchange")]
    [InlineData("2026-08-31", false, "a Monday off in exchange")]
    [InlineData("2026-09-03", true, "the day after National Day")]
    [InlineData("2026-11-24", false, "Vietnamese Culture Day, by law from 2026")]
    [InlineData("2025-11-24", true, "the same day a year earlier")]
    [InlineData("2027-05-03", false, "the Monday in lieu of Labour Day on a Saturday")]
    public void Offices_work_as_holidays_days_in_lieu_and_exchanges_say(string day, bool works, string because) =>
        LawCalendar.Days.IsWorkingDay(Day(day)).ShouldBe(works, because);

    [Fact]
    public void Year_end_duties_belong_to_December()
    {
        Of("2026-11").Select(d => d.Rule.Code).ShouldBe(["LIST", "REPORT"]);
        Of("2026-12").Select(d => d.Rule.Code).ShouldBe(["LIST", "REPORT", "YEAR_END", "ADJUSTMENT"]);
    }

    [Fact]
    public void January_has_its_own_list_and_report_and_the_settlement_of_the_old_year()
    {
        Of("2027-01").Select(d => (d.Rule.Code, PeriodIso.Format(d.Period), d.Day)).ShouldBe(
        [
            ("LIST", "2027-01", Day("2026-12-24")), ("REPORT", "2027-01", Day("2027-01-19")),
            ("ADJUSTMENT", "2026-12", Day("2027-01-29")),
        ]);
        Of("2027-02").Select(d => d.Rule.Code).ShouldBe(["LIST", "REPORT"]);
        Of("2027-02").Single(d => d.Rule.Code == "LIST").Day.ShouldBe(Day("2027-01-22"), "the 24th is a Sunday");
    }

    [Fact]
    public void A_holiday_that_moves_a_day_is_named_with_its_law()
    {
        var moved = Of("2026-12").Single(d => d.Rule.Code == "LIST").DaysOff.ShouldHaveSingleItem();

        (moved.NameVi, moved.LegalBasis).ShouldBe(("Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16 Điều 2"));
    }

    [Fact]
    public void Tet_of_2027_is_counted_and_told_to_be_unverified()
    {
        var report = Of("2027-02").Single(d => d.Rule.Code == "REPORT");

        report.WorkingDays(Day("2027-02-04"), null, LawCalendar.Days).ShouldBe(6, "the 12th and the week after");
        LawCalendar.Days.UnverifiedBetween(Day("2027-02-04"), report.Day).Select(d => d.Day.Day)
            .ShouldBe([5, 7, 8, 9, 10, 11], "the first day of Tết itself is certain");
        LawCalendar.Days.UnverifiedBetween(Day("2026-12-01"), Day("2027-01-31")).ShouldBeEmpty();
    }

    [Fact]
    public void A_year_without_rows_says_that_its_holidays_are_unknown() =>
        Of("2031-06").ShouldAllBe(d => !d.HolidaysKnown);

    [Fact]
    public void Where_a_rule_says_so_the_next_working_day_counts()
    {
        var rule = LawCalendar.Rules.Single(r => r.Code == "LIST") with { OffDay = OffDayRule.After };

        MonthDeadlines.Of(new YearMonth(2026, 12), [rule], LawCalendar.Days).Single().Day.ShouldBe(Day("2026-11-25"));
    }

    [Fact]
    public void Every_holiday_and_deadline_names_its_law_and_its_source()
    {
        var rows = ReferenceRates.Rows("public-holidays.csv").Concat(ReferenceRates.Rows("month-deadlines.csv"));

        rows.ShouldAllBe(r => r["legal_basis"].Length > 0 && r["source"].Length > 0
            && (r["verified"] == "verified" || r["verified"] == "unverified"));
    }

    private static IReadOnlyList<Deadline> Of(string period) =>
        MonthDeadlines.Of(PeriodIso.Parse(period), LawCalendar.Rules, LawCalendar.Days);

    private static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
