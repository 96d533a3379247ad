using CsCheck;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Domain.Tests.Programmes;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;
using static PaymentHub.Domain.Tests.Entitlements.Given;

namespace PaymentHub.Domain.Tests.Entitlements;

/// <summary>
/// What must hold however facts arrive: a year of months is planned and paid while decisions, ends, deaths and pensions
/// become known in any order. Suspensions are not among the facts: what was paid before one became known stays lawful,
/// so there the order counts by law (TT 02/2021 Điều 2.3).
/// </summary>
public class HistoryPropertyTests
{
    private static readonly YearMonth Start = Month(2026, 1);

    private const int Months = 12;

    private static readonly YearMonth End = Start.PlusMonths(Months - 1);

    private static readonly Gen<(string Programme, string Group)> Reopened = Gen.OneOf(
        ("TCXH", "K4"), ("TCXH", "K6.C"), ("TCXH", "K6.A"), ("TCXH", "K5.A1"), ("HTXH", "75+"), ("NCC", "LS1"),
        ("NCC", "BB61"), ("CSND", "D20.2A1"), ("CSTG", "D25.B"));

    private static readonly Gen<(string Programme, string Group)> Locked = Gen.OneOf(
        ("BHYT", "CN"), ("BHYT", "HSSV"), ("BHYT", "CN.XN"), ("BHXHTN", "NGHEO"), ("BHXHTN", "DTTS"));

    [Fact]
    public void For_assistance_pension_and_merit_the_order_of_learning_does_not_change_the_final_due() =>
        Gen.Select(LifeOf(Reopened), Learning, Learning).Holds((life, first, second) =>
            DueByMonth(Lived(life, first), life).ShouldBe(DueByMonth(Lived(life, second), life)));

    [Fact]
    public void When_all_is_known_and_settled_what_was_kept_is_what_was_due() =>
        Gen.Select(LifeOf(Reopened), Learning).Holds((life, learning) =>
        {
            var person = life.Knowing(Lived(life, learning), _ => true);
            var last = person.Due(End);
            (Sum(person.Committed) + last.ToPay - last.ToRecover).ShouldBe(DueSum(person));

            var settled = Recovering(person.Placing(last), last);

            settled.Due(End).Lines.ShouldBeEmpty();
            Sum(settled.Committed).ShouldBe(DueSum(settled));
        });

    [Fact]
    public void A_paid_month_of_partly_subsidised_insurance_never_changes() =>
        Gen.Select(LifeOf(Locked), Learning).Holds((life, learning) =>
        {
            // Ends and deaths are other matters: then the person is no longer insured.
            var insured = life with { Death = null, Ends = life.Ends.Select(_ => (YearMonth?)null).ToArray() };
            var person = insured.Knowing(Lived(insured, learning), _ => true);
            var paid = person.Committed.GroupBy(c => (c.EntitlementId, c.Month)).ToDictionary(g => g.Key, Sum);
            var known = ReferenceRates.Book.KnownOn(new LocalDate(2027, 1, 20), acceptUnverified: true);

            foreach (var month in AmountDue.Months(person, known, Month(2027, 3)))
                if (paid.TryGetValue((month.EntitlementId, month.Month), out var amount))
                    month.Due.ShouldBe(amount, $"{month}");
        });

    [Fact]
    public void A_paid_month_of_fully_subsidised_health_insurance_follows_the_base_salary() =>
        Gen.Int[1, 11].Holds(n =>
        {
            var month = Month(2026, 1).PlusMonths(n);
            var person = Claims(Decision("D", "BHYT", "BT", Start)).Committing("D", Start, month, 105_300);

            var due = AmountDue.Months(person, ReferenceRates.Demo, month).Single(m => m.Month == month);

            due.Due.Dong.ShouldBe(month < Month(2026, 7) ? 105_300 : 113_850);
        });

    [Fact]
    public void Planning_again_without_a_payment_and_after_one_yields_nothing_more() =>
        Gen.Select(LifeOf(Gen.OneOf(Reopened, Locked)), Learning).Holds((life, learning) =>
        {
            var person = life.Knowing(Lived(life, learning), _ => true);
            var plan = person.Due(End);

            person.Due(End).Lines.Select(l => l.Explanation.Code).ShouldBe(plan.Lines.Select(l => l.Explanation.Code));
            var paid = person.Placing(plan).Due(End);
            paid.ToPay.ShouldBe(Money.Zero);
            paid.ToRecover.ShouldBe(plan.ToRecover);
        });

