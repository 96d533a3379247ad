using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>As known at: what was computed once can be computed again, byte for byte.</summary>
public class PersonHistoryTests
{
    private static readonly Instant Signed = Instant.FromUtc(2026, 9, 10, 3, 0);
    private static readonly DecisionPaper Paper =
        new("7/QĐ-UBND", "Trần Thị Hoa", new LocalDate(2026, 9, 9), "TT 02/2021/TT-BLĐTBXH Điều 2");

    private static readonly LearnedFact[] Facts =
    [
        At(0, new EntitlementGranted(Person, "D1", Terms("HTXH", "75+", Month(2025, 7)), Signed, "nhap")),
        At(0, new PaidBeforeRecorded(Month(2026, 7), Month(2026, 9), new Money(500_000), Signed, "nhap")),
        At(30, new CommittedMonth(Entitlement.IdOf("D1"), Month(2026, 10), new Money(500_000))),
        At(35, new EntitlementSuspended(Month(2026, 10), "UNCOLLECTED", Signed, "lap", Paper)),
        At(40, new EntitlementResumed(Month(2026, 11), "TRẢ LỜI", Signed, "lap", Paper)),
        At(44, new EntitlementEnded(Month(2026, 11), "PRISON", Signed, "lap", Paper)),
        At(50, new EntitlementAnnulled("NHẦM", Paper, Signed, "lap")),
    ];

    [Fact]
    public void Later_facts_do_not_change_what_was_known_earlier() =>
        Gen.Int[0, 60].Select(Gen.Int[0, 7]).Holds((days, learned) =>
        {
            var at = Signed + Duration.FromDays(days);
            var known = Facts.Where(f => f.LearnedAt <= at).ToList();
            var then = new PersonHistory(known);
            var later = new PersonHistory([.. known, .. Facts.Where(f => f.LearnedAt > at).Take(learned)]);

            Told(later, at).ShouldBe(Told(then, at));
        });

    [Theory]
    [InlineData(0, 2 * 500_000, 0)]
    [InlineData(26, 2 * 540_000 + 3 * 40_000, 0)]
    [InlineData(31, 540_000 + 4 * 40_000, 0)]
    [InlineData(36, 0, 0)]
    [InlineData(41, 540_000 + 3 * 40_000, 0)]
    [InlineData(46, 3 * 40_000, 0)]
    [InlineData(51, 0, 3 * 500_000 + 500_000)]
    public void November_as_known_on_each_day(int days, long toPay, long toRecover)
    {
        var at = Signed + Duration.FromDays(days);

        var due = new PersonHistory(Facts).DueAt(ReferenceRates.Book, at, November, acceptUnverified: true);

        (due.ToPay.Dong, due.ToRecover.Dong).ShouldBe((toPay, toRecover));
    }

    [Fact]
    public void A_rate_recorded_later_on_the_same_day_is_not_yet_known()
    {
        var recorded = ReferenceRates.RecordedAt;

        ReferenceRates.Book.KnownAt(recorded - Duration.FromSeconds(1), acceptUnverified: true)
            .For("NCC", "LS1", null).At(November).ShouldBeOfType<Domain.Programmes.NoRate>();
        ReferenceRates.Book.KnownAt(recorded, acceptUnverified: true)
            .For("NCC", "LS1", null).At(November).ShouldBeOfType<Domain.Programmes.RateQuote>();
    }

    private static string Told(PersonHistory history, Instant at) => string.Join(
        '\n', history.DueAt(ReferenceRates.Book, at, November, acceptUnverified: true).Lines
            .Select(l => $"{l.Kind} {l.Amount} {l.Explanation.Code}"));

    private static LearnedFact At(int days, object fact) =>
        new(Signed + Duration.FromDays(days), Entitlement.IdOf("D1"), fact);
}