    [Fact]
    public void No_month_of_a_person_is_paid_twice() =>
        Gen.Select(LifeOf(Gen.OneOf(Reopened, Locked)), Gen.Int[1, 2].Array[Months]).Holds((life, together) =>
        {
            var person = life.Knowing(Claims(), _ => true);
            for (var n = 0; n < Months; n++)
            {
                var plan = AmountDue.Compute(person, ReferenceRates.Demo, Start.PlusMonths(n), together[n]);
                person = person.Placing(plan);
            }

            var due = AmountDue.Months(person, ReferenceRates.Demo, End.PlusMonths(1))
                .ToDictionary(m => (m.EntitlementId, m.Month), m => m.Due);
            foreach (var month in person.Committed.GroupBy(c => (c.EntitlementId, c.Month)))
                Sum(month).ShouldBe(due[month.Key], $"{month.Key}");
        });

    [Fact]
    public void A_history_split_anywhere_gives_the_same_sum() =>
        Gen.Select(LifeOf(Reopened), Learning, Gen.Int[0, Months - 1]).Holds((life, learning, split) =>
        {
            var atOnce = life.Knowing(Claims(), _ => true);
            var whole = atOnce.Due(End);
            var before = life.Knowing(Claims(), fact => learning[fact] <= split);
            var part = before.Placing(before.Due(Start.PlusMonths(split)));
            var rest = life.Knowing(part, _ => true).Due(End);

            (Sum(part.Committed) + rest.ToPay - rest.ToRecover).ShouldBe(whole.ToPay - whole.ToRecover);
        });

    /// <summary>When each of the facts of a life becomes known, counted in months from the start.</summary>
    private static readonly Gen<int[]> Learning = Gen.Int[0, Months - 1].Array[Life.Facts];

    private static Gen<Life> LifeOf(Gen<(string Programme, string Group)> kinds) =>
        from groups in kinds.Array[1, Life.Decisions]
        from starts in Gen.Int[0, 8].Array[Life.Decisions]
        from lengths in Gen.Int[0, 16].Array[Life.Decisions]
        from dead in Gen.Int[0, 3]
        from death in Gen.Int[0, Months]
        from born in Gen.Int[0, 40 * 12]
        from pension in Gen.Int[0, 3]
        select new Life(
            groups, [.. groups.Select((_, i) => Start.PlusMonths(starts[i]))],
            [.. groups.Select((_, i) => lengths[i] > 8 ? null : (YearMonth?)Start.PlusMonths(starts[i] + lengths[i]))],
            dead == 0 ? Start.PlusMonths(death) : null, Month(1946, 12).PlusMonths(-born).OnDayOfMonth(5),
            pension == 0 ? new PensionFact(Start.PlusMonths(death), null, new Money(520_000)) : null);

    /// <summary>The person after a year of plans, each paid at once, with facts known from their month on.</summary>
    private static PersonClaims Lived(Life life, int[] learning)
    {
        var person = Claims();
        for (var n = 0; n < Months; n++)
        {
            var now = n;
            person = life.Knowing(person, fact => learning[fact] <= now);
            person = person.Placing(person.Due(Start.PlusMonths(n)));
        }

        return person;
    }

    private static PersonClaims Recovering(PersonClaims person, PersonDue due) => due.Lines
        .Where(l => l.Kind == DueKind.Recovery)
        .SelectMany(l => l.Months.Select(m => (l.Dossier, Span: m)))
        .Aggregate(person, (p, r) => p.Committing(r.Dossier, r.Span.First, r.Span.Last, -r.Span.Monthly.Dong));

    private static string DueByMonth(PersonClaims lived, Life life)
    {
        var months = AmountDue.Months(life.Knowing(lived, _ => true), ReferenceRates.Demo, End);
        return string.Join('\n', months.GroupBy(m => (m.Month, Set: SetOf(m))).OrderBy(g => g.Key)
            .Select(g => $"{g.Key}: {g.Sum(m => m.Due)}")
            .Where(line => !line.EndsWith(": 0", StringComparison.Ordinal)));
    }

    // Which of several exclusive decisions carries a month may follow from what was paid; the person's due may not.
    private static string SetOf(MonthDue month) =>
        ReferenceRates.Demo.Rules.Exclusions.SetOf(month.Programme, month.Group)?.Code ?? $"{month.EntitlementId}";

    private static Money DueSum(PersonClaims person) =>
        AmountDue.Months(person, ReferenceRates.Demo, End).Sum(m => m.Due);

    private static Money Sum(IEnumerable<CommittedMonth> months) => months.Sum(m => m.Amount);
}
